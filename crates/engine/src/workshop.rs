//! A workshop room: what its trainer leads, the codes that are shown and typed in it, and what a
//! team hands in.
//!
//! There is no network and no account. A code keeps a mix-up out; it is no secret that would
//! keep anybody out who wants in: whoever has the tool and the room's code can work out the rest.

pub mod code;
pub mod played;
pub mod room;
pub mod seat;

//! A workshop room: what its trainer leads, the codes that are shown and typed in it, what a team
//! hands in, and what a trainer makes of it.
//!
//! There is no network and no account. A code keeps a mix-up out; it is no secret that would
//! keep anybody out who wants in: whoever has the tool and the room's code can work out the rest.

pub mod after;
pub mod code;
pub mod collect;
pub mod picture;
pub mod played;
pub mod qr;
pub mod record;
pub mod room;
pub mod seat;
pub mod spoken;
pub mod totals;

//! A camera that looks for codes: for the trainer, and at a seat.

use yew::prelude::*;

use crate::state::handin::{Camera, Told};
use crate::state::{Action, State};
use crate::widgets::camera::camera;

/// What is said of it, by names of the words.
#[derive(Clone, Copy)]
pub struct Says {
    /// What it is for, before it is asked for.
    pub what_for: &'static str,
    /// What to do while it looks.
    pub looks: &'static str,
    /// What to do where it may not be used.
    pub refused: &'static str,
    /// What to do where its pictures are not read any more.
    pub broken: &'static str,
}

/// The button, and then the picture and how far it is.
pub fn view(state: &State, act: &Callback<Action>, says: Says) -> Html {
    let words = state.words();
    let desk = &state.hand_in.desk;
    let start = |label: &str| {
        html! { <button type="button" class="button button-second" onclick={act.reform(|_| Told::CameraAsked.into())}>{ words.t(label) }</button> }
    };
    let inner = match desk.camera {
        Camera::Off => {
            html! { <><p>{ words.t(says.what_for) }</p><div class="toolbar">{ start("handin.camera_start") }</div></> }
        }
        Camera::Refused => html! {
            <>
                <p class="notice" data-kind="caution" role="alert">{ words.t(says.refused) }</p>
                <div class="toolbar">{ start("handin.camera_again") }</div>
            </>
        },
        Camera::Broken => html! {
            <>
                <p class="notice" data-kind="caution" role="alert">{ words.t(says.broken) }</p>
                <div class="toolbar">{ start("handin.camera_again") }</div>
            </>
        },
        Camera::Asked | Camera::On => {
            let (seen, needed) = desk.seen;
            html! {
                <>
                    { camera(&words.t("handin.camera_picture")) }
                    <p role="status">
                        if desk.camera == Camera::Asked {
                            { words.t("handin.camera_asks") }
                        } else if desk.unread {
                            { words.t("handin.camera_unread") }
                        } else if needed > 0 {
                            { words.with("handin.camera_seen", &[("seen", seen), ("needed", needed)]) }
                        } else {
                            { words.t(says.looks) }
                        }
                    </p>
                    <div class="toolbar">
                        <button type="button" class="button button-second" onclick={act.reform(|_| Told::CameraDone.into())}>{ words.t("handin.camera_stop") }</button>
                    </div>
                </>
            }
        }
    };
    html! { <div class="looking">{ inner }</div> }
}

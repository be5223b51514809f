//! Where the camera's picture is shown.

use yew::prelude::*;

use crate::browser::camera::VIEW;

/// The place; the browser fills it once the camera is there.
pub fn camera(label: &str) -> Html {
    html! { <video class="handin-camera" id={VIEW} playsinline=true aria-label={label.to_owned()}></video> }
}

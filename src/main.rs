//! The app: mounts the page, and says on the console what went wrong when it could not go on.

use yew::prelude::*;

fn main() {
    // The trap that follows a panic makes static/shell.js show the crash card.
    std::panic::set_hook(Box::new(|panic| {
        web_sys::console::error_1(&panic.to_string().into());
    }));
    let Some(place) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("app"))
    else {
        return;
    };
    yew::Renderer::<Root>::with_root(place).render();
}

#[component]
fn Root() -> Html {
    html! { <main class="shell"><h1>{ "備え" }</h1></main> }
}

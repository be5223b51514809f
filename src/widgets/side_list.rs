//! All parts at the side of a page, each with a sign of how far it is.

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;
use yew::prelude::*;

/// A part of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Its words.
    pub text: String,
    /// Where it leads.
    pub address: String,
    /// `none`, `part` or `done`, as the style knows it.
    pub state: &'static str,
    /// The same in words.
    pub says: String,
    /// Whether it is the one that is shown.
    pub current: bool,
}

/// What the list shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it is called.
    pub label: AttrValue,
    /// Its parts.
    pub parts: Vec<Part>,
}

/// The list; shown where there is room for it. It scrolls by itself, so the line that is shown
/// is brought into its middle.
#[component]
pub fn SideList(props: &Props) -> Html {
    let place = use_node_ref();
    let current = props
        .parts
        .iter()
        .flat_map(|part| &part.lines)
        .position(|line| line.current);
    {
        let place = place.clone();
        use_effect_with(current, move |_| {
            if let Some(list) = place.cast::<HtmlElement>() {
                bring_into_sight(&list);
            }
        });
    }
    html! {
        <nav class="page-side" aria-label={props.label.clone()}>
            <div class="side-list" ref={place}>
                { for props.parts.iter().map(|part| html! {
                    <section>
                        <h2>{ &part.title }</h2>
                        <ul role="list">{ for part.lines.iter().map(line) }</ul>
                    </section>
                }) }
            </div>
        </nav>
    }
}

fn bring_into_sight(list: &HtmlElement) {
    let line = list.query_selector("[aria-current]").ok().flatten();
    if let Some(line) = line.and_then(|line| line.dyn_into::<HtmlElement>().ok()) {
        list.set_scroll_top(line.offset_top() - list.client_height() / 2);
    }
}

fn line(line: &Line) -> Html {
    html! {
        <li>
            <a href={line.address.clone()} aria-current={line.current.then_some("page")}>
                <span class="state" data-state={line.state}><span class="visually-hidden">{ &line.says }</span></span>
                <span>{ &line.text }</span>
            </a>
        </li>
    }
}

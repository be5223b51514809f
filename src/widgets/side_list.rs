//! All parts at the side of a page, each with a sign of how far it is.

use yew::prelude::*;

/// A part of the list.
pub struct Part {
    /// Its heading.
    pub title: String,
    /// Its lines.
    pub lines: Vec<Line>,
}

/// A line of the list.
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

/// The list; shown where there is room for it.
pub fn side_list(label: &str, parts: &[Part]) -> Html {
    html! {
        <nav class="page-side" aria-label={label.to_owned()}>
            <div class="side-list">
                { for parts.iter().map(|part| html! {
                    <section>
                        <h2>{ &part.title }</h2>
                        <ul role="list">{ for part.lines.iter().map(line) }</ul>
                    </section>
                }) }
            </div>
        </nav>
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

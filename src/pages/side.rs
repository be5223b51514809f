//! All parts of the assessment at the side of a page, with how far each is.

use yew::prelude::*;

use crate::route::Page;
use crate::state::{Case, Stage, State};
use crate::widgets::side_list::{Line, Part, SideList};
use crate::words::Words;

/// The list. `current` is the address of the line that is shown.
pub fn side(state: &State, case: &Case, current: &str) -> Html {
    let words = state.words();
    let line = |text: String, address: String, stage: Stage| Line {
        text,
        state: key(stage),
        says: format!("{}{}", says(words, stage), words.t("frame.colon")),
        current: address == current,
        address,
    };
    let firm = Part {
        title: words.t("tasks.firm").into_owned(),
        lines: vec![line(
            words.t("title.profile").into_owned(),
            Page::Profile.address(),
            case.derived.profile,
        )],
    };
    let modules = state.pack.modules.iter().map(|module| {
        let table = match module.id.as_str() {
            "supplier" => Some((Page::Suppliers, "tasks.suppliers", case.derived.suppliers)),
            "coercion" => Some((Page::Markets, "tasks.markets", case.derived.markets)),
            _ => None,
        };
        let table = table
            .map(|(page, name, stage)| line(words.t(name).into_owned(), page.address(), stage));
        let own = case
            .derived
            .progress
            .iter()
            .filter(|progress| progress.module.id == module.id);
        let themes = own.filter_map(|progress| {
            // The line of the theme that is shown leads to the question that is shown.
            let shown = progress
                .questions
                .iter()
                .map(|id| Page::Question(id.clone()).address());
            let here = shown.into_iter().find(|address| address == current);
            let address =
                here.or_else(|| Some(Page::Question(progress.start()?.clone()).address()))?;
            Some(line(
                words.text(&progress.theme.title),
                address,
                progress.stage(),
            ))
        });
        Part {
            title: words.text(&module.title),
            lines: table
                .filter(|_| !case.is_part())
                .into_iter()
                .chain(themes)
                .collect(),
        }
    });
    let parts: Vec<Part> = if case.is_part() {
        modules.filter(|part| !part.lines.is_empty()).collect()
    } else {
        std::iter::once(firm).chain(modules).collect()
    };
    html! { <SideList label={words.t("title.tasks").into_owned()} {parts} /> }
}

/// A stage as the style knows it.
pub fn key(stage: Stage) -> &'static str {
    match stage {
        Stage::None => "none",
        Stage::Part => "part",
        Stage::Done => "done",
    }
}

/// A stage in words.
pub fn says(words: Words, stage: Stage) -> String {
    words.t(&format!("stage.{}", key(stage))).into_owned()
}

//! What stands behind a line until somebody wants it: meanings, examples, reasons, sources.

use yew::prelude::*;

/// One line to open.
pub fn disclosure(summary: &str, body: Html) -> Html {
    html! {
        <details class="disclosure">
            <summary>{ summary }</summary>
            <div class="disclosure-body">{ body }</div>
        </details>
    }
}

/// Several of them, one below the other; nothing where there is none.
pub fn disclosures(lines: Vec<(String, Html)>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <div class="disclosure-list">
            { for lines.into_iter().map(|(summary, body)| disclosure(&summary, body)) }
        </div>
    }
}

/// A text as a paragraph.
pub fn paragraph(text: String) -> Html {
    html! { <p>{ text }</p> }
}

//! Figures, each with its unit, the sentence that says what it means, and what stands behind it.

use yew::prelude::*;

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What it is.
    pub name: String,
    /// The figure itself.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// What it means.
    pub says: String,
    /// What stands behind it, under its own heading; empty where it is nothing more.
    pub behind: Option<(String, Html)>,
}

/// The figures beside each other.
pub fn figures(all: &[Figure]) -> Html {
    html! {
        <div class="figures">
            { for all.iter().map(|figure| html! {
                <div class="figure">
                    <p class="figure-name">{ &figure.name }</p>
                    <p class="figure-value">{ &figure.value }<small>{ &figure.unit }</small></p>
                    <p class="figure-says">{ &figure.says }</p>
                    if let Some((heading, behind)) = &figure.behind {
                        <details class="disclosure">
                            <summary>{ heading }</summary>
                            <div class="disclosure-body">{ behind.clone() }</div>
                        </details>
                    }
                </div>
            }) }
        </div>
    }
}

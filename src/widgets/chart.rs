//! A chart: the sentence it says, the picture, and the table behind it.

use gloo::events::EventListener;
use web_sys::HtmlCanvasElement;
use yew::prelude::*;

use crate::browser::draw;
pub use crate::browser::draw::{Bar, Bars, Drawing, Plane, Point, Span, Spans, Tone};

/// What a chart shows.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// What it says, in one sentence.
    pub sentence: AttrValue,
    /// The words of the line that opens the table.
    pub as_table: AttrValue,
    /// What is drawn.
    pub drawing: Drawing,
    /// The same as a table.
    pub children: Html,
}

/// The chart. Who cannot see the picture has the sentence and the table.
#[component]
pub fn Chart(props: &Props) -> Html {
    let place = use_node_ref();
    {
        let place = place.clone();
        use_effect_with(props.drawing.clone(), move |drawing| {
            let drawn: Vec<EventListener> = place
                .cast::<HtmlCanvasElement>()
                .map(|canvas| draw::keep_drawn(&canvas, drawing.clone()))
                .unwrap_or_default();
            move || drop(drawn)
        });
    }
    html! {
        <figure class="chart">
            <figcaption>{ &props.sentence }</figcaption>
            <canvas class="chart-canvas" ref={place} role="img" aria-label={props.sentence.clone()}></canvas>
            <details class="disclosure chart-data">
                <summary>{ &props.as_table }</summary>
                <div class="disclosure-body">{ props.children.clone() }</div>
            </details>
        </figure>
    }
}

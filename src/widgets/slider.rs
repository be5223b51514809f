//! A slider for a per cent, told while it moves.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a slider does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its id.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// Per cent, 0 to 100.
    pub value: u8,
    /// The same in words.
    pub shown: AttrValue,
    /// Told the per cent.
    pub on_slide: Callback<u8>,
}

/// The slider: the browser's own, so that the arrow keys move it.
#[component]
pub fn Slider(props: &Props) -> Html {
    let on_slide = props.on_slide.clone();
    let oninput = Callback::from(move |event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        if let Ok(value) = input.value().parse() {
            on_slide.emit(value);
        }
    });
    html! {
        <>
            <label class="field-label" for={props.id.clone()}>{ &props.label }</label>
            <div class="field-row">
                <input type="range" class="slider" id={props.id.clone()} min="0" max="100" step="5" value={props.value.to_string()}
                    aria-valuetext={props.shown.clone()} {oninput} />
                <output for={props.id.clone()}>{ &props.shown }</output>
            </div>
        </>
    }
}

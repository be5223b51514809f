//! A slider, told while it moves.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// What a slider does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its id.
    pub id: AttrValue,
    /// Its label.
    pub label: AttrValue,
    /// Where it stands; per cent, where nothing else is said.
    pub value: f64,
    /// Where it begins.
    #[prop_or(0.0)]
    pub low: f64,
    /// Where it ends.
    #[prop_or(100.0)]
    pub high: f64,
    /// By how much it moves at a time.
    #[prop_or(5.0)]
    pub step: f64,
    /// The same in words.
    pub shown: AttrValue,
    /// Told where it was moved to.
    pub on_slide: Callback<f64>,
}

/// The slider: the browser's own, so that the arrow keys move it. It says its value itself, so
/// what is shown beside it is not read out once more.
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
                <input type="range" form="unremembered" class="slider" id={props.id.clone()} min={props.low.to_string()} max={props.high.to_string()}
                    step={props.step.to_string()} value={props.value.to_string()} aria-valuetext={props.shown.clone()} {oninput} />
                <output class="slider-value" for={props.id.clone()} aria-live="off">{ &props.shown }</output>
            </div>
        </>
    }
}

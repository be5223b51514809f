//! A box to tick, with its words beside it.

use web_sys::HtmlInputElement;
use yew::prelude::*;

/// The box. Told whether it is ticked now.
pub fn check(text: &str, ticked: bool, on_switch: &Callback<bool>) -> Html {
    let onchange = on_switch
        .reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().checked());
    html! {
        <label class="check"><input type="checkbox" form="unremembered" checked={ticked} {onchange} /><span>{ text }</span></label>
    }
}

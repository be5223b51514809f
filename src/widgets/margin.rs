//! The head of a question: where one stands, the flag "look at it again", and a note of one's own.

use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

/// What stands there.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Where one stands.
    pub children: Html,
    /// The words of the flag.
    pub flag_label: AttrValue,
    /// Whether the question is flagged.
    pub flagged: bool,
    /// Told when the flag is switched.
    pub on_flag: Callback<()>,
    /// The words of the button that opens the note.
    pub note_open: AttrValue,
    /// The label of the note.
    pub note_label: AttrValue,
    /// The note.
    pub note: AttrValue,
    /// Told the note when it was changed.
    pub on_note: Callback<String>,
}

/// The head of a question. Whether the note is open is forgotten with the page.
pub struct Margin {
    open: bool,
}

impl Component for Margin {
    type Message = ();
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        Self {
            open: !ctx.props().note.is_empty(),
        }
    }

    fn update(&mut self, _: &Context<Self>, (): ()) -> bool {
        self.open = !self.open;
        true
    }

    fn changed(&mut self, ctx: &Context<Self>, before: &Props) -> bool {
        // A note that comes from elsewhere is shown.
        self.open |= before.note.is_empty() && !ctx.props().note.is_empty();
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let on_flag = props.on_flag.reform(|_: MouseEvent| ());
        let on_open = ctx.link().callback(|_: MouseEvent| ());
        let on_note = props.on_note.reform(|event: Event| {
            event
                .target_unchecked_into::<HtmlTextAreaElement>()
                .value()
                .trim()
                .to_owned()
        });
        html! {
            <>
                <div class="question-head">
                    { props.children.clone() }
                    <div class="question-tools">
                        <button type="button" class="button button-quiet button-small" aria-pressed={props.flagged.to_string()} onclick={on_flag}>{ &props.flag_label }</button>
                        <button type="button" class="button button-quiet button-small" aria-expanded={self.open.to_string()} aria-controls="note" onclick={on_open}>{ &props.note_open }</button>
                    </div>
                </div>
                <div class="field" id="note" hidden={!self.open}>
                    <label class="field-label" for="note-text">{ &props.note_label }</label>
                    <textarea class="field-input field-input-long" id="note-text" form="unremembered" rows="3" maxlength="5000" value={props.note.clone()} onchange={on_note} />
                </div>
            </>
        }
    }
}

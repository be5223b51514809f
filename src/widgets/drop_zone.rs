//! A place for a file with rows: chosen, dropped, or pasted as text.

use sonae_engine::finding::Finding;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, DragEvent, HtmlTextAreaElement};
use yew::prelude::*;

use super::file_button::FileButton;
use crate::browser::{cells, files};
use crate::words::Words;

/// A text that was read: the file's name, or none where it was pasted.
pub type Read = (Option<String>, Result<String, Finding>);

/// What a drop zone does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub words: Words,
    /// The beginning of its ids.
    pub name: AttrValue,
    /// Told of the text.
    pub on_read: Callback<Read>,
}

/// The zone.
pub struct DropZone {
    over: bool,
}

/// What the zone reacts to.
pub enum Message {
    /// Something is held over it, or no longer.
    Over(bool),
    /// Something was dropped.
    Dropped(DragEvent),
}

impl Component for DropZone {
    type Message = Message;
    type Properties = Props;

    fn create(_: &Context<Self>) -> Self {
        Self { over: false }
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        let before = self.over;
        match message {
            Message::Over(over) => self.over = over,
            Message::Dropped(event) => {
                self.over = false;
                event.prevent_default();
                let files = event.data_transfer().and_then(|data| data.files());
                if let Some(file) = files.and_then(|files| files.get(0)) {
                    let on_read = ctx.props().on_read.clone();
                    spawn_local(async move { on_read.emit(text_of(files::read(file).await)) });
                }
            }
        }
        before != self.over
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let words = props.words;
        let over = ctx.link().callback(|event: DragEvent| {
            event.prevent_default();
            Message::Over(true)
        });
        let paste = props.on_read.clone();
        let onpaste = Callback::from(move |event: yew::Event| {
            let text = event
                .dyn_ref::<ClipboardEvent>()
                .and_then(cells::pasted_text);
            if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
                event.prevent_default();
                paste.emit((None, Ok(text)));
            }
        });
        let typed = props.on_read.clone();
        let onchange = Callback::from(move |event: yew::Event| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            let text = field.value();
            if !text.trim().is_empty() {
                field.set_value("");
                typed.emit((None, Ok(text)));
            }
        });
        let id = format!("{}.paste", props.name);
        html! {
            <div class="drop-zone" data-over={self.over.to_string()} ondragenter={over.clone()} ondragover={over}
                ondragleave={ctx.link().callback(|_| Message::Over(false))} ondrop={ctx.link().callback(Message::Dropped)}>
                <p><strong>{ words.t("tables.drop") }</strong></p>
                <p class="soft small">{ words.t("tables.drop_text") }</p>
                <CsvButton label={words.t("tables.choose").into_owned()} on_read={props.on_read.clone()} />
                <div class="field drop-zone-paste">
                    <label class="field-label" for={id.clone()}>{ words.t("tables.paste") }</label>
                    <textarea class="field-input" {id} rows="2" {onpaste} {onchange} />
                </div>
            </div>
        }
    }
}

/// What a button for a file with rows does.
#[derive(Properties, PartialEq)]
pub struct CsvButtonProps {
    /// Its words.
    pub label: AttrValue,
    /// Its looks.
    #[prop_or(AttrValue::Static("button button-second"))]
    pub class: AttrValue,
    /// Told of the text.
    pub on_read: Callback<Read>,
}

/// A button that opens a file with rows.
#[component]
pub fn CsvButton(props: &CsvButtonProps) -> Html {
    html! {
        <FileButton label={props.label.clone()} class={props.class.clone()} accept=".csv,.tsv,.txt,text/csv" on_read={props.on_read.reform(text_of)} />
    }
}

fn text_of((name, bytes): (String, Result<Vec<u8>, Finding>)) -> Read {
    (Some(name), bytes.and_then(|bytes| files::decode(&bytes)))
}

//! A place for files with rows: chosen, dropped, or pasted as text.

use sonae_engine::finding::Finding;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{ClipboardEvent, DragEvent, HtmlTextAreaElement};
use yew::prelude::*;

use super::file_button::{FileRead, FilesButton};
use crate::browser::{cells, files};
use crate::words::Words;

/// Something that was brought.
#[derive(Clone, Debug)]
pub struct Read {
    /// The file's name, or none where it was pasted.
    pub name: Option<String>,
    /// Its bytes, or why they could not be read.
    pub bytes: Result<Vec<u8>, Finding>,
}

impl Read {
    /// Its text, or why it has none.
    ///
    /// # Errors
    /// It could not be read, or [`files::decode`] knows no text in it.
    pub fn text(&self) -> Result<String, Finding> {
        files::decode(self.bytes.as_ref().map_err(Clone::clone)?)
    }

    /// The first lines of its text, where it has one: a ledger is long, and these say what it is.
    #[must_use]
    pub fn head(&self) -> Option<String> {
        files::decode(files::head(self.bytes.as_ref().ok()?)).ok()
    }

    fn file((name, bytes): FileRead) -> Self {
        let name = Some(name);
        Self { name, bytes }
    }

    fn pasted(text: String) -> Self {
        let bytes = Ok(text.into_bytes());
        Self { name: None, bytes }
    }
}

/// What a drop zone does.
#[derive(Properties, PartialEq)]
pub struct Props {
    /// Its words.
    pub words: Words,
    /// The beginning of its ids.
    pub name: AttrValue,
    /// What it says: the key of its words (`tables.drop`, with `_text` for more).
    pub says: AttrValue,
    /// What it says of pasting, likewise.
    #[prop_or(AttrValue::Static("tables.paste"))]
    pub paste: AttrValue,
    /// Which files are offered first, as in the `accept` attribute.
    pub accept: AttrValue,
    /// Told of everything that was brought at once.
    pub on_read: Callback<Vec<Read>>,
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
                let dropped = event.data_transfer().and_then(|data| data.files());
                let dropped: Vec<web_sys::File> = dropped
                    .iter()
                    .flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)))
                    .collect();
                if !dropped.is_empty() {
                    let on_read = ctx.props().on_read.clone();
                    spawn_local(async move {
                        let mut read = Vec::new();
                        for file in dropped {
                            read.push(Read::file(files::read(file).await));
                        }
                        on_read.emit(read);
                    });
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
                paste.emit(vec![Read::pasted(text)]);
            }
        });
        let typed = props.on_read.clone();
        let onchange = Callback::from(move |event: yew::Event| {
            let field: HtmlTextAreaElement = event.target_unchecked_into();
            let text = field.value();
            if !text.trim().is_empty() {
                field.set_value("");
                typed.emit(vec![Read::pasted(text)]);
            }
        });
        let id = format!("{}.paste", props.name);
        html! {
            <div class="drop-zone" data-over={self.over.to_string()} ondragenter={over.clone()} ondragover={over}
                ondragleave={ctx.link().callback(|_| Message::Over(false))} ondrop={ctx.link().callback(Message::Dropped)}>
                <p><strong>{ words.t(&props.says) }</strong></p>
                <p class="soft small">{ words.t(&format!("{}_text", props.says)) }</p>
                <TableButton label={words.t("tables.choose").into_owned()} accept={props.accept.clone()} on_read={props.on_read.clone()} />
                <div class="field drop-zone-paste">
                    <label class="field-label" for={id.clone()}>{ words.t(&props.paste) }</label>
                    <textarea class="field-input" {id} form="unremembered" rows="2" {onpaste} {onchange} />
                </div>
            </div>
        }
    }
}

/// The files of a table of ours.
pub const CSV: &str = ".csv,.tsv,.txt,text/csv";
/// The files an accounting package or a spreadsheet program writes.
pub const LEDGERS: &str = ".csv,.tsv,.txt,.xlsx,.xlsm,.xls,text/csv";

/// What a button for files with rows does.
#[derive(Properties, PartialEq)]
pub struct TableButtonProps {
    /// Its words.
    pub label: AttrValue,
    /// Which files are offered first.
    #[prop_or(AttrValue::Static(CSV))]
    pub accept: AttrValue,
    /// Its looks.
    #[prop_or(AttrValue::Static("button button-second"))]
    pub class: AttrValue,
    /// Told of everything that was chosen at once.
    pub on_read: Callback<Vec<Read>>,
}

/// A button that opens files with rows.
#[component]
pub fn TableButton(props: &TableButtonProps) -> Html {
    let on_read = props
        .on_read
        .reform(|read: Vec<_>| read.into_iter().map(Read::file).collect());
    html! {
        <FilesButton label={props.label.clone()} class={props.class.clone()} accept={props.accept.clone()} {on_read} />
    }
}

//! Files that come in folders: dropped, or chosen; each with its path from the folder on.

use std::collections::VecDeque;

use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DragEvent, File, FileSystemEntry, HtmlInputElement};

/// A file's path, and the file; none where it could not be had.
pub type Found = (String, Option<File>);

/// Folders in folders are followed as deep as this.
const DEPTH_LIMIT: usize = 64;

/// What was chosen; the same may be chosen again afterwards.
#[must_use]
pub fn chosen(input: &HtmlInputElement) -> Vec<Found> {
    let list = input.files();
    let files = list
        .iter()
        .flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)));
    let found = files.map(|file| (path_of(&file), Some(file))).collect();
    input.set_value("");
    found
}

/// The path from the chosen folder on, or the name of a file that was chosen by itself.
fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok();
    let path = path
        .and_then(|path| path.as_string())
        .filter(|path| !path.is_empty());
    path.unwrap_or_else(|| file.name())
}

/// What was dropped. It has to be asked for while the event lasts, and is walked through later.
pub fn dropped(event: &DragEvent) -> impl Future<Output = Vec<Found>> + use<> {
    let mut found = Vec::new();
    let mut entries = VecDeque::new();
    if let Some(data) = event.data_transfer() {
        let items = data.items();
        for at in 0..items.length() {
            let Some(item) = items.get(at) else { continue };
            if let Ok(Some(entry)) = item.webkit_get_as_entry() {
                entries.push_back((entry, DEPTH_LIMIT));
            } else {
                let file = item.get_as_file().ok().flatten();
                found.extend(file.map(|file| (path_of(&file), Some(file))));
            }
        }
    }
    async move {
        while !entries.is_empty() {
            let (folders, files): (Vec<_>, Vec<_>) = entries
                .drain(..)
                .partition(|(entry, _)| entry.is_directory());
            found.extend(all_files(files.into_iter().map(|(entry, _)| entry).collect()).await);
            for (folder, depth) in folders {
                match children(&folder).await {
                    Some(inside) if depth > 0 => {
                        entries.extend(inside.into_iter().map(|entry| (entry, depth - 1)));
                    }
                    _ => found.push((path_in(&folder), None)),
                }
            }
        }
        found
    }
}

fn path_in(entry: &FileSystemEntry) -> String {
    entry.full_path().trim_start_matches('/').to_owned()
}

/// The files behind entries, asked for together.
async fn all_files(entries: Vec<FileSystemEntry>) -> Vec<Found> {
    let asked: Array = entries.iter().map(|entry| asked(entry, "file")).collect();
    let came = JsFuture::from(Promise::all_settled(&asked)).await;
    let came = came
        .ok()
        .and_then(|came| came.dyn_into::<Array>().ok())
        .unwrap_or_default();
    let file = |settled: JsValue| {
        Reflect::get(&settled, &"value".into())
            .ok()?
            .dyn_into()
            .ok()
    };
    let files = came.iter().map(file);
    entries.iter().map(path_in).zip(files).collect()
}

/// All that is in a folder; none where it cannot be read.
async fn children(folder: &FileSystemEntry) -> Option<Vec<FileSystemEntry>> {
    let make: Function = Reflect::get(folder, &"createReader".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let reader = make.call0(folder).ok()?;
    let mut all = Vec::new();
    loop {
        // It gives a hundred at a time, and none at the end.
        let some = JsFuture::from(asked(&reader, "readEntries")).await.ok()?;
        let some: Array = some.dyn_into().ok()?;
        if some.length() == 0 {
            return Some(all);
        }
        all.extend(some.iter().map(JsCast::unchecked_into::<FileSystemEntry>));
    }
}

/// Asks something that answers by one of two functions.
fn asked(of: &JsValue, method: &str) -> Promise {
    Promise::new(&mut |done, failed| {
        let function = Reflect::get(of, &method.into()).and_then(JsCast::dyn_into::<Function>);
        if let Ok(function) = function {
            let _ = function.call2(of, &done, &failed);
        } else {
            let _ = failed.call0(&JsValue::NULL);
        }
    })
}

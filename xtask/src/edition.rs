//! The two editions of a release, made of one build: the hosted one, which a browser keeps for
//! when there is no network, and the one that is a single file.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use crate::page::replaced;
use crate::program::Outcome;

/// The one-file edition.
pub const NAME: &str = "sonae.html";

/// Tells static/sw.js which release it keeps, and what belongs to it: every file of the build,
/// with its hash, so that a browser takes the whole of it or nothing.
pub fn keep(folder: &Path, release: &str) -> Outcome {
    let mut names = Vec::new();
    files(folder, "", &mut names)?;
    let mut list = String::new();
    for name in names.iter().filter(|name| *name != "sw.js") {
        // Whoever asks for the folder gets its page.
        let asked = if name == "index.html" { "./" } else { name };
        let hash = STANDARD.encode(Sha256::digest(bytes(folder, name)?));
        let _ = write!(list, "\n  [\"{asked}\", \"sha256-{hash}\"],");
    }
    let path = folder.join("sw.js");
    let said = |error: std::io::Error| format!("sw.js: {error}");
    let keeper = fs::read_to_string(&path).map_err(said)?;
    // Another file of the release, another release: its name says so.
    let all = sha256_hex(list.as_bytes());
    let keeper = replaced(
        &keeper,
        "RELEASE = \"\"",
        &format!("RELEASE = \"{release} {all}\""),
    )?;
    let keeper = replaced(&keeper, "FILES = []", &format!("FILES = [{list}\n]"))?;
    fs::write(&path, keeper).map_err(said)
}

/// Puts the icons into the manifest: the network is shut when the browser asks for them.
pub fn with_icons(folder: &Path) -> Outcome {
    let name = "manifest.webmanifest";
    let mut manifest = text(folder, name)?;
    for icon in ["icons/192.png", "icons/512.png", "icons/maskable.png"] {
        let data = STANDARD.encode(bytes(folder, icon)?);
        let data = format!("\"data:image/png;base64,{data}\"");
        manifest = replaced(&manifest, &format!("\"{icon}\""), &data)?;
    }
    let said = |error: std::io::Error| format!("{name}: {error}");
    fs::remove_dir_all(folder.join("icons")).map_err(said)?;
    fs::write(folder.join(name), manifest).map_err(said)
}

/// The names of all files below a folder, in order.
pub fn files(folder: &Path, below: &str, names: &mut Vec<String>) -> Outcome {
    let said = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = fs::read_dir(folder.join(below)).map_err(said)?;
    let mut here = Vec::new();
    for entry in entries {
        let entry = entry.map_err(said)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        here.push((format!("{below}{name}"), entry.file_type().map_err(said)?));
    }
    here.sort_by(|one, other| one.0.cmp(&other.0));
    for (name, kind) in here {
        if kind.is_dir() {
            files(folder, &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// The page with everything in it: styles and scripts as they are, known to its content policy by
/// their hashes, the WebAssembly packed. Its policy forbids every connection.
pub fn in_one_file(folder: &Path, page: &str) -> Outcome<String> {
    let mut page = page.to_owned();
    let mut style = String::new();
    while let Some(link) = element(&page, "<link rel=\"stylesheet\"", ">") {
        let address = attribute(&link, "href")?.to_owned();
        style.push_str(&text(folder, &address)?);
        page = replaced(&page, &link, "")?;
    }
    let mut scripts = String::new();
    let mut hashes = String::new();
    while let Some(script) = element(&page, "<script", "</script>") {
        let source = text(folder, attribute(&script, "src")?)?;
        if source.contains("</script") || source.contains("<!--") {
            return Err("A script cannot stand in a page as it is.".to_owned());
        }
        let _ = write!(
            hashes,
            " 'sha256-{}'",
            STANDARD.encode(Sha256::digest(&source))
        );
        let _ = write!(scripts, "<script>{source}</script>\n    ");
        page = replaced(&page, &script, "")?;
    }
    let mut parts = String::new();
    for id in ["app-wasm", "later-wasm", "worker-glue", "worker-wasm"] {
        let link = element(&page, &format!("<link id=\"{id}\""), ">");
        let link = link.ok_or_else(|| format!("index.html names no {id}."))?;
        let packed = STANDARD.encode(packed(&bytes(folder, attribute(&link, "href")?)?)?);
        let _ = write!(
            parts,
            "<script id=\"{id}\" type=\"application/gzip\">{packed}</script>\n    "
        );
        page = replaced(&page, &link, "")?;
    }
    if let Some(link) = element(&page, "<link rel=\"manifest\"", ">") {
        page = replaced(&page, &link, "")?;
    }
    let hash = STANDARD.encode(Sha256::digest(&style));
    let old = attribute(&page, "http-equiv=\"Content-Security-Policy\" content")?.to_owned();
    let new = format!(
        "default-src 'none'; script-src{hashes} 'wasm-unsafe-eval'; style-src 'sha256-{hash}'; \
         img-src data: blob:; connect-src 'none'; worker-src blob:; object-src 'none'; \
         form-action 'none'; base-uri 'none'"
    );
    page = replaced(&page, &old, &new)?;
    page = replaced(
        &page,
        "</head>",
        &format!("  <style>{style}</style>\n  </head>"),
    )?;
    page = replaced(&page, "</body>", &format!("  {parts}{scripts}\n  </body>"))?;
    Ok(page)
}

/// Packed as the browser unpacks it by itself.
fn packed(bytes: &[u8]) -> Outcome<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    let packed = packer.write_all(bytes).and_then(|()| packer.finish());
    packed.map_err(|error| error.to_string())
}

/// The first element of a page that begins so, to its end.
fn element(page: &str, begin: &str, end: &str) -> Option<String> {
    let rest = page.get(page.find(begin)?..)?;
    rest.get(..rest.find(end)? + end.len()).map(str::to_owned)
}

/// The value of an attribute, the first that is named so.
fn attribute<'a>(text: &'a str, name: &str) -> Outcome<&'a str> {
    let begin = format!("{name}=\"");
    let value = text
        .split_once(&begin)
        .and_then(|(_, rest)| rest.split_once('"'));
    value
        .map(|(value, _)| value)
        .ok_or_else(|| format!("There is no {name}."))
}

/// Where the page says a part of it comes from, within the folder.
pub fn address<'a>(page: &'a str, id: &str) -> Outcome<&'a str> {
    let element = page.split_once(&format!("id=\"{id}\""));
    let (_, rest) = element.ok_or_else(|| format!("index.html names no {id}."))?;
    Ok(within(attribute(rest, "href")?))
}

/// Which file a script of the page comes from, within the folder.
pub fn script<'a>(page: &'a str, id: &str) -> Outcome<&'a str> {
    let element = page.split_once(&format!("id=\"{id}\""));
    let (_, rest) = element.ok_or_else(|| format!("index.html names no {id}."))?;
    Ok(within(attribute(rest, "src")?))
}

fn within(address: &str) -> &str {
    address.trim_start_matches("./")
}

/// The bytes of a file in a folder.
pub fn bytes(folder: &Path, name: &str) -> Outcome<Vec<u8>> {
    fs::read(folder.join(within(name))).map_err(|error| format!("{name}: {error}"))
}

fn text(folder: &Path, name: &str) -> Outcome<String> {
    String::from_utf8(bytes(folder, name)?).map_err(|_| format!("{name} is no text."))
}

/// SHA-256 in lower-case hex.
pub fn sha256_hex(bytes: &[u8]) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

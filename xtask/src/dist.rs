//! What is handed out: both editions, what is in them, under which licences, and the hashes of it
//! all; and the same made again to compare.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::build;
use crate::edition::{self, bytes, sha256_hex};
use crate::program::{Outcome, answer, command, root, run};

/// The list of hashes, as `sha256sum -c` reads it.
const SUMS: &str = "SHA256SUMS";

/// Builds the release and puts what is handed out into `release/`: `hosted/` for a web server,
/// the one-file edition, what is in them (`CycloneDX`), its licences, and the hashes.
pub fn dist() -> Outcome {
    build()?;
    let folder = root().join("release");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("release: {error}"))?;
    }
    let shipped = shipped()?;
    copy(&root().join("dist"), &folder.join("hosted"))?;
    write(
        &folder,
        edition::NAME,
        bytes(&root().join("dist"), edition::NAME)?,
    )?;
    write(&folder, "sonae.cdx.json", bill(&shipped)?)?;
    write(&folder, "licences.txt", licences(&shipped)?)?;
    let mut names = Vec::new();
    edition::files(&folder, "", &mut names)?;
    let mut sums = String::new();
    for name in names {
        let _ = writeln!(sums, "{}  {name}", sha256_hex(&bytes(&folder, &name)?));
    }
    write(&folder, SUMS, &sums)?;
    print!("{sums}");
    Ok(())
}

/// Builds the present commit again in another folder, and holds it against `release/SHA256SUMS`,
/// or against the list that is named.
pub fn verify(options: &[String]) -> Outcome {
    let list = options
        .first()
        .map_or_else(|| root().join("release").join(SUMS), PathBuf::from);
    let published = fs::read_to_string(&list)
        .map_err(|error| format!("{}: {error}. `cargo xtask dist` makes one.", list.display()))?;
    let folder = root().join("target/verify");
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("target/verify: {error}"))?;
    }
    let (from, to) = (root().to_string_lossy(), folder.to_string_lossy());
    run(&mut command("git", &["clone", "--quiet", &from, &to]))?;
    run(command("cargo", &["xtask", "dist"])
        .current_dir(&folder)
        .env_remove("CARGO_TARGET_DIR"))?;
    let again = fs::read_to_string(folder.join("release").join(SUMS))
        .map_err(|error| format!("{SUMS}: {error}"))?;
    let entries = |text: &str| -> BTreeMap<String, String> {
        let lines = text.lines().filter_map(|line| line.split_once("  "));
        lines
            .map(|(hash, name)| (name.to_owned(), hash.to_owned()))
            .collect()
    };
    let (published, again) = (entries(&published), entries(&again));
    let names: BTreeSet<&String> = published.keys().chain(again.keys()).collect();
    let other: Vec<&str> = names
        .into_iter()
        .filter(|name| published.get(*name) != again.get(*name))
        .map(String::as_str)
        .collect();
    if other.is_empty() {
        println!(
            "{} files, built again: every byte is the same.",
            again.len()
        );
        return Ok(());
    }
    Err(format!("Built again, these differ: {}", other.join(", ")))
}

/// The packages whose code is in the app or its worker, by name and version, as `cargo metadata`
/// describes each.
fn shipped() -> Outcome<Vec<Value>> {
    let metadata = answer("cargo", &["metadata", "--format-version", "1", "--locked"]);
    let metadata = metadata.ok_or("cargo metadata does not answer.")?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    // What runs while building, and what only tests need, is not in it.
    let tree = answer(
        "cargo",
        &[
            "tree",
            "--locked",
            "--package",
            "sonae",
            "--target",
            "wasm32-unknown-unknown",
            "--edges",
            "normal,no-proc-macro",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ],
    );
    let tree = tree.ok_or("cargo tree does not answer.")?;
    let wanted: BTreeSet<(String, String)> = tree
        .lines()
        .filter_map(|line| {
            let mut parts = line.split(' ');
            let name = parts.next()?.to_owned();
            Some((name, parts.next()?.trim_start_matches('v').to_owned()))
        })
        .collect();
    let packages = metadata.get("packages").and_then(Value::as_array);
    let mut found: Vec<Value> = packages
        .into_iter()
        .flatten()
        .filter(|package| wanted.contains(&(text(package, "name"), text(package, "version"))))
        .cloned()
        .collect();
    found.sort_by_key(|package| (text(package, "name"), text(package, "version")));
    if found.len() == wanted.len() {
        Ok(found)
    } else {
        Err("cargo tree names a package that cargo metadata does not know.".to_owned())
    }
}

fn text(package: &Value, key: &str) -> String {
    package
        .get(key)
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned()
}

/// The bill of materials, as `CycloneDX` 1.6 states it.
fn bill(shipped: &[Value]) -> Outcome<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).map_err(|error| error.to_string())?;
    let component = |package: &Value| {
        let (name, version) = (text(package, "name"), text(package, "version"));
        let purl = format!("pkg:cargo/{name}@{version}");
        let mut component = json!({
            "type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl,
            "licenses": [{"expression": text(package, "license")}],
        });
        // The checksum of the package as it was published.
        let entry = format!("name = \"{name}\"\nversion = \"{version}\"\n");
        let rest = lock.split_once(&entry).map(|(_, rest)| rest);
        let block = rest.and_then(|rest| rest.split("\n\n").next());
        let checksum = block.and_then(|block| {
            let (_, rest) = block.split_once("checksum = \"")?;
            Some(rest.split_once('"')?.0)
        });
        if let (Some(checksum), Some(object)) = (checksum, component.as_object_mut()) {
            let hashes = json!([{"alg": "SHA-256", "content": checksum}]);
            object.insert("hashes".to_owned(), hashes);
        }
        component
    };
    let ours = format!("pkg:cargo/sonae@{}", env!("CARGO_PKG_VERSION"));
    let bill = json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {
            "type": "application", "bom-ref": ours, "name": "sonae", "purl": ours,
            "version": env!("CARGO_PKG_VERSION"),
        }},
        "components": shipped.iter().filter(|package| text(package, "name") != "sonae").map(component).collect::<Vec<_>>(),
    });
    let bill = serde_json::to_string_pretty(&bill).map_err(|error| error.to_string())?;
    Ok(bill + "\n")
}

/// Every package with its licence, and the texts that it brings along; a text that several bring
/// stands once.
fn licences(shipped: &[Value]) -> Outcome<String> {
    let mut all = String::from("What is in Sonae, and under which licences.\n\n");
    let mut texts: Vec<String> = Vec::new();
    for package in shipped {
        let (name, version) = (text(package, "name"), text(package, "version"));
        let licence = text(package, "license");
        if licence.is_empty() {
            return Err(format!("{name} {version} says nothing of its licence."));
        }
        let _ = write!(all, "{name} {version}: {licence}");
        for path in licence_files(package)? {
            let text = fs::read_to_string(&path).map_err(|error| format!("{name}: {error}"))?;
            // Line ends and margins say nothing.
            let text: Vec<&str> = text.lines().map(str::trim_end).collect();
            let text = text.join("\n").trim_end().to_owned();
            let number = texts.iter().position(|one| *one == text);
            let number = number.unwrap_or_else(|| {
                texts.push(text);
                texts.len() - 1
            });
            let title = path.file_name().unwrap_or_default().to_string_lossy();
            let _ = write!(all, "; {title}: text {}", number + 1);
        }
        all.push('\n');
    }
    for (index, text) in texts.iter().enumerate() {
        let _ = write!(all, "\n{}\nText {}\n\n{text}\n", "=".repeat(78), index + 1);
    }
    Ok(all)
}

/// The files of a package that say what may be done with it.
fn licence_files(package: &Value) -> Outcome<Vec<PathBuf>> {
    let manifest = PathBuf::from(text(package, "manifest_path"));
    let folder = manifest.parent().unwrap_or(Path::new("."));
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let name = name.to_uppercase();
            path.is_file()
                && ["LICEN", "COPYING", "NOTICE", "UNLICENSE"]
                    .iter()
                    .any(|it| name.starts_with(it))
        })
        .collect();
    files.sort();
    Ok(files)
}

fn copy(from: &Path, to: &Path) -> Outcome {
    let mut names = Vec::new();
    edition::files(from, "", &mut names)?;
    for name in names {
        write(to, &name, bytes(from, &name)?)?;
    }
    Ok(())
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Outcome {
    let path = folder.join(name);
    let parent = path.parent().unwrap_or(folder);
    let written = fs::create_dir_all(parent).and_then(|()| fs::write(&path, content));
    written.map_err(|error| format!("{name}: {error}"))
}

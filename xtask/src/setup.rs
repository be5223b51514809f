//! Set-up: what building and testing need, fetched where it is missing.
//!
//! Every need is looked at first and fetched only then, so that a second run is over at once.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::program::{Outcome, answer, command, root, run, seconds_since};

/// The version is exact because later ones ask for a newer compiler than ours.
const TRUNK: &str = "0.21.14";
/// Exact, so that everybody's fuzz target is built in the same way.
const CARGO_FUZZ: &str = "0.13.2";
const WASM: &str = "wasm32-unknown-unknown";
const E2E: &str = "tests/e2e";

/// Something that a command of ours cannot do without.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// The standard library for WebAssembly.
    WasmTarget,
    /// rustfmt and clippy.
    Components,
    /// The bundler.
    Trunk,
    /// The command line that belongs to the wasm-bindgen in `Cargo.lock`.
    WasmBindgen,
    /// The packages of `tests/e2e`.
    NodePackages,
    /// Chromium, Japanese fonts for it, and what reads a PDF back.
    Browser,
    /// The web servers whose settings we hand out.
    Servers,
    /// Debian's Firefox, the second browser.
    Firefox,
    /// What builds and runs the fuzz target. Only the long checks need it.
    CargoFuzz,
    /// What Spark runs in. Only the long checks need it.
    Java,
}

/// What building the app needs.
pub const APP: &[Need] = &[Need::WasmTarget, Need::Trunk, Need::WasmBindgen];

/// What everything together needs.
pub const EVERYTHING: &[Need] = &[
    Need::WasmTarget,
    Need::Components,
    Need::Trunk,
    Need::WasmBindgen,
    Need::NodePackages,
    Need::Browser,
    Need::Servers,
    Need::Firefox,
];

/// Provides the needs in order; the ones that could not be met come back with the reason.
pub fn provide(needs: &[Need]) -> Vec<(Need, String)> {
    let start = Instant::now();
    println!("Set-up");
    let unmet: Vec<_> = needs
        .iter()
        .filter_map(|need| provide_one(*need).err().map(|why| (*need, why)))
        .collect();
    println!("  done in {}\n", seconds_since(start));
    unmet
}

/// Provides the needs, or says all that is in the way.
pub fn provide_all(needs: &[Need]) -> Outcome {
    let unmet: Vec<_> = provide(needs).into_iter().map(|(_, why)| why).collect();
    if unmet.is_empty() {
        Ok(())
    } else {
        Err(unmet.join("\n"))
    }
}

fn provide_one(need: Need) -> Outcome {
    let start = Instant::now();
    let name = match need {
        Need::WasmTarget => format!("Rust for {WASM}"),
        Need::Components => "rustfmt and clippy".to_owned(),
        Need::Trunk => format!("trunk {TRUNK}"),
        Need::WasmBindgen => format!("wasm-bindgen {}", wasm_bindgen_version()?),
        Need::NodePackages => "packages of tests/e2e".to_owned(),
        Need::Browser => "Chromium, fonts, PDF tools".to_owned(),
        Need::Servers => "nginx and Caddy".to_owned(),
        Need::Firefox => "Firefox".to_owned(),
        Need::CargoFuzz => format!("cargo-fuzz {CARGO_FUZZ}"),
        Need::Java => "Java".to_owned(),
    };
    let mut did = "there";
    if !is_there(need)? {
        println!("  {name:<32} missing, being fetched");
        did = "fetched";
        fetch(need).map_err(|why| format!("{name}: {why}"))?;
        if !is_there(need)? {
            return Err(format!("{name}: fetched, yet still not found."));
        }
    }
    println!("  {name:<32} {did:<8} {:>8}", seconds_since(start));
    Ok(())
}

fn is_there(need: Need) -> Outcome<bool> {
    Ok(match need {
        Need::WasmTarget => answer("rustc", &["--print", "sysroot"])
            .is_some_and(|sysroot| Path::new(&sysroot).join("lib/rustlib").join(WASM).exists()),
        Need::Components => {
            answer("cargo", &["fmt", "--version"]).is_some()
                && answer("cargo", &["clippy", "--version"]).is_some()
        }
        Need::Trunk => answer("trunk", &["--version"]) == Some(format!("trunk {TRUNK}")),
        Need::WasmBindgen => {
            let version = wasm_bindgen_version()?;
            answer("wasm-bindgen", &["--version"]) == Some(format!("wasm-bindgen {version}"))
        }
        Need::NodePackages => {
            let folder = root().join(E2E);
            let wanted = fs::read(folder.join("package-lock.json"))
                .map_err(|error| format!("{E2E}/package-lock.json: {error}"))?;
            fs::read(folder.join(PACKAGES_MARK)).is_ok_and(|installed| installed == wanted)
        }
        Need::Browser => missing_packages().is_empty(),
        Need::Servers => missing_servers().is_empty(),
        Need::Firefox => {
            env::var_os("SONAE_FIREFOX").is_some()
                || answer("firefox-esr", &["--version"]).is_some()
        }
        Need::CargoFuzz => {
            answer("cargo-fuzz", &["--version"]) == Some(format!("cargo-fuzz {CARGO_FUZZ}"))
        }
        Need::Java => answer("java", &["-version"]).is_some(),
    })
}

fn fetch(need: Need) -> Outcome {
    match need {
        Need::WasmTarget => run(&mut command("rustup", &["target", "add", WASM])),
        Need::Components => run(&mut command(
            "rustup",
            &["component", "add", "rustfmt", "clippy"],
        )),
        Need::Trunk => install("trunk", TRUNK),
        Need::WasmBindgen => install("wasm-bindgen-cli", &wasm_bindgen_version()?),
        Need::NodePackages => install_node_packages(),
        Need::Browser => install_debian_packages(&missing_packages()),
        Need::Servers => install_debian_packages(&missing_servers()),
        Need::Firefox => install_debian_packages(&["firefox-esr"]),
        Need::CargoFuzz => install("cargo-fuzz", CARGO_FUZZ),
        Need::Java => install_debian_packages(&["default-jre-headless"]),
    }
}

/// Installs a command-line tool of exactly this version.
fn install(name: &str, version: &str) -> Outcome {
    let exact = format!("{name}@{version}");
    if answer("cargo", &["binstall", "-V"]).is_some()
        && run(&mut command("cargo", &["binstall", "--no-confirm", &exact])).is_ok()
    {
        return Ok(());
    }
    println!("  Building {name} from source. The first time this takes 10 to 25 minutes.");
    run(&mut command(
        "cargo",
        &["install", "--locked", "--version", version, name],
    ))
}

/// The version the app is linked with: Trunk wants exactly this one.
fn wasm_bindgen_version() -> Outcome<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))
        .map_err(|error| format!("Cargo.lock: {error}"))?;
    locked_version(&lock, "wasm-bindgen")
        .map(str::to_owned)
        .ok_or_else(|| "Cargo.lock names no wasm-bindgen.".to_owned())
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

/// A copy of the lock file that the installed packages came from.
const PACKAGES_MARK: &str = "node_modules/.installed-lock.json";

fn install_node_packages() -> Outcome {
    if answer("npm", &["--version"]).is_none() {
        return Err("Node.js with npm, version 20.11 or later, is not installed.".to_owned());
    }
    let folder = root().join(E2E);
    let mut npm = command("npm", &["ci", "--no-audit", "--no-fund"]);
    run(npm.current_dir(&folder))?;
    fs::copy(folder.join("package-lock.json"), folder.join(PACKAGES_MARK))
        .map(|_| ())
        .map_err(|error| format!("{E2E}/{PACKAGES_MARK}: {error}"))
}

/// The Debian packages of the servers that are missing.
fn missing_servers() -> Vec<&'static str> {
    let programs = [
        ("nginx", "-v", "nginx-light"),
        ("caddy", "version", "caddy"),
    ];
    let missing = programs
        .into_iter()
        .filter(|(program, version, _)| answer(program, &[version]).is_none());
    missing.map(|(_, _, package)| package).collect()
}

/// The Debian packages behind what is missing.
fn missing_packages() -> Vec<&'static str> {
    let mut missing = Vec::new();
    if env::var_os("SONAE_CHROMIUM").is_none() && answer("chromium", &["--version"]).is_none() {
        missing.push("chromium");
    }
    if answer("fc-list", &[":lang=ja", "family"]).is_none_or(|fonts| fonts.is_empty()) {
        missing.extend(["fontconfig", "fonts-noto-cjk"]);
    }
    // Both print their version on standard error, so only their being there is asked.
    if answer("pdftotext", &["-v"]).is_none() || answer("pdftoppm", &["-v"]).is_none() {
        missing.push("poppler-utils");
    }
    missing
}

fn install_debian_packages(packages: &[&str]) -> Outcome {
    let by_hand = format!(
        "please install {} (on Debian: `apt-get install {0}`).",
        packages.join(" ")
    );
    if answer("apt-get", &["--version"]).is_none() {
        return Err(by_hand);
    }
    let sudo = match answer("id", &["-u"]).as_deref() {
        Some("0") => false,
        _ if answer("sudo", &["-n", "true"]).is_some() => true,
        _ => return Err(by_hand),
    };
    run(&mut apt_get(sudo, &["update"]))?;
    run(apt_get(sudo, &["install", "--yes", "--no-install-recommends"]).args(packages))
}

fn apt_get(sudo: bool, arguments: &[&str]) -> Command {
    // Somebody else may be installing: wait for them rather than fail.
    let mut apt_get = if sudo {
        command("sudo", &["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
    } else {
        command("apt-get", &[])
    };
    apt_get.env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
        .args(["--quiet", "--quiet", "-o", "DPkg::Lock::Timeout=900"])
        .args(arguments);
    apt_get
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    #[test]
    fn the_version_is_the_one_of_the_package_and_not_of_its_namesakes() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.126\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.126"));
        assert_eq!(locked_version(lock, "trunk"), None);
    }
}

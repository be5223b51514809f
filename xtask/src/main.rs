//! Set-up, serve, build, test, bench: `cargo xtask …`.
//!
//! A newcomer needs two commands, `cargo xtask serve` and `cargo xtask test`. Both begin by
//! setting up what is missing, and say what they do and how long it took.
//!
//! Why no dependencies: this runs before anything else has been fetched or built, so it must
//! be there within seconds.

mod bench;
mod desk;
mod dist;
mod edition;
mod page;
mod peers;
mod program;
mod python;
mod setup;
mod split;
mod test;

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use program::{Outcome, command, root, run};
use setup::{APP, EVERYTHING};

const USAGE: &str = "\
cargo xtask setup                   fetch what building and testing need
cargo xtask serve [trunk options]   build the app, open it, rebuild on every change
cargo xtask build                   the release build, into dist/
cargo xtask dist                    what is handed out, into release/: both editions, what is in
                                    them, their licences, and the hashes
cargo xtask verify [SHA256SUMS]     builds the present commit again elsewhere, and compares
cargo xtask test [--long] [step…]   check everything, or only the steps named
cargo xtask bench [dossiers [N] | desk | peers [N]]
                                    measure everything, or what screening N dossiers takes, or what
                                    thousands take on the lender's bench, or the release in dist/
                                    beside other forms of the same questions (N runs of Lighthouse),
                                    into docs/performance.md
cargo xtask dossiers N …            fictional dossiers; alone it says what it can be told
cargo xtask schemas                 write the JSON Schemas in docs/schemas anew";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((name, rest)) => match name.as_str() {
            "setup" => setup::provide_all(EVERYTHING),
            "serve" => serve(rest),
            "build" => setup::provide_all(APP).and_then(|()| build()),
            "dist" => setup::provide_all(APP).and_then(|()| dist::dist()),
            "verify" => setup::provide_all(APP).and_then(|()| dist::verify(rest)),
            "test" => test::test(rest),
            "bench" => match rest.split_first() {
                Some((what, rest)) if what == "dossiers" => desk::bench(rest),
                Some((what, rest)) if what == "peers" => peers::bench(rest),
                Some((what, _)) if what == "desk" => desk::bench_in_browser(),
                _ => bench::bench()
                    .and_then(|()| desk::bench(&[]))
                    .and_then(|()| desk::bench_in_browser())
                    .and_then(|()| peers::bench(&[])),
            },
            "dossiers" => dossiers(rest),
            "schemas" => schemas(),
            // Called by Trunk, see Trunk.toml.
            "post-build" => page::post_build(),
            _ => Err(format!(
                "There is no command `{name}`.\n\n{USAGE}\n{}",
                test::usage()
            )),
        },
        None => Err(format!("{USAGE}\n{}", test::usage())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// Builds the app, opens it where there is a screen, and rebuilds it on every change.
///
/// The development build goes to a folder of its own, so that `dist/` is always the release.
fn serve(options: &[String]) -> Outcome {
    setup::provide_all(APP)?;
    let mut trunk = command("trunk", &["serve", "--dist", "target/serve"]);
    if has_screen() {
        trunk.arg("--open");
    } else {
        println!("No screen found: open the address below in a browser.");
    }
    run(trunk.args(options))
}

/// Builds the release into `dist/`.
fn build() -> Outcome {
    run(&mut release(&[]))
}

/// Trunk, to build a release.
///
/// No path of this machine goes into it: the same source gives the same bytes in any folder.
fn release(options: &[&str]) -> Command {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(env::home_dir()?.join(".cargo")));
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let mut flags = vec![remap(root(), "/sonae")];
    flags.extend(cargo.map(|cargo| remap(&cargo, "/cargo")));
    let mut trunk = command("trunk", &["build", "--release"]);
    trunk.args(options);
    trunk.env(
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        flags.join(" "),
    );
    trunk
}

/// Writes the published schemas as the types have them now.
fn schemas() -> Outcome {
    let test = [
        "test",
        "--package",
        "sonae-engine",
        "--features",
        "schema",
        "--test",
        "schemas",
    ];
    run(command("cargo", &test).env("SONAE_SCHEMAS_ANEW", "1"))
}

/// Makes fictional dossiers. The build is an optimised one, since there may be a million.
fn dossiers(arguments: &[String]) -> Outcome {
    let cargo = [
        "run",
        "--quiet",
        "--profile",
        "worker",
        "--package",
        "sonae-dossiers",
        "--",
    ];
    run(command("cargo", &cargo).args(arguments))
}

fn has_screen() -> bool {
    cfg!(not(target_os = "linux"))
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some())
}

//! Project tasks: `cargo xtask <task>`. `cargo xtask` alone lists them.

mod bench;
mod demo;
mod fuzz;
mod generate;
mod lint;
mod new_plugin;
mod node;
mod package;
mod python;
mod setup;
mod shell;
mod test;
mod uniffi;
mod wasm;

use std::process::ExitCode;

/// What a task answers.
type Outcome = Result<(), String>;

const USAGE: &str = "\
cargo xtask <task>

  demo                 the main job on a real broken project: from log to proved and applied fix
  test [part …]        every test, or the parts named: core, plugins, host, cli, kit, wasm, node,
                       python, kotlin, ruby, swift
  bench [--pairs N]    time and memory on 3,000 files against a structural search; fails above the limits
  bench node|python    capturing an error, and starting, beside the SDKs of Sentry
  fuzz [TARGET] [--minutes N]
                       hostile input for what reads logs and configurations, or for the one named: readers,
                       analyze, mining, config, frames; a minute each
  lint                 formatting, lints and documentation; warnings are errors
  gen [--check]        writes what is generated: JSON Schema, vectors; --check only compares
  gen swift            writes the Swift sources, which need the library to be built
  new-plugin NAME      a folder for a new plugin, such as node/session_secret
  package [part …]     what users install, into target/packages, or the parts named: cli, node, python,
                       kotlin, ruby, swift
  wasm                 the browser build: two modules and their JavaScript, into target/wasm-bindings
  setup [wasm]         installs what this machine lacks for the tasks above; with `wasm`, for that one
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let outcome = match args.as_slice() {
        ["demo"] => demo::run(),
        ["test", parts @ ..] => test::run(parts),
        ["bench", "node"] => node::bench(),
        ["bench", "python"] => python::bench(),
        ["bench", args @ ..] => bench::run(args),
        ["fuzz", args @ ..] => fuzz::run(args),
        ["lint"] => lint::run(),
        ["gen"] => generate::run(false),
        ["gen", "swift"] => uniffi::swift::write(),
        ["gen", "--check"] => generate::run(true),
        ["new-plugin", name] => new_plugin::run(name),
        ["package", parts @ ..] => package::run(parts),
        ["setup"] => setup::run(),
        ["setup", "wasm"] => wasm::setup(),
        ["wasm"] => wasm::build().map(|_| ()),
        [] | ["help" | "--help" | "-h"] => {
            shell::say(USAGE);
            Ok(())
        }
        other => Err(format!("no task `{}`\n\n{USAGE}", other.join(" "))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            shell::say(&format!("xtask: {reason}"));
            ExitCode::FAILURE
        }
    }
}

//! Makes the JavaScript and the types beside a compiled module:
//! `xtask-wasm-bindgen MODULE.wasm KIND NAME FOLDER`, where the kind is `web` or `nodejs`.

use std::io::Write as _;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

const USAGE: &str = "usage: xtask-wasm-bindgen MODULE.wasm web|nodejs NAME FOLDER";

fn bind(module: &str, kind: &str, name: &str, folder: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    match kind {
        "web" => bindgen.web(true),
        "nodejs" => bindgen.nodejs(true),
        _ => return Err(USAGE.to_owned()),
    }
    .and_then(|bindgen| bindgen.input_path(module).out_name(name).typescript(true).generate(folder))
    .map_err(|error| format!("{error:#}"))
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match args.as_slice() {
        [module, kind, name, folder] => bind(module, kind, name, folder),
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let _ = writeln!(std::io::stderr(), "wasm-bindgen: {reason}");
            ExitCode::FAILURE
        }
    }
}

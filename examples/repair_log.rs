//! Reads a log, shows the repair of its root cause, applies it when told to, and takes it back.
//!
//! ```text
//! cargo run --example repair_log -- error.log path/to/project [--apply]
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use autofix::blocking::AutoFix;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [log, root, options @ ..] = arguments.as_slice() else {
        return Err("usage: repair_log LOG FOLDER [--apply]".into());
    };
    let autofix = AutoFix::builder().root(root).build()?;
    autofix.on("fix_rejected", |event| println!("not this one: {}", event.data["reason"]))?;

    let report = autofix.repair_log(&std::fs::read_to_string(log)?)?;
    if let Some(issue) = &report.issue {
        println!("{}: {}", issue.issue_type, issue.message);
    }
    let Some(fix) = report.fix else {
        println!("nothing to repair was found");
        return Ok(());
    };
    println!("{}\n", fix.description);
    for change in &fix.changes {
        print!("{}", change.diff);
    }
    if options.iter().any(|option| option == "--apply") {
        let applied = autofix.apply_fix(&fix)?;
        println!("\napplied; `autofix rollback {}` takes it back", applied.id);
    }
    Ok(())
}

//! Writes `tests/vectors/<plugin>.json` from the cases of the plugins that come with AutoFix.

use autofix_core::engine::Engine;
use autofix_testkit::plugin_vectors;
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = root.join("tests/vectors");
    let engine = Engine::new(autofix_plugins::registry(), &autofix_plugins::signatures());
    let all = plugin_vectors(&root.join("autofix-plugins/src"), &engine)?;
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    for (plugin, vectors) in all {
        let mut text = serde_json::to_string_pretty(&vectors)?;
        text.push('\n');
        std::fs::write(folder.join(format!("{plugin}.json")), text)?;
    }
    Ok(())
}

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
    std::fs::create_dir_all(&folder)?;
    for entry in std::fs::read_dir(&folder)? {
        let path = entry?.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|it| it == "json") && !all.contains_key(&name) {
            std::fs::remove_file(&path)?;
        }
    }
    for (plugin, vectors) in all {
        let mut text = serde_json::to_string_pretty(&vectors)?;
        text.push('\n');
        std::fs::write(folder.join(format!("{plugin}.json")), text)?;
    }
    Ok(())
}

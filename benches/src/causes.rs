//! How many root causes are named rightly, and how well the confidence tells.

use autofix::core::classify::Classifier;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Lower ends of the classes of confidence, highest first.
const CLASSES: [f64; 6] = [0.95, 0.9, 0.8, 0.7, 0.5, 0.0];

/// One log and what is true of it.
struct Row {
    name: String,
    cause: String,
    text: String,
}

/// What a page beside a log says, and what a line of a `.jsonl` file says, as far as it matters here.
#[derive(Deserialize)]
struct Page {
    #[serde(rename = "type")]
    cause: String,
    #[serde(default)]
    id: String,
    #[serde(default)]
    text: String,
}

/// Measures the logs of a folder, or the lines of a `.jsonl` file with `id`, `type` and `text`.
pub(crate) fn measure(path: &Path, misses: bool) -> Result<String, String> {
    let rows = if path.is_dir() { folder(path)? } else { lines(path)? };
    let classifier = Classifier::new(&autofix_plugins::signatures());
    let mut classes = [(0_u32, 0_u32); CLASSES.len()];
    let mut types: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let (mut right, mut named, mut named_right) = (0_u32, 0_u32, 0_u32);
    let mut missed = String::new();
    for row in &rows {
        let report = classifier.analyze(&row.text, None);
        let first = report.issues.first();
        let answer = first.map_or("unknown", |issue| issue.issue_type.as_str());
        let hit = u32::from(answer == row.cause);
        right += hit;
        let of_type = types.entry(&row.cause).or_default();
        of_type.0 += 1;
        of_type.1 += hit;
        if let Some(issue) = first.filter(|_| answer != "unknown") {
            named += 1;
            named_right += hit;
            let class = CLASSES.iter().position(|low| issue.confidence >= *low).unwrap_or(CLASSES.len() - 1);
            classes[class].0 += 1;
            classes[class].1 += hit;
        }
        if hit == 0 {
            let by =
                first.and_then(|issue| Some((issue.evidence.first()?.signature.as_str(), issue.confidence)));
            let _ = writeln!(missed, "miss  {}  want {}  got {answer} {by:?}", row.name, row.cause);
        }
    }
    let share = |part: u32, all: u32| if all == 0 { 0.0 } else { f64::from(part) / f64::from(all) };
    let mut text = String::new();
    let all = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let _ = writeln!(
        text,
        "{all} logs: right {:.3}, right when named {:.3}",
        share(right, all),
        share(named_right, named)
    );
    for (cause, (all, right)) in &types {
        let _ = writeln!(text, "  {cause:22} {all:4}  {:.2}", share(*right, *all));
    }
    let _ = writeln!(text, "confidence  logs  right");
    for (low, (all, right)) in CLASSES.iter().zip(classes) {
        let _ = writeln!(text, "  from {low:.2} {all:5}  {:.3}", share(right, all));
    }
    if misses {
        text.push_str(&missed);
    }
    let (sure, sure_right) = (classes[0].0 + classes[1].0, classes[0].1 + classes[1].1);
    if share(sure_right, sure) < 0.9 && sure > 0 {
        return Err(format!("{text}of the issues said with 0.9 and more, fewer than nine in ten are right"));
    }
    Ok(text)
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn folder(path: &Path) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    let entries = std::fs::read_dir(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            rows.extend(folder(&path)?);
        } else if path.extension().is_some_and(|end| end == "log") {
            let page = read(&path.with_extension("yml"))?;
            let page: Page = serde_yaml::from_str(&String::from_utf8_lossy(&page))
                .map_err(|error| format!("{}: {error}", path.display()))?;
            let text = String::from_utf8_lossy(&read(&path)?).into_owned();
            rows.push(Row { name: path.display().to_string(), cause: page.cause, text });
        }
    }
    Ok(rows)
}

fn lines(path: &Path) -> Result<Vec<Row>, String> {
    let text = read(path)?;
    let row = |line: &str| {
        let page: Page =
            serde_json::from_str(line).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(Row { name: page.id, cause: page.cause, text: page.text })
    };
    String::from_utf8_lossy(&text).lines().filter(|line| !line.is_empty()).map(row).collect()
}

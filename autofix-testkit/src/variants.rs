//! The same project, written otherwise: nothing of this may change a repair.

use crate::case::CaseFile;
use crate::compare::difference;
use autofix_core::validate::{FileChange, VerifiedFix};
use autofix_core::workspace::{MemoryWorkspace, WorkspaceError, extension};

/// A character of four bytes and two UTF-16 units, and letters of three bytes: where offsets of
/// different units are mixed up, everything behind this comment is off.
const COMMENT: &str = " // 🙂 注释";

/// One other way to write the files.
pub(crate) struct Variant {
    pub(crate) name: &'static str,
    files: Vec<CaseFile>,
    /// Takes out of a text what the variant put in.
    normalized: fn(&str) -> String,
}

/// Every variant of a project that differs from it.
pub(crate) fn variants(files: &[CaseFile]) -> Vec<Variant> {
    let made = |name, change: fn(&CaseFile) -> String, normalized| {
        let files = files.iter().map(|file| CaseFile { path: file.path.clone(), text: change(file) });
        Variant { name, files: files.collect(), normalized }
    };
    [
        made("CRLF", |file| lines_end_in_lf(&file.text).replace('\n', "\r\n"), lines_end_in_lf),
        made("no final newline", |file| without_final_newline(&file.text), without_final_newline),
        made("emoji and CJK", commented, |text| text.replace(COMMENT, "")),
    ]
    .into_iter()
    .filter(|variant| variant.files != files)
    .collect()
}

impl Variant {
    pub(crate) fn workspace(&self) -> Result<MemoryWorkspace, WorkspaceError> {
        MemoryWorkspace::new(self.files.iter().map(|file| (&file.path, file.text.as_str())))
    }

    /// How the repaired files differ from the repaired files of the case, apart from the variant itself.
    pub(crate) fn differences(&self, case: &VerifiedFix, varied: &VerifiedFix) -> Vec<String> {
        let paths = |fix: &VerifiedFix| -> Vec<String> {
            fix.files().iter().map(|file: &FileChange| file.path.clone()).collect()
        };
        if paths(case) != paths(varied) {
            return vec![format!("it changes {}", paths(varied).join(", "))];
        }
        let mut all = Vec::new();
        for (file, other) in case.files().iter().zip(varied.files()) {
            let normalized = |text: &Option<_>| -> String {
                text.as_deref().map(|text: &str| (self.normalized)(text)).unwrap_or_default()
            };
            if let Some(difference) = difference(&normalized(&file.after), &normalized(&other.after)) {
                all.push(format!("{} comes out otherwise\n{difference}", file.path));
            }
            // Line ends must be the file's own, not only the same once they are all alike.
            let mixed = |text: &str| text.replace("\r\n", "").contains('\n') && text.contains("\r\n");
            let (before, after) = (other.before.as_deref(), other.after.as_deref());
            if before.is_some_and(|text| !mixed(text)) && after.is_some_and(mixed) {
                all.push(format!("{} comes out with mixed line ends", file.path));
            }
        }
        all
    }
}

fn lines_end_in_lf(text: &str) -> String {
    text.replace("\r\n", "\n")
}

fn without_final_newline(text: &str) -> String {
    text.trim_end_matches(['\n', '\r']).to_owned()
}

/// A comment behind the first line of code, so that every line keeps its number.
fn commented(file: &CaseFile) -> String {
    let text = &file.text;
    let is_script =
        matches!(extension(&file.path), "js" | "jsx" | "mjs" | "cjs" | "ts" | "tsx" | "mts" | "cts");
    let end = text.find('\n').unwrap_or(text.len());
    let end = if text[..end].ends_with('\r') { end - 1 } else { end };
    let (first, rest) = text.split_at(end);
    // Behind a backtick the line may end inside of a template, where a comment would be text.
    if !is_script || first.contains('`') || first.starts_with("#!") {
        return text.clone();
    }
    format!("{first}{COMMENT}{rest}")
}

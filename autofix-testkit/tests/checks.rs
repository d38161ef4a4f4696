//! Each check must fall when what it guards is broken: plugins that each break one thing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use async_trait::async_trait;
use autofix_core::classify::Signature;
use autofix_core::edit::EditSet;
use autofix_core::engine::Engine;
use autofix_core::model::{Analysis, IssueType, Safety};
use autofix_core::plugin::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata, Registry};
use autofix_core::text::Span;
use autofix_testkit::{Case, CaseFailure, Check, run_case, run_folder};
use std::sync::Arc;

static SIGNATURES: &[Signature] =
    &[Signature::new("odd", IssueType::CONFIG_ERROR, 0.9).all(&["odd is not even"])];

/// Replaces `odd` by `even` in `a.js`, and does one thing wrong.
#[derive(Clone, Copy, PartialEq)]
enum Fault {
    Nothing,
    /// Proposes another edit whenever it is asked.
    NeverSettles,
    /// Knows only LF.
    NeedsLineFeed,
    /// Adds its line with LF whatever the file has.
    MixesLineEnds,
    /// Counts characters where bytes are meant.
    CountsCharacters,
    /// Reads a file that has nothing to do with it.
    ReadsEverything,
    /// Declines.
    Declines,
}

struct Odd(PluginMetadata, Fault);

#[async_trait]
impl FixPlugin for Odd {
    fn metadata(&self) -> &PluginMetadata {
        &self.0
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let text = cx.read("a.js").await?;
        match self.1 {
            Fault::Declines => return cx.decline("odd numbers are fine"),
            Fault::NeedsLineFeed if text.contains('\r') => return cx.decline("carriage returns"),
            Fault::ReadsEverything => {
                for path in cx.facts().files().await.iter() {
                    cx.read(path).await?;
                }
            }
            _ => {}
        }
        let Some(at) = text.find("odd") else {
            if self.1 == Fault::NeverSettles {
                let mut edits = EditSet::new();
                edits.insert(0, "even;\n")?;
                return Ok(vec![cx.fix("Once more").edit("a.js", edits, "")]);
            }
            return cx.decline("nothing is odd");
        };
        let at = if self.1 == Fault::CountsCharacters { text[..at].chars().count() } else { at };
        let at = u32::try_from(at).unwrap();
        let new = if self.1 == Fault::MixesLineEnds { "even;\n" } else { "even" };
        Ok(vec![cx.fix("Make it even").replace("a.js", Span::new(at, at + 3), new, "")?.safety(Safety::Safe)])
    }
}

fn engine(fault: Fault) -> Engine {
    let metadata =
        PluginMetadata::built_in("odd", "Make it even", vec![IssueType::CONFIG_ERROR], Safety::Safe);
    let mut registry = Registry::new();
    let plugin = Arc::new(Odd(metadata, fault));
    // What the user registers is not held to the ladder's own check, so the kit's is seen alone.
    match fault {
        Fault::NeverSettles => registry.register(plugin),
        _ => registry.register_built_in(plugin),
    }
    Engine::new(registry, &[SIGNATURES])
}

const DIFF: &str = "--- a/a.js\n+++ b/a.js\n@@ -1,2 +1,2 @@\n let b = 1;\n-let a = odd;\n+let a = even;\n";

fn case(expect: &str, contents: &str) -> Case {
    let text = format!(
        "# Odd\n\nProse.\n\n```log\nError: odd is not even\n    at a.js:2:9\n```\n```js path=a.js\nlet b = 1;\nlet a = odd;\n```\n\
         ```js path=unrelated.js\nlet c = 2;\n```\n```{expect}\n{contents}```\n"
    );
    Case::parse("odd.md", &text).unwrap()
}

fn fixing() -> Case {
    case("diff expect=safe plugin=odd", DIFF)
}

fn checks(result: Result<(), CaseFailure>) -> Vec<Check> {
    let mut all: Vec<Check> =
        result.err().into_iter().flat_map(|failure| failure.problems).map(|problem| problem.check).collect();
    all.dedup();
    all
}

#[test]
fn a_case_that_holds_passes() {
    run_case(&fixing(), &engine(Fault::Nothing)).unwrap();
    run_case(&case("text expect=none plugin=odd", "odd numbers are fine\n"), &engine(Fault::Declines))
        .unwrap();
}

#[test]
fn each_check_falls_over_its_own_fault() {
    let rows = [
        (Fault::NeverSettles, vec![Check::Settled]),
        (Fault::NeedsLineFeed, vec![Check::Variants]),
        (Fault::CountsCharacters, vec![Check::Variants]),
        (Fault::MixesLineEnds, vec![Check::Diff, Check::Variants]),
        (Fault::ReadsEverything, vec![Check::Reads]),
        (Fault::Declines, vec![Check::Outcome]),
    ];
    for (number, (fault, expected)) in rows.into_iter().enumerate() {
        let result = run_case(&fixing(), &engine(fault));
        let shown = result.as_ref().err().map(ToString::to_string).unwrap_or_default();
        assert_eq!(checks(result), expected, "row {number}: {shown}");
    }
}

#[test]
fn an_expectation_that_is_not_met_is_told() {
    let good = engine(Fault::Nothing);
    let rows = [
        ("diff expect=safe plugin=odd", DIFF.replace("even", "uneven"), Check::Diff),
        ("diff expect=unsafe plugin=odd", DIFF.to_owned(), Check::Outcome),
        ("diff expect=safe plugin=even", DIFF.to_owned(), Check::Outcome),
        ("text expect=none", "anything\n".to_owned(), Check::Outcome),
    ];
    for (expect, contents, check) in rows {
        assert_eq!(checks(run_case(&case(expect, &contents), &good)), [check], "{expect}");
    }
    let declines = engine(Fault::Declines);
    for (expect, reason) in
        [("text expect=none", "another reason\n"), ("text expect=none plugin=even", "fine\n")]
    {
        assert_eq!(checks(run_case(&case(expect, reason), &declines)), [Check::Outcome], "{expect}");
    }
}

#[test]
fn a_folder_tells_of_every_failing_case() {
    let folder = tempfile::tempdir().unwrap();
    let cases = folder.path().join("odd/cases");
    std::fs::create_dir_all(&cases).unwrap();
    let text = |diff: &str| fixing().with_diff(diff).unwrap();
    std::fs::write(cases.join("good.md"), text(DIFF)).unwrap();
    std::fs::write(cases.join("bad.md"), text("wrong\n")).unwrap();
    std::fs::write(cases.join("worse.md"), text("")).unwrap();
    std::fs::write(folder.path().join("odd/notes.md"), "not a case").unwrap();
    let summary = run_folder(folder.path(), &engine(Fault::Nothing)).unwrap();
    assert_eq!(summary.cases, 3);
    let failed: Vec<&str> = summary.failures.iter().map(|failure| failure.case.as_str()).collect();
    assert_eq!(failed, ["odd/cases/bad.md", "odd/cases/worse.md"]);
    assert!(summary.to_string().contains("1 of 3 cases hold"), "{summary}");
    std::fs::write(cases.join("broken.md"), "no heading").unwrap();
    let error = run_folder(folder.path(), &engine(Fault::Nothing)).unwrap_err();
    assert!(error.to_string().starts_with("odd/cases/broken.md:1: "), "{error}");
}

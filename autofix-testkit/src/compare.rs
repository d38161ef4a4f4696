//! Texts side by side, for people.

use similar::TextDiff;

/// How two texts differ: `-` lines are expected, `+` lines are there. `None` when they are the same.
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let visible = |text: &str| text.replace('\r', "␍");
    let (expected, actual) = (visible(expected), visible(actual));
    let diff = TextDiff::from_lines(&expected, &actual);
    Some(diff.unified_diff().context_radius(3).header("expected", "actual").to_string())
}

/// Fails with a readable diff unless both texts are the same.
///
/// # Panics
/// When they differ.
#[track_caller]
#[expect(clippy::panic, reason = "an assertion")]
pub fn assert_same(what: &str, expected: &str, actual: &str) {
    if let Some(difference) = difference(expected, actual) {
        panic!("{what} differs:\n{difference}");
    }
}

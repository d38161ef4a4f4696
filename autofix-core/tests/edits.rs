//! Edits, diffs and their way back hold on any text: CRLF, emoji, lone `\r`, no final newline.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use autofix_core::edit::{EditSet, apply_patch, diff_edits, diff_texts};
use autofix_core::text::Span;
use proptest::prelude::*;

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("a"),
        Just("const x = 1;"),
        Just("\t"),
        Just("🙂"),
        Just("漢字"),
        Just("- x"),
        Just("+ y"),
        Just("@@ -1 +1 @@"),
        Just("\\ No newline"),
        Just(" "),
        Just("-- "),
        Just("}\n"),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn edits() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    prop::collection::vec((0..200_usize, 0..12_usize, text()), 0..5)
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

fn build(text: &str, wanted: &[(usize, usize, String)]) -> EditSet {
    let mut set = EditSet::new();
    for (start, length, new) in wanted {
        let (start, end) = (boundary(text, *start), boundary(text, start + length));
        let span = Span::new(u32::try_from(start).unwrap(), u32::try_from(end.max(start)).unwrap());
        let _ = set.replace(span, new.clone());
    }
    set
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn the_inverse_restores_every_byte(text in text(), wanted in edits()) {
        let set = build(&text, &wanted);
        let after = set.apply(&text).unwrap();
        prop_assert_eq!(set.inverse(&text).unwrap().apply(&after).unwrap(), text);
    }

    #[test]
    fn a_diff_made_from_edits_is_the_edits(text in text(), wanted in edits()) {
        let set = build(&text, &wanted);
        let after = set.apply(&text).unwrap();
        let diff = diff_edits("src/a.js", &text, &set).unwrap();
        prop_assert_eq!(diff.is_empty(), text == after);
        prop_assert_eq!(apply_patch(&text, &diff).unwrap(), after);
    }

    #[test]
    fn a_diff_of_texts_leads_there_and_back(old in text(), new in text()) {
        let there = diff_texts("a", Some(&old), Some(&new));
        let back = diff_texts("a", Some(&new), Some(&old));
        prop_assert_eq!(apply_patch(&old, &there).unwrap(), new.clone());
        prop_assert_eq!(apply_patch(&new, &back).unwrap(), old);
    }

    #[test]
    fn a_damaged_diff_never_panics(text in text(), diff in text()) {
        let _ = apply_patch(&text, &format!("@@ -1,2 +1 @@\n{diff}"));
        let _ = apply_patch(&text, &diff);
    }

    #[test]
    fn offsets_move_with_their_text(text in text(), wanted in edits(), at in 0..200_usize) {
        let set = build(&text, &wanted);
        let after = set.apply(&text).unwrap();
        let at = boundary(&text, at);
        let untouched = set.edits().iter().all(|edit| {
            let (start, end) = (edit.span.start as usize, edit.span.end as usize);
            at + 1 < start || at > end
        });
        if untouched && at < text.len() {
            let moved = set.map_offset(u32::try_from(at).unwrap()) as usize;
            prop_assert_eq!(after[moved..].chars().next(), text[at..].chars().next());
        }
    }
}

#[test]
fn a_context_line_that_differs_is_refused() {
    let diff = diff_texts("a", Some("one\ntwo\nthree\n"), Some("one\n2\nthree\n"));
    assert!(apply_patch("one\ntwo\nTHREE\n", &diff).is_err());
    assert!(apply_patch("zero\none\ntwo\nthree\n", &diff).is_err());
}

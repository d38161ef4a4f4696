//! Two writers on one terminal: a line of another make in the midst of a stack.

use super::{frame, http};

/// Lines in a row that may interrupt a stack.
const MOST: usize = 3;

/// Takes lines out that stand between two frames and are records of their own, and gives them back.
pub(super) fn take<T>(lines: &mut Vec<T>, text: impl Fn(&T) -> &str) -> Vec<T> {
    let mut aside: Vec<usize> = Vec::new();
    let mut at = 1;
    while at + 1 < lines.len() {
        // Nearly every line is no frame, and nothing more is asked of it.
        if !in_stack(text(&lines[at - 1])) {
            at += 1;
            continue;
        }
        let run = lines[at..].iter().take(MOST + 1).take_while(|line| is_record(text(line))).count();
        let goes_on = lines.get(at + run).is_some_and(|next| in_stack(text(next)));
        if (1..=MOST).contains(&run) && goes_on {
            aside.extend(at..at + run);
        }
        at += run.max(1);
    }
    if aside.is_empty() {
        return Vec::new();
    }
    let mut kept = Vec::with_capacity(lines.len());
    let mut out = Vec::with_capacity(aside.len());
    let mut next = aside.into_iter().peekable();
    for (at, line) in lines.drain(..).enumerate() {
        if next.next_if_eq(&at).is_some() { out.push(line) } else { kept.push(line) }
    }
    *lines = kept;
    out
}

/// A frame, or the source line that Python prints below one.
fn in_stack(line: &str) -> bool {
    let set_in = line.starts_with("    ") || line.starts_with("  File \"") || line.starts_with("\tat ");
    set_in
        && (!line.trim().is_empty())
        && (frame::python(line).is_some()
            || frame::javascript(line).is_some()
            || frame::java(line).is_some()
            || is_source(line))
}

fn is_source(line: &str) -> bool {
    line.starts_with("    ") && !line.starts_with("     ")
}

/// A line that begins at the margin and is an access line or has a level.
fn is_record(line: &str) -> bool {
    !line.starts_with([' ', '\t']) && (http::is_access(line) || has_level(line))
}

fn has_level(line: &str) -> bool {
    line.split([' ', ':', '[', ']', '|']).filter(|word| !word.is_empty()).take(6).any(|word| {
        matches!(word, "INFO" | "DEBUG" | "WARN" | "WARNING" | "NOTICE" | "TRACE" | "info" | "debug" | "warn")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_records_between_frames_are_taken() {
        let mut lines = vec![
            "Traceback (most recent call last):",
            "  File \"/app/a.py\", line 1, in f",
            "INFO:     127.0.0.1:9 - \"GET / HTTP/1.1\" 200 OK",
            "    g()",
            "10:00:01 INFO tick",
            "  File \"/app/a.py\", line 2, in g",
            "    h()",
            "KeyError: 'INFO'",
            "INFO after",
        ];
        let aside = take(&mut lines, |line| line);
        assert_eq!(aside, ["INFO:     127.0.0.1:9 - \"GET / HTTP/1.1\" 200 OK", "10:00:01 INFO tick"]);
        assert_eq!(lines.len(), 7);
        assert_eq!(lines[5..], ["KeyError: 'INFO'", "INFO after"]);
    }
}

//! Unified diffs that `git apply` and `patch -p1` accept.
//!
//! The format is the one of POSIX `diff -u` with git's extensions. Lines end in `\n` and nowhere
//! else, so a lone `\r` or a `\r\n` is part of its line.

use super::{EditError, EditSet};
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::fmt::Write as _;
use std::ops::Range;

const CONTEXT: usize = 3;

/// A run of lines of the old text that became other lines.
struct Replaced<'t> {
    old: Range<usize>,
    new: Vec<&'t str>,
}

/// Diff of a file that the edits change; empty when they change nothing.
pub fn diff_edits(path: &str, text: &str, edits: &EditSet) -> Result<String, EditError> {
    edits.check(text)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut starts = Vec::with_capacity(lines.len() + 1);
    let mut at = 0;
    for line in &lines {
        starts.push(at);
        at += line.len();
    }
    starts.push(at);

    // Edits whose lines touch are one region: its new text is what they leave of those lines.
    let mut regions: Vec<(Range<usize>, String)> = Vec::new();
    for group in grouped(edits, &starts) {
        let (first, last) = (group.lines.start, group.lines.end);
        let mut new = String::new();
        let mut at = starts[first];
        for edit in &edits.edits()[group.edits] {
            new.push_str(&text[at..edit.span.start as usize]);
            new.push_str(&edit.text);
            at = edit.span.end as usize;
        }
        new.push_str(&text[at..starts[last]]);
        regions.push((first..last, new));
    }
    let mut replaced = Vec::new();
    for (old, new) in &regions {
        minimal(
            &lines[old.clone()],
            &new.split_inclusive('\n').collect::<Vec<_>>(),
            old.start,
            &mut replaced,
        );
    }
    Ok(print(&header(path), &lines, &replaced))
}

/// Diff of two texts; `None` for a file that is not there. Empty when both are the same.
pub fn diff_texts(path: &str, old: Option<&str>, new: Option<&str>) -> String {
    let old_lines: Vec<&str> = old.unwrap_or_default().split_inclusive('\n').collect();
    let new_lines: Vec<&str> = new.unwrap_or_default().split_inclusive('\n').collect();
    let mut replaced = Vec::new();
    minimal(&old_lines, &new_lines, 0, &mut replaced);
    let (a, b) = (quoted("a/", path), quoted("b/", path));
    let head = match (old, new) {
        (None, Some(_)) => {
            format!("diff --git {a} {b}\nnew file mode 100644\n--- /dev/null\n+++ {}\n", name("b/", path))
        }
        (Some(_), None) => {
            format!("diff --git {a} {b}\ndeleted file mode 100644\n--- {}\n+++ /dev/null\n", name("a/", path))
        }
        _ => header(path),
    };
    if replaced.is_empty() {
        // An empty file that comes or goes has no hunk, and the mode line alone says so; `patch` wants
        // git's name of the empty text as well before it deletes one.
        return match (old, new) {
            (None, Some(_)) => format!("diff --git {a} {b}\nnew file mode 100644\n"),
            (Some(_), None) => {
                format!("diff --git {a} {b}\ndeleted file mode 100644\nindex e69de29..0000000\n")
            }
            _ => String::new(),
        };
    }
    print(&head, &old_lines, &replaced)
}

/// What stands above the hunks of a file that moves.
pub fn rename_header(from: &str, to: &str) -> String {
    format!(
        "diff --git {} {}\nrename from {}\nrename to {}\n",
        quoted("a/", from),
        quoted("b/", to),
        quoted("", from),
        quoted("", to)
    )
}

struct Group {
    lines: Range<usize>,
    edits: Range<usize>,
}

/// Groups edits by the whole lines that they touch.
fn grouped(edits: &EditSet, starts: &[usize]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let last_line = starts.len() - 1;
    for (index, edit) in edits.edits().iter().enumerate() {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let first =
            starts.partition_point(|&line| line <= start).saturating_sub(1).min(last_line.saturating_sub(1));
        let whole = starts.binary_search(&end).ok();
        let ends_line =
            edit.text.ends_with('\n') || (edit.text.is_empty() && starts.binary_search(&start).is_ok());
        let last = match whole {
            Some(line) if ends_line => line,
            _ => starts.partition_point(|&line| line <= end).min(last_line),
        };
        match groups.last_mut() {
            Some(group) if first < group.lines.end || (first == group.lines.end && last == first) => {
                group.lines.end = group.lines.end.max(last);
                group.edits.end = index + 1;
            }
            _ => groups.push(Group { lines: first..last.max(first), edits: index..index + 1 }),
        }
    }
    groups
}

/// The smallest runs of lines that differ, by Myers' algorithm.
fn minimal<'t>(old: &[&'t str], new: &[&'t str], offset: usize, out: &mut Vec<Replaced<'t>>) {
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        if matches!(op, DiffOp::Equal { .. }) {
            continue;
        }
        let (old_range, new_range) = (op.old_range(), op.new_range());
        let old_range = old_range.start + offset..old_range.end + offset;
        match out.last_mut() {
            Some(last) if last.old.end == old_range.start => {
                last.old.end = old_range.end;
                last.new.extend_from_slice(&new[new_range]);
            }
            _ => out.push(Replaced { old: old_range, new: new[new_range].to_vec() }),
        }
    }
}

fn print(head: &str, old: &[&str], replaced: &[Replaced<'_>]) -> String {
    let mut out = String::new();
    if replaced.is_empty() {
        return out;
    }
    out.push_str(head);
    let mut shift = 0_isize;
    let mut index = 0;
    while index < replaced.len() {
        let mut end = index + 1;
        while end < replaced.len() && replaced[end].old.start - replaced[end - 1].old.end <= 2 * CONTEXT {
            end += 1;
        }
        let hunk = &replaced[index..end];
        let from = hunk[0].old.start.saturating_sub(CONTEXT);
        let to = (hunk[hunk.len() - 1].old.end + CONTEXT).min(old.len());
        let delta: isize =
            hunk.iter().map(|part| part.new.len().cast_signed() - part.old.len().cast_signed()).sum();
        let old_count = to - from;
        let new_count = old_count.cast_signed() + delta;
        let new_from = from.cast_signed() + shift;
        let _ = writeln!(
            out,
            "@@ -{} +{} @@",
            range(from.cast_signed(), old_count.cast_signed()),
            range(new_from, new_count)
        );
        let mut at = from;
        for part in hunk {
            old[at..part.old.start].iter().for_each(|line| push_line(&mut out, ' ', line));
            old[part.old.clone()].iter().for_each(|line| push_line(&mut out, '-', line));
            part.new.iter().for_each(|line| push_line(&mut out, '+', line));
            at = part.old.end;
        }
        old[at..to].iter().for_each(|line| push_line(&mut out, ' ', line));
        shift += delta;
        index = end;
    }
    out
}

fn push_line(out: &mut String, sign: char, line: &str) {
    out.push(sign);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// `start,count` as diff writes it: an empty range names the line before it.
fn range(start: isize, count: isize) -> String {
    match count {
        0 => format!("{start},0"),
        1 => format!("{}", start + 1),
        _ => format!("{},{count}", start + 1),
    }
}

fn header(path: &str) -> String {
    format!("--- {}\n+++ {}\n", name("a/", path), name("b/", path))
}

/// A name in a `---` line: `patch` needs a tab after one with blanks.
fn name(prefix: &str, path: &str) -> String {
    let quoted = quoted(prefix, path);
    if path.contains(' ') && !quoted.starts_with('"') { format!("{quoted}\t") } else { quoted }
}

/// A name as git writes it: quoted when it holds control characters, quotes or backslashes.
fn quoted(prefix: &str, path: &str) -> String {
    if !path.chars().any(|c| c.is_control() || c == '"' || c == '\\') {
        return format!("{prefix}{path}");
    }
    let mut out = format!("\"{prefix}");
    for c in path.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

//! Reading a unified diff back. Exact: a context line that differs, or a shifted hunk, is refused.

/// Why a diff does not apply.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatchError {
    /// The text is not a unified diff of one file.
    #[error("line {line} of the diff: {problem}")]
    Malformed {
        /// Line of the diff, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The file does not have the lines that the diff expects.
    #[error("the file differs from what the diff was made for at line {line}")]
    Mismatch {
        /// Line of the file, from 1.
        line: usize,
    },
}

/// Applies the hunks of one file's diff. A diff without hunks changes nothing.
pub fn apply_patch(text: &str, diff: &str) -> Result<String, PatchError> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut result = String::with_capacity(text.len() + diff.len());
    let mut at = 0;
    let diff_lines: Vec<&str> = diff.split_inclusive('\n').collect();
    let mut cursor = diff_lines.iter().position(|line| line.starts_with("@@ ")).unwrap_or(diff_lines.len());
    while cursor < diff_lines.len() {
        let malformed =
            |line: usize, problem: &str| PatchError::Malformed { line: line + 1, problem: problem.into() };
        let (start, mut old, mut new) =
            hunk_header(diff_lines[cursor]).ok_or_else(|| malformed(cursor, "expected `@@ -l,n +l,n @@`"))?;
        cursor += 1;
        let start = if old == 0 { start } else { start.saturating_sub(1) };
        if start < at || start > lines.len() {
            return Err(PatchError::Mismatch { line: start + 1 });
        }
        lines[at..start].iter().for_each(|line| result.push_str(line));
        at = start;
        while old > 0 || new > 0 {
            let line = *diff_lines.get(cursor).ok_or_else(|| malformed(cursor, "the hunk is cut short"))?;
            let unended = diff_lines.get(cursor + 1).is_some_and(|next| next.starts_with('\\'));
            let (sign, mut body) =
                line.split_at_checked(1).ok_or_else(|| malformed(cursor, "an empty line"))?;
            if unended {
                body = body.strip_suffix('\n').unwrap_or(body);
            }
            let expects = matches!(sign, " " | "-");
            if expects {
                if lines.get(at) != Some(&body) {
                    return Err(PatchError::Mismatch { line: at + 1 });
                }
                at += 1;
                old = old
                    .checked_sub(1)
                    .ok_or_else(|| malformed(cursor, "more old lines than the hunk says"))?;
            }
            if matches!(sign, " " | "+") {
                result.push_str(body);
                new = new
                    .checked_sub(1)
                    .ok_or_else(|| malformed(cursor, "more new lines than the hunk says"))?;
            } else if !expects {
                return Err(malformed(cursor, "expected a line beginning with ` `, `+` or `-`"));
            }
            cursor += 1 + usize::from(unended);
        }
        if let Some(line) = diff_lines.get(cursor)
            && !line.starts_with("@@ ")
        {
            return Err(malformed(cursor, "expected the next hunk or the end"));
        }
    }
    lines[at..].iter().for_each(|line| result.push_str(line));
    Ok(result)
}

fn hunk_header(line: &str) -> Option<(usize, usize, usize)> {
    let (old, rest) = line.strip_prefix("@@ -")?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let parts = |text: &str| -> Option<(usize, usize)> {
        match text.split_once(',') {
            Some((start, count)) => Some((start.parse().ok()?, count.parse().ok()?)),
            None => Some((text.parse().ok()?, 1)),
        }
    };
    let (start, old_count) = parts(old)?;
    let (_, new_count) = parts(new)?;
    Some((start, old_count, new_count))
}

/// Where a line of the old file stands in the new one; `None` for a line that the diff removes.
pub fn map_line(diff: &str, line: u32) -> Option<u32> {
    let (mut delta, mut old) = (0_i64, 0_i64);
    let line = i64::from(line);
    for text in diff.split_inclusive('\n').skip_while(|text| !text.starts_with("@@ ")) {
        if let Some((start, count, _)) = hunk_header(text) {
            // An empty range names the line before it.
            old = i64::try_from(start).ok()? + i64::from(count == 0);
        } else if old <= line {
            match text.as_bytes().first() {
                Some(b'-') if old == line => return None,
                Some(b'-') => (old, delta) = (old + 1, delta - 1),
                Some(b'+') => delta += 1,
                Some(b' ') => old += 1,
                _ => {}
            }
        }
    }
    u32::try_from(line + delta).ok()
}

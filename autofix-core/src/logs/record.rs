//! Which lines go on with the record of the line before: stack traces, and what is set in.

/// Reads line after line; knows whether the last one was in a trace.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Records {
    in_trace: bool,
}

impl Records {
    /// Whether a line goes on with the record before. `headed`: it has a header of its own;
    /// `stamped`: the lines of this log have one.
    pub(super) fn goes_on(&mut self, line: &[u8], headed: bool, stamped: bool) -> bool {
        let indented = matches!(line.first(), Some(b' ' | b'\t'));
        let text = line.trim_ascii();
        if text.is_empty() || (headed && !indented) {
            self.in_trace = false;
            return false;
        }
        let opens = text.starts_with(b"Traceback (most recent call last)")
            || text.starts_with(b"stack backtrace:")
            || (text.starts_with(b"goroutine ") && text.ends_with(b"]:"));
        let frame = opens || is_frame(text, indented);
        if frame || (indented && (self.in_trace || stamped)) {
            self.in_trace = self.in_trace || frame;
            return true;
        }
        let ended = self.in_trace && ends_trace(text);
        self.in_trace = false;
        ended
    }
}

/// Whether a line begins a record, whatever came before.
pub(super) fn begins(line: &[u8], headed: bool) -> bool {
    !Records { in_trace: true }.goes_on(line, headed, true)
}

/// A frame of a stack, or a line that joins two stacks.
fn is_frame(text: &[u8], indented: bool) -> bool {
    let starts = |words: &[&[u8]]| words.iter().any(|word| text.starts_with(word));
    if starts(&[
        b"Caused by: ",
        b"Suppressed: ",
        b"During handling of the above exception",
        b"The above exception was the direct cause",
        b"created by ",
        b"--- End of ",
    ]) {
        return true;
    }
    if text.starts_with(b"... ") && (text.ends_with(b" more") || text.ends_with(b" common frames omitted")) {
        return true;
    }
    let placed = text.iter().any(|b| matches!(b, b'(' | b'/' | b':' | b'.'));
    indented && placed && (starts(&[b"at ", b"File \"", b"from /", b"in "]) || numbered(text))
}

/// `#0 f()`, `3: std::x`.
fn numbered(text: &[u8]) -> bool {
    let (text, mark) = match text.strip_prefix(b"#") {
        Some(text) => (text, &b" "[..]),
        None => (text, &b": "[..]),
    };
    let digits = text.iter().take_while(|b| b.is_ascii_digit()).count();
    let rest = text.get(digits..).unwrap_or_default();
    (1..=3).contains(&digits) && rest.starts_with(mark)
}

/// The line of a Python trace that names the error: it comes last, and is not set in.
fn ends_trace(text: &[u8]) -> bool {
    let name = text.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
    let word = text.get(..name).unwrap_or_default();
    let named = [&b"Error"[..], b"Exception", b"Interrupt", b"Exit", b"Warning", b"Group", b"Iteration"];
    let rest = text.get(name..).unwrap_or_default();
    (rest.is_empty() || rest.starts_with(b":")) && named.iter().any(|end| word.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_one_record() {
        let cases: [(&str, bool); 13] = [
            ("2026-01-02 03:04:05 ERROR it broke", false),
            ("java.io.IOException: no", false),
            ("\tat a.b.C.d(C.java:12)", true),
            ("Caused by: java.lang.Error: x", true),
            ("\t... 23 more", true),
            ("2026-01-02 03:04:06 INFO on", false),
            ("Traceback (most recent call last):", true),
            ("  File \"a.py\", line 3, in f", true),
            ("    return 1 / 0", true),
            ("ZeroDivisionError: division by zero", true),
            ("ZeroDivisionError: division by zero", false),
            ("", false),
            ("  plain words", false),
        ];
        let mut records = Records::default();
        for (line, expected) in cases {
            let headed = line.starts_with("2026");
            assert_eq!(records.goes_on(line.as_bytes(), headed, false), expected, "{line}");
        }
    }
}

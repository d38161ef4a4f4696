//! logfmt: `level=error msg="no answer" err="connection refused"`.

use super::Layer;
use crate::ingest::level::Level;

/// Pairs of a line that are looked at.
const MAX_PAIRS: usize = 64;

/// Reads a line that begins with a key and names a level and a message.
pub(super) fn open(line: &str) -> Option<Layer<'_>> {
    // Asked of every line that begins with a letter: most are turned away here.
    let key =
        line.as_bytes().iter().take(24).position(|b| !(b.is_ascii_alphanumeric() || b"_.-@".contains(b)))?;
    if key == 0 || line.as_bytes().get(key) != Some(&b'=') {
        return None;
    }
    let pairs = pairs(line)?;
    let find = |names: &[&str]| pairs.iter().find(|(key, _)| names.contains(key)).map(|(_, value)| value);
    let level = find(&["level", "lvl", "severity", "loglevel"]).and_then(|name| Level::named(name))?;
    let message = find(&["msg", "message", "event"])?;
    let mut text = message.clone();
    let mut rest = String::new();
    for (key, value) in &pairs {
        match *key {
            "level" | "lvl" | "severity" | "loglevel" | "msg" | "message" | "event" | "ts" | "time" | "t"
            | "caller" | "logger" => {}
            "err" | "error" | "stack" | "stacktrace" | "exception" | "traceback" => {
                text.push('\n');
                text.push_str(value.trim_end());
            }
            key => {
                rest.push(if rest.is_empty() { '\n' } else { ' ' });
                rest.push_str(key);
                rest.push('=');
                rest.push_str(&value.replace('\n', " "));
            }
        }
    }
    text.push_str(&rest);
    let mut layer = Layer::new(text).at(Some(level));
    layer.record = true;
    Some(layer)
}

/// Every pair, values without their quotes; `None` when a part of the line is no pair.
fn pairs(line: &str) -> Option<Vec<(&str, String)>> {
    let mut pairs = Vec::new();
    let mut rest = line.trim();
    while !rest.is_empty() {
        if pairs.len() == MAX_PAIRS {
            return Some(pairs);
        }
        let end = rest.find(['=', ' '])?;
        if rest.as_bytes().get(end) != Some(&b'=') || end == 0 {
            return None;
        }
        let (key, after) = (&rest[..end], &rest[end + 1..]);
        let (value, left) = if after.starts_with('"') {
            quoted(after)?
        } else {
            let end = after.find(' ').unwrap_or(after.len());
            (after[..end].to_owned(), &after[end..])
        };
        pairs.push((key, value));
        rest = left.trim_start();
    }
    (pairs.len() > 1).then_some(pairs)
}

fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                'r' => {}
                c => value.push(c),
            },
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_become_words() {
        let error = Some(Level::Error);
        let cases = [
            (
                r#"time=2026-11-22T10:00:00Z level=error msg="no answer" err="dial tcp: \"refused\"" port=80"#,
                Some((error, "no answer\ndial tcp: \"refused\"\nport=80")),
            ),
            ("level=info msg=up", Some((Some(Level::Info), "up"))),
            ("level=error without pairs", None),
            ("x=1", None),
            (r#"level=error msg="never closed"#, None),
            ("PORT=3000 npm start", None),
        ];
        for (line, expected) in cases {
            let got = open(line).map(|layer| (layer.level, layer.text.into_owned()));
            assert_eq!(got, expected.map(|(level, text)| (level, text.to_owned())), "{line}");
        }
    }
}

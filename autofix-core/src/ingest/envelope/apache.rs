//! The error log of Apache: `[time] [module:level] [pid 1:tid 2] [client 10.0.0.1:5] words`, before every line that
//! a program behind `mod_wsgi` or `mod_php` prints.

use super::Layer;
use crate::ingest::level::Level;
use std::borrow::Cow;

pub(super) fn open(line: &str) -> Option<Layer<'_>> {
    let (time, rest) = bracket(line)?;
    let is_time = (20..=40).contains(&time.len())
        && time.split(' ').filter(|part| !part.is_empty()).count() == 5
        && time.bytes().filter(|b| *b == b':').count() == 2
        && time.as_bytes().last().is_some_and(u8::is_ascii_digit);
    if !is_time {
        return None;
    }
    let (name, mut rest) = bracket(rest.strip_prefix(' ')?)?;
    let level = name.rsplit(':').next().unwrap_or(name);
    // The finer grades of tracing have a number.
    let level = Level::named(level.trim_end_matches(|c: char| c.is_ascii_digit()))?;
    let mut stream = "";
    while let Some((part, after)) = rest.strip_prefix(' ').and_then(bracket) {
        let (kind, _) = part.split_once(' ')?;
        match kind {
            "pid" => stream = part,
            "client" | "remote" => {}
            _ => break,
        }
        rest = after;
    }
    let text = rest.strip_prefix(' ').unwrap_or(rest);
    let text = text.rfind(", referer: http").map_or(text, |at| &text[..at]);
    // What PHP said in several lines, and several times, is written as one.
    let text = if text.contains("PHP message: ") || text.contains("\\nStack trace:") {
        let lines = text.replace("; PHP message: ", "\nPHP message: ");
        Cow::Owned(lines.replace("\\n", "\n").replace("\\t", "\t"))
    } else {
        Cow::Borrowed(text)
    };
    // An error is told by its words: the server calls everything one that a program prints.
    Some(Layer::new(text).of(stream).at(Some(level).filter(|level| *level < Level::Warn)))
}

fn bracket(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix('[')?.split_once(']')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_program_are_found() {
        let cases = [
            (
                "[Sat Nov 28 14:00:07.893302 2026] [wsgi:error] [pid 4:tid 5] [remote 10.0.0.1:5]   File \"/a.py\", line 9",
                Some(("pid 4:tid 5", None, "  File \"/a.py\", line 9")),
            ),
            (
                "[Sat Nov 28 14:00:06.273584 2026] [wsgi:info] [pid 4:tid 4] mod_wsgi (pid=4): Starting",
                Some(("pid 4:tid 4", Some(Level::Info), "mod_wsgi (pid=4): Starting")),
            ),
            (
                "[Sat Nov 28 14:00:07 2026] [error] [client 10.0.0.1] KeyError: 'a', referer: http://shop.test/",
                Some(("", None, "KeyError: 'a'")),
            ),
            (
                "[Sat Nov 28 14:00:07 2026] [php:error] [pid 4] PHP Fatal error: x\\nStack trace:\\n#0 {main}",
                Some(("pid 4", None, "PHP Fatal error: x\nStack trace:\n#0 {main}")),
            ),
            ("[Sun Nov 22 22:47:52 2026] Failed to listen on 127.0.0.1:18094", None),
            ("[a] [error] [client 10.0.0.1] x", None),
        ];
        for (line, expected) in cases {
            let got =
                open(line).map(|layer| (layer.stream.into_owned(), layer.level, layer.text.into_owned()));
            let expected = expected.map(|(who, level, text)| (who.to_owned(), level, text.to_owned()));
            assert_eq!(got, expected, "{line}");
        }
    }
}

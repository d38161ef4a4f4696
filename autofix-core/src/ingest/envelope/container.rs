//! Docker, Compose, Kubernetes, process managers, hosted runners.

use super::Layer;
use crate::ingest::level::Level;
use serde::Deserialize;
use std::borrow::Cow;

/// A line of Docker's `json-file` driver.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DockerLine<'l> {
    #[serde(borrow)]
    log: Cow<'l, str>,
    #[serde(borrow)]
    stream: Cow<'l, str>,
    #[serde(borrow, rename = "time")]
    _time: Cow<'l, str>,
    #[serde(default, rename = "attrs")]
    _attributes: serde::de::IgnoredAny,
}

/// `{"log":"words\n","stream":"stderr","time":"…"}`; without the line end it goes on in the next line.
pub(super) fn docker(line: &str) -> Option<Layer<'_>> {
    if !(line.contains("\"log\"") && line.contains("\"stream\"")) {
        return None;
    }
    let DockerLine { log, stream, .. } = serde_json::from_str(line).ok()?;
    let (text, partial) = match log {
        Cow::Borrowed(text) => (Cow::Borrowed(text), true),
        Cow::Owned(mut text) => {
            let whole = text.ends_with('\n');
            text.truncate(text.trim_end_matches(['\n', '\r']).len());
            (Cow::Owned(text), !whole)
        }
    };
    let mut layer = Layer::new(text).of(stream);
    layer.partial = partial;
    Some(layer)
}

/// The form of the container runtime interface: `<time> stdout F words`; `P` goes on in the next line.
pub(super) fn cri(line: &str) -> Option<Layer<'_>> {
    let (time, rest) = line.split_once(' ')?;
    let bytes = time.as_bytes();
    if !(bytes.get(4) == Some(&b'-') && bytes.get(10) == Some(&b'T')) {
        return None;
    }
    let (stream, rest) = rest.split_once(' ')?;
    if !matches!(stream, "stdout" | "stderr") {
        return None;
    }
    let (tag, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let partial = match tag {
        "F" => false,
        "P" => true,
        _ => return None,
    };
    let mut layer = Layer::new(text).of(stream);
    layer.partial = partial;
    Some(layer)
}

/// `[pod/web-7f/web] words` of `kubectl logs --prefix`.
pub(super) fn pod(line: &str) -> Option<Layer<'_>> {
    let rest = line.strip_prefix("[pod/")?;
    let (name, text) = rest.split_once("] ").or_else(|| rest.strip_suffix(']').map(|name| (name, "")))?;
    (!name.contains(' ')).then(|| Layer::new(text).of(name))
}

/// `web-1  | words` of Compose, `10:00:01 web.1 | words` of foreman and its kin, `0|web  | words` of PM2.
pub(super) fn compose(line: &str) -> Option<Layer<'_>> {
    let bar = line.as_bytes().iter().take(64).position(|b| *b == b'|')?;
    let mut name = line[..bar].trim_end();
    let mut rest = &line[bar + 1..];
    if name.bytes().all(|b| b.is_ascii_digit()) {
        // PM2 writes the number of the process before its name.
        if name.is_empty() || name.len() < bar {
            return None;
        }
        let bar = rest.as_bytes().iter().take(64).position(|b| *b == b'|')?;
        name = rest[..bar].trim_end();
        rest = &rest[bar + 1..];
        if name.len() == bar {
            return None;
        }
        return is_name(name).then(|| Layer::new(rest.strip_prefix(' ').unwrap_or(rest)).of(name));
    }
    if let Some((clock, process)) = name.split_once(' ') {
        let is_clock = clock.len() == 8
            && clock
                .bytes()
                .enumerate()
                .all(|(at, b)| if at % 3 == 2 { b == b':' } else { b.is_ascii_digit() });
        if !is_clock {
            return None;
        }
        name = process.trim();
        // A clock of twelve hours.
        name = name.strip_prefix("AM ").or_else(|| name.strip_prefix("PM ")).unwrap_or(name).trim_start();
        rest = rest.strip_prefix(' ').filter(|text| text.starts_with(' ')).unwrap_or(rest);
    }
    let service = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = service.len() < name.len() && service.ends_with(['-', '_', '.']) && service.len() > 1;
    let text = rest.strip_prefix(' ').or_else(|| rest.is_empty().then_some(rest))?;
    (numbered && is_name(name)).then(|| Layer::new(text).of(name))
}

pub(super) fn is_name(name: &str) -> bool {
    name.bytes().any(|b| b.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./@:".contains(&b))
}

/// `##[error]words` of hosted runners.
pub(super) fn action(line: &str) -> Option<Layer<'_>> {
    let (mark, text) = line.strip_prefix("##[")?.split_once(']')?;
    let level = Level::named(mark);
    (level.is_some() || matches!(mark, "group" | "endgroup" | "command" | "section"))
        .then(|| Layer::new(text).at(level))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Read = fn(&str) -> Option<Layer<'_>>;
    type Case = (Read, &'static str, Option<(&'static str, &'static str)>);

    #[test]
    fn prefixes_come_off() {
        let cases: &[Case] = &[
            (
                docker,
                r#"{"log":"a b\n","stream":"stderr","time":"2026-01-01T00:00:00Z"}"#,
                Some(("stderr", "a b")),
            ),
            (docker, r#"{"log":"a","stream":"stderr","extra":1,"time":""}"#, None),
            (cri, "2026-01-02T03:04:05.6Z stderr F Error: x", Some(("stderr", "Error: x"))),
            (cri, "2026-01-02T03:04:05.6Z stderr F", Some(("stderr", ""))),
            (cri, "2026-01-02T03:04:05.6Z the stderr F Error", None),
            (pod, "[pod/web-7f/web] Error: x", Some(("web-7f/web", "Error: x"))),
            (compose, "web-1  | listening", Some(("web-1", "listening"))),
            (compose, "web_1 |", Some(("web_1", ""))),
            (compose, "web-1  |     at f (/app/a.js:1:2)", Some(("web-1", "    at f (/app/a.js:1:2)"))),
            (compose, "10:00:01 web.1   | up", Some(("web.1", "up"))),
            (compose, "10:00:01 AM web.1 |   up", Some(("web.1", " up"))),
            (compose, "0|api    | up", Some(("api", "up"))),
            (compose, "id | name", None),
            (compose, "12 | const a = 1", None),
            (compose, "a line | of prose-1 | here", None),
            (
                action,
                "##[error]Process completed with exit code 1.",
                Some(("", "Process completed with exit code 1.")),
            ),
        ];
        for (read, line, expected) in cases {
            let got = read(line).map(|layer| (layer.stream.into_owned(), layer.text.into_owned()));
            let expected = expected.map(|(stream, text)| (stream.to_owned(), text.to_owned()));
            assert_eq!(got, expected, "{line}");
        }
    }
}

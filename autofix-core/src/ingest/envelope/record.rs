//! Structured records: one JSON object a line, as pino, bunyan, winston, structlog, zap, Serilog, Monolog,
//! ECS and the clouds write. A record becomes the lines that a person would have read on a terminal: the
//! message, the error with its stack, the request, and the other fields.

use super::Layer;
use crate::ingest::level::Level;
use crate::ingest::redact::redact_field;
use aho_corasick::AhoCorasick;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// A longer line is not parsed.
const MAX_LINE: usize = 1 << 20;
/// Fields of a record that are looked at.
const MAX_FIELDS: usize = 200;
const MAX_DEPTH: usize = 6;
/// Bytes of the line of other fields.
const MAX_REST: usize = 2_000;

const LEVELS: [&str; 11] = [
    "level",
    "severity",
    "levelname",
    "lvl",
    "log.level",
    "loglevel",
    "@l",
    "level_name",
    "record.level.name",
    "SeverityText",
    "severity_text",
];
const MESSAGES: [&str; 13] = [
    "msg",
    "message",
    "event",
    "@m",
    "record.message",
    "short_message",
    "body",
    "textPayload",
    "jsonPayload.message",
    "@mt",
    "MESSAGE",
    "EventId.Name",
    "log",
];
const ERRORS: [&str; 6] = ["err", "error", "exception", "exc", "record.exception", "context.exception"];
/// Ends of the names of fields that hold a whole trace.
const STACKS: [&str; 9] =
    ["stack", "stack_trace", "stacktrace", "stackTrace", "traceback", "exc_info", "exc_text", "@x", "trace"];
/// Fields that say who and when, not what.
const PLAIN: [&str; 22] = [
    "time",
    "timestamp",
    "ts",
    "@timestamp",
    "@t",
    "date",
    "datetime",
    "asctime",
    "pid",
    "process",
    "hostname",
    "host",
    "v",
    "name",
    "logger",
    "logger_name",
    "thread",
    "thread_name",
    "caller",
    "lineno",
    "filename",
    "@version",
];

/// Reads a line as a record; `None` when it is another JSON text, such as an answer that was printed.
pub(super) fn open(line: &str) -> Option<Layer<'_>> {
    let line = line.trim_end();
    if !line.ends_with('}') || line.len() < 12 || line.len() > MAX_LINE {
        return None;
    }
    if let Some(layer) = harmless(line) {
        return Some(layer);
    }
    let Value::Object(object) = serde_json::from_str(line).ok()? else { return None };
    let mut fields = Fields::default();
    fields.read(&object, "", 0);
    fields.record()
}

/// The part of a record that tells whether there is more to read.
#[derive(Deserialize)]
struct Brief<'l> {
    #[serde(borrow)]
    level: Named<'l>,
    #[serde(borrow, alias = "message", alias = "event")]
    msg: Cow<'l, str>,
}

/// A level as it stands: loggers of JavaScript write numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named<'l> {
    Number(u64),
    #[serde(borrow)]
    Name(Cow<'l, str>),
}

/// Nearly every record of a healthy service, without the cost of a tree: a harmless level, no error, no
/// answer that a client would complain of.
fn harmless(line: &str) -> Option<Layer<'_>> {
    if MORE.as_ref().is_none_or(|more| more.is_match(line)) {
        return None;
    }
    let brief: Brief<'_> = serde_json::from_str(line).ok()?;
    let level = match brief.level {
        Named::Number(number) => Level::of(&Value::from(number)),
        Named::Name(name) => Level::named(&name),
    }?;
    (level < Level::Warn).then(|| {
        let mut layer = Layer::new(brief.msg).at(Some(level));
        layer.record = true;
        layer
    })
}

/// What a record has in it that says more than its message.
static MORE: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let marks = [
        "tatus\":4",
        "tatus\":5",
        "Code\":4",
        "Code\":5",
        "_code\":4",
        "_code\":5",
        "rror\":",
        "\"err\":",
        "xception",
        "tack",
        "raceback",
        "\\n",
    ];
    AhoCorasick::new(marks).ok()
});

/// The values of an object without its nesting, each under its path.
#[derive(Default)]
struct Fields(Vec<(String, Value)>);

impl Fields {
    fn read(&mut self, object: &Map<String, Value>, under: &str, depth: usize) {
        for (key, value) in object {
            if self.0.len() >= MAX_FIELDS {
                return;
            }
            let path = if under.is_empty() { key.clone() } else { format!("{under}.{key}") };
            match value {
                Value::Object(inner) if depth < MAX_DEPTH => self.read(inner, &path, depth + 1),
                // Some write a stack as a list of lines.
                Value::Array(items) if !items.is_empty() && items.iter().all(Value::is_string) => {
                    let lines: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                    let mark = if is_stack(&path) { "\n" } else { "," };
                    self.0.push((path, Value::String(lines.join(mark))));
                }
                Value::Null => {}
                value => self.0.push((path, redact_field(key, value))),
            }
        }
    }

    fn take(&mut self, path: &str) -> Option<Value> {
        let at = self.0.iter().position(|(name, _)| name == path)?;
        Some(self.0.remove(at).1)
    }

    fn text(&mut self, path: &str) -> Option<String> {
        let at = self.0.iter().position(|(name, value)| name == path && value.is_string())?;
        match self.0.remove(at).1 {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    fn has(&self, path: &str) -> bool {
        self.0.iter().any(|(name, _)| name == path)
    }

    fn record(mut self) -> Option<Layer<'static>> {
        let named = LEVELS.iter().find(|path| self.has(path)).copied();
        let level = named.and_then(|path| self.take(path)).as_ref().and_then(Level::of);
        let message = MESSAGES.iter().find_map(|path| self.text(path));
        let stack = self.stack();
        let timed = PLAIN[..8].iter().any(|path| self.has(path)) || self.has("record.time.repr");
        // A level and words, or words and a time, or a stack: anything else is data that somebody printed.
        if (level.is_none() || (message.is_none() && stack.is_none()))
            && !(timed && message.is_some())
            && stack.is_none()
        {
            return None;
        }
        let mut text = message.unwrap_or_default();
        let error = self.error();
        match (stack, error) {
            (Some(stack), error) => {
                // A stack without its own first line gets it from the error.
                if let Some(error) = error.filter(|error| !stack.contains(words(error))) {
                    add(&mut text, &error);
                }
                add(&mut text, &stack);
            }
            (None, Some(error)) if !text.contains(words(&error)) => add(&mut text, &error),
            _ => {}
        }
        if let Some(request) = self.request() {
            add(&mut text, &request);
        }
        let rest = self.rest();
        if !rest.is_empty() {
            add(&mut text, &rest);
        }
        let mut layer = Layer::new(text).at(level);
        layer.record = true;
        Some(layer)
    }

    /// The longest text under a name that means a stack, or that has the lines of one.
    fn stack(&mut self) -> Option<String> {
        let lines = |text: &str| text.lines().nth(1).is_some();
        let at = self
            .0
            .iter()
            .enumerate()
            .filter_map(|(at, (path, value))| Some((at, path, value.as_str()?)))
            .filter(|(_, path, text)| lines(text) && (is_stack(path) || holds_frames(text)))
            .max_by_key(|(at, _, text)| (text.len(), usize::MAX - at))?
            .0;
        match self.0.remove(at).1 {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// `Type: message` of the error that a record carries.
    fn error(&mut self) -> Option<String> {
        for under in ERRORS {
            if let Some(text) = self.text(under) {
                return Some(text);
            }
            let mut part =
                |names: &[&str]| names.iter().find_map(|name| self.text(&format!("{under}.{name}")));
            let message = part(&["message", "msg", "value"]);
            let kind = part(&["type", "name", "class", "kind"]);
            match (kind, message) {
                (Some(kind), Some(message)) if message.starts_with(&kind) => return Some(message),
                (Some(kind), Some(message)) => return Some(format!("{kind}: {message}")),
                (None, Some(message)) => return Some(message),
                (Some(kind), None) => return Some(kind),
                (None, None) => {}
            }
        }
        None
    }

    /// `GET /x 404`, as access lines have it.
    fn request(&mut self) -> Option<String> {
        let find = |ends: &[&str]| {
            self.0.iter().find(|(path, _)| {
                let path = path.to_ascii_lowercase();
                ends.iter().any(|end| path == *end || path.ends_with(&format!(".{end}")))
            })
        };
        let text = |ends: &[&str]| find(ends).and_then(|(_, value)| value.as_str().map(str::to_owned));
        let method = text(&["method", "verb", "request_method"])?;
        let url = text(&["url", "path", "uri", "request_uri", "target", "original", "originalurl"])?;
        let status = find(&["statuscode", "status_code", "status", "code"]).and_then(|(_, value)| {
            value
                .as_u64()
                .or_else(|| value.as_str()?.parse().ok())
                .filter(|status| (100..600).contains(status))
        })?;
        Some(format!("{method} {url} {status}"))
    }

    fn rest(&self) -> String {
        let mut text = String::new();
        for (path, value) in &self.0 {
            if PLAIN.contains(&path.as_str()) || text.len() > MAX_REST {
                continue;
            }
            let value = match value {
                Value::String(value) => value.replace('\n', " "),
                value => value.to_string(),
            };
            let _ = write!(text, "{}{path}={value}", if text.is_empty() { "" } else { " " });
        }
        text
    }
}

fn is_stack(path: &str) -> bool {
    let last = path.rsplit('.').next().unwrap_or(path);
    STACKS.contains(&last)
}

/// Whether a text has the line of a stack in it.
fn holds_frames(text: &str) -> bool {
    text.contains("\n    at ")
        || text.contains("\n  File \"")
        || text.contains("\n\tat ")
        || text.contains("Traceback (")
}

/// An error's words without its type.
fn words(error: &str) -> &str {
    let first = error.lines().next().unwrap_or(error);
    first.split_once(": ").map_or(first, |(_, words)| words)
}

fn add(text: &mut String, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.push('\n');
    }
    text.push_str(more.trim_end());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_becomes_what_a_person_would_have_read() {
        let error = Some(Level::Error);
        let cases = [
            // pino
            (
                r#"{"level":50,"time":1,"pid":7,"hostname":"box","err":{"type":"TypeError","message":"x is null","stack":"TypeError: x is null\n    at f (/app/a.js:1:2)"},"msg":"x is null"}"#,
                Some((error, "x is null\nTypeError: x is null\n    at f (/app/a.js:1:2)")),
            ),
            // fastify, no stack
            (
                r#"{"level":30,"time":1,"req":{"method":"GET","url":"/x"},"res":{"statusCode":404},"msg":"done"}"#,
                Some((Some(Level::Info), "done\nGET /x 404\nreq.method=GET req.url=/x res.statusCode=404")),
            ),
            (r#"{"level":"info","time":"x","msg":"up","port":80}"#, Some((Some(Level::Info), "up"))),
            // ECS
            (
                r#"{"@timestamp":"2026","log.level":"error","message":"no","error.type":"E","error.message":"gone","error.stack_trace":"E: gone\n\tat a.B.c(B.java:1)"}"#,
                Some((error, "no\nE: gone\n\tat a.B.c(B.java:1)")),
            ),
            // structlog
            (
                r#"{"event":"no","level":"error","exception":"Traceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'a'"}"#,
                Some((
                    error,
                    "no\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'a'",
                )),
            ),
            // an error as a plain text, and a code
            (
                r#"{"level":"error","ts":1.5,"msg":"dial","error":"connect ECONNREFUSED","code":"ECONNREFUSED","token":"abc"}"#,
                Some((error, "dial\nconnect ECONNREFUSED\ncode=ECONNREFUSED token=<redacted:secret>")),
            ),
            (r#"{"id":1,"name":"tea","message":"hot"}"#, None),
            (r#"{"compilerOptions":{"strict":true}}"#, None),
            (r#"{"level":"error"}"#, None),
            ("{ not: 'json' }", None),
        ];
        for (line, expected) in cases {
            let got = open(line).map(|layer| (layer.level, layer.text.into_owned()));
            assert_eq!(got, expected.map(|(level, text)| (level, text.to_owned())), "{line}");
        }
    }
}

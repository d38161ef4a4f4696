//! The journal of systemd in the forms that `journalctl -o` knows: the short ones with other times than syslog's,
//! and those that say every field of an entry (`json`, `json-pretty`, `export`, `verbose`).

use super::Layer;
use super::syslog::{self, tagged};
use crate::ingest::clean::{clean, lines};
use crate::ingest::level::Level;
use serde_json::{Map, Value};

/// What a line of an entry of many lines becomes.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) enum Fold {
    /// Belongs to no such entry.
    Keep,
    /// A field that says who and when.
    Drop,
    /// A line of the message.
    Words(Words),
}

/// A line of the message, and what the entry's other fields say of it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::ingest) struct Words {
    pub(in crate::ingest) text: String,
    pub(in crate::ingest) stream: String,
    pub(in crate::ingest) level: Option<Level>,
}

/// The fields of an entry that matter.
#[derive(Debug, Default)]
struct Fields {
    program: String,
    process: String,
    priority: Option<u8>,
    stdout: bool,
}

impl Fields {
    fn take(&mut self, key: &str, value: &str) {
        match key {
            "SYSLOG_IDENTIFIER" => value.clone_into(&mut self.program),
            "_COMM" if self.program.is_empty() => value.clone_into(&mut self.program),
            "_PID" => value.clone_into(&mut self.process),
            "PRIORITY" => self.priority = value.parse().ok(),
            "_TRANSPORT" => self.stdout = value == "stdout",
            _ => {}
        }
    }

    fn stream(&self) -> String {
        format!("{}[{}]", self.program, self.process)
    }

    /// All that a program prints has the level of information, its traces too: that says nothing.
    fn level(&self) -> Option<Level> {
        let said = self.priority.filter(|priority| !(self.stdout && *priority == 6))?;
        Some(Level::syslog(said))
    }
}

/// `journalctl -o json`, `json-sse` and `json-seq`: one object a line. A message that is no plain text is a list of its bytes.
pub(super) fn json(line: &str) -> Option<Layer<'static>> {
    if !(line.contains("\"MESSAGE\"") && line.contains("\"__REALTIME_TIMESTAMP\"")) {
        return None;
    }
    let line = line.strip_prefix("data: ").unwrap_or(line).trim_start_matches('\u{1e}');
    let object: Map<String, Value> = serde_json::from_str(line.trim_end()).ok()?;
    let mut fields = Fields::default();
    for (key, value) in &object {
        if let Value::String(value) = value {
            fields.take(key, value);
        }
    }
    let text = lines(&words(object.get("MESSAGE")?)?);
    Some(Layer::new(text).of(fields.stream()).at(fields.level()))
}

fn words(message: &Value) -> Option<String> {
    match message {
        Value::String(text) => Some(text.clone()),
        Value::Array(items) => {
            let bytes: Option<Vec<u8>> =
                items.iter().map(|item| item.as_u64().and_then(|byte| u8::try_from(byte).ok())).collect();
            Some(String::from_utf8_lossy(&bytes?).into_owned())
        }
        _ => None,
    }
}

/// The short forms whose time no other envelope knows: `short-full` and `with-unit`
/// (`Sat 2026-11-28 13:59:57 UTC host app[12]: words`), `short-monotonic` (`[ 4123.000399] host app[12]: words`)
/// and `short-unix`.
pub(super) fn short(line: &str) -> Option<Layer<'_>> {
    let number = |text: &str| {
        text.contains('.') && text.len() > 3 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.')
    };
    let rest = if let Some(rest) = line.strip_prefix('[') {
        let (time, rest) = rest.split_once("] ")?;
        number(time.trim_start()).then_some(rest)?
    } else if line.as_bytes().first()?.is_ascii_digit() {
        let (time, rest) = line.split_once(' ')?;
        number(time).then_some(rest)?
    } else {
        let mut parts = line.splitn(5, ' ');
        let (day, date, clock, _zone) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let dated = day.len() == 3
            && date.len() == 10
            && date.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            && clock.as_bytes().get(2) == Some(&b':');
        dated.then(|| parts.next())??
    };
    tagged(rest, true).filter(|layer| layer.stream.ends_with(']'))
}

/// The lines of entries that have a line for each field, if the text has such entries. Reads the text as it came,
/// for the length before a message of many lines is of bytes that a terminal would not show.
pub(in crate::ingest) fn fold(text: &str) -> Vec<Fold> {
    let is_journal = ["__REALTIME_TIMESTAMP=", "\t\"__REALTIME_TIMESTAMP\" : ", ";b=", "    _BOOT_ID="];
    if !is_journal.iter().any(|mark| text.contains(mark)) {
        return if text.contains(SET_IN) { set_in(text) } else { Vec::new() };
    }
    let mut entry = Entry::default();
    let mut folds: Vec<Fold> = Vec::new();
    for line in text.split('\n') {
        let next = entry.read(line.strip_suffix('\r').unwrap_or(line));
        if matches!(next, Next::Begins | Next::Outside) {
            entry.close(&mut folds);
        }
        folds.push(match next {
            Next::Words(text) => {
                entry.said.push(folds.len());
                let text = clean(&text).into_owned();
                Fold::Words(Words { text, stream: String::new(), level: None })
            }
            Next::Begins | Next::Field => Fold::Drop,
            Next::Outside => Fold::Keep,
        });
    }
    entry.close(&mut folds);
    folds
}

/// No header of a short form is narrower.
const SET_IN: &str = "\n                    ";

/// The lines of a message in a short form: below the first one, set in by the width of its header.
fn set_in(text: &str) -> Vec<Fold> {
    let mut above: Option<(usize, &str)> = None;
    let fold = |line| {
        if let Some((width, stream)) = above
            && let Some(words) = line_set_in(line, width)
        {
            let text = clean(words).into_owned();
            return Fold::Words(Words { text, stream: stream.to_owned(), level: None });
        }
        above = header(line);
        Fold::Keep
    };
    text.split('\n').map(fold).collect()
}

fn line_set_in(line: &str, width: usize) -> Option<&str> {
    let (blank, words) = line.split_at_checked(width)?;
    blank.bytes().all(|b| b == b' ').then_some(words)
}

/// The width of a short form's header, and who wrote.
fn header(line: &str) -> Option<(usize, &str)> {
    let end = line.as_bytes().windows(3).take(120).position(|part| part == b"]: ")?;
    let layer = syslog::traditional(line).or_else(|| syslog::stamped(line)).or_else(|| short(line))?;
    let from = line[..end].rfind(' ')? + 1;
    (layer.stream == line[from..=end]).then_some((end + 3, &line[from..=end]))
}

/// What a line is to the entry that is being read.
enum Next {
    Begins,
    Field,
    Words(String),
    Outside,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Form {
    #[default]
    None,
    Export,
    Verbose,
    Pretty,
}

/// Where a message goes on.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    #[default]
    Fields,
    /// Behind the name of a field whose length and bytes follow.
    Length {
        message: bool,
    },
    Message,
    /// In a field of several lines that is no message.
    Other,
}

/// An entry as far as it was read.
#[derive(Debug, Default)]
struct Entry {
    form: Form,
    within: Within,
    fields: Fields,
    /// The lines of its message.
    said: Vec<usize>,
}

impl Entry {
    /// Tells the lines of the message what the fields say, some of which stand behind them.
    fn close(&mut self, folds: &mut [Fold]) {
        let (stream, level) = (self.fields.stream(), self.fields.level());
        for at in self.said.drain(..) {
            if let Some(Fold::Words(words)) = folds.get_mut(at) {
                stream.clone_into(&mut words.stream);
                words.level = level;
            }
        }
        self.fields = Fields::default();
    }

    fn read(&mut self, line: &str) -> Next {
        if line.starts_with("__CURSOR=") {
            return self.begin(Form::Export);
        }
        if line.contains(" [s=") && line.contains(";i=") && line.contains(";b=") && line.ends_with(']') {
            return self.begin(Form::Verbose);
        }
        match self.form {
            Form::Export => self.export(line),
            Form::Verbose => self.verbose(line),
            Form::Pretty => self.pretty(line),
            Form::None if line == "{" => self.begin(Form::Pretty),
            Form::None => Next::Outside,
        }
    }

    fn begin(&mut self, form: Form) -> Next {
        (self.form, self.within) = (form, Within::Fields);
        Next::Begins
    }

    fn export(&mut self, line: &str) -> Next {
        if let Within::Length { message } = self.within {
            // Eight bytes of length, of which the last are zero; one that is a line end makes a line of its own.
            let Some(end) = line.char_indices().take(9).filter(|(_, c)| *c == '\0').last() else {
                return Next::Field;
            };
            self.within = if message { Within::Message } else { Within::Other };
            return if message { Next::Words(line[end.0 + 1..].to_owned()) } else { Next::Field };
        }
        if let Some((key, value)) = line.split_once('=').filter(|(key, _)| is_key(key)) {
            self.within = Within::Fields;
            return self.field(key, value);
        }
        if is_key(line) && self.within != Within::Message {
            self.within = Within::Length { message: line == "MESSAGE" };
            return Next::Field;
        }
        match self.within {
            Within::Message => Next::Words(line.to_owned()),
            _ => Next::Field,
        }
    }

    fn verbose(&mut self, line: &str) -> Next {
        let Some(inner) = line.strip_prefix("    ") else {
            let end = line.trim().is_empty();
            self.form = if end { self.form } else { Form::None };
            return if end { Next::Field } else { Next::Outside };
        };
        if let Some((key, value)) = inner.split_once('=').filter(|(key, _)| is_key(key)) {
            self.within = if key == "MESSAGE" { Within::Message } else { Within::Fields };
            return self.field(key, value);
        }
        // The lines of a message stand below its first one.
        match line.strip_prefix("            ") {
            Some(words) if self.within == Within::Message => Next::Words(words.to_owned()),
            _ => Next::Field,
        }
    }

    fn pretty(&mut self, line: &str) -> Next {
        let field = line.strip_prefix("\t\"").and_then(|line| line.split_once("\" : "));
        let Some((key, value)) = field.filter(|(key, _)| is_key(key)) else {
            let end = line == "}";
            self.form = Form::None;
            return if end { Next::Field } else { Next::Outside };
        };
        let value = value.strip_suffix(',').unwrap_or(value);
        match serde_json::from_str(value).ok().as_ref().and_then(words) {
            Some(value) => self.field(key, &value),
            None => Next::Field,
        }
    }

    fn field(&mut self, key: &str, value: &str) -> Next {
        if key == "MESSAGE" {
            return Next::Words(value.to_owned());
        }
        self.fields.take(key, value);
        Next::Field
    }
}

/// The name of a field: capital letters, digits and underscores.
fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 64
        && key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
        && key.bytes().any(|b| b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Option<Level>, String)> {
        let said = |fold| match fold {
            Fold::Words(words) => Some((words.stream, words.level, words.text)),
            Fold::Keep | Fold::Drop => None,
        };
        fold(text).into_iter().filter_map(said).collect()
    }

    #[test]
    fn every_form_gives_the_message_and_who_said_it() {
        let said = [
            ("api[7]".to_owned(), None, "no".to_owned()),
            ("api[7]".to_owned(), Some(Level::Error), "two".to_owned()),
            ("api[7]".to_owned(), Some(Level::Error), "  lines".to_owned()),
        ];
        let export = "__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nPRIORITY=6\n_TRANSPORT=stdout\nMESSAGE=no\n_PID=7\n\
            SYSLOG_IDENTIFIER=api\n\n__CURSOR=s=2\n__REALTIME_TIMESTAMP=2\n_PID=7\nPRIORITY=3\n\
            SYSLOG_IDENTIFIER=api\nMESSAGE\n\u{b}\0\0\0\0\0\0\0two\n  lines\n_UID=0\n\n";
        assert_eq!(read(export), said);
        let head = "Sat 2026-11-28 13:59:57.745687 UTC [s=e7;i=1;b=4c;m=f5;t=66;x=fb]";
        let verbose = format!(
            "{head}\n    PRIORITY=6\n    _TRANSPORT=stdout\n    MESSAGE=no\n    SYSLOG_IDENTIFIER=api\n    _PID=7\n\
             {head}\n    _PID=7\n    SYSLOG_IDENTIFIER=api\n    PRIORITY=3\n    MESSAGE=two\n              lines\n"
        );
        assert_eq!(read(&verbose), said);
        let pretty = "{\n\t\"__REALTIME_TIMESTAMP\" : \"1\",\n\t\"MESSAGE\" : [110,111],\n\t\"_PID\" : \"7\",\n\
            \t\"SYSLOG_IDENTIFIER\" : \"api\"\n}\n";
        assert_eq!(read(pretty), said[..1]);
        let line = |text: &str| json(text).map(|layer| (layer.stream.into_owned(), layer.text.into_owned()));
        assert_eq!(
            line(
                r#"{"__REALTIME_TIMESTAMP":"1","MESSAGE":[27,91,51,49,109,110,111],"_PID":"7","_COMM":"api"}"#
            ),
            Some(("api[7]".to_owned(), "no".to_owned()))
        );
        assert_eq!(line(r#"{"MESSAGE":"no","level":"error"}"#), None);
    }

    #[test]
    fn short_forms_have_other_times() {
        let cases = [
            ("Sat 2026-11-28 13:59:57 UTC box api.service[7]:   no", Some(("api.service[7]", "  no"))),
            ("[ 4123.000399] box api[7]: no", Some(("api[7]", "no"))),
            ("1795874399.719788 box api[7]: no", Some(("api[7]", "no"))),
            ("[4123] box api[7]: no", None),
            ("3.5 times api[7]: no", None),
            ("Sat 2026-11-28 13:59:57 UTC box says: no", None),
        ];
        for (line, expected) in cases {
            let got = short(line).map(|layer| (layer.stream.into_owned(), layer.text.into_owned()));
            assert_eq!(got, expected.map(|(who, text)| (who.to_owned(), text.to_owned())), "{line}");
        }
    }

    #[test]
    fn a_short_form_sets_the_lines_of_a_message_in() {
        let head = "Nov 28 14:00:05 box api[7]: ";
        let text = format!("{head}no\n{0}two\n{0}  lines\n{head}on\n          x\n", " ".repeat(head.len()));
        let said = ["two", "  lines"].map(|text| ("api[7]".to_owned(), None, text.to_owned()));
        assert_eq!(read(&text), said);
    }

    #[test]
    fn other_texts_are_kept() {
        assert_eq!(fold("PORT=1\nMESSAGE=no\n"), vec![]);
        let mixed = "A=1\n__CURSOR=s=1\n__REALTIME_TIMESTAMP=1\nMESSAGE=no\n";
        assert_eq!(fold(mixed).first(), Some(&Fold::Keep));
    }
}

//! Prefixes that no standard fixes, found from the lines themselves: task runners, process managers with
//! names of their own, and loggers that put their header in front of every line of a trace.

use super::Layer;
use super::container::is_name;
use crate::ingest::frame;
use crate::ingest::level::Level;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// Longest prefix, in bytes.
const MAX_PREFIX: usize = 120;
/// Different prefixes of one log.
const MAX_PREFIXES: usize = 64;
/// Lines that are looked at.
const SAMPLE: usize = 20_000;
/// Fewer lines say nothing about a form.
const FEWEST: usize = 4;

/// What the lines of a log were found to begin with.
#[derive(Debug, Default)]
pub(crate) struct Learned {
    /// Headers that stand before the lines of a trace, digits as zeros.
    headers: BTreeSet<String>,
    /// `[name] `.
    brackets: bool,
    /// `name | `, by the column of the bar.
    bar: Option<usize>,
    /// `package:task: `.
    tasks: bool,
    /// Names that a runner of tasks was seen to announce or to close, each before a colon.
    runners: BTreeSet<String>,
}

impl Learned {
    /// Looks at more lines; what was learned before stays.
    pub(crate) fn learn<'l>(&mut self, lines: impl Iterator<Item = &'l str>) {
        let mut headers: BTreeMap<String, usize> = BTreeMap::new();
        let mut bars: BTreeMap<usize, usize> = BTreeMap::new();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        let (mut filled, mut brackets, mut tasks) = (0, 0, 0);
        for line in lines.filter(|line| !line.is_empty()).take(SAMPLE) {
            filled += 1;
            if let Some(header) = header_of_frame(line)
                && (headers.len() < MAX_PREFIXES || headers.contains_key(header.as_str()))
            {
                *headers.entry(header).or_default() += 1;
            }
            if let Some((name, _)) = bracket(line) {
                brackets += 1;
                names.insert(name);
            }
            if let Some((_, column, _)) = bar(line) {
                *bars.entry(column).or_default() += 1;
            }
            tasks += usize::from(task(line).is_some());
            if let Some(name) = announced(line)
                && self.runners.len() < MAX_PREFIXES
            {
                self.runners.insert(name.to_owned());
            }
        }
        let most = |count: usize| count >= FEWEST && count * 10 >= filled * 9;
        // One frame behind other words is prose or a collapsed console line; two are a header.
        self.headers.extend(headers.into_iter().filter(|(_, count)| *count > 1).map(|(header, _)| header));
        self.brackets |= most(brackets) && (2..=16).contains(&names.len());
        self.tasks |= most(tasks);
        self.bar =
            self.bar.or_else(|| bars.into_iter().find(|(_, count)| most(*count)).map(|(column, _)| column));
    }

    /// What a task said behind its name, or the command that pnpm starts it with: `apps/api build$ tsc`.
    fn runner<'l>(&self, line: &'l str) -> Option<Layer<'l>> {
        let named = |head: &str| self.runners.contains(head);
        if let Some(colon) = line.find(": ").or_else(|| line.ends_with(':').then(|| line.len() - 1))
            && named(&line[..colon])
        {
            return Some(Layer::new(line.get(colon + 2..).unwrap_or_default()).of(&line[..colon]));
        }
        let dollar = line.find("$ ").filter(|at| named(&line[..*at]))?;
        Some(Layer::new(&line[dollar..]).of(&line[..dollar]))
    }

    /// Takes a learned prefix off.
    pub(super) fn open<'l>(&self, line: &'l str) -> Option<Layer<'l>> {
        if self.brackets
            && let Some((name, text)) = bracket(line)
        {
            return Some(Layer::new(text).of(name));
        }
        if !self.runners.is_empty()
            && let Some(layer) = self.runner(line)
        {
            return Some(layer);
        }
        if self.tasks
            && let Some((name, text)) = task(line)
        {
            return Some(Layer::new(text).of(name));
        }
        if let Some(column) = self.bar
            && let Some((name, at, text)) = bar(line)
            && at == column
        {
            return Some(Layer::new(text).of(name));
        }
        self.headers.iter().find_map(|header| {
            let end = starts_alike(line, header)?;
            let level = header.split(|c: char| !c.is_ascii_alphabetic()).find_map(Level::named);
            let text = &line[end..];
            Some(Layer::new(text.strip_prefix(' ').unwrap_or(text)).of(Cow::Owned(header.clone())).at(level))
        })
    }
}

/// The words before a frame that stands in the midst of a line, digits as zeros.
fn header_of_frame(line: &str) -> Option<String> {
    let at = ["    at ", "\tat ", "  File \""].iter().filter_map(|mark| line.find(mark)).min()?;
    let header = line[..at].trim_end();
    // The bars of an exception group are a part of the trace.
    if header.len() > MAX_PREFIX || !header.bytes().any(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = &line[at..];
    let is_frame =
        frame::javascript(rest).is_some() || frame::python(rest).is_some() || frame::java(rest).is_some();
    is_frame.then(|| alike(header))
}

/// Runs of digits as one zero.
fn alike(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut digit = false;
    for c in text.chars() {
        if !c.is_ascii_digit() {
            out.push(c);
        } else if !digit {
            out.push('0');
        }
        digit = c.is_ascii_digit();
    }
    out
}

/// Where a line's header ends, if the line begins with it.
fn starts_alike(line: &str, header: &str) -> Option<usize> {
    let bytes = line.as_bytes();
    let mut at = 0;
    for b in header.bytes() {
        if b == b'0' {
            let digits = bytes.get(at..)?.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits == 0 {
                return None;
            }
            at += digits;
        } else if bytes.get(at) == Some(&b) {
            at += 1;
        } else {
            return None;
        }
    }
    let ends = bytes.get(at).is_none_or(|b| matches!(b, b' ' | b'\t'));
    (ends && line.is_char_boundary(at)).then_some(at)
}

/// `[api] words`; a level in brackets is no name.
fn bracket(line: &str) -> Option<(&str, &str)> {
    let (name, text) = line.strip_prefix('[')?.split_once(']')?;
    let text = text.strip_prefix(':').unwrap_or(text);
    let text = text.strip_prefix(' ').or_else(|| text.is_empty().then_some(text))?;
    let named = is_name(name) || (name.len() <= 2 && name.bytes().all(|b| b.is_ascii_digit()));
    (!name.is_empty() && name.len() <= 40 && named && Level::named(name).is_none()).then_some((name, text))
}

/// `api    | words`: the name, the column of the bar, the words.
fn bar(line: &str) -> Option<(&str, usize, &str)> {
    let column = line.as_bytes().iter().take(64).position(|b| *b == b'|')?;
    let (name, text) = (&line[..column], &line[column + 1..]);
    let text = text.strip_prefix(' ').or_else(|| text.is_empty().then_some(text))?;
    let bare = name.trim_end();
    (bare.len() < name.len() && is_name(bare)).then_some((bare, column, text))
}

/// `web:dev: words` of Turborepo, `apps/web dev: words` of pnpm.
fn task(line: &str) -> Option<(&str, &str)> {
    let (head, text) = line.split_once(": ").or_else(|| Some((line.strip_suffix(':')?, "")))?;
    let (package, script) = head.rsplit_once([':', ' '])?;
    let plain = |text: &str| {
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./@".contains(&b))
    };
    let spaced = head.as_bytes().get(package.len()) == Some(&b' ');
    (head.len() <= 80 && plain(package) && plain(script) && (!spaced || package.contains('/')))
        .then_some((head, text))
}

/// The name of a task, where its runner says that it begins or ends: a few of its lines among many of others
/// would not show by their number.
fn announced(line: &str) -> Option<&str> {
    let is_name = |name: &str| {
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        (1..=80).contains(&bare.len())
            && bare.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_./@:# ".contains(&b))
            && bare.bytes().filter(|b| *b == b' ').count() <= 1
            && bare.bytes().any(|b| b.is_ascii_alphabetic())
    };
    // pnpm echoes the command: `apps/api build$ tsc`. A shell's prompt has no second word.
    if let Some((name, _)) = line.split_once("$ ")
        && name.contains(' ')
        && !name.ends_with(' ')
        && !name.contains(':')
    {
        return is_name(name).then_some(name);
    }
    let (name, words) = line.split_once(": ")?;
    // Turborepo; pnpm, bun; the echo of npm behind a name of Lerna or Nx.
    let says = words.starts_with("cache miss, ")
        || words.starts_with("cache hit, ")
        || words.starts_with("cache bypass, ")
        || name.contains(' ')
            && (matches!(words, "Done" | "Failed") || words.starts_with("Exited with code "))
        || words
            .strip_prefix("> ")
            .and_then(|echo| echo.split_once(' '))
            .and_then(|(package, _)| package.rsplit_once('@'))
            .is_some_and(|(_, version)| version.starts_with(|c: char| c.is_ascii_digit()));
    (says && is_name(name)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(log: &[&str]) -> Vec<(String, String)> {
        let mut learned = Learned::default();
        learned.learn(log.iter().copied());
        log.iter()
            .map(|line| match learned.open(line) {
                Some(layer) => (layer.stream.into_owned(), layer.text.into_owned()),
                None => (String::new(), (*line).to_owned()),
            })
            .collect()
    }

    fn texts(log: &[&str]) -> Vec<String> {
        opened(log).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn prefixes_are_found_from_the_lines() {
        let trace = [
            "2026-11-22 10:00:01,120 [7] ERROR app: TypeError: x",
            "2026-11-22 10:00:01,121 [7] ERROR app:     at f (/app/a.js:1:2)",
            "2026-11-22 10:00:01,122 [7] ERROR app:     at g (/app/a.js:2:2)",
            "2026-11-22 10:00:02,003 [7] INFO app: on",
        ];
        assert_eq!(
            texts(&trace),
            ["TypeError: x", "    at f (/app/a.js:1:2)", "    at g (/app/a.js:2:2)", trace[3]]
        );
        assert_eq!(texts(&["[0] a", "[1] b", "[1]   c", "[0] d"]), ["a", "b", "  c", "d"]);
        assert_eq!(texts(&["api   | a", "web   | b", "web   |   c", "api   |"]), ["a", "b", "  c", ""]);
        assert_eq!(texts(&["web:dev: a", "web:dev: b: c", "api:dev: d", "api:dev:"]), ["a", "b: c", "d", ""]);
        assert_eq!(
            texts(&["apps/web dev: a", "apps/web dev: b", "apps/api dev: d", "apps/api dev: e"])[1],
            "b"
        );
    }

    #[test]
    fn a_task_that_its_runner_announces_is_known_by_name() {
        let pnpm = [
            "Scope: 3 of 4 workspace projects",
            "apps/api build$ tsc --noEmit",
            "apps/api build: src/a.ts(1,2): error TS2322: x",
            "apps/api build: Failed",
            "/srv/depot/apps/api:",
            " ERR_PNPM_RECURSIVE_RUN_FIRST_FAIL  x",
        ];
        assert_eq!(
            texts(&pnpm),
            [pnpm[0], "$ tsc --noEmit", "src/a.ts(1,2): error TS2322: x", "Failed", pnpm[4], pnpm[5]]
        );
        let turbo =
            ["• turbo", "web:dev: cache bypass, force executing 1", "web:dev:", "web:dev: TypeError: x"];
        assert_eq!(texts(&turbo)[2..], ["", "TypeError: x"]);
        let nx = ["", "blog: > blog@1.0.0 build", "blog: > tsc", "blog: a.ts(1,2): error TS1: x", "> nx run"];
        assert_eq!(texts(&nx)[1..], ["> blog@1.0.0 build", "> tsc", "a.ts(1,2): error TS1: x", "> nx run"]);
        let bun = ["dough build: TypeError: no", "dough build: Exited with code 1", "TypeError: yes"];
        assert_eq!(texts(&bun), ["TypeError: no", "Exited with code 1", "TypeError: yes"]);
        for log in [&["dev@box:~/shop$ npm test", "dev@box:~/shop: x"][..], &["Build: Done", "Build: Failed"]]
        {
            assert_eq!(texts(log), log);
        }
    }

    #[test]
    fn words_are_no_prefix() {
        for log in [
            &["[vite] a", "[vite] b", "[vite] c", "[vite] d"][..],
            &["[ERROR] a", "[INFO] b", "[WARN] c", "[INFO] d"],
            &["Error: a: b", "TypeError: c: d", "Note: e", "Done: f"],
            &["id | name", "1 | tea", "2 | milk", "3 | salt"],
            &["boom    at f (/app/a.js:1:2)", "x", "y", "z"],
        ] {
            assert_eq!(texts(log), log, "{log:?}");
        }
    }
}

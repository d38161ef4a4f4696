//! What a project says itself of its errors: what is secret in them, and which are the same.

use crate::ingest::{Patterns, compile};
use crate::model::{Frame, IssueType};
use regex_lite::Regex;
use std::fmt::Write as _;

/// Rules of one project. Without any, errors are told apart by [`super::fingerprint`] alone.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    patterns: Patterns,
    groups: Vec<Group>,
}

/// Which errors a rule is about, and what becomes of them. Of several rules the first that fits counts.
#[derive(Debug, Clone, Default)]
pub struct Group {
    /// The root cause; any when left out.
    pub issue_type: Option<IssueType>,
    /// Found in the message.
    pub message: Option<Pattern>,
    /// Found in the path of the innermost frame of the project.
    pub file: Option<Pattern>,
    /// Found in the name of its function.
    pub function: Option<Pattern>,
    /// Every error that fits is this one group, whatever AutoFix would have made of it. `$1` is the first
    /// group of `message`.
    pub group: Option<String>,
    /// What tells the errors that fit apart on top.
    pub split_by: Vec<Split>,
}

/// A part of an error by which a group is split.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// The whole message, with its numbers and ids.
    Message,
    /// The path of the innermost frame of the project.
    File,
    /// Its function.
    Function,
    /// Its line.
    Line,
    /// A group of the rule's `message`.
    Captured(usize),
}

/// A regular expression that a person wrote, linear in time.
#[derive(Debug, Clone)]
pub struct Pattern(Regex);

impl Pattern {
    /// Compiles an expression of at most 1,000 bytes. Errors with the words of the regex crate.
    pub fn new(pattern: &str) -> Result<Self, String> {
        compile(pattern).map(Self)
    }
}

impl Rules {
    /// Rules with these patterns of secrets and these groups.
    pub fn new(patterns: Patterns, groups: Vec<Group>) -> Self {
        Self { patterns, groups }
    }

    /// The project's own patterns of secrets.
    pub fn patterns(&self) -> &Patterns {
        &self.patterns
    }

    /// The grouping key of an error.
    pub fn fingerprint(&self, issue_type: &IssueType, message: &str, frames: &[Frame]) -> String {
        let frame = frames.iter().find(|frame| frame.in_app);
        for rule in &self.groups {
            if !rule.fits(issue_type, message, frame) {
                continue;
            }
            let captures = rule.message.as_ref().and_then(|pattern| pattern.0.captures(message));
            let captured = |number: usize| {
                captures.as_ref().and_then(|captures| captures.get(number)).map_or("", |it| it.as_str())
            };
            let mut key = match &rule.group {
                Some(name) => format!("group|{}", expanded(name, &captured)),
                None => super::fingerprint(issue_type, message, frames),
            };
            for part in &rule.split_by {
                let _ = match part {
                    Split::Message => write!(key, "|{message}"),
                    Split::File => write!(key, "|{}", frame.map_or("", |frame| &frame.file)),
                    Split::Function => {
                        write!(
                            key,
                            "|{}",
                            frame.and_then(|frame| frame.function.as_deref()).unwrap_or_default()
                        )
                    }
                    Split::Line => write!(key, "|{}", frame.and_then(|frame| frame.line).unwrap_or_default()),
                    Split::Captured(number) => write!(key, "|{}", captured(*number)),
                };
            }
            return key;
        }
        super::fingerprint(issue_type, message, frames)
    }
}

impl Group {
    /// Whether everything that the rule asks holds.
    fn fits(&self, issue_type: &IssueType, message: &str, frame: Option<&Frame>) -> bool {
        let holds = |pattern: &Option<Pattern>, text: Option<&str>| {
            pattern.as_ref().is_none_or(|pattern| text.is_some_and(|text| pattern.0.is_match(text)))
        };
        self.issue_type.as_ref().is_none_or(|asked| asked == issue_type)
            && holds(&self.file, frame.map(|frame| frame.file.as_str()))
            && holds(&self.function, frame.and_then(|frame| frame.function.as_deref()))
            && holds(&self.message, Some(message))
    }
}

/// `$1` to `$9` of a name.
fn expanded<'m>(name: &str, captured: &impl Fn(usize) -> &'m str) -> String {
    let mut parts = name.split('$');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if let Some(number) = part.chars().next().and_then(|c| c.to_digit(10)) {
            out.push_str(captured(number as usize));
            out.push_str(&part[1..]);
        } else {
            out.push('$');
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(rule: Group, message: &str) -> String {
        let frame = Frame {
            file: "src/pay.js".into(),
            line: Some(3),
            function: Some("charge".into()),
            in_app: true,
            ..Frame::default()
        };
        Rules::new(Patterns::default(), vec![rule]).fingerprint(&IssueType::API_ERROR, message, &[frame])
    }

    #[test]
    fn rules_pin_merge_and_split() {
        let pattern = |text: &str| Some(Pattern::new(text).unwrap());
        let pin =
            Group { message: pattern("timeout|ETIMEDOUT"), group: Some("bank".into()), ..Group::default() };
        assert_eq!(key(pin.clone(), "timeout after 3 s"), "group|bank");
        assert_eq!(key(pin.clone(), "connect ETIMEDOUT"), "group|bank");
        assert_eq!(key(pin, "other"), "api_error|other|src/pay.js:charge");
        let split = Group {
            message: pattern(r"tenant (\w+)"),
            split_by: vec![Split::Captured(1), Split::Line],
            ..Group::default()
        };
        assert_eq!(key(split, "no tenant a7"), "api_error|no tenant a7|src/pay.js:charge|a7|3");
        let named = Group {
            message: pattern(r"tenant (\w+)"),
            group: Some("tenant-$1 $x".into()),
            ..Group::default()
        };
        assert_eq!(key(named, "no tenant a7"), "group|tenant-a7 $x");
        let other =
            Group { issue_type: Some(IssueType::CORS_ERROR), group: Some("x".into()), ..Group::default() };
        assert_eq!(key(other, "a"), "api_error|a|src/pay.js:charge");
        let place = Group {
            file: pattern("^src/pay"),
            function: pattern("^charge$"),
            group: Some("pay".into()),
            ..Group::default()
        };
        assert_eq!(key(place, "a"), "group|pay");
    }

    #[test]
    fn bad_expressions_are_refused() {
        assert!(Pattern::new("(").is_err());
        assert!(Pattern::new(&"a".repeat(2_000)).is_err());
    }
}

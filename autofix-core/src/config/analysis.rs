use super::or_default;
use crate::model::IssueType;
use regex_lite::Regex;
use serde::Deserialize;

/// Longest regular expression, in bytes.
const MAX_EXPRESSION: usize = 1_000;

/// How logs and errors are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnalysisRules {
    /// What is secret in this project, on top of what is secret everywhere.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<RedactPattern>>"))]
    pub redact: Vec<RedactPattern>,
    /// Which errors are the same one. Of several rules the first that fits counts.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<FingerprintRule>>"))]
    pub fingerprints: Vec<FingerprintRule>,
}

/// A secret by its looks.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RedactPattern {
    /// Stands in the placeholder: `employee` gives `<redacted:employee>`. Lower-case letters, digits, `_`.
    #[cfg_attr(feature = "schema", schemars(pattern(r"^[a-z][a-z0-9_]*$")))]
    pub name: String,
    /// Regular expression; where it has a group, only the first group is replaced.
    pub pattern: String,
}

/// Puts errors together or apart.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FingerprintRule {
    /// Which errors; every condition has to hold.
    #[serde(rename = "match")]
    pub matches: FingerprintMatch,
    /// All of them are one group of this name. `$1` to `$9` are the groups of `match.message`.
    #[serde(default)]
    pub group: Option<String>,
    /// Each of them is told apart by these: `message`, `file`, `function`, `line`, `$1` to `$9`.
    #[serde(default, deserialize_with = "or_default")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Vec<SplitBy>>"))]
    pub split_by: Vec<SplitBy>,
}

/// Which errors a rule is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FingerprintMatch {
    /// Kind of error, such as `database_connection`.
    #[serde(default, rename = "type")]
    pub issue_type: Option<String>,
    /// Regular expression, searched in the message.
    #[serde(default)]
    pub message: Option<String>,
    /// Regular expression, searched in the path of the innermost frame of the project.
    #[serde(default)]
    pub file: Option<String>,
    /// Regular expression, searched in the name of that frame's function.
    #[serde(default)]
    pub function: Option<String>,
}

impl FingerprintMatch {
    /// The kind of error, aliases resolved.
    pub fn issue_type(&self) -> Option<IssueType> {
        self.issue_type.as_deref().map(IssueType::new)
    }
}

/// What tells errors apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "nine times the same")]
pub enum SplitBy {
    /// The whole message.
    Message,
    /// The path of the innermost frame of the project.
    File,
    /// Its function.
    Function,
    /// Its line.
    Line,
    #[serde(rename = "$1")]
    One,
    #[serde(rename = "$2")]
    Two,
    #[serde(rename = "$3")]
    Three,
    #[serde(rename = "$4")]
    Four,
    #[serde(rename = "$5")]
    Five,
    #[serde(rename = "$6")]
    Six,
    #[serde(rename = "$7")]
    Seven,
    #[serde(rename = "$8")]
    Eight,
    #[serde(rename = "$9")]
    Nine,
}

impl SplitBy {
    /// Number of the group of `match.message`; `None` for the parts of an error.
    pub fn captured(self) -> Option<usize> {
        const GROUPS: [SplitBy; 9] = [
            SplitBy::One,
            SplitBy::Two,
            SplitBy::Three,
            SplitBy::Four,
            SplitBy::Five,
            SplitBy::Six,
            SplitBy::Seven,
            SplitBy::Eight,
            SplitBy::Nine,
        ];
        GROUPS.iter().position(|group| *group == self).map(|at| at + 1)
    }
}

/// Key, problem and what was expected instead.
pub(super) type Fault = (String, String, &'static str);

/// What types cannot say.
pub(super) fn invalid(rules: &AnalysisRules) -> Option<Fault> {
    for (index, pattern) in rules.redact.iter().enumerate() {
        let key = format!("analysis.redact[{index}]");
        let named = pattern.name.starts_with(|c: char| c.is_ascii_lowercase())
            && pattern.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !named {
            let problem = format!("{key}.name: `{}` is no name for a placeholder", pattern.name);
            return Some((
                format!("{key}.name"),
                problem,
                "lower-case letters, digits and `_`, such as `employee_id`",
            ));
        }
        if let Some(fault) = expression(&format!("{key}.pattern"), &pattern.pattern) {
            return Some(fault);
        }
    }
    for (index, rule) in rules.fingerprints.iter().enumerate() {
        let key = format!("analysis.fingerprints[{index}]");
        let asked = &rule.matches;
        let expressions = [("message", &asked.message), ("file", &asked.file), ("function", &asked.function)];
        for (name, pattern) in expressions {
            let fault =
                pattern.as_ref().and_then(|pattern| expression(&format!("{key}.match.{name}"), pattern));
            if fault.is_some() {
                return fault;
            }
        }
        if *asked == FingerprintMatch::default() {
            let problem = format!("{key}.match asks for nothing, so it would take every error");
            return Some((
                format!("{key}.match"),
                problem,
                "at least one of `type`, `message`, `file` and `function`",
            ));
        }
        if rule.group.as_ref().is_none_or(|group| group.trim().is_empty()) && rule.split_by.is_empty() {
            let problem = format!("{key} says nothing of what becomes of the errors");
            return Some((
                key,
                problem,
                "`group: NAME` to put them together, or `split_by: [file]` to keep them apart",
            ));
        }
    }
    None
}

fn expression(key: &str, pattern: &str) -> Option<Fault> {
    let expected = "a regular expression without look-around and back-references, at most 1,000 bytes";
    if pattern.len() > MAX_EXPRESSION {
        return Some((key.to_owned(), format!("{key}: longer than {MAX_EXPRESSION} bytes"), expected));
    }
    if pattern.is_empty() {
        return Some((key.to_owned(), format!("{key} is empty"), expected));
    }
    let error = Regex::new(pattern).err()?;
    Some((key.to_owned(), format!("{key}: {error}"), expected))
}

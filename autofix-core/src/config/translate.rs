//! The YAML reader's errors in words for who wrote the file.

use super::source::Source;
use super::{ConfigError, Diagnostic, diagnostic::shown, nearest};
use serde_yaml::{Error, budget::BudgetBreach};

/// Turns an error of the reader into one that points.
pub(super) fn translate(source: &Source, error: &Error) -> ConfigError {
    let number = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
    let place =
        error.location().map(|at| (number(at.line()), number(at.column()))).filter(|(line, _)| *line > 0);
    let key = place.and_then(|place| source.key_at(place)).map(shown).unwrap_or_default();
    let at = |code, problem: String| source.at(place, code, problem);
    let of_key =
        |problem: &str| if key.is_empty() { problem.to_owned() } else { format!("{key}: {problem}") };
    match innermost(error) {
        Error::SerdeUnknownField { field, expected, .. } => {
            let place = if key.is_empty() { String::new() } else { section(&key) };
            at("unknown_key", format!("unknown key `{}`{place}", short(field)))
                .expecting(one_of(expected))
                .suggesting(nearest(field, expected.iter().copied()))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            at("unknown_value", of_key(&format!("`{}` is not known", short(variant))))
                .expecting(one_of(expected))
                .suggesting(nearest(variant, expected.iter().copied()))
        }
        Error::SerdeMissingField { field, .. } => missing(source, place, field),
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            at("duplicate_key", format!("the key `{}` is there twice", short(key))).expecting("each key once")
        }
        Error::DuplicateMappingKey { .. } => {
            at("duplicate_key", "a key is there twice".to_owned()).expecting("each key once")
        }
        Error::MultipleDocuments { .. } | Error::Budget { breach: BudgetBreach::Documents { .. }, .. } => {
            several(source, place)
        }
        Error::Budget { breach, .. } => at("too_complex", too_complex(breach).to_owned())
            .expecting("a plain configuration, a few levels deep, with few anchors"),
        Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. }
        | Error::RecursiveReferencesRequireWeakTypes { .. }
        | Error::AliasReplayCounterOverflow { .. } => {
            at("too_complex", "an anchor unfolds into too much".to_owned())
                .expecting("few anchors, none inside itself")
        }
        Error::UnknownAnchor { .. } => at("syntax", "the anchor of this `*` is nowhere before it".to_owned())
            .expecting("`&name` before `*name`, or quotes around a text that begins with `*`"),
        Error::Unexpected { expected, .. } => wrong_type(source, place, &key, expected),
        Error::InvalidScalar { ty, .. } => wrong_type(source, place, &key, ty),
        Error::InvalidBooleanStrict { .. } => wrong_type(source, place, &key, "bool"),
        Error::NullIntoString { .. } => wrong_type(source, place, &key, "string"),
        Error::SerdeInvalidType { expected, .. }
        | Error::SerdeInvalidValue { expected, .. }
        | Error::SerdeInvalidLength { expected, .. } => wrong_type(source, place, &key, expected),
        Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. }
        | Error::UnexpectedValueForUnitEnumVariant { .. }
        | Error::ExpectedStringKeyForExternallyTaggedEnum { .. } => wrong_type(source, place, &key, "enum"),
        Error::Eof { .. } => {
            at("wrong_type", "the file ends too early".to_owned()).expecting("a section `project`")
        }
        Error::ExternalMessage { msg, .. } | Error::Message { msg, .. } => syntax(source, place, msg),
        other => syntax(source, place, &other.render_with_formatter(&serde_yaml::UserMessageFormatter)),
    }
    .into()
}

fn innermost(error: &Error) -> &Error {
    match error.without_snippet() {
        Error::AliasError { error, .. } => innermost(error),
        other => other,
    }
}

/// In which section a key stands; nothing for one at the top.
fn section(key: &str) -> String {
    key.rsplit_once('.').map_or(String::new(), |(section, _)| format!(" in `{section}`"))
}

fn short(word: &str) -> String {
    let cut: String = word.chars().take(60).collect();
    shown(&if cut.len() < word.len() { format!("{cut}…") } else { cut })
}

fn one_of(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("one of {} or {last}", rest.join(", ")),
        None => "nothing".to_owned(),
    }
}

fn missing(source: &Source, place: Option<(u32, u32)>, field: &str) -> Diagnostic {
    let inside = place.and_then(|place| source.key_at(place)).map(shown);
    // The reader points at the first key of the section that lacks something.
    let inside = match (&inside, field) {
        (_, "project") | (None, _) => String::new(),
        (Some(key), _) if key.ends_with(']') => format!(" in `{key}`"),
        (Some(key), _) if source.position(key) == place && !key.contains('.') => format!(" in `{key}`"),
        (Some(key), _) => section(key),
    };
    let expected = match field {
        "project" => "a section `project` with a `name`".to_owned(),
        "platform" => one_of(&crate::project::Platform::ALL.map(crate::project::Platform::as_str)),
        "type" => "a kind of error, such as `type: cors_error`".to_owned(),
        field => format!("`{field}: …`"),
    };
    source.at(place, "missing_key", format!("the key `{field}` is missing{inside}")).expecting(expected)
}

fn several(source: &Source, place: Option<(u32, u32)>) -> Diagnostic {
    source
        .at(place, "several_documents", "a second document begins")
        .expecting("one document; `---` may stand only before it")
}

fn too_complex(breach: &BudgetBreach) -> &'static str {
    match breach {
        BudgetBreach::Depth { .. } => "nested too deeply",
        BudgetBreach::Aliases { .. }
        | BudgetBreach::Anchors { .. }
        | BudgetBreach::AliasAnchorRatio { .. }
        | BudgetBreach::MergeKeys { .. }
        | BudgetBreach::RecordedAnchorEvents { .. }
        | BudgetBreach::RecordedAnchorBytes { .. } => "too many anchors and references to them",
        _ => "too many values",
    }
}

/// Keys whose value is `true` or `false`: where a list stands instead, the reader asks for a scalar.
const BOOLEANS: [&str; 5] = ["enabled", "issues_enabled", "auto_fix", "on_failure", "on_success"];

fn wrong_type(source: &Source, place: Option<(u32, u32)>, key: &str, expected: &str) -> Diagnostic {
    let rest: String = place
        .map(|(line, column)| source.line(line).chars().skip(column.saturating_sub(1) as usize).collect())
        .unwrap_or_default();
    let rest = rest.trim_start_matches([':', ' ', '"', '\'']);
    let name = key.rsplit('.').next().unwrap_or_default();
    let absent = rest.is_empty() || rest.starts_with('#');
    let what = if absent { "there is no value" } else { "the value is of the wrong type" };
    let problem =
        if key.is_empty() { "this is of the wrong type".to_owned() } else { format!("{key}: {what}") };
    let diagnostic = source.at(place, "wrong_type", problem);
    if BOOLEANS.contains(&name) || expected.contains("bool") {
        let word: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        let meant = match word.to_ascii_lowercase().as_str() {
            "yes" | "on" | "y" | "1" => Some("true"),
            "no" | "off" | "n" | "0" => Some("false"),
            word => nearest(word, ["true", "false"]),
        };
        return diagnostic.expecting("`true` or `false`").suggesting(meant);
    }
    match key {
        "" if source.has_keys() => diagnostic.expecting("a key that is a plain word"),
        "" | "project" => diagnostic.expecting("a section `project` with a `name`"),
        key if key.contains("environment_vars") => {
            diagnostic.expecting("a list of assignments: `- \"NAME=value\"`")
        }
        _ => diagnostic.expecting(type_of(expected)),
    }
}

fn type_of(expected: &str) -> String {
    let words = expected.to_ascii_lowercase();
    let known = [
        ("map", "keys with values, each on a line of its own: `key: value`"),
        ("struct", "keys with values, each on a line of its own: `key: value`"),
        ("sequence", "a list, each item on a line of its own: `- item`"),
        ("string", "one text"),
        ("scalar", "one text"),
        ("enum", "one word"),
    ];
    known
        .iter()
        .find(|(part, _)| words.contains(part))
        .map_or_else(|| shown(expected), |(_, text)| (*text).to_owned())
}

/// A tab in the indentation is what most syntax errors come from, and the reader seldom says so.
fn syntax(source: &Source, place: Option<(u32, u32)>, message: &str) -> Diagnostic {
    for line in place.into_iter().flat_map(|(line, _)| [line, line.saturating_sub(1), line.saturating_add(1)])
    {
        let text = if line == 0 { "" } else { source.line(line) };
        let blanks = text.chars().take_while(|c| *c == ' ' || *c == '\t');
        if let Some(at) = blanks.into_iter().position(|c| c == '\t') {
            let column = u32::try_from(at + 1).unwrap_or(u32::MAX);
            return source
                .at(Some((line, column)), "tab", "a tab indents this line")
                .expecting("blanks: YAML forbids tabs in the indentation");
        }
    }
    if message.contains("recursion limit") || message.contains("nesting") {
        return source.at(place, "too_complex", "nested too deeply").expecting("a few levels");
    }
    source
        .at(place, "syntax", short_message(message))
        .expecting("YAML; a text with `: `, `#` or quotes needs quotes around it")
}

fn short_message(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let first = first.split(" at line ").next().unwrap_or_default();
    let cut: String = first.chars().take(200).collect();
    format!("not YAML: {cut}")
}

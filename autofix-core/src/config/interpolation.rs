//! The language of `${NAME}` and `${NAME:-default}`.

use super::Environment;

/// Defaults inside of defaults go this deep.
const MAX_DEPTH: usize = 8;

/// A piece of an interpolated text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Literal(String),
    Variable { name: String, default: Option<Vec<Part>> },
}

/// What is wrong with an interpolated text. It quotes no part of it but names of variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) problem: String,
}

impl Part {
    /// Appends what it stands for; the error is the name of a variable that is not set.
    pub(super) fn write(&self, environment: &dyn Environment, into: &mut String) -> Result<(), String> {
        match self {
            Self::Literal(text) => into.push_str(text),
            Self::Variable { name, default } => match (environment.get(name), default) {
                (Some(value), None) => into.push_str(&value),
                (Some(value), Some(_)) if !value.is_empty() => into.push_str(&value),
                (_, Some(default)) => {
                    for part in default {
                        part.write(environment, into)?;
                    }
                }
                (None, None) => return Err(name.clone()),
            },
        }
        Ok(())
    }

    pub(super) fn names(&self, into: &mut Vec<String>) {
        if let Self::Variable { name, default } = self {
            into.push(name.clone());
            for part in default.iter().flatten() {
                part.names(into);
            }
        }
    }

    /// Whether some of the text does not come from the environment.
    pub(super) fn has_literal(&self) -> bool {
        match self {
            Self::Literal(text) => !text.trim().is_empty(),
            Self::Variable { default, .. } => default.iter().flatten().any(Self::has_literal),
        }
    }
}

/// Takes a text apart.
pub(super) fn parse(text: &str) -> Result<Vec<Part>, Fault> {
    let mut rest = text;
    let parts = parts(&mut rest, 0)?;
    Ok(parts)
}

/// Reads up to the end, or, inside of a default, up to the `}` that ends it.
fn parts(rest: &mut &str, depth: usize) -> Result<Vec<Part>, Fault> {
    let fault = |problem: String| Err(Fault { problem });
    let mut parts = Vec::new();
    let mut literal = String::new();
    while let Some(next) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("$${") {
            literal.push_str("${");
            *rest = after;
            // The escaped group keeps its own end, inside of a default too.
            if let Some((inside, after)) = after.split_once('}') {
                literal.push_str(inside);
                literal.push('}');
                *rest = after;
            }
        } else if let Some(after) = rest.strip_prefix("${") {
            if depth >= MAX_DEPTH {
                return fault(format!("more than {MAX_DEPTH} defaults inside of each other"));
            }
            if !literal.is_empty() {
                parts.push(Part::Literal(std::mem::take(&mut literal)));
            }
            *rest = after;
            parts.push(variable(rest, depth)?);
        } else if next == '}' && depth > 0 {
            break;
        } else {
            literal.push(next);
            *rest = rest.get(next.len_utf8()..).unwrap_or_default();
        }
    }
    if !literal.is_empty() {
        parts.push(Part::Literal(literal));
    }
    Ok(parts)
}

/// Reads what follows `${`.
fn variable(rest: &mut &str, depth: usize) -> Result<Part, Fault> {
    let fault = |problem: &str| Err(Fault { problem: problem.to_owned() });
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let name = name.to_owned();
    if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
        return fault("`${` is not followed by the name of a variable");
    }
    if let Some(after) = after.strip_prefix('}') {
        *rest = after;
        return Ok(Part::Variable { name, default: None });
    }
    let Some(after) = after.strip_prefix(":-") else {
        let what =
            if after.is_empty() { "is not closed by `}`" } else { "is followed by neither `}` nor `:-`" };
        return fault(&format!("`${{{name}` {what}"));
    };
    *rest = after;
    let default = parts(rest, depth + 1)?;
    let Some(after) = rest.strip_prefix('}') else {
        return fault(&format!("`${{{name}:-` is not closed by `}}`"));
    };
    *rest = after;
    Ok(Part::Variable { name, default: Some(default) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn resolved(text: &str) -> Result<String, String> {
        let set: BTreeMap<String, String> = [("A", "one"), ("EMPTY", ""), ("NESTED", "${A}")]
            .map(|(k, v)| (k.to_owned(), v.to_owned()))
            .into();
        let mut answer = String::new();
        for part in parse(text).map_err(|fault| fault.problem)? {
            part.write(&set, &mut answer)?;
        }
        Ok(answer)
    }

    #[test]
    fn variables_are_put_in() {
        let cases = [
            ("", Ok("")),
            ("plain $HOME $(x) $ {A} }", Ok("plain $HOME $(x) $ {A} }")),
            ("${A}", Ok("one")),
            ("x${A}y${A}z", Ok("xoneyonez")),
            ("${B:-two}", Ok("two")),
            ("${B:-}", Ok("")),
            ("${EMPTY}", Ok("")),
            ("${EMPTY:-filled}", Ok("filled")),
            ("${A:-${B}}", Ok("one")),
            ("${B:-${C:-${A}!}}?", Ok("one!?")),
            ("${B:-http://x:1/y?z=-}", Ok("http://x:1/y?z=-")),
            ("$${A}", Ok("${A}")),
            ("$$${A}", Ok("$${A}")),
            ("${B:-$${A}}", Ok("${A}")),
            ("$${unclosed", Ok("${unclosed")),
            ("${NESTED}", Ok("${A}")),
            ("${B}", Err("B")),
            ("${B:-${C}}", Err("C")),
            ("日本${A}語", Ok("日本one語")),
        ];
        for (text, expected) in cases {
            assert_eq!(resolved(text), expected.map(str::to_owned).map_err(str::to_owned), "{text}");
        }
    }

    #[test]
    fn malformed_variables_are_faults() {
        for text in
            ["${}", "${", "${1A}", "${A", "${A:}", "${A%x}", "${A:-x", "${A B}", "${日}", &"${A:-".repeat(99)]
        {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}

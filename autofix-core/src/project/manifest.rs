//! Reads a `package.json` as far as it is sound.

use serde_json::{Map, Value};

/// What detection wants from a `package.json`. A field of the wrong type counts as absent: the
/// package manager will complain about it in its own words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Manifest {
    pub(super) name: Option<String>,
    pub(super) main: Option<String>,
    pub(super) package_manager: Option<String>,
    pub(super) repository: Option<String>,
    pub(super) workspaces: Vec<String>,
    /// Name and version, those for production first.
    pub(super) dependencies: Vec<(String, String)>,
    /// Name and command line, sorted by name.
    pub(super) scripts: Vec<(String, String)>,
}

impl Manifest {
    /// Reads the text of a `package.json`; the error says where it is broken.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(text).map_err(|error| {
            let what = error.to_string();
            let what = what.split(" at line ").next().unwrap_or_default().to_owned();
            format!("line {}, column {}: {what}", error.line(), error.column())
        })?;
        let Value::Object(fields) = value else {
            return Err("line 1, column 1: an object was expected".to_owned());
        };
        Ok(Self {
            name: text_of(fields.get("name")),
            main: text_of(fields.get("main")),
            package_manager: text_of(fields.get("packageManager")),
            repository: repository(fields.get("repository")),
            workspaces: workspaces(fields.get("workspaces")),
            dependencies: ["dependencies", "devDependencies", "optionalDependencies"]
                .iter()
                .flat_map(|section| pairs(&fields, section))
                .collect(),
            scripts: pairs(&fields, "scripts"),
        })
    }

    pub(super) fn dependency(&self, name: &str) -> Option<&str> {
        self.dependencies.iter().find(|(known, _)| known == name).map(|(_, version)| version.as_str())
    }

    /// A script that does something: what `npm init` puts for `test` only fails.
    pub(super) fn script(&self, name: &str) -> Option<&str> {
        let (_, line) = self.scripts.iter().find(|(known, _)| known == name)?;
        let placeholder = name == "test" && line.contains("no test specified");
        (!placeholder && !line.trim().is_empty()).then_some(line)
    }
}

fn text_of(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
}

fn pairs(fields: &Map<String, Value>, section: &str) -> Vec<(String, String)> {
    let Some(Value::Object(section)) = fields.get(section) else { return Vec::new() };
    section.iter().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned()))).collect()
}

fn workspaces(value: Option<&Value>) -> Vec<String> {
    let list = match value {
        Some(Value::Object(object)) => object.get("packages"),
        other => other,
    };
    let list = list.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The address for a browser: `git+https://…/x.git`, `github:owner/name` and `owner/name` are
/// other spellings of it.
fn repository(value: Option<&Value>) -> Option<String> {
    let written = match value {
        Some(Value::Object(object)) => text_of(object.get("url")),
        other => text_of(other),
    }?;
    let address = written.trim_start_matches("git+").trim_end_matches(".git");
    let address = address.strip_prefix("git://").map_or(address.to_owned(), |rest| format!("https://{rest}"));
    if let Some(rest) = address.strip_prefix("https://") {
        // Credentials in an address stay where they are.
        return (!rest.split('/').next().unwrap_or_default().contains('@')).then_some(address);
    }
    let short = address.strip_prefix("github:").unwrap_or(&address);
    let part =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c));
    let (owner, name) = short.split_once('/')?;
    (part(owner) && part(name)).then(|| format!("https://github.com/{owner}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_repository_is_one_address() {
        let cases = [
            (r#""https://github.com/a/b""#, Some("https://github.com/a/b")),
            (r#"{"type":"git","url":"git+https://github.com/a/b.git"}"#, Some("https://github.com/a/b")),
            (r#""git://github.com/a/b.git""#, Some("https://github.com/a/b")),
            (r#""github:a/b""#, Some("https://github.com/a/b")),
            (r#""a/b""#, Some("https://github.com/a/b")),
            (r#""https://user:word@example.com/a/b""#, None),
            (r#""gitlab:a/b""#, None),
            ("7", None),
        ];
        for (written, expected) in cases {
            let manifest = Manifest::parse(&format!(r#"{{"repository": {written}}}"#)).unwrap();
            assert_eq!(manifest.repository.as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn a_broken_manifest_says_where() {
        assert_eq!(Manifest::parse("{\n  \"a\": }").unwrap_err(), "line 2, column 8: expected value");
        assert!(Manifest::parse("[]").unwrap_err().contains("object"));
        assert!(Manifest::parse("").is_err());
        assert_eq!(Manifest::parse("\u{feff}{\"name\": [1], \"scripts\": 3}").unwrap(), Manifest::default());
    }
}

//! What a project itself calls a secret.

use regex_lite::Regex;
use std::sync::Arc;

/// Longest pattern, in bytes.
pub(crate) const MAX_PATTERN: usize = 1_000;

/// Patterns of a project's own, each with the name that its placeholder bears. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Patterns(Arc<Vec<(String, Regex)>>);

impl Patterns {
    /// Takes `(name, regular expression)` pairs. What matches becomes `<redacted:name>`; where the
    /// expression has a group, only the first group does. Errors with the words of the regex crate.
    pub fn new<'p>(patterns: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, String> {
        let mut all = Vec::new();
        for (name, pattern) in patterns {
            all.push((format!("<redacted:{name}>"), compile(pattern)?));
        }
        Ok(Self(Arc::new(all)))
    }

    pub(super) fn apply(&self, mut text: String) -> String {
        for (placeholder, regex) in self.0.iter() {
            let mut out = String::new();
            let mut from = 0;
            for found in regex.captures_iter(&text) {
                let Some(secret) = found.get(1).or_else(|| found.get(0)).filter(|found| !found.is_empty())
                else {
                    continue;
                };
                out.push_str(&text[from..secret.start()]);
                out.push_str(placeholder);
                from = secret.end();
            }
            if from > 0 {
                out.push_str(&text[from..]);
                text = out;
            }
        }
        text
    }
}

/// Compiles an expression that a person wrote: bounded in length, linear in time whatever it says.
pub(crate) fn compile(pattern: &str) -> Result<Regex, String> {
    if pattern.len() > MAX_PATTERN {
        return Err(format!("longer than {MAX_PATTERN} bytes"));
    }
    Regex::new(pattern).map_err(|error| error.to_string())
}

//! Keeps secrets out of the lines that errors show.

use regex_lite::Regex;
use std::sync::LazyLock;

/// What stands where a secret stood.
pub(super) const BLACK: &str = "[redacted]";

/// A key that names a secret, a misspelt one too, and what stands between it and its value.
static SECRET_KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"(?i)[a-z0-9_\-]*(?:secr|token|passw|dsn|webh|api_?key|private|credential|environment_vars)[a-z0-9_\-]*["']?\s*[:=]"#)
        .ok()
});

/// The login in an address.
static LOGIN: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"://[^/\s@]+@").ok());

/// Whether the name of a variable or key is one that holds a secret.
pub(super) fn names_secret(name: &str) -> bool {
    let asked = format!("{name}:");
    SECRET_KEY.as_ref().is_some_and(|keys| keys.is_match(&asked))
        || ["_KEY", "_URI", "DATABASE_URL"].iter().any(|end| name.to_ascii_uppercase().ends_with(end))
}

/// A line without the secrets in it. `above` are the lines before it, the nearest first: a value
/// may stand below its key.
pub(super) fn line<'t>(line: &str, above: impl IntoIterator<Item = &'t str>) -> String {
    let text = match SECRET_KEY.as_ref().and_then(|keys| keys.find(line)) {
        Some(key) => {
            let (kept, value) = line.split_at(key.end());
            let bare = value.trim_start().trim_start_matches(['"', '\'']);
            let reference =
                bare.starts_with("${") && !bare.contains(":-") || bare.is_empty() || bare.starts_with('#');
            if reference { line.to_owned() } else { format!("{kept} {BLACK}") }
        }
        None if below_secret(line, above) => {
            // An assignment in a list: its name may be seen.
            let value = line.find('=').map_or(line.len() - line.trim_start().len(), |at| at + 1);
            let (kept, value) = line.split_at(value);
            let reference = value.starts_with("${") && !value.contains(":-");
            if reference { line.to_owned() } else { format!("{kept}{BLACK}") }
        }
        None => line.to_owned(),
    };
    match LOGIN.as_ref() {
        Some(login) => login.replace_all(&text, format!("://{BLACK}@")).into_owned(),
        None => text,
    }
}

/// Whether the line continues the value of a secret key: it has no key of its own, and the nearest
/// line with less indentation is that key.
fn below_secret<'t>(line: &str, above: impl IntoIterator<Item = &'t str>) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let own = indent(line);
    let mut lines = above.into_iter().take(50).filter(|line| !line.trim().is_empty());
    let parent = lines.find(|line| indent(line) < own);
    parent.is_some_and(|parent| SECRET_KEY.as_ref().is_some_and(|keys| keys.is_match(parent)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_secrets_are_black() {
        let cases: [(&[&str], &str, &str); 13] = [
            (&[], "    dsn: \"https://k@o1.example/2\"", "    dsn: [redacted]"),
            (&[], "    dsn: \"${SENTRY_DSN}\"", "    dsn: \"${SENTRY_DSN}\""),
            (&[], "    dsn: ${SENTRY_DSN:-hunter2}", "    dsn: [redacted]"),
            (&[], "  webhook_secrt: hunter2", "  webhook_secrt: [redacted]"),
            (&[], "slack: {webhook_url: hunter2, x: 1}", "slack: {webhook_url: [redacted]"),
            (&[], "  - API_KEY=hunter2", "  - API_KEY= [redacted]"),
            (
                &[],
                "repository: https://me:hunter2@example.com/x",
                "repository: https://[redacted]@example.com/x",
            ),
            (&["  webhook_secret: |", "github:"], "      hunter2", "      [redacted]"),
            (&["  environment_vars:"], "    - hunter2", "    [redacted]"),
            (&["  environment_vars:"], "    - \"MODE=hunter2\"", "    - \"MODE=[redacted]"),
            (&["  environment_vars:"], "    - \"MODE=${MODE\"", "    - \"MODE=${MODE\""),
            (&[], "  environment_vars: [MODE=hunter2]", "  environment_vars: [redacted]"),
            (&["  webhook_secret: ${X}", "github:"], "  issues_enabled: maybe", "  issues_enabled: maybe"),
        ];
        for (above, text, expected) in cases {
            assert_eq!(line(text, above.iter().copied()), expected, "{text}");
        }
    }
}

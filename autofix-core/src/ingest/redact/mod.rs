//! Takes secrets out of text before anything else sees it. Hosts, ports and paths stay.

mod card;
mod patterns;

pub use patterns::Patterns;
pub(crate) use patterns::compile;

use aho_corasick::AhoCorasick;
use regex_lite::Regex;
use serde_json::Value;
use std::sync::LazyLock;

/// Kinds of secrets, as bits: which rules a line is worth trying.
const URL: u16 = 1;
const HEADER: u16 = 1 << 1;
const COOKIE: u16 = 1 << 2;
const AWS: u16 = 1 << 3;
const JWT: u16 = 1 << 4;
const FORGE: u16 = 1 << 5;
const SLACK: u16 = 1 << 6;
const PAYMENT: u16 = 1 << 7;
const VALUE: u16 = 1 << 8;
const KEY: u16 = 1 << 9;

/// Words without which a line cannot hold a secret. Cheap to look for, so an ordinary line costs one pass.
const TRIGGERS: &[(&str, u16)] = &[
    ("@", URL),
    ("authorization", HEADER),
    ("bearer", HEADER),
    ("cookie", COOKIE),
    ("passw", VALUE),
    ("pwd", VALUE),
    ("token", VALUE),
    ("secret", VALUE),
    ("api_key", VALUE),
    ("apikey", VALUE),
    ("api-key", VALUE),
    ("access_key", VALUE),
    ("access-key", VALUE),
    ("accesskey", VALUE),
    ("private_key", VALUE),
    ("private-key", VALUE),
    ("privatekey", VALUE),
    ("credential", VALUE),
    ("akia", AWS),
    ("asia", AWS),
    ("eyj", JWT),
    ("ghp_", FORGE),
    ("gho_", FORGE),
    ("ghs_", FORGE),
    ("ghu_", FORGE),
    ("ghr_", FORGE),
    ("github_pat_", FORGE),
    ("glpat-", FORGE),
    ("npm_", FORGE),
    ("xox", SLACK),
    ("k_live_", PAYMENT),
    ("k_test_", PAYMENT),
    ("whsec_", PAYMENT),
    ("sk-", PAYMENT),
    ("private key", KEY),
];

static FILTER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    AhoCorasick::builder().ascii_case_insensitive(true).build(TRIGGERS.iter().map(|(word, _)| word)).ok()
});

/// A rule: the kind of secret, what to find and what to put there. Order matters: headers before single values.
const RULES: &[(u16, &str, &str)] = &[
    // The scheme, user and host of a URL say which service it is; only the password goes.
    (URL, r"([A-Za-z][A-Za-z0-9+.-]*://[^\s:/@'\x22]*):[^\s@/'\x22]+@", "${1}:<redacted:password>@"),
    (
        HEADER,
        r"(?i)\b((?:proxy-)?authorization['\x22]?\s*[:=]\s*['\x22]?)(?:(?:basic|bearer|digest|token)\s+)?[^\s'\x22,;}]{6,}",
        "${1}<redacted:token>",
    ),
    (HEADER, r"(?i)\b(bearer\s+)[A-Za-z0-9._~+/=-]{8,}", "${1}<redacted:token>"),
    (
        COOKIE,
        r"(?i)\b((?:set-)?cookie['\x22]?\s*:\s*['\x22]?)[^\s='\x22]+=[^'\x22\n]+",
        "${1}<redacted:cookie>",
    ),
    (AWS, r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b", "<redacted:aws_key>"),
    (JWT, r"\beyJ[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]{6,}\.[A-Za-z0-9_-]*", "<redacted:jwt>"),
    (
        FORGE,
        r"\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|npm_[A-Za-z0-9]{30,})",
        "<redacted:token>",
    ),
    (SLACK, r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}", "<redacted:token>"),
    (
        PAYMENT,
        r"\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{8,}|\bwhsec_[A-Za-z0-9]{8,}|\bsk-[A-Za-z0-9_-]{20,}",
        "<redacted:key>",
    ),
    (
        VALUE,
        r#"(?i)\b([A-Za-z0-9_-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[A-Za-z0-9_-]*['"]?\s*(?:=|:)\s*)(?:"[^"\s]{3,}"|'[^'\s]{3,}'|"[^"'=:]{3,}"|'[^"'=:]{3,}')"#,
        "${1}<redacted:secret>",
    ),
    (
        VALUE,
        r"(?i)\b([A-Za-z0-9_-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credential)[A-Za-z0-9_-]*=)[^\s'\x22&<>,;)\]}]{3,}",
        "${1}<redacted:secret>",
    ),
    (
        VALUE,
        r"(?i)\b((?:[a-z0-9]+[_-])?(?:password|passwd|pwd|api[_-]?key|access[_-]?key|secret[_-]?key|(?:access|auth|refresh|id|session)[_-]token)\s*:\s+)[^\s'\x22&<>,;(){}\[\]]{6,}",
        "${1}<redacted:secret>",
    ),
];

static COMPILED: LazyLock<Vec<(u16, Regex, &'static str)>> = LazyLock::new(|| {
    RULES.iter().filter_map(|(kind, rule, put)| Some((*kind, Regex::new(rule).ok()?, *put))).collect()
});

static EMAIL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"([A-Za-z0-9._%+-]+)@((?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,})(:\d)?").ok());

/// Redacts line by line; a private key block spans lines, so it keeps state.
#[derive(Debug, Default)]
pub(crate) struct Redactor {
    in_key: bool,
    own: Patterns,
}

impl Redactor {
    /// `in_key`: the text begins in the midst of a private key.
    pub(crate) fn new(own: Patterns, in_key: bool) -> Self {
        Self { in_key, own }
    }

    pub(crate) fn is_in_key(&self) -> bool {
        self.in_key
    }

    pub(crate) fn line(&mut self, line: &str) -> String {
        let text = self.known(line);
        let text = if card::may_hold(&text) { card::redact(&text).unwrap_or(text) } else { text };
        self.own.apply(text)
    }

    /// Redacts what is a secret in every project.
    fn known(&mut self, line: &str) -> String {
        if self.in_key {
            if line.contains("-----END") {
                self.in_key = false;
                return String::new();
            }
            // A block that never ends must not swallow the log: its lines are base64 and headers only.
            let body = line.trim();
            if body.len() <= 100 && body.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=:,- ".contains(&b))
            {
                return String::new();
            }
            self.in_key = false;
        }
        let kinds = FILTER.as_ref().map_or(0, |filter| {
            filter
                .find_overlapping_iter(line)
                .filter_map(|found| TRIGGERS.get(found.pattern().as_usize()))
                .fold(0, |kinds, (_, kind)| kinds | kind)
        });
        if kinds == 0 {
            return line.to_owned();
        }
        if let Some(at) = line.find("-----BEGIN ").filter(|&at| line[at..].contains("PRIVATE KEY")) {
            let rest = &line[at..];
            let after = rest.find("-----END").and_then(|end| {
                let tail = rest.get(end + 8..)?;
                tail.find("-----").and_then(|close| tail.get(close + 5..))
            });
            self.in_key = after.is_none();
            return format!("{}<redacted:private_key>{}", &line[..at], after.unwrap_or_default());
        }
        let mut text = line.to_owned();
        for (_, rule, put) in COMPILED.iter().filter(|(kind, ..)| kinds & kind != 0) {
            if let std::borrow::Cow::Owned(changed) = rule.replace_all(&text, *put) {
                text = changed;
            }
        }
        if text.contains('@') { emails(&text) } else { text }
    }
}

fn emails(text: &str) -> String {
    let Some(email) = EMAIL.as_ref() else { return text.to_owned() };
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for found in email.find_iter(text) {
        let (start, end) = (found.start(), found.end());
        let url_user = text[..start].ends_with("://");
        let frame = found.as_str().rsplit_once(':').is_some_and(|(_, digit)| digit.len() == 1);
        let git = found.as_str().starts_with("git@");
        out.push_str(&text[from..start]);
        out.push_str(if url_user || frame || git { found.as_str() } else { "<redacted:email>" });
        from = end;
    }
    out.push_str(&text[from..]);
    out
}

/// Replaces secrets and e-mail addresses by typed placeholders such as `<redacted:token>`.
pub fn redact(text: &str) -> String {
    redact_with(text, &Patterns::default())
}

/// As [`redact`], with the patterns of a project on top.
pub fn redact_with(text: &str, patterns: &Patterns) -> String {
    let mut redactor = Redactor::new(patterns.clone(), false);
    let lines: Vec<String> = text.split('\n').map(|line| redactor.line(line)).collect();
    lines.join("\n")
}

/// As [`redact`], for every text of a JSON value; under a key that names a secret the whole text goes.
pub fn redact_json(value: &Value) -> Value {
    match value {
        Value::String(text) => Value::String(redact(text)),
        Value::Array(items) => Value::Array(items.iter().map(redact_json).collect()),
        Value::Object(fields) => {
            Value::Object(fields.iter().map(|(key, value)| (key.clone(), redact_field(key, value))).collect())
        }
        other => other.clone(),
    }
}

/// A value under its key.
pub(crate) fn redact_field(key: &str, value: &Value) -> Value {
    let key = key.to_ascii_lowercase().replace(['-', '_'], "");
    let secret = [
        "password",
        "passwd",
        "secret",
        "token",
        "apikey",
        "accesskey",
        "privatekey",
        "authorization",
        "cookie",
    ];
    match value {
        Value::String(text) if !text.is_empty() && secret.iter().any(|word| key.ends_with(word)) => {
            Value::String("<redacted:secret>".to_owned())
        }
        value => redact_json(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_and_addresses_stay() {
        let jwt = concat!("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxIn0", ".abcDEF123");
        let cases = [
            ("postgres://app:hunter2@db:5432/shop", "postgres://app:<redacted:password>@db:5432/shop"),
            ("Authorization: Bearer abcdef123456", "Authorization: <redacted:token>"),
            ("Cookie: sid=abc; theme=dark", "Cookie: <redacted:cookie>"),
            ("DB_PASSWORD=hunter22 npm start", "DB_PASSWORD=<redacted:secret> npm start"),
            ("{\"token\": \"abc123\"}", "{\"token\": <redacted:secret>}"),
            ("GET /x?api_key=12345&a=1", "GET /x?api_key=<redacted:secret>&a=1"),
            (concat!("key AK", "IAABCDEFGHIJKLMNOP end"), "key <redacted:aws_key> end"),
            (&format!("got {jwt}!"), "got <redacted:jwt>!"),
            (concat!("gh", "p_abcdefghijklmnopqrstuvwxyz0123"), "<redacted:token>"),
            (concat!("sk_", "live_abcdefgh12345"), "<redacted:key>"),
            ("mail to jane.doe@example.org now", "mail to <redacted:email> now"),
        ];
        for (raw, clean) in cases {
            assert_eq!(redact(raw), clean, "{raw:?}");
        }
    }

    #[test]
    fn what_plugins_need_stays() {
        for text in [
            "Unexpected token '<', \"<!doctype \"... is not valid JSON",
            "password authentication failed for user \"app\"",
            "express@^4.18.0 and @vitejs/plugin-react@4.3.1",
            "f@http://localhost:5173/src/a.js:1:2",
            "Error: secretOrPrivateKey must have a value",
            "invalid csrf token",
            "Set-Cookie missing",
            "http://localhost:3000/api/users?page=2",
        ] {
            assert_eq!(redact(text), text);
        }
    }

    #[test]
    fn values_are_redacted_by_their_key() {
        let value = serde_json::json!({ "user": { "api_key": "k", "mail": "a@b.org" }, "port": 3000, "x-auth-token": ["a"] });
        let clean = serde_json::json!({ "user": { "api_key": "<redacted:secret>", "mail": "<redacted:email>" }, "port": 3000, "x-auth-token": ["a"] });
        assert_eq!(redact_json(&value), clean);
    }

    #[test]
    fn a_private_key_spans_lines_but_not_the_log() {
        let begin = concat!("-----BEGIN RSA ", "PRIVATE KEY-----");
        let text = format!("a\n{begin}\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----\nb");
        assert_eq!(redact(&text), "a\n<redacted:private_key>\n\n\n\nb");
        assert!(redact(&format!("{begin}\nError: {{x}}")).ends_with("Error: {x}"));
    }
}

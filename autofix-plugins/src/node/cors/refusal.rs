//! What a browser says when it refuses a cross-origin call.

use autofix_core::facts::host_port;

/// A refusal, in the browser's own words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The URL that was called.
    pub(super) url: String,
    /// The origin of the page; Firefox does not say it.
    pub(super) origin: Option<String>,
    /// What was missing.
    pub(super) reason: Reason,
}

/// What the browser missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reason {
    /// No `Access-Control-Allow-Origin`, or not this origin.
    Origin,
    /// `*` with credentials.
    WildcardWithCredentials,
    /// `Access-Control-Allow-Credentials` is not `true`.
    Credentials,
    /// A request header that is not allowed.
    Header(String),
    /// A method that is not allowed.
    Method(String),
    /// The preflight was answered with an error.
    PreflightStatus,
    /// Two values in `Access-Control-Allow-Origin`.
    SeveralValues,
    /// The preflight was redirected.
    Redirect,
}

impl Refusal {
    /// Reads the first refusal in a text.
    pub(super) fn read(text: &str) -> Option<Self> {
        text.lines().find_map(chromium).or_else(|| text.lines().find_map(firefox)).or_else(|| safari(text))
    }
}

/// `Access to fetch at 'URL' from origin 'ORIGIN' has been blocked by CORS policy: …`
fn chromium(line: &str) -> Option<Refusal> {
    let (_, rest) = line.split_once("Access to ")?;
    let (_, rest) = rest.split_once(" at '")?;
    let (url, rest) = rest.split_once('\'')?;
    let (_, rest) = rest.split_once("from origin '")?;
    let (origin, words) = rest.split_once('\'')?;
    let reason = if let Some(name) = quoted_after(words, "Request header field ") {
        Reason::Header(name)
    } else if words.contains("Method ") && words.contains("Access-Control-Allow-Methods") {
        Reason::Method(quoted_after(words, "Method ")?.to_uppercase())
    } else if words.contains("must not be the wildcard '*'") {
        Reason::WildcardWithCredentials
    } else if words.contains("'Access-Control-Allow-Credentials' header") {
        Reason::Credentials
    } else if words.contains("multiple values") {
        Reason::SeveralValues
    } else if words.contains("Redirect is not allowed") {
        Reason::Redirect
    } else if words.contains("does not have HTTP ok status") {
        Reason::PreflightStatus
    } else {
        Reason::Origin
    };
    Some(Refusal { url: url.to_owned(), origin: origin_of(origin), reason })
}

/// The word after some words: `Request header field x-token is not …`.
fn quoted_after(text: &str, words: &str) -> Option<String> {
    let (_, rest) = text.split_once(words)?;
    let word = rest.split_whitespace().next()?.trim_matches(['\'', '"', '‘', '’', '“', '”', ',']);
    (!word.is_empty()).then(|| word.to_owned())
}

/// `Cross-Origin Request Blocked: … remote resource at URL. (Reason: …).`
fn firefox(line: &str) -> Option<Refusal> {
    let (_, rest) = line.split_once("Cross-Origin Request Blocked")?;
    let (_, rest) = rest.split_once("remote resource at ")?;
    let url = rest.split_whitespace().next()?.trim_end_matches('.');
    let reason = rest.split_once("(Reason: ").map_or("", |(_, reason)| reason);
    let named = |after: &str| {
        let (_, rest) = reason.split_once(after)?;
        let word = rest.trim_start_matches(['‘', '\'', '“', ' ']).split(['’', '\'', '”', ' ']).next()?;
        (!word.is_empty()).then(|| word.to_owned())
    };
    let reason = if reason.contains("Access-Control-Allow-Headers") {
        Reason::Header(named("header ").filter(|name| !name.starts_with("Access-Control"))?)
    } else if reason.contains("Access-Control-Allow-Methods") {
        Reason::Method(named("method in ").or_else(|| named("Did not find method in CORS header "))?)
    } else if reason.contains("Credential is not supported") {
        Reason::WildcardWithCredentials
    } else if reason.contains("Access-Control-Allow-Credentials") {
        Reason::Credentials
    } else if reason.contains("Multiple CORS header") {
        Reason::SeveralValues
    } else if reason.contains("redirect") {
        Reason::Redirect
    } else if reason.contains("preflight response did not succeed") {
        Reason::PreflightStatus
    } else if reason.contains("did not succeed") {
        // The server could not be reached at all.
        return None;
    } else {
        Reason::Origin
    };
    let origin = line.split_whitespace().next().and_then(origin_of);
    Some(Refusal { url: url.to_owned(), origin, reason })
}

/// `Origin X is not allowed by Access-Control-Allow-Origin.` and `Fetch API cannot load URL due to access control checks.`
fn safari(text: &str) -> Option<Refusal> {
    let origin = text.lines().find_map(|line| {
        let (_, rest) = line.split_once("Origin ")?;
        rest.contains("is not allowed by Access-Control-Allow-Origin")
            .then(|| rest.split_whitespace().next())?
    });
    let url = text.lines().find_map(|line| {
        let (_, rest) = line.split_once("cannot load ")?;
        rest.contains("due to access control checks").then(|| rest.split_whitespace().next())?
    })?;
    Some(Refusal { url: url.to_owned(), origin: origin.and_then(origin_of), reason: Reason::Origin })
}

/// The origin of a URL; `null` and other words are none.
pub(super) fn origin_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let known = matches!(scheme, "http" | "https" | "capacitor" | "tauri" | "ionic");
    (known && !authority.is_empty() && host_port(url).is_some()).then(|| format!("{scheme}://{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_words_are_read_literally() {
        let chromium = |words: &str| {
            format!(
                "Access to fetch at 'http://localhost:4000/a' from origin 'http://localhost:5173' has been blocked by CORS policy: {words}"
            )
        };
        let table = [
            ("No 'Access-Control-Allow-Origin' header is present on the requested resource.", Reason::Origin),
            (
                "The 'Access-Control-Allow-Origin' header has a value 'https://x' that is not equal to the supplied origin.",
                Reason::Origin,
            ),
            (
                "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
                Reason::WildcardWithCredentials,
            ),
            (
                "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
                Reason::Credentials,
            ),
            (
                "Request header field x-api-key is not allowed by Access-Control-Allow-Headers in preflight response.",
                Reason::Header("x-api-key".into()),
            ),
            (
                "Method PATCH is not allowed by Access-Control-Allow-Methods in preflight response.",
                Reason::Method("PATCH".into()),
            ),
            (
                "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
                Reason::PreflightStatus,
            ),
            (
                "The 'Access-Control-Allow-Origin' header contains multiple values 'a, b', but only one is allowed.",
                Reason::SeveralValues,
            ),
        ];
        for (words, reason) in table {
            let read = Refusal::read(&chromium(words)).unwrap();
            assert_eq!(read.reason, reason, "{words}");
            assert_eq!(read.origin.as_deref(), Some("http://localhost:5173"));
            assert_eq!(read.url, "http://localhost:4000/a");
        }
        let firefox = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:4000/a. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.";
        assert_eq!(Refusal::read(firefox).unwrap().url, "http://localhost:4000/a");
        assert_eq!(Refusal::read(firefox).unwrap().reason, Reason::Origin);
        let unreachable = "Cross-Origin Request Blocked: disallows reading the remote resource at http://x/a. (Reason: CORS request did not succeed).";
        assert_eq!(Refusal::read(unreachable), None);
    }
}

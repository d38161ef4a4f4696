//! URLs and route patterns: which one answers which.

/// A path with parts that are not known until run time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UrlPattern {
    /// `http://host:port`, where it is written.
    pub origin: Option<String>,
    /// Segments; `None` for one that is not known.
    pub segments: Vec<Option<String>>,
    /// The end is not known: more segments may follow.
    pub open: bool,
}

impl UrlPattern {
    /// Reads a URL whose unknown parts are `None`. A query is left out.
    pub fn from_parts(parts: &[Option<String>]) -> Self {
        // A character that no URL holds stands for what is not known.
        const HOLE: char = '\u{0}';
        let text: String =
            parts.iter().map(|part| part.clone().unwrap_or_else(|| HOLE.to_string())).collect();
        // A base that is not known says nothing of the path after it.
        let text = match text.strip_prefix(HOLE) {
            Some(rest) if rest.starts_with('/') => rest,
            _ => &text,
        };
        let (origin, path) = split_origin(text);
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let mut segments: Vec<Option<String>> = Vec::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            segments.push(if segment.contains(HOLE) { None } else { Some(segment.to_owned()) });
        }
        // A hole glued to the end of a path may be a query, a suffix or further segments.
        let open = path.ends_with(HOLE) && !path.ends_with(&format!("/{HOLE}"));
        if open {
            segments.pop();
            let last = path.rsplit('/').next().unwrap_or_default().trim_end_matches(HOLE);
            if !last.is_empty() && !last.contains(HOLE) {
                segments.push(Some(last.to_owned()));
            }
        }
        Self { origin: origin.filter(|it| !it.contains(HOLE)).map(str::to_owned), segments, open }
    }

    /// Reads a URL or path that is wholly known.
    pub fn of(url: &str) -> Self {
        Self::from_parts(&[Some(url.to_owned())])
    }

    /// `/a/*/b`
    pub fn path(&self) -> String {
        let mut out = String::new();
        for segment in &self.segments {
            out.push('/');
            out.push_str(segment.as_deref().unwrap_or("*"));
        }
        if out.is_empty() { "/".to_owned() } else { out }
    }

    /// This path with another before it.
    pub fn under(&self, base: &UrlPattern) -> Self {
        let mut segments = base.segments.clone();
        segments.extend(self.segments.iter().cloned());
        Self { origin: self.origin.clone().or_else(|| base.origin.clone()), segments, open: self.open }
    }

    /// Whether a route pattern such as `/api/tasks/:id` answers this path. Express' patterns: `:name`,
    /// `*`, `*name`, `{/:optional}`, `:name?`; a pattern with other signs answers nothing here.
    pub fn answered_by(&self, pattern: &str) -> bool {
        let parts: Vec<&str> = pattern.split('/').filter(|part| !part.is_empty()).collect();
        answers(&parts, &self.segments)
    }

    /// Number of segments that a pattern and this path have in common, literally.
    pub fn alike(&self, pattern: &str) -> usize {
        let parts = pattern.split('/').filter(|part| !part.is_empty());
        parts.zip(&self.segments).filter(|(part, segment)| segment.as_deref() == Some(*part)).count()
    }
}

fn answers(parts: &[&str], segments: &[Option<String>]) -> bool {
    let Some((part, rest)) = parts.split_first() else { return segments.is_empty() };
    if part.starts_with('*') || *part == "(.*)" {
        return (0..=segments.len()).any(|skip| answers(rest, &segments[skip..]));
    }
    let optional = part.ends_with('?') || part.ends_with('}');
    if optional && answers(rest, segments) {
        return true;
    }
    let Some((segment, others)) = segments.split_first() else { return false };
    let name = part.trim_matches(['{', '}']).trim_end_matches('?');
    let fits = match segment {
        _ if name.starts_with(':') => true,
        Some(text) => text.eq_ignore_ascii_case(name),
        None => false,
    };
    fits && answers(rest, others)
}

fn split_origin(url: &str) -> (Option<&str>, &str) {
    let Some(at) = url.find("://") else {
        return match url.strip_prefix("//") {
            Some(rest) => (None, rest.find('/').map_or("", |at| &rest[at..])),
            None => (None, url),
        };
    };
    match url[at + 3..].find('/') {
        Some(slash) => (Some(&url[..at + 3 + slash]), &url[at + 3 + slash..]),
        None => (Some(url), ""),
    }
}

/// Host and port of an origin; the scheme's own port when none is written.
pub fn host_port(origin: &str) -> Option<(String, u16)> {
    let (scheme, rest) = origin.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => Some((host.to_owned(), port.parse().ok()?)),
        _ => Some((authority.to_owned(), if matches!(scheme, "https" | "wss") { 443 } else { 80 })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_answer_paths() {
        let table = [
            ("/api/tasks/1", "/api/tasks/:id", true),
            ("/api/tasks", "/api/tasks/:id", false),
            ("/api/tasks", "/api/tasks{/:id}", true),
            ("/api/tasks", "/api/tasks/:id?", true),
            ("/a/b/c", "/a/*rest", true),
            ("/a/b", "*", true),
            ("/API/Tasks", "/api/tasks", true),
            ("/", "/", true),
            ("/x?y=1", "/x", true),
        ];
        for (path, pattern, expected) in table {
            assert_eq!(UrlPattern::of(path).answered_by(pattern), expected, "{path} {pattern}");
        }
    }

    #[test]
    fn unknown_parts_stay_unknown() {
        let text = |text: &str| Some(text.to_owned());
        let id = UrlPattern::from_parts(&[text("/tasks/"), None]);
        assert_eq!(id.path(), "/tasks/*");
        assert!(id.answered_by("/tasks/:id") && !id.answered_by("/tasks/all"));
        let query = UrlPattern::from_parts(&[text("/api/stations"), None]);
        assert_eq!(query.path(), "/api/stations");
        assert!(query.open);
        let based = UrlPattern::from_parts(&[None, text("/api/users")]);
        assert_eq!(based.path(), "/api/users");
        assert_eq!(
            UrlPattern::of("http://localhost:4000/api").origin.as_deref(),
            Some("http://localhost:4000")
        );
        assert_eq!(host_port("https://x.org"), Some(("x.org".to_owned(), 443)));
    }
}

//! Paths inside a workspace are text: relative, `/` between the parts, no `.` and no `..`.

/// Brings a path into the one form that is used inside; `None` for one that leads outside
/// (absolute, a drive, `..` above the root), is empty, or has a NUL in it.
pub fn normalize(path: &str) -> Option<String> {
    if path.contains('\0') || path.starts_with(['/', '\\']) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if parts.is_empty() && part.len() == 2 && part.ends_with(':') => return None,
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The folder of a path; empty for a file at the root.
pub fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The last part of a path.
pub fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// What follows the last dot of the file's name; empty when there is none.
pub fn extension(path: &str) -> &str {
    file_name(path)
        .rsplit_once('.')
        .map_or("", |(stem, extension)| if stem.is_empty() { "" } else { extension })
}

/// A path relative to a folder; `None` when it leads outside. An empty result is the root itself.
pub fn join(folder: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How a file is named from a folder, beginning with `./` or `../`.
pub fn relative(from_folder: &str, to: &str) -> String {
    let from: Vec<&str> = from_folder.split('/').filter(|part| !part.is_empty()).collect();
    let to_parts: Vec<&str> = to.split('/').collect();
    let common = from.iter().zip(&to_parts).take_while(|(a, b)| a == b).count();
    let ups = from.len() - common;
    let mut parts = vec![".."; ups];
    if ups == 0 {
        parts.push(".");
    }
    parts.extend(&to_parts[common..]);
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leads_outside() {
        for path in ["", ".", "..", "/etc/passwd", "a/../../b", "C:/x", "C:\\x", "\\\\host\\x", "a\0b"] {
            assert_eq!(normalize(path), None, "{path:?}");
        }
        assert_eq!(normalize("./a//b/../c.js").as_deref(), Some("a/c.js"));
        assert_eq!(normalize("src\\App.jsx").as_deref(), Some("src/App.jsx"));
    }

    #[test]
    fn joined_and_relative_are_inverse() {
        assert_eq!(join("src/pages", "../api.js").as_deref(), Some("src/api.js"));
        assert_eq!(join("", "../x"), None);
        assert_eq!(relative("src/pages", "src/api.js"), "../api.js");
        assert_eq!(relative("src", "src/a/b.js"), "./a/b.js");
        assert_eq!(relative("", "a.js"), "./a.js");
        assert_eq!(extension("src/.env"), "");
        assert_eq!(extension("src/a.test.tsx"), "tsx");
    }
}

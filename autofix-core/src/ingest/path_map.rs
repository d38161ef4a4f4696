//! From a path as a runtime prints it to a file of the workspace.

use crate::model::Frame;
use crate::workspace::file_name;
use std::collections::HashMap;

/// The files of a workspace by their last part.
#[derive(Debug, Clone, Default)]
pub struct PathMap {
    by_name: HashMap<String, Vec<String>>,
}

impl PathMap {
    /// Indexes the files of a workspace, given as its paths.
    pub fn new(files: &[String]) -> Self {
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for file in files {
            by_name.entry(file_name(file).to_owned()).or_default().push(file.clone());
        }
        Self { by_name }
    }

    /// The file that a path of a log means: the one with the longest common end. `None` when no file
    /// or more than one fits equally well.
    pub fn resolve(&self, path: &str) -> Option<String> {
        self.resolve_near(path, &[])
    }

    /// As [`PathMap::resolve`]; among files that fit equally well, the one that shares its folder with a
    /// neighbour is taken.
    pub fn resolve_near(&self, path: &str, neighbours: &[String]) -> Option<String> {
        let parts = parts(path);
        let candidates = self.by_name.get(*parts.last()?)?;
        let fit =
            |file: &str| file.split('/').rev().zip(parts.iter().rev()).take_while(|(a, b)| a == *b).count();
        let best = candidates.iter().map(|file| fit(file)).max()?;
        // A lone name such as `index.js` of an absolute path elsewhere is no evidence.
        let whole = |file: &str| file.split('/').count() == fit(file);
        let mut fitting: Vec<&String> = candidates.iter().filter(|file| fit(file) == best).collect();
        if fitting.iter().any(|file| whole(file)) {
            fitting.retain(|file| whole(file));
        } else if best < parts.len().min(2) {
            return None;
        }
        if fitting.len() > 1 {
            let near: Vec<&String> =
                fitting.iter().copied().filter(|file| shares_root(file, neighbours)).collect();
            if near.len() == 1 {
                fitting = near;
            }
        }
        (fitting.len() == 1).then(|| fitting[0].clone())
    }

    /// Names the frames of a stack by the files of the workspace; a mapped frame is the project's own.
    pub fn map(&self, frames: &mut [Frame]) {
        let mut known: Vec<String> = Vec::new();
        for certain in [true, false] {
            for frame in frames.iter_mut().filter(|frame| frame.in_app) {
                if known.contains(&frame.file) {
                    continue;
                }
                let neighbours: &[String] = if certain { &[] } else { &known };
                if let Some(file) = self.resolve_near(&frame.file, neighbours) {
                    frame.file.clone_from(&file);
                    known.push(file);
                }
            }
        }
    }
}

fn shares_root(file: &str, neighbours: &[String]) -> bool {
    let root = file.split('/').next();
    file.contains('/') && neighbours.iter().any(|near| near.split('/').next() == root)
}

/// The parts of a path without scheme, host, drive, query and steps upwards.
fn parts(path: &str) -> Vec<&str> {
    let mut path = path.trim();
    if let Some((scheme, rest)) = path.split_once("://") {
        path = match scheme {
            "http" | "https" => rest.split_once('/').map_or("", |(_, path)| path),
            _ => rest,
        };
        path = path.split(['?', '#']).next().unwrap_or(path);
    }
    let path = path.strip_prefix("[project]/").unwrap_or(path).strip_prefix("@fs/").unwrap_or(path);
    let path = path.strip_prefix("(app-pages-browser)").unwrap_or(path);
    path.split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .filter(|part| part.len() != 2 || !part.ends_with(':'))
        .map(|part| part.split('?').next().unwrap_or(part))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(files: &[&str]) -> PathMap {
        PathMap::new(&files.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn every_spelling_leads_to_the_file() {
        let files = map(&[
            "server/index.js",
            "client/index.js",
            "client/src/App.jsx",
            "src/a.js",
            "lib/x.py",
            "index.html",
        ]);
        let cases = [
            ("/app/server/index.js", Some("server/index.js")),
            ("file:///app/server/index.js", Some("server/index.js")),
            ("http://localhost:5173/src/App.jsx?t=1", Some("client/src/App.jsx")),
            ("webpack-internal:///./src/a.js", Some("src/a.js")),
            ("webpack://shop/./src/a.js?1f", Some("src/a.js")),
            ("C:\\proj\\src\\a.js", Some("src/a.js")),
            ("../src/a.js", Some("src/a.js")),
            ("/srv/lib/x.py", Some("lib/x.py")),
            ("/app/index.html", Some("index.html")),
            ("index.js", None),
            ("/app/other/index.js", None),
            ("/app/none.js", None),
            ("", None),
        ];
        for (path, file) in cases {
            assert_eq!(files.resolve(path).as_deref(), file, "{path:?}");
        }
    }

    #[test]
    fn other_frames_decide_between_equals() {
        let files = map(&["api/src/index.js", "web/src/index.js", "web/src/only.js"]);
        let mut frames = ["/src/index.js", "/src/only.js"].map(|file| Frame {
            file: file.into(),
            in_app: true,
            ..Frame::default()
        });
        files.map(&mut frames);
        assert_eq!(frames[0].file, "web/src/index.js");
        assert_eq!(frames[1].file, "web/src/only.js");
    }
}

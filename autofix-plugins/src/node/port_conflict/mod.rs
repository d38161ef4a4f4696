//! Repairs a server that wants a port which is taken.
//!
//! # What it fixes
//! `listen EADDRINUSE`: the port is written into the code, so that it cannot be told otherwise, or
//! the project itself listens on it twice (`app.listen` beside the `server.listen` of the same app).
//! Or it is told otherwise in a `.env` file that nobody loads, or under a name that nobody reads.
//!
//! # How
//! The call of `listen` is the one that the stack names, else the only one with that port. A port that
//! is written down becomes `process.env.PORT` with the old one as its default, at the place where it
//! is written. Of two listeners of one app, the one without the sockets goes.
//!
//! # Fix safety
//! Safe: with no variable set, the server listens where it did. Unsafe where a second listener is removed.

mod environment;
pub mod signatures;

use crate::prelude::*;
use autofix_core::facts::server::{Listen, all_listens};
use autofix_core::rewrite;

/// The plugin `port-conflict`.
pub struct PortConflict {
    metadata: PluginMetadata,
}

impl Default for PortConflict {
    fn default() -> Self {
        Self {
            metadata: PluginMetadata::built_in(
                "port-conflict",
                "Take the port from the environment, listen once",
                vec![IssueType::PORT_CONFLICT],
                Safety::Safe,
            ),
        }
    }
}

#[async_trait]
impl FixPlugin for PortConflict {
    fn metadata(&self) -> &PluginMetadata {
        &self.metadata
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let Some(port) = port_in(cx.words()).or_else(|| port_in(cx.log())) else {
            return cx.decline("the log does not name the port");
        };
        let all = all_listens(cx.facts()).await;
        let same: Vec<&Listen> =
            all.iter().filter(|listen| listen.port.number() == Some(f64::from(port))).collect();
        if let Some(draft) = listens_twice(cx, &all, &same).await? {
            return Ok(vec![draft]);
        }
        let listen = match named_by_stack(cx, &same).await {
            Some(listen) => listen,
            None => match same.as_slice() {
                [only] => only,
                [] => return cx.decline(format!("no call in this project was found that listens on {port}")),
                several => {
                    let files: Vec<&str> = several.iter().map(|listen| listen.file.as_str()).collect();
                    return cx.decline(format!("several servers listen on {port}: {}", files.join(", ")));
                }
            },
        };
        Ok(vec![environment::repair(cx, listen, port).await?])
    }
}

/// The port in `address already in use :::5000`, `port: 5000`, `Port 5000 is already in use`.
fn port_in(text: &str) -> Option<u16> {
    let number = |text: &str| -> Option<u16> {
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        text[..digits].parse().ok().filter(|port| *port > 0)
    };
    let after_colons = |line: &str| {
        let (_, rest) = line.split_once("address already in use")?;
        let address = rest.split_whitespace().next()?;
        number(&address[address.rfind(':')? + 1..])
    };
    let after_words = |line: &str| {
        let lower = line.to_ascii_lowercase();
        let (_, rest) = lower.split_once("port")?;
        let rest = rest.trim_start_matches([':', ' ', '=', '#']);
        (lower.contains("in use") || lower.trim_start().starts_with("port:")).then(|| number(rest))?
    };
    text.lines().find_map(after_colons).or_else(|| text.lines().find_map(after_words))
}

/// The listener at the innermost frame of the project.
async fn named_by_stack<'l>(cx: &FixContext<'_>, same: &[&'l Listen]) -> Option<&'l Listen> {
    for frame in cx.issue().frames.iter().filter(|frame| frame.in_app) {
        let (Some(line), Some(file)) = (frame.line, cx.facts().module(&frame.file).await) else { continue };
        let index = LineIndex::new(&file.text);
        let at = |listen: &&&Listen| {
            listen.file == frame.file
                && (index.line(listen.stmt.start)..=index.line(listen.stmt.end.saturating_sub(1)))
                    .contains(&line)
        };
        if let Some(found) = same.iter().find(at) {
            return Some(found);
        }
    }
    None
}

/// `app.listen(PORT)` beside `server.listen(PORT)` with `server = createServer(app)`.
async fn listens_twice(
    cx: &FixContext<'_>,
    all: &[Listen],
    same: &[&Listen],
) -> Result<Option<Draft>, PluginError> {
    for inner in same {
        let Some(app) = &inner.app else { continue };
        let outer = all.iter().find(|it| {
            it.file == inner.file
                && it.call != inner.call
                && it.receiver.as_ref() == Some(app)
                && it.app.is_none()
        });
        let Some(outer) = outer.filter(|it| it.port == inner.port) else { continue };
        let Some(file) = cx.facts().module(&outer.file).await else { continue };
        let text = outer.stmt.of(&file.text);
        // A listener that is kept in a variable is used further on.
        if !text.starts_with(app.as_str()) {
            return cx.decline(format!(
                "{} listens twice on the same port, and the result of `{app}.listen` is used",
                outer.file
            ));
        }
        let mut edits = EditSet::new();
        rewrite::remove_statement(&file.text, outer.stmt, &mut edits)?;
        return Ok(Some(
            cx.fix(format!("Listen once: `{app}` is served by the server that is made of it"))
                .edit(&outer.file, edits, format!("Remove `{app}.listen`"))
                .safety(Safety::Unsafe)
                .confidence(0.9),
        ));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::port_in;

    #[test]
    fn the_port_is_read_from_the_words() {
        let table = [
            ("Error: listen EADDRINUSE: address already in use :::5000", Some(5000)),
            ("Error: listen EADDRINUSE: address already in use 127.0.0.1:3001", Some(3001)),
            ("  port: 8080\n}", Some(8080)),
            ("Error: Port 5173 is already in use", Some(5173)),
            ("nothing of the kind", None),
        ];
        for (text, expected) in table {
            assert_eq!(port_in(text), expected, "{text}");
        }
    }
}

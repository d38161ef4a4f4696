//! Which command was running, as the log shows it: prompts, the echoes of script runners and of image builders.

use super::block::Block;
use super::log::Log;

/// A longer line is no command that a person typed.
const MAX_COMMAND: usize = 300;

/// The commands of a log, by the index of the line that shows each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Commands {
    shown: Vec<(usize, String)>,
    /// What ran when the log began.
    before: Option<String>,
}

impl Commands {
    /// Reads the commands of a log that began while `before` was running.
    pub(crate) fn of(log: &Log, before: Option<String>) -> Self {
        let shown = (0..log.len()).filter_map(|at| Some((at, shown(log, at)?.to_owned()))).collect();
        Self { shown, before }
    }

    /// The command that is running where the line of this number begins.
    pub(crate) fn running(&self, log: &Log, number: u32) -> Option<&str> {
        let earlier = self.shown.iter().filter(|(at, _)| log.number(*at) < number);
        let last = earlier.max_by_key(|(at, _)| log.number(*at));
        last.map(|(_, command)| command.as_str()).or(self.before.as_deref())
    }

    /// The command that an error is of: the one shown last before it, else the first one behind it, since some
    /// runners name it only when it failed.
    pub(crate) fn at(&self, block: &Block) -> Option<&str> {
        let before = self.shown.partition_point(|(at, _)| *at <= block.last);
        let shown =
            before.checked_sub(1).and_then(|at| self.shown.get(at)).map(|(_, command)| command.as_str());
        shown.or(self.before.as_deref()).or_else(|| self.shown.first().map(|(_, command)| command.as_str()))
    }
}

/// The command that a line shows.
fn shown(log: &Log, at: usize) -> Option<&str> {
    let line = log.line(at).trim();
    if line.len() > MAX_COMMAND {
        return None;
    }
    let command = match line.as_bytes().first()? {
        b'$' => line.strip_prefix("$ "),
        b'>' => script(log, at, line).or_else(|| layer(line)),
        b'+' => line.strip_prefix("+ "),
        b'n' => npm(line),
        b'P' => line.strip_prefix("PS ").and_then(|line| line.split_once("> ")).map(|(_, command)| command),
        b'R' => line.strip_prefix("Run ").or_else(|| line.strip_prefix("RUN ")),
        b'S' | b'#' | b'=' => layer(line),
        b'C' => line.strip_prefix("Command \"").and_then(|line| line.split('"').next()),
        _ => None,
    };
    let command = command.or_else(|| prompt(line))?.trim();
    let program = command.split_whitespace().next()?;
    let is_program = program.bytes().all(|b| b.is_ascii_alphanumeric() || b"._/-@=".contains(&b));
    (is_program && program.bytes().any(|b| b.is_ascii_alphabetic())).then_some(command)
}

/// npm, pnpm and yarn 1 echo a script's name, and below it the script.
fn script<'l>(log: &'l Log, at: usize, line: &'l str) -> Option<&'l str> {
    let above =
        at.checked_sub(1).map(|above| log.line(above).trim()).filter(|above| above.starts_with("> "))?;
    let name = above.strip_prefix("> ")?.split_whitespace().next()?;
    let is_package = name
        .rsplit_once('@')
        .is_some_and(|(name, version)| !name.is_empty() && version.starts_with(|c: char| c.is_ascii_digit()));
    line.strip_prefix("> ").filter(|_| is_package || !name.contains('/'))
}

/// npm names the script when it has failed.
fn npm(line: &str) -> Option<&str> {
    let line = line.strip_prefix("npm error ").or_else(|| line.strip_prefix("npm ERR! "))?;
    let command = line.strip_prefix("command ")?;
    let shell = ["sh -c -- ", "sh -c ", "cmd /d /s /c "];
    Some(shell.iter().find_map(|shell| command.strip_prefix(shell)).unwrap_or(command))
}

/// A layer of an image: `Step 4/9 : RUN npm ci`, `#12 [5/7] RUN npm ci`, `=> ERROR [5/7] RUN npm ci`.
fn layer(line: &str) -> Option<&str> {
    line.split_once(" RUN ").map(|(_, command)| command.trim_end_matches(':'))
}

/// What a person typed behind the prompt of a shell, such as `dev@box:~/shop$ npm test`.
fn prompt(line: &str) -> Option<&str> {
    let (head, command) = ["$ ", "❯ ", "# "].iter().find_map(|mark| line.split_once(mark))?;
    let head = head.trim_start_matches("(venv) ").trim_start_matches("(.venv) ");
    let is_place = |c: char| c.is_alphanumeric() || "@:~/.-_[] ".contains(c);
    (head.contains('@') && head.contains([':', ' ']) && head.chars().all(is_place)).then_some(command)
}

#[cfg(test)]
mod tests {
    use super::super::{Log, Reader};
    use super::*;

    #[test]
    fn the_command_that_ran_is_found() {
        let cases = [
            ("$ npm run build\nError: x", Some("npm run build")),
            ("dev@box:~/shop$ python manage.py migrate\nError: x", Some("python manage.py migrate")),
            ("(venv) dev@box:/srv/shop$ flask db upgrade\nError: x", Some("flask db upgrade")),
            ("> shop@1.0.0 build\n> vite build\n\nError: x", Some("vite build")),
            ("yarn run v1.22\n$ webpack --mode production\nError: x", Some("webpack --mode production")),
            ("Error: x\nnpm error command sh -c vite build", Some("vite build")),
            (" => ERROR [build 5/6] RUN npm run build\nError: x", Some("npm run build")),
            ("Step 5/9 : RUN npm ci\nError: x", Some("npm ci")),
            ("PS C:\\shop> npm test\nError: x", Some("npm test")),
            ("Run npm ci\nError: x", Some("npm ci")),
            ("+ npm run lint\nError: x", Some("npm run lint")),
            ("$ npm ci\n$ npm test\nError: x", Some("npm test")),
            ("> quoted mail\nError: x", None),
            ("costs $ 5\n+ \"a\": 1\nError: x", None),
        ];
        for (text, command) in cases {
            let log = Log::new(text);
            let at = (0..log.len()).find(|&at| log.line(at) == "Error: x").unwrap_or_default();
            let commands = Commands::of(&log, None);
            assert_eq!(commands.at(&Block::new(Reader::Plain, at, at, "")), command, "{text}");
        }
        let log = Log::new("Error: x\n$ npm test\n");
        let commands = Commands::of(&log, Some("vite build".into()));
        assert_eq!(commands.at(&Block::new(Reader::Plain, 0, 0, "")), Some("vite build"));
        assert_eq!(
            (commands.running(&log, 2), commands.running(&log, 3)),
            (Some("vite build"), Some("npm test"))
        );
    }
}

//! Projects in temporary folders, and the real command run in them.
#![allow(dead_code, reason = "each test uses what it needs")]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

pub(crate) const CORS: &str = "Access to fetch at 'http://localhost:4000/api/x' from origin 'http://localhost:5173' has been \
    blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n";
pub(crate) const SERVER: &str = "const express = require('express');\n\nconst app = express();\n\n\
    app.get('/api/x', (req, res) => {\n  res.json({ ok: true });\n});\n\napp.listen(4000);\n";
pub(crate) const PACKAGE: &str =
    "{\n  \"name\": \"shop\",\n  \"dependencies\": {\n    \"express\": \"^4.19.2\"\n  }\n}\n";

/// How the command ended.
pub(crate) struct Answer {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {} {}", self.out, self.err))
    }
}

/// A project in a folder of its own; its logs lie beside it.
pub(crate) struct Project {
    folder: TempDir,
}

impl Project {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        for (path, text) in files {
            project.write(path, text.as_bytes());
        }
        project
    }

    /// An Express server without a CORS answer.
    pub(crate) fn express() -> Self {
        Self::new(&[("server.js", SERVER), ("package.json", PACKAGE), ("../cors.log", CORS)])
    }

    pub(crate) fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("project")
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        fs::create_dir_all(self.root()).unwrap();
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.root().join(path)).unwrap()
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_autofix"));
        command.args(arguments).current_dir(self.root());
        for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"] {
            command.env_remove(name);
        }
        command
    }

    /// Runs `autofix` in the project, with nothing to read.
    pub(crate) fn run(&self, arguments: &[&str]) -> Answer {
        finished(&self.command(arguments).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs `autofix` in the project with a text on its standard input.
    pub(crate) fn run_with(&self, input: &[u8], arguments: &[&str]) -> Answer {
        run_with(self.command(arguments), input)
    }

    /// Runs another program in the project.
    pub(crate) fn tool(&self, program: &str, arguments: &[&str], input: &[u8]) -> Answer {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.root());
        run_with(command, input)
    }

    /// Every file below the root but AutoFix's own state, with its bytes.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.root(), "", &mut found);
        found.sort();
        found
    }
}

fn collect(folder: &Path, name: &str, found: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let inner = format!("{name}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() {
            if inner != ".autofix" && inner != ".git" {
                collect(&entry.path(), &format!("{inner}/"), found);
            }
        } else {
            found.push((inner, fs::read(entry.path()).unwrap_or_default()));
        }
    }
}

fn run_with(mut command: Command, input: &[u8]) -> Answer {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not want all of its input closes it.
    child.stdin.take().unwrap().write_all(input).ok();
    finished(&child.wait_with_output().unwrap())
}

fn finished(output: &Output) -> Answer {
    Answer {
        code: output.status.code(),
        out: String::from_utf8(output.stdout.clone()).unwrap(),
        err: String::from_utf8(output.stderr.clone()).unwrap(),
    }
}

//! The calls of the SDK, text in and text out.

use crate::running::Running;
use crate::{Failure, Keys, Opening};
use autofix::model::{ErrorContext, Event, EventType, Fix, Issue, PluginInfo};
use autofix::{AutoFix, PluginMetadata};
use serde::Serialize;
use std::sync::Arc;

/// What `prove` runs.
#[cfg(feature = "native")]
#[derive(serde::Deserialize)]
struct Command {
    argv: Vec<String>,
    #[serde(default)]
    folder: String,
}

/// One [`AutoFix`] behind JSON. Cloning is cheap, and clones share everything.
#[derive(Clone)]
pub struct Client {
    autofix: AutoFix,
    keys: Keys,
    running: Running,
}

impl Client {
    /// Opens a client. Fails on options that make no sense and on a broken configuration.
    pub fn open(opening: Opening) -> Result<Self, Failure> {
        let keys = opening.keys;
        Ok(Self { autofix: opening.open()?, keys, running: Running::default() })
    }

    fn write(&self, value: &impl Serialize) -> Result<String, Failure> {
        self.keys.write(value)
    }

    fn issue(&self, issue: &str) -> Result<Issue, Failure> {
        self.keys.read("issue", issue)
    }

    fn fix(&self, fix: &str) -> Result<Fix, Failure> {
        self.keys.read("fix", fix)
    }

    /// Reports one error (`type`, `message`, `stack`, `context`, `affected_files`); answers its issue.
    pub async fn report_issue(&self, error: &str) -> Result<String, Failure> {
        let error: ErrorContext = self.keys.read("issue", error)?;
        if error.message.trim().is_empty() && error.stack_trace.as_deref().unwrap_or("").trim().is_empty() {
            return Err(Failure::input("issue: it needs a `message` or a `stack`"));
        }
        self.write(&self.autofix.report_issue(error).await?)
    }

    /// As [`report_issue`](Self::report_issue), on the calling thread and at once: nothing in it waits.
    pub fn report_now(&self, error: &str) -> Result<String, Failure> {
        autofix::blocking::block_on(self.report_issue(error))
    }

    /// Reads a log; answers its report.
    pub async fn analyze_log(&self, text: &str) -> Result<String, Failure> {
        self.write(&self.autofix.analyze_log(text).await?)
    }

    /// Answers the report with the best fix of an issue.
    pub async fn generate_fix(&self, issue: &str) -> Result<String, Failure> {
        self.write(&self.autofix.generate_fix(&self.issue(issue)?).await?)
    }

    /// Reads a log; answers the report with the best fix of the first issue that has one.
    pub async fn repair_log(&self, text: &str) -> Result<String, Failure> {
        self.write(&self.autofix.repair_log(text).await?)
    }

    /// As `generate_fix`, and applies the fix where the configuration allows that without asking.
    pub async fn auto_fix(&self, issue: &str) -> Result<String, Failure> {
        self.write(&self.autofix.auto_fix(&self.issue(issue)?).await?)
    }

    /// Answers the validation of a fix.
    pub async fn validate_fix(&self, fix: &str) -> Result<String, Failure> {
        self.write(&self.autofix.validate_fix(&self.fix(fix)?).await?)
    }

    /// Applies a fix; answers it as it is then.
    pub async fn apply_fix(&self, fix: &str) -> Result<String, Failure> {
        self.write(&self.autofix.apply_fix(&self.fix(fix)?).await?)
    }

    /// Takes a fix back; answers it as it is then.
    pub async fn rollback_fix(&self, id: &str) -> Result<String, Failure> {
        self.write(&self.autofix.rollback_fix(id).await?)
    }

    /// Answers every issue that was reported or read.
    pub async fn list_issues(&self) -> Result<String, Failure> {
        self.write(&self.autofix.list_issues().await)
    }

    /// Answers how things stand.
    pub async fn get_status(&self) -> Result<String, Failure> {
        self.write(&self.autofix.get_status().await?.report())
    }

    /// Answers every plugin, in the order in which they are asked.
    pub fn list_plugins(&self) -> Result<String, Failure> {
        self.write(&self.autofix.plugins().map(PluginMetadata::info).collect::<Vec<PluginInfo>>())
    }

    /// The text of a file of the project as it is now.
    pub async fn read_file(&self, path: &str) -> Result<Arc<str>, Failure> {
        Ok(self.autofix.read_file(path).await?)
    }

    /// Runs a command (`argv`, `folder`) of the project in a private copy, and answers the report of
    /// what repairs its failure, proved by running it again.
    #[cfg(feature = "native")]
    pub async fn prove(&self, argv: Vec<String>, folder: String) -> Result<String, Failure> {
        if argv.is_empty() {
            return Err(Failure::input(
                "command: name the program and its arguments, such as `npm run build`",
            ));
        }
        let command = autofix::CommandSpec { argv, folder };
        self.write(&self.autofix.prove(&command).await?)
    }

    /// Any of the calls above by its name, such as `apply_fix`, for bindings that have one door. Calls
    /// without an argument ignore it.
    pub async fn call(&self, name: &str, argument: &str) -> Result<String, Failure> {
        match name {
            "report_issue" => self.report_issue(argument).await,
            "analyze_log" => self.analyze_log(argument).await,
            "generate_fix" => self.generate_fix(argument).await,
            "repair_log" => self.repair_log(argument).await,
            "auto_fix" => self.auto_fix(argument).await,
            "validate_fix" => self.validate_fix(argument).await,
            "apply_fix" => self.apply_fix(argument).await,
            "rollback_fix" => self.rollback_fix(argument).await,
            "list_issues" => self.list_issues().await,
            "get_status" => self.get_status().await,
            "list_plugins" => self.list_plugins(),
            "read_file" => self.read_file(argument).await.map(|text| text.to_string()),
            #[cfg(feature = "native")]
            "prove" => {
                let command: Command = self.keys.read("command", argument)?;
                self.prove(command.argv, command.folder).await
            }
            other => Err(Failure::new("not_supported", format!("`{other}` cannot be called here"))),
        }
    }

    /// As [`call`](Self::call), under a number by which [`abort`](Self::abort) can stop it. No two calls
    /// that are under way have the same number.
    pub async fn run(&self, id: u32, name: &str, argument: &str) -> Result<String, Failure> {
        self.running.run(id, self.call(name, argument)).await
    }

    /// Stops a call at its next step; its answer is a failure with the code `aborted`. A fix that is
    /// being written is written whole or not at all.
    pub fn abort(&self, id: u32) {
        self.running.abort(id);
    }

    /// Hears every event: its name and its data as JSON.
    pub fn on_event(
        &self,
        hears: impl Fn(&'static str, String) + Send + Sync + 'static,
    ) -> Result<(), Failure> {
        let (hears, keys) = (Arc::new(hears), self.keys);
        for event in EventType::ALL {
            let hears = Arc::clone(&hears);
            self.autofix.on(event, move |event: &Event| {
                if let Ok(data) = keys.write(&event.data) {
                    hears(event.event_type.as_str(), data);
                }
            })?;
        }
        Ok(())
    }
}

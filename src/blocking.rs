//! [`crate::AutoFix`] for programs without an executor: every call returns when it is done.

use crate::listeners::{EventName, ListenerId};
use crate::{AutoFixBuilder, AutoFixError, Status};
use autofix_core::config::ConfigWarning;
use autofix_core::engine::{Budget, Proof};
use autofix_core::model::{AnalysisReport, ErrorContext, Event, Fix, FixReport, Issue, Validation};
use autofix_core::plugin::PluginMetadata;
use autofix_core::validate::{CommandSpec, Sandbox};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

/// Wakes the thread that waits.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits on the calling thread for a future that needs no runtime.
pub fn block_on<F: Future>(future: F) -> F::Output {
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(answer) => return answer,
            Poll::Pending => thread::park(),
        }
    }
}

/// Reads a log piece by piece, without `async`. See [`crate::LogReader`].
pub struct LogReader<'a>(crate::LogReader<'a>);

impl LogReader<'_> {
    /// As [`crate::LogReader::push`].
    pub fn push(&mut self, bytes: &[u8]) {
        self.0.push(bytes);
    }

    /// As [`crate::LogReader::finish`].
    pub fn finish(self) -> AnalysisReport {
        block_on(self.0.finish())
    }
}

/// Finds and repairs the errors of one project, without `async`. See [`crate::AutoFix`], which it
/// is made of and can be turned into.
#[derive(Clone)]
pub struct AutoFix(crate::AutoFix);

impl From<crate::AutoFix> for AutoFix {
    fn from(autofix: crate::AutoFix) -> Self {
        Self(autofix)
    }
}

impl From<AutoFix> for crate::AutoFix {
    fn from(autofix: AutoFix) -> Self {
        autofix.0
    }
}

/// An [`AutoFixBuilder`] whose `build` answers the blocking object.
#[derive(Default)]
pub struct Builder(AutoFixBuilder);

macro_rules! settings {
    ($($(#[$attribute:meta])* $name:ident($($argument:ident: $type:ty),*);)+) => {
        impl Builder {
            $(
                #[doc = concat!("As [`AutoFixBuilder::", stringify!($name), "`].")]
                $(#[$attribute])*
                pub fn $name(self, $($argument: $type),*) -> Self {
                    Self(self.0.$name($($argument),*))
                }
            )+

            /// As [`AutoFixBuilder::files`].
            pub fn files<P: Into<String>, T: Into<Arc<str>>>(
                self,
                files: impl IntoIterator<Item = (P, T)>,
            ) -> Self {
                Self(self.0.files(files))
            }

            /// As [`AutoFixBuilder::build`].
            pub fn build(self) -> Result<AutoFix, AutoFixError> {
                self.0.build().map(AutoFix)
            }
        }
    };
}

settings! {
    #[cfg(feature = "native")]
    root(root: impl AsRef<std::path::Path>);
    config(config: autofix_core::config::Config);
    ignore_config_file();
    plugin(plugin: Arc<dyn autofix_core::plugin::FixPlugin>);
    environment(environment: impl Into<String>);
    project_id(id: impl Into<String>);
    variables(variables: Arc<dyn autofix_core::config::Environment + Send + Sync>);
}

macro_rules! blocking {
    ($($(#[$attribute:meta])* $name:ident($($argument:ident: $type:ty),*) -> $answer:ty;)+) => {
        impl AutoFix {
            $(
                #[doc = concat!("As [`crate::AutoFix::", stringify!($name), "`].")]
                $(#[$attribute])*
                pub fn $name(&self, $($argument: $type),*) -> $answer {
                    block_on(self.0.$name($($argument),*))
                }
            )+
        }
    };
}

blocking! {
    report_issue(error: ErrorContext) -> Result<Issue, AutoFixError>;
    analyze_log(text: &str) -> Result<AnalysisReport, AutoFixError>;
    generate_fix(issue: &Issue) -> Result<FixReport, AutoFixError>;
    repair_log(text: &str) -> Result<FixReport, AutoFixError>;
    validate_fix(fix: &Fix) -> Result<Validation, AutoFixError>;
    apply_fix(fix: &Fix) -> Result<Fix, AutoFixError>;
    rollback_fix(id: &str) -> Result<Fix, AutoFixError>;
    auto_fix(issue: &Issue) -> Result<FixReport, AutoFixError>;
    #[cfg(feature = "native")]
    prove(command: &CommandSpec) -> Result<FixReport, AutoFixError>;
    prove_with(sandbox: &dyn Sandbox, command: &CommandSpec, budget: Budget) -> Result<Proof, AutoFixError>;
    list_issues() -> Vec<Issue>;
    get_status() -> Result<Status, AutoFixError>;
    read_file(path: &str) -> Result<Arc<str>, AutoFixError>;
}

impl AutoFix {
    /// Begins to put one together.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// As [`crate::AutoFix::may_apply_unattended`].
    pub fn may_apply_unattended(&self, issue: &Issue, fix: &Fix) -> bool {
        self.0.may_apply_unattended(issue, fix)
    }

    /// As [`crate::AutoFix::read_log`].
    pub fn read_log(&self) -> Result<LogReader<'_>, AutoFixError> {
        self.0.read_log().map(LogReader)
    }

    /// As [`crate::AutoFix::config_warnings`].
    pub fn config_warnings(&self) -> &[ConfigWarning] {
        self.0.config_warnings()
    }

    /// As [`crate::AutoFix::recovered`].
    #[cfg(feature = "native")]
    pub fn recovered(&self) -> Vec<crate::host::Recovered> {
        self.0.recovered()
    }

    /// As [`crate::AutoFix::plugins`].
    pub fn plugins(&self) -> impl Iterator<Item = &PluginMetadata> {
        self.0.plugins()
    }

    /// As [`crate::AutoFix::on`].
    pub fn on(
        &self,
        event: impl EventName,
        listener: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Result<ListenerId, AutoFixError> {
        self.0.on(event, listener)
    }

    /// As [`crate::AutoFix::once`].
    pub fn once(
        &self,
        event: impl EventName,
        listener: impl Fn(&Event) + Send + Sync + 'static,
    ) -> Result<ListenerId, AutoFixError> {
        self.0.once(event, listener)
    }

    /// As [`crate::AutoFix::off`].
    pub fn off(&self, listener: ListenerId) -> bool {
        self.0.off(listener)
    }
}

//! A log that comes in pieces.

use crate::AutoFix;
use autofix_core::engine::LogReading;
use autofix_core::model::{AnalysisReport, EventType};
use autofix_core::workspace::Workspace;
use std::sync::Arc;

/// Reads a log piece by piece, in memory that does not grow with its length. Made by [`AutoFix::read_log`].
pub struct LogReader<'a> {
    pub(crate) autofix: &'a AutoFix,
    pub(crate) reading: LogReading<'a>,
    /// The files as they were when the reading began.
    pub(crate) workspace: Box<dyn Workspace>,
}

impl LogReader<'_> {
    /// Reads on. A piece may end anywhere, in the midst of a line or of a character too.
    pub fn push(&mut self, bytes: &[u8]) {
        self.reading.push(bytes);
    }

    /// What was found, most likely root cause first.
    pub async fn finish(self) -> AnalysisReport {
        let engine = &self.autofix.inner.engine;
        let report = engine.finish(self.reading, Some(&*self.workspace)).await;
        self.autofix.session().report_log(&report.issues, &Arc::from(""));
        for issue in &report.issues {
            engine.emit(EventType::IssueReported, issue);
        }
        report
    }
}

//! What `analysis` of `.autofix.yml` says: what is secret, and which errors are the same.

use crate::AutoFixError;
use autofix_core::classify::{Group, Pattern, Rules, Split};
use autofix_core::config::{AnalysisRules, Config, FingerprintRule, SplitBy};
use autofix_core::ingest::Patterns;

/// The rules of a configuration. Its expressions were checked when it was read; one that was made in a
/// program may still be wrong.
pub(crate) fn of(config: Option<&Config>) -> Result<Rules, AutoFixError> {
    let Some(AnalysisRules { redact, fingerprints }) = config.map(|config| &config.analysis) else {
        return Ok(Rules::default());
    };
    let patterns = Patterns::new(redact.iter().map(|secret| (secret.name.as_str(), secret.pattern.as_str())));
    let groups = fingerprints.iter().map(group).collect::<Result<_, _>>();
    let wrong = |problem: String| AutoFixError::InvalidInput(format!("analysis: {problem}"));
    Ok(Rules::new(patterns.map_err(wrong)?, groups.map_err(wrong)?))
}

fn group(rule: &FingerprintRule) -> Result<Group, String> {
    let pattern = |text: &Option<String>| text.as_deref().map(Pattern::new).transpose();
    Ok(Group {
        issue_type: rule.matches.issue_type(),
        message: pattern(&rule.matches.message)?,
        file: pattern(&rule.matches.file)?,
        function: pattern(&rule.matches.function)?,
        group: rule.group.clone(),
        split_by: rule.split_by.iter().map(|by| split(*by)).collect(),
    })
}

fn split(by: SplitBy) -> Split {
    match by {
        SplitBy::Message => Split::Message,
        SplitBy::File => Split::File,
        SplitBy::Function => Split::Function,
        SplitBy::Line => Split::Line,
        captured => Split::Captured(captured.captured().unwrap_or_default()),
    }
}

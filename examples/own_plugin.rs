//! A plugin of one's own, for an error that only this team has: a feature flag that is used and not listed.
//!
//! ```text
//! cargo run --example own_plugin
//! ```
#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use async_trait::async_trait;
use autofix::blocking::AutoFix;
use autofix::model::{Analysis, ErrorContext, IssueType, Position, Safety};
use autofix::{Draft, FixContext, FixPlugin, PluginError, PluginMetadata};
use std::error::Error;
use std::sync::Arc;

struct FeatureFlags(PluginMetadata);

#[async_trait]
impl FixPlugin for FeatureFlags {
    fn metadata(&self) -> &PluginMetadata {
        &self.0
    }

    async fn generate_fix(&self, cx: &FixContext<'_>, _: &Analysis) -> Result<Vec<Draft>, PluginError> {
        let Some(flag) = cx.issue().message.strip_prefix("unknown feature flag: ") else {
            return cx.decline("the error names no flag");
        };
        let listed = cx.read("flags.txt").await?;
        if listed.lines().any(|line| line == flag) {
            return cx.decline(format!("{flag} is listed already"));
        }
        let fix = cx.fix(format!("List the feature flag {flag}")).safety(Safety::Safe).confidence(0.9);
        let line = format!("{flag}\n");
        Ok(vec![fix.insert("flags.txt", Position::EndOfFile, line, "Add the flag")])
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let metadata = PluginMetadata {
        name: "feature-flags".into(),
        version: "1.0.0".into(),
        summary: "List a feature flag that is used".into(),
        supported_errors: vec![IssueType::new("feature_flag_error")],
        max_safety: Safety::Safe,
    };
    let autofix = AutoFix::builder()
        .files([("flags.txt", "dark_mode\n")])
        .plugin(Arc::new(FeatureFlags(metadata)))
        .build()?;
    autofix.on("fix_applied", |event| println!("applied {}", event.data["id"]))?;

    let issue = autofix.report_issue(ErrorContext {
        issue_type: Some(IssueType::new("feature_flag_error")),
        message: "unknown feature flag: new_checkout".to_owned(),
        ..ErrorContext::default()
    })?;
    let fix = autofix.generate_fix(&issue)?.fix.ok_or("the plugin declined")?;
    autofix.apply_fix(&fix)?;
    print!("{}", autofix.read_file("flags.txt")?);
    Ok(())
}

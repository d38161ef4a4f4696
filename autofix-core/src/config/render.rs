//! Writes a `.autofix.yml` for a project.

use crate::model::IssueType;
use crate::project::{Detected, Package, Platform, ProjectType, Role};
use std::fmt::Write as _;

/// Address of the JSON Schema; editors read it from the first line of the file.
pub const SCHEMA_URL: &str =
    "https://raw.githubusercontent.com/autofix-dev/autofix/main/schemas/autofix.schema.json";

/// A commented configuration for a project as it was found. A kind that is given beats the one
/// that was found; without either, the line is left for a person to fill in.
pub fn render(detected: &Detected, name: &str, project_type: Option<ProjectType>) -> String {
    let kind = project_type.or(detected.project_type);
    let mut text = String::new();
    head(&mut text, detected, name, kind);
    text.push_str(MONITORING);
    deployment(&mut text, detected, kind);
    patterns(&mut text, kind);
    text.push_str(NOTIFICATIONS);
    text
}

// A proposal is commented out so that an editor's "toggle comment" leaves it rightly indented.
const MONITORING: &str = r#"
# Where errors come from. `${NAME}` is taken from the environment, so that no secret stands here.
monitoring:
  # sentry:
  #   dsn: "${SENTRY_DSN}"
  #   enabled: true
  # github:
  #   webhook_secret: "${GITHUB_WEBHOOK_SECRET}"
  #   issues_enabled: true
  # custom_logs:
  #   frontend_path: "./client/logs"
  #   backend_path: "./logs"
"#;

const NOTIFICATIONS: &str = r##"
# Who is told.
notifications:
  # slack:
  #   webhook_url: "${SLACK_WEBHOOK}"
  #   channels: ["#alerts"]
  # email:
  #   recipients: ["dev@example.com"]
  #   on_failure: true
  #   on_success: false
"##;

fn head(text: &mut String, detected: &Detected, name: &str, kind: Option<ProjectType>) {
    let name = if name.trim().is_empty() { detected.name.as_deref().unwrap_or("my-project") } else { name };
    let _ = writeln!(text, "# yaml-language-server: $schema={SCHEMA_URL}\n");
    let _ = writeln!(text, "project:\n  name: {}", quoted(name));
    let kinds = ProjectType::ALL.map(ProjectType::as_str).join(", ");
    match kind {
        Some(kind) => {
            let _ = writeln!(text, "  # One of {kinds}.\n  type: {kind}");
        }
        None => {
            let _ = writeln!(
                text,
                "  # None of the known types was found. One of {kinds}.\n  # type: react-node"
            );
        }
    }
    match &detected.repository {
        Some(address) => {
            let _ = writeln!(text, "  repository: {}", quoted(address));
        }
        None => text.push_str("  # repository: \"https://github.com/owner/name\"\n"),
    }
}

/// Deployment is only proposed: which platform it is, no manifest says.
fn deployment(text: &mut String, detected: &Detected, kind: Option<ProjectType>) {
    let platforms: &[Platform] = kind.map_or(&Platform::ALL, |kind| kind.template().deployment_options);
    let names: Vec<&str> = platforms.iter().copied().map(Platform::as_str).collect();
    let _ = writeln!(text, "\n# How it gets to where it runs. Platforms: {}.\ndeployment:", names.join(", "));
    let first = |fits: fn(Platform) -> bool| names_first(platforms, fits);
    if let Some(package) = detected.frontend() {
        let _ = writeln!(text, "  # frontend:\n  #   platform: {}", first(|_| true));
        build(text, package);
        text.push_str("  #   deploy_branch: main\n");
    }
    if let Some(package) = detected.backend().filter(|package| package.role == Role::Backend) {
        let _ =
            writeln!(text, "  # backend:\n  #   platform: {}", first(|platform| !platform.is_static_only()));
        build(text, package);
        if let Some(entry) = &package.entry_point {
            let _ = writeln!(text, "  #   entry_point: {}", quoted(entry));
        }
        let variable =
            if package.manifest.ends_with("package.json") { "NODE_ENV=production" } else { "DEBUG=0" };
        let _ = writeln!(text, "  #   environment_vars:\n  #     - {}", quoted(variable));
    }
}

fn names_first(platforms: &[Platform], fits: fn(Platform) -> bool) -> Platform {
    platforms.iter().copied().find(|platform| fits(*platform)).unwrap_or(Platform::Vercel)
}

fn build(text: &mut String, package: &Package) {
    if let Some(command) = &package.commands.build {
        let _ = writeln!(text, "  #   build_command: {}", quoted(&command.from_root()));
    }
    if let Some(folder) = &package.build_path {
        let _ = writeln!(text, "  #   build_path: {}", quoted(&format!("./{folder}")));
    }
}

fn patterns(text: &mut String, kind: Option<ProjectType>) {
    text.push_str(
        "\n# What is repaired. With `auto_fix: true`, `--apply` asks nothing for a fix that is safe and validated.\n\
         fix_patterns:\n",
    );
    let usual = [IssueType::DEPENDENCY_ERROR, IssueType::CONFIG_ERROR, IssueType::BUILD_ERROR];
    let kinds = kind.map_or_else(|| usual.to_vec(), |kind| kind.template().common_issues());
    for kind in kinds {
        let _ = writeln!(text, "  - type: {kind}\n    priority: medium\n    auto_fix: false");
    }
}

/// A text in double quotes, with nothing in it that AutoFix or YAML would read as its own.
fn quoted(text: &str) -> String {
    let text = text.replace("${", "$${");
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

//! The configuration from outside: a file in, a value or words that point out.

mod errors;
mod render;
mod values;
mod warnings;

/// The file of the documentation, with every key.
const WHOLE: &str = r##"# .autofix.yml
project:
  id: "project_12345"
  name: "FlowBuilder"
  type: "react-node"
  repository: "https://github.com/someone/flow"

monitoring:
  sentry:
    dsn: "${SENTRY_DSN}"
    enabled: true
  github:
    webhook_secret: "${GITHUB_WEBHOOK_SECRET}"
    issues_enabled: true
  custom_logs:
    frontend_path: "./client/logs"
    backend_path: "./logs"

deployment:
  frontend:
    platform: "github-pages"
    build_command: "cd client && npm run build"
    build_path: "./client/build"
    deploy_branch: "main"
  backend:
    platform: "vercel"
    entry_point: "server.js"
    environment_vars:
      - "NODE_ENV=production"

fix_patterns:
  - type: "cors_error"
    priority: "high"
    auto_fix: true
    template: "cors_fix"
  - type: "api_endpoint_error"
    priority: "medium"
    auto_fix: true
    template: "api_fix"
  - type: "build_error"
    priority: "high"
    auto_fix: false
    template: "build_fix"

notifications:
  slack:
    webhook_url: "${SLACK_WEBHOOK}"
    channels: ["#alerts", "#deployments"]
  email:
    recipients: ["dev@company.com"]
    on_failure: true
    on_success: false
"##;

/// A sound project, with more below it.
fn with(rest: &str) -> String {
    format!("project:\n  name: x\n{rest}")
}

//! What a project is, from its manifests.

use super::{Detected, Framework, Note, Package, ProjectType, Role, node, python};
use crate::workspace::{Workspace, WorkspaceError};

/// Finds out what a project is. Only a workspace that cannot be listed is an error; a broken
/// manifest is a note in the answer.
pub async fn detect(workspace: &dyn Workspace) -> Result<Detected, WorkspaceError> {
    let files = workspace.list().await?;
    let mut notes: Vec<Note> = Vec::new();
    let node::Node { mut packages, repository } = node::packages(workspace, &files, &mut notes).await;
    packages.extend(python::packages(workspace, &files, &mut notes).await);
    packages.sort_by(|a, b| (&a.folder, &a.manifest).cmp(&(&b.folder, &b.manifest)));
    let mut evidence: Vec<String> =
        packages.iter().flat_map(|package| &package.frameworks).map(|found| found.evidence.clone()).collect();
    let project_type = project_type(&packages);
    if let Some((kind, why)) = project_type {
        evidence.insert(0, format!("{kind}: {why}"));
    }
    let outermost =
        packages.iter().filter(|package| package.name.is_some()).min_by_key(|package| depth(package));
    Ok(Detected {
        project_type: project_type.map(|(kind, _)| kind),
        name: outermost.and_then(|package| package.name.clone()),
        repository,
        packages,
        evidence,
        notes,
    })
}

fn depth(package: &Package) -> usize {
    if package.folder.is_empty() { 0 } else { package.folder.split('/').count() }
}

/// The template that fits best. A server that no template has rules out the templates with a
/// Node.js server, for their commands and repairs would be wrong.
fn project_type(packages: &[Package]) -> Option<(ProjectType, &'static str)> {
    let has = |framework| packages.iter().any(|package| package.has(framework));
    let foreign = has(Framework::Flask) || has(Framework::FastApi);
    let node = packages.iter().any(|package| matches!(package.role, Role::Backend | Role::Fullstack));
    if has(Framework::Next) {
        Some((ProjectType::NextFullstack, "Next.js is both sides"))
    } else if has(Framework::Django) {
        Some((ProjectType::PythonDjango, "Django is the server"))
    } else if foreign || has(Framework::Nuxt) {
        None
    } else if has(Framework::Vue) {
        Some((
            ProjectType::VueExpress,
            if node { "Vue.js with a Node.js server" } else { "Vue.js without a server" },
        ))
    } else if has(Framework::React) {
        Some((
            ProjectType::ReactNode,
            if node { "React with a Node.js server" } else { "React without a server" },
        ))
    } else {
        None
    }
}

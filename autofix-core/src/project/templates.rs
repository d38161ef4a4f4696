//! The project templates as data.

use crate::model::IssueType;
use serde::Deserialize;
use std::fmt;

/// Kind of project: which template describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ProjectType {
    /// React in the browser, Node.js with Express behind it.
    ReactNode,
    /// Vue.js in the browser, Express behind it.
    VueExpress,
    /// Next.js, both sides in one package.
    NextFullstack,
    /// Django.
    PythonDjango,
}

/// Where a project can be deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Platform {
    /// GitHub Pages: static files from a branch.
    GithubPages,
    /// Vercel.
    Vercel,
    /// Netlify.
    Netlify,
    /// Heroku.
    Heroku,
    /// AWS Amplify.
    AwsAmplify,
    /// AWS Elastic Beanstalk.
    AwsEb,
    /// The App Platform of `DigitalOcean`.
    #[serde(rename = "digitalocean")]
    DigitalOcean,
}

/// One side of a project: what runs in the browser, or what runs on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Side {
    /// Name of the framework.
    pub framework: &'static str,
    /// What runs it; `None` for a browser.
    pub runtime: Option<&'static str>,
    /// What builds it; `None` where nothing is built.
    pub build_tool: Option<&'static str>,
    /// What goes wrong there most often.
    pub common_issues: &'static [IssueType],
}

/// What is usual for one kind of project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProjectTemplate {
    /// The kind.
    pub project_type: ProjectType,
    /// Name for people.
    pub name: &'static str,
    /// The browser's side. A full-stack framework is on both sides.
    pub frontend: Option<Side>,
    /// The server's side.
    pub backend: Option<Side>,
    /// Both sides are one framework in one package.
    pub fullstack: bool,
    /// Where such a project is usually deployed, the most usual first.
    pub deployment_options: &'static [Platform],
}

const NEXT: Side = Side {
    framework: "Next.js",
    runtime: Some("Node.js"),
    build_tool: Some("npm"),
    common_issues: &[IssueType::SSR_ERROR, IssueType::API_ROUTE_ERROR, IssueType::BUILD_OPTIMIZATION],
};

static TEMPLATES: [ProjectTemplate; 4] = [
    ProjectTemplate {
        project_type: ProjectType::ReactNode,
        name: "React + Node.js",
        frontend: Some(Side {
            framework: "React",
            runtime: None,
            build_tool: Some("npm"),
            common_issues: &[IssueType::CORS_ERROR, IssueType::API_ENDPOINT_ERROR, IssueType::BUILD_ERROR],
        }),
        backend: Some(Side {
            framework: "Express",
            runtime: Some("Node.js"),
            build_tool: None,
            common_issues: &[IssueType::PORT_CONFLICT, IssueType::DEPENDENCY_ERROR, IssueType::API_ERROR],
        }),
        fullstack: false,
        deployment_options: &[Platform::Vercel, Platform::Netlify, Platform::GithubPages, Platform::Heroku],
    },
    ProjectTemplate {
        project_type: ProjectType::VueExpress,
        name: "Vue.js + Express",
        frontend: Some(Side {
            framework: "Vue.js",
            runtime: None,
            build_tool: Some("npm"),
            common_issues: &[IssueType::ROUTER_ERROR, IssueType::COMPONENT_ERROR, IssueType::BUILD_ERROR],
        }),
        backend: Some(Side {
            framework: "Express",
            runtime: Some("Node.js"),
            build_tool: None,
            common_issues: &[
                IssueType::MIDDLEWARE_ERROR,
                IssueType::ROUTE_ERROR,
                IssueType::DATABASE_CONNECTION,
            ],
        }),
        fullstack: false,
        deployment_options: &[Platform::Netlify, Platform::Vercel, Platform::AwsAmplify],
    },
    ProjectTemplate {
        project_type: ProjectType::NextFullstack,
        name: "Next.js Full-stack",
        frontend: Some(NEXT),
        backend: Some(NEXT),
        fullstack: true,
        deployment_options: &[Platform::Vercel, Platform::Netlify, Platform::AwsAmplify],
    },
    ProjectTemplate {
        project_type: ProjectType::PythonDjango,
        name: "Python Django",
        frontend: None,
        backend: Some(Side {
            framework: "Django",
            runtime: Some("Python"),
            build_tool: None,
            common_issues: &[IssueType::MIGRATION_ERROR, IssueType::STATIC_FILES, IssueType::DATABASE_ERROR],
        }),
        fullstack: false,
        deployment_options: &[Platform::Heroku, Platform::AwsEb, Platform::DigitalOcean],
    },
];

impl ProjectTemplate {
    /// Every template, in the order of the documentation.
    pub fn all() -> &'static [ProjectTemplate] {
        &TEMPLATES
    }

    /// What goes wrong most often, the browser's side first, each type once.
    pub fn common_issues(&self) -> Vec<IssueType> {
        let mut all: Vec<IssueType> = Vec::new();
        for issue in self.frontend.iter().chain(&self.backend).flat_map(|side| side.common_issues) {
            if !all.contains(issue) {
                all.push(issue.clone());
            }
        }
        all
    }
}

impl ProjectType {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::ReactNode, Self::VueExpress, Self::NextFullstack, Self::PythonDjango];

    /// The name that `.autofix.yml` and the command line use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReactNode => "react-node",
            Self::VueExpress => "vue-express",
            Self::NextFullstack => "next-fullstack",
            Self::PythonDjango => "python-django",
        }
    }

    /// The kind of this name; `None` for a name that is none of them.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// What is usual for it.
    pub fn template(self) -> &'static ProjectTemplate {
        let [react, vue, next, django] = &TEMPLATES;
        match self {
            Self::ReactNode => react,
            Self::VueExpress => vue,
            Self::NextFullstack => next,
            Self::PythonDjango => django,
        }
    }
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 7] = [
        Self::GithubPages,
        Self::Vercel,
        Self::Netlify,
        Self::Heroku,
        Self::AwsAmplify,
        Self::AwsEb,
        Self::DigitalOcean,
    ];

    /// The name that `.autofix.yml` uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::GithubPages => "github-pages",
            Self::Vercel => "vercel",
            Self::Netlify => "netlify",
            Self::Heroku => "heroku",
            Self::AwsAmplify => "aws-amplify",
            Self::AwsEb => "aws-eb",
            Self::DigitalOcean => "digitalocean",
        }
    }

    /// The platform of this name; `None` for a name that is none of them.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|platform| platform.as_str() == name)
    }

    /// It serves files and runs nothing.
    pub fn is_static_only(self) -> bool {
        self == Self::GithubPages
    }
}

impl fmt::Display for ProjectType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

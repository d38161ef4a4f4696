//! The label of an issue: the root cause that has to be repaired.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// The root cause of an issue. A type that AutoFix does not know is kept as it was written,
/// so that a plugin may handle its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IssueType(Cow<'static, str>);

macro_rules! issue_types {
    ($($constant:ident = $name:literal [$($alias:literal),*], $doc:literal;)+) => {
        impl IssueType {
            $(#[doc = $doc] pub const $constant: IssueType = IssueType(Cow::Borrowed($name));)+

            /// Every type that AutoFix itself uses, in the order of the documentation.
            pub const ALL: &'static [IssueType] = &[$(IssueType::$constant),+];

            fn known(name: &str) -> Option<&'static str> {
                match name {
                    $($name $(| $alias)* => Some($name),)+
                    _ => None,
                }
            }
        }
    };
}

issue_types! {
    CORS_ERROR = "cors_error" ["cors", "cors_policy_blocked"],
        "A browser refused a cross-origin call: the server's CORS answer is missing or wrong.";
    API_ENDPOINT_ERROR = "api_endpoint_error" ["api_endpoint"],
        "A client calls a URL that the backend does not serve.";
    BUILD_ERROR = "build_error" ["build_failure"],
        "Bundler, compiler or type checker refuses the project's own source or configuration.";
    PORT_CONFLICT = "port_conflict" [], "Address already in use; a hard-coded or doubly bound port.";
    DEPENDENCY_ERROR = "dependency_error" [],
        "A package is missing, in a wrong or conflicting version, or of the wrong module format.";
    API_ERROR = "api_error" [], "A backend handler throws or answers wrongly at run time.";
    ROUTER_ERROR = "router_error" [], "The client-side router.";
    COMPONENT_ERROR = "component_error" [], "A UI component cannot render.";
    MIDDLEWARE_ERROR = "middleware_error" [], "Server middleware: order, missing `next()`, wrong signature.";
    ROUTE_ERROR = "route_error" [], "A server route: not found, shadowed, bad pattern, name that does not reverse.";
    DATABASE_CONNECTION = "database_connection" [], "A database cannot be reached or refuses the login.";
    SSR_ERROR = "ssr_error" [], "Browser code runs on the server, or the two disagree.";
    API_ROUTE_ERROR = "api_route_error" [], "A Next.js (or like) API route.";
    BUILD_OPTIMIZATION = "build_optimization" [], "Size, memory or prerender limits of a build.";
    MIGRATION_ERROR = "migration_error" [], "Schema migrations.";
    STATIC_FILES = "static_files" [], "Static assets not served or not collected.";
    DATABASE_ERROR = "database_error" [], "The query or the data.";
    CONFIG_ERROR = "config_error" [], "The app's configuration or a secret is missing or wrong.";
    RUNTIME_ERROR = "runtime_error" [], "An ordinary bug in the app's code.";
    UNKNOWN = "unknown" [], "None of these, or a healthy log.";
}

impl IssueType {
    /// Reads a type as people write it: canonical names, the accepted aliases, or a name of their own.
    pub fn new(name: &str) -> Self {
        let name = name.trim();
        match Self::known(name) {
            Some(known) => Self(Cow::Borrowed(known)),
            None => Self(Cow::Owned(name.to_owned())),
        }
    }

    /// The canonical name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is one of AutoFix's own types.
    pub fn is_known(&self) -> bool {
        Self::known(&self.0).is_some()
    }
}

impl fmt::Display for IssueType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

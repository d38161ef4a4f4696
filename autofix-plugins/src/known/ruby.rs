//! Ruby: uncaught exceptions, gems, Rails.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for Ruby without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("gem_missing", T::DEPENDENCY_ERROR, 0.95).any(&[
        "(Bundler::GemNotFound)",
        "Could not find gem '",
        "Bundler could not find compatible versions for gem",
        "(Gem::MissingSpecError)",
        "(Gem::LoadError)",
        "Gem::MissingSpecVersionError",
        "An error occurred while installing ",
        "(Bundler::GemRequireError)",
        "Bundler::VersionConflict",
    ]),
    // A path is a file of the project; a bare name is a gem's.
    S::new("ruby_require_own", T::RUNTIME_ERROR, 0.6)
        .any(&["cannot load such file -- /", "cannot load such file -- ."])
        .readers(&[Reader::Ruby])
        .in_project(),
    S::new("ruby_require_gem", T::DEPENDENCY_ERROR, 0.85)
        .all(&["cannot load such file -- "])
        .none(&["cannot load such file -- /", "cannot load such file -- ."]),
    S::new("ruby_bind", T::PORT_CONFLICT, 0.95).codes(&["Errno::EADDRINUSE"]).severity(Severity::Critical),
    S::new("ruby_database", T::DATABASE_CONNECTION, 0.93).codes(&[
        "PG::ConnectionBad",
        "Mysql2::Error::ConnectionError",
        "ActiveRecord::ConnectionNotEstablished",
        "ActiveRecord::DatabaseConnectionError",
        "ActiveRecord::NoDatabaseError",
        "Redis::CannotConnectError",
    ]),
    S::new("ruby_statement", T::DATABASE_ERROR, 0.85).codes(&[
        "ActiveRecord::StatementInvalid",
        "ActiveRecord::RecordNotUnique",
        "ActiveRecord::NotNullViolation",
    ]),
    S::new("ruby_migration", T::MIGRATION_ERROR, 0.95)
        .codes(&["ActiveRecord::PendingMigrationError", "ActiveRecord::IrreversibleMigration"]),
    S::new("rails_route", T::ROUTE_ERROR, 0.93).codes(&[
        "ActionController::RoutingError",
        "ActionController::UrlGenerationError",
        "AbstractController::ActionNotFound",
    ]),
    S::new("rails_template", T::COMPONENT_ERROR, 0.7)
        .codes(&["ActionView::Template::Error", "ActionView::MissingTemplate"]),
    S::new("ruby_syntax", T::BUILD_ERROR, 0.85)
        .any(&["syntax error", "SyntaxError"])
        .readers(&[Reader::Ruby])
        .in_project(),
    S::new("ruby_bug", T::RUNTIME_ERROR, 0.6)
        .codes(&[
            "NoMethodError",
            "NameError",
            "TypeError",
            "ArgumentError",
            "KeyError",
            "IndexError",
            "ZeroDivisionError",
            "FrozenError",
            "RangeError",
            "FloatDomainError",
            "SystemStackError",
            "LocalJumpError",
            "FiberError",
            "NoMatchingPatternError",
            "NoMatchingPatternKeyError",
            "UncaughtThrowError",
            "StopIteration",
        ])
        .in_app()
        .readers(&[Reader::Ruby])
        .in_project(),
    S::new("ruby_test", T::RUNTIME_ERROR, 0.5).any(&[") Failure:"]).readers(&[Reader::Ruby]).in_project(),
    S::new("ruby_raise", T::RUNTIME_ERROR, 0.35)
        .none(&["Errno::ECONNREFUSED", "(Interrupt)", "SignalException"])
        .in_app()
        .readers(&[Reader::Ruby])
        .in_project(),
];

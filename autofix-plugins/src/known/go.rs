//! Go: panics, its compiler, its tests.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for Go without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("go_module_missing", T::DEPENDENCY_ERROR, 0.95)
        .any(&[
            "no required module provides package",
            "missing go.sum entry",
            "cannot find module providing package",
            "updates to go.mod needed",
            "is not in std",
            "is not in GOROOT",
            "go: errors parsing go.mod",
            "inconsistent vendoring",
        ])
        .none(&["Traceback (most recent call last)"]),
    S::new("go_bind", T::PORT_CONFLICT, 0.95)
        .any(&["bind: address already in use", "bind: Only one usage of each socket address"])
        .severity(Severity::Critical),
    S::new("go_dial_database", T::DATABASE_CONNECTION, 0.9)
        .all(&["dial tcp ", "connect: connection refused"])
        .regex(r"dial tcp \S*:(5432|3306|27017|6379|1433|26257|9042): connect: connection refused"),
    S::new("go_build", T::BUILD_ERROR, 0.85)
        .any(&[".go:"])
        .regex(r"(?m)^(vet: )?\S+\.go:\d+:\d+: ")
        .readers(&[Reader::Go])
        .in_project(),
    S::new("go_panic", T::RUNTIME_ERROR, 0.6)
        .any(&["goroutine "])
        .in_app()
        .readers(&[Reader::Go])
        .in_project(),
    S::new("go_race", T::RUNTIME_ERROR, 0.7).any(&["DATA RACE"]).readers(&[Reader::Go]).in_project(),
    S::new("go_test", T::RUNTIME_ERROR, 0.5).any(&["--- FAIL: "]).readers(&[Reader::Go]).in_project(),
];

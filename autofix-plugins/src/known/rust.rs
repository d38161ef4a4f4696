//! Rust: panics, answers of `main`, its compiler and cargo.

use autofix_core::classify::Signature as S;
use autofix_core::ingest::Reader;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for Rust without a repair of their own.
pub static SIGNATURES: &[S] = &[
    S::new("cargo_package", T::DEPENDENCY_ERROR, 0.95).any(&[
        "error: no matching package named `",
        "error: failed to select a version for",
        "error: no matching package found",
        "error: failed to get `",
        "use of unresolved module or unlinked crate `",
        "use of undeclared crate or module `",
        "error: failed to load manifest for dependency",
    ]),
    S::new("rust_crate", T::DEPENDENCY_ERROR, 0.95)
        .any(&["maybe a missing crate `", "can't find crate for `", "if you wanted to use a crate named `"])
        .readers(&[Reader::Rust]),
    S::new("rust_bind", T::PORT_CONFLICT, 0.95)
        .codes(&["AddrInUse"])
        .readers(&[Reader::Rust])
        .severity(Severity::Critical),
    S::new("rust_bind_words", T::PORT_CONFLICT, 0.9)
        .any(&[
            "Address already in use (os error 98)",
            "Address already in use (os error 48)",
            "(os error 10048)",
        ])
        .severity(Severity::Critical),
    S::new("rust_build", T::BUILD_ERROR, 0.85)
        .any(&["--> "])
        .regex(r"(?m)^error(\[E\d{4}\])?: ")
        .readers(&[Reader::Rust])
        .in_project(),
    S::new("rust_panic", T::RUNTIME_ERROR, 0.6).any(&["panicked at "]).readers(&[Reader::Rust]).in_project(),
    S::new("rust_overflow", T::RUNTIME_ERROR, 0.6)
        .any(&["has overflowed its stack"])
        .readers(&[Reader::Rust])
        .in_project(),
    S::new("rust_answer", T::RUNTIME_ERROR, 0.5)
        .any(&["Error: "])
        .none(&["ConnectionRefused", "PermissionDenied", "kind: NotFound"])
        .readers(&[Reader::Rust])
        .in_project(),
    S::new("cargo_sums_up", T::UNKNOWN, 0.2)
        .any(&["error: could not compile `", "error: test failed, to rerun pass", "error: aborting due to"])
        .echo()
        .severity(Severity::Low),
];

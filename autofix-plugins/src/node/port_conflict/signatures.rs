//! How an address in use looks.

use autofix_core::classify::Signature as S;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures of [`T::PORT_CONFLICT`].
pub static SIGNATURES: &[S] = &[
    S::new("eaddrinuse", T::PORT_CONFLICT, 0.98).codes(&["EADDRINUSE"]).severity(Severity::Critical),
    S::new("address_in_use", T::PORT_CONFLICT, 0.96)
        .any(&[
            "address already in use",
            "only one usage of each socket address",
            "port is already allocated",
            "port is already in use",
        ])
        .insensitive()
        .severity(Severity::Critical),
    S::new("port_in_use", T::PORT_CONFLICT, 0.95)
        .regex(r"(?i)\bport[: ]+\d+ (is|was) (already )?(in use|being used|occupied|taken|used)")
        .any(&["in use", "being used", "occupied", "taken", "already used"])
        .insensitive()
        .severity(Severity::Critical),
    S::new("cannot_bind", T::PORT_CONFLICT, 0.85).any(&[
        "Connection in use: (",
        "could not create any TCP/IP sockets",
        "WinError 10048",
        "Errno 48",
        "Errno 98",
    ]),
    S::new("something_running", T::PORT_CONFLICT, 0.9).any(&[
        "Something is already running on port",
        "Another process is already listening",
        "Is another postmaster already running",
        "Ports are not available",
        "Do you already have another mysqld server running",
    ]),
];

//! Web servers, proxies and databases themselves: what they write of their own configuration.

use autofix_core::classify::Signature as S;
use autofix_core::model::{IssueType as T, Severity};

/// Signatures for the programs around a project.
pub static SIGNATURES: &[S] = &[
    S::new("nginx_refuses_to_start", T::CONFIG_ERROR, 0.92)
        .all(&["[emerg]"])
        .none(&["Address already in use"])
        .severity(Severity::Critical),
    S::new("nginx_limit", T::CONFIG_ERROR, 0.85).any(&[
        "client intended to send too large body",
        "no resolver defined to resolve",
        "upstream sent too big header",
    ]),
    S::new("apache_configuration", T::CONFIG_ERROR, 0.92)
        .any(&["AH00526", "AH01630", "AH00534", "AH00558: Could not", "Invalid command '", "was not closed."])
        .regex(r"(AH\d{5}|Syntax error on line \d+ of )")
        .severity(Severity::Critical),
    S::new("apache_syntax", T::CONFIG_ERROR, 0.9).all(&["Syntax error on line ", ".conf"]),
    S::new("haproxy_configuration", T::CONFIG_ERROR, 0.92).any(&["[ALERT]"]).regex(
        r"\[ALERT\].* : (config : )?(parsing \[|Error\(s\) found in configuration|Fatal errors found)",
    ),
    S::new("mysql_option", T::CONFIG_ERROR, 0.92).any(&["unknown variable '", "unknown option '--"]),
    S::new("postgres_configuration", T::CONFIG_ERROR, 0.93).any(&[
        "FATAL:  configuration file \"",
        "FATAL:  unrecognized",
        "LOG:  unrecognized",
        "LOG:  invalid value",
    ]),
    S::new("redis_configuration", T::CONFIG_ERROR, 0.95).any(&["FATAL CONFIG FILE ERROR"]),
];

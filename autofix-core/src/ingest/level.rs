//! How bad a program says a line is.

use serde_json::Value;

/// How bad a program says a line is, from harmless to bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Debugging and tracing.
    Debug,
    /// Information and notices.
    Info,
    /// Warnings.
    Warn,
    /// Errors and everything worse.
    Error,
}

impl Level {
    /// Reads a level's name in any case; `None` when it is no level.
    pub(crate) fn named(name: &str) -> Option<Self> {
        // The longest name has eleven letters.
        if name.len() > 11 {
            return None;
        }
        Some(match name.to_ascii_lowercase().as_str() {
            "trace" | "debug" | "verbose" | "silly" | "fine" | "finer" | "finest" | "dbg" | "trc" => {
                Self::Debug
            }
            "info" | "information" | "notice" | "inf" | "log" | "default" | "http" | "config" => Self::Info,
            "warn" | "warning" | "wrn" => Self::Warn,
            "error" | "err" | "fatal" | "critical" | "crit" | "severe" | "alert" | "emerg" | "emergency"
            | "panic" | "dpanic" | "ftl" | "fail" => Self::Error,
            _ => return None,
        })
    }

    /// The level of a structured record: a name, or a number as pino and bunyan (10 to 60) and Monolog
    /// (100 to 600) write it.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::String(name) => Self::named(name),
            Value::Number(number) => Some(match number.as_u64()? {
                10..=20 | 100 => Self::Debug,
                30 | 200..=299 => Self::Info,
                40 | 300..=399 => Self::Warn,
                50..=60 | 400..=600 => Self::Error,
                _ => return None,
            }),
            _ => None,
        }
    }

    /// The severity of syslog, RFC 5424, section 6.2.1.
    pub(super) fn syslog(severity: u8) -> Self {
        match severity {
            0..=3 => Self::Error,
            4 => Self::Warn,
            5 | 6 => Self::Info,
            _ => Self::Debug,
        }
    }
}

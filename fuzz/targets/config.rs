//! Any bytes as the configuration: read or refused, and the refusal can be shown.
#![no_main]

use autofix_core::config::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match Config::parse(".autofix.yml", bytes) {
        Ok(config) => assert_eq!(Config::parse("other.yml", bytes).ok(), Some(config)),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

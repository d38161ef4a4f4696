//! Which variables a command gets.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

/// Passed on as they are: how to find programs, who the user is, language, toolchains.
const NAMES: &[&str] = &[
    "CARGO_HOME",
    "COMSPEC",
    "DENO_DIR",
    "DOTNET_ROOT",
    "FNM_DIR",
    "GOCACHE",
    "GOMODCACHE",
    "GOPATH",
    "GOROOT",
    "HOME",
    "JAVA_HOME",
    "LANG",
    "LANGUAGE",
    "LD_LIBRARY_PATH",
    "LOGNAME",
    "NVM_BIN",
    "NVM_DIR",
    "PATH",
    "PATHEXT",
    "PNPM_HOME",
    "PYENV_ROOT",
    "RUSTUP_HOME",
    "RUSTUP_TOOLCHAIN",
    "SHELL",
    "SSL_CERT_DIR",
    "SSL_CERT_FILE",
    "SYSTEMDRIVE",
    "SYSTEMROOT",
    "TZ",
    "USER",
    "USERNAME",
    "USERPROFILE",
    "VIRTUAL_ENV",
    "VOLTA_HOME",
    "WINDIR",
];

/// Whole families, by how their names begin.
const FAMILIES: &[&str] = &["COREPACK_", "LC_", "NODE_", "NPM_CONFIG_", "PYTHON"];

/// A part of a name that says that the value is to be kept secret.
const SECRET: &[&str] = &["AUTH", "CREDENTIAL", "KEY", "PASS", "SECRET", "TOKEN"];

/// The environment of a command: what is known to be needed and harmless, a temporary folder of its
/// own, plain output, and what the caller gives.
pub(super) fn of(
    temporary: &Path,
    mark: &str,
    given: &BTreeMap<String, String>,
) -> BTreeMap<OsString, OsString> {
    let mut variables: BTreeMap<OsString, OsString> =
        std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(passes)).collect();
    for name in ["TMPDIR", "TMP", "TEMP"] {
        variables.insert(name.into(), temporary.into());
    }
    for (name, value) in [
        ("CI", "1"),
        ("NO_COLOR", "1"),
        ("TERM", "dumb"),
        // Those would write below the home folder, which is refused, or ask the network.
        ("NPM_CONFIG_UPDATE_NOTIFIER", "false"),
        ("NPM_CONFIG_FUND", "false"),
        ("NEXT_TELEMETRY_DISABLED", "1"),
        ("PYTHONDONTWRITEBYTECODE", "1"),
        ("PYTHONUNBUFFERED", "1"),
        (super::group::MARK, mark),
    ] {
        variables.insert(name.into(), value.into());
    }
    variables.insert("NPM_CONFIG_LOGS_DIR".into(), temporary.join("npm-logs").into());
    variables.extend(given.iter().map(|(name, value)| (name.into(), value.into())));
    variables
}

fn passes(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    let wanted = NAMES.contains(&name.as_str()) || FAMILIES.iter().any(|family| name.starts_with(family));
    wanted && !SECRET.iter().any(|secret| name.contains(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_stay_here() {
        for name in ["PATH", "HOME", "LC_ALL", "NODE_OPTIONS", "npm_config_registry", "PYTHONPATH"] {
            assert!(passes(name), "{name}");
        }
        for name in [
            "AWS_SECRET_ACCESS_KEY",
            "DATABASE_URL",
            "GITHUB_TOKEN",
            "NODE_AUTH_TOKEN",
            "NPM_TOKEN",
            "npm_config_//host/:_authToken",
            "npm_config__password",
            "SSH_AUTH_SOCK",
            "FORCE_COLOR",
        ] {
            assert!(!passes(name), "{name}");
        }
        let given = BTreeMap::from([("API_KEY".to_owned(), "asked for".to_owned())]);
        let variables = of(Path::new("/tmp/x"), "1", &given);
        assert_eq!(variables.get(&OsString::from("API_KEY")), Some(&OsString::from("asked for")));
        assert_eq!(variables.get(&OsString::from("TMPDIR")), Some(&OsString::from("/tmp/x")));
    }
}

//! What is known of packages whose versions draw a line: the last major that `require` can load, and the
//! last one that runs on an older Node.

/// Package and its last release that is CommonJS.
const LAST_COMMON_JS: &[(&str, &str)] = &[
    ("chalk", "4.1.2"),
    ("del", "6.1.1"),
    ("execa", "5.1.1"),
    ("file-type", "16.5.4"),
    ("find-up", "5.0.0"),
    ("formidable", "2.1.2"),
    ("get-port", "5.1.1"),
    ("globby", "11.1.0"),
    ("got", "11.8.6"),
    ("inquirer", "8.2.6"),
    ("lowdb", "1.0.0"),
    ("nanoid", "3.3.11"),
    ("node-fetch", "2.7.0"),
    ("open", "8.4.2"),
    ("ora", "5.4.1"),
    ("p-limit", "3.1.0"),
    ("p-queue", "6.6.2"),
    ("pretty-bytes", "5.6.0"),
    ("query-string", "7.1.3"),
    ("slugify", "1.6.6"),
    ("strip-ansi", "6.0.1"),
    ("uuid", "9.0.1"),
    ("wrap-ansi", "7.0.0"),
];

/// The last release of a package that `require` can load.
pub(super) fn last_common_js(name: &str) -> Option<&'static str> {
    LAST_COMMON_JS.iter().find(|(known, _)| *known == name).map(|(_, version)| *version)
}

/// Package, the oldest Node that its newest major runs on, and the last release for older ones.
const NEEDS_NODE: &[(&str, u32, &str)] = &[
    ("better-sqlite3", 22, "11.8.1"),
    ("chalk", 22, "5.4.1"),
    ("commander", 22, "13.1.0"),
    ("execa", 22, "9.5.2"),
    ("got", 22, "14.4.5"),
    ("jsdom", 22, "26.0.0"),
    ("nanoid", 22, "5.1.5"),
    ("react-router", 22, "7.1.1"),
    ("undici", 22, "6.21.1"),
];

/// The release of a package that a Node still runs; `None` where the newest does.
pub(super) fn for_node(name: &str, node: u32) -> Option<&'static str> {
    (NEEDS_NODE.iter())
        .find(|(known, oldest, _)| *known == name && node < *oldest)
        .map(|(.., version)| *version)
}

/// The major version of Node that a log prints.
pub(super) fn node_major(log: &str) -> Option<u32> {
    let (_, rest) = log.rsplit_once("Node.js v")?;
    rest.split('.').next()?.parse().ok()
}

/// Programs that scripts call, where their package has another name.
const PROGRAMS: &[(&str, &str)] = &[
    ("tsc", "typescript"),
    ("ng", "@angular/cli"),
    ("nest", "@nestjs/cli"),
    ("vue-cli-service", "@vue/cli-service"),
    ("vue-tsc", "vue-tsc"),
    ("babel", "@babel/cli"),
    ("webpack", "webpack"),
    ("playwright", "@playwright/test"),
    ("sequelize", "sequelize-cli"),
];

/// The package that brings a program.
pub(super) fn package_of_program(program: &str) -> &str {
    PROGRAMS.iter().find(|(known, _)| *known == program).map_or(program, |(_, package)| *package)
}

/// The leading number of a version or range: 18 of `^18.2.0`.
pub(super) fn major(version: &str) -> Option<u32> {
    let digits = version.trim_start_matches(|c: char| !c.is_ascii_digit());
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

/// The package of declarations for a package: `@types/x`, `@types/scope__x`.
pub(super) fn types_of(name: &str) -> String {
    match name.strip_prefix('@').and_then(|name| name.split_once('/')) {
        Some((scope, name)) => format!("@types/{scope}__{name}"),
        None => format!("@types/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(major("^18.2.0"), Some(18));
        assert_eq!(major(">=4"), Some(4));
        assert_eq!(major("latest"), None);
        assert_eq!(node_major("…\nNode.js v20.11.1\n"), Some(20));
        assert_eq!(types_of("@scope/pkg"), "@types/scope__pkg");
    }

    #[test]
    fn tables_are_sorted_and_whole() {
        assert!(LAST_COMMON_JS.is_sorted_by_key(|(name, _)| *name));
        assert!(NEEDS_NODE.is_sorted_by_key(|(name, ..)| *name));
    }
}

//! Versions of the compiler.

/// The oldest that the project builds with.
pub(crate) const NEEDED: &str = env!("CARGO_PKG_RUST_VERSION");

/// The numbers of a version such as `1.96.0`; none where anything else stands there.
pub(crate) fn numbers(version: &str) -> Option<Vec<u32>> {
    version.split('.').map(|number| number.parse().ok()).collect()
}

/// Whether the project builds with this version.
pub(crate) fn is_enough(version: &[u32]) -> bool {
    numbers(NEEDED).is_some_and(|needed| version >= needed.as_slice())
}

/// The version of the compiler in that of a Debian package: `1.96.0` of `1.96.0+dfsg1-1~deb12u2`.
pub(crate) fn upstream(package: &str) -> &str {
    package.split(|c: char| !c.is_ascii_digit() && c != '.').next().unwrap_or_default()
}

/// Whether the project builds with this version, given as a text.
pub(crate) fn is_enough_text(version: &str) -> bool {
    numbers(version).is_some_and(|numbers| is_enough(&numbers))
}

#[cfg(test)]
mod tests {
    use super::{is_enough_text, numbers, upstream};

    #[test]
    fn versions_are_compared_by_number() {
        for (version, enough) in [("1.95.0", true), ("1.100.0", true), ("1.9.9", false), ("2.0.0", true)] {
            assert_eq!(is_enough_text(version), enough, "{version}");
        }
        assert_eq!(numbers("1.96.0.partial"), None);
        assert_eq!(upstream("1.96.0+dfsg1-1~deb12u2"), "1.96.0");
    }
}

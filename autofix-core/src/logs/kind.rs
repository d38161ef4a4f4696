//! What kinds of values a line holds.

/// The kind of a value, told from its bytes alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[repr(u8)]
pub enum Kind {
    /// A number: digits, a sign, a fraction, an exponent, a percent sign.
    Number = 1,
    /// A number in base sixteen, with its `0x`, or a long run of such digits.
    Hex,
    /// An address of a network, version 4 or 6, with its prefix length where one is written.
    Ip,
    /// An address with a port.
    IpPort,
    /// The name of a host, with a port where one is written.
    Host,
    /// A URL.
    Url,
    /// A path of a file system.
    Path,
    /// A UUID.
    Uuid,
    /// An address of a network card.
    Mac,
    /// A date, a time of day, or both.
    Time,
    /// A number with a unit of time.
    Duration,
    /// A number with a unit of storage.
    Size,
    /// A version with two points at least.
    Version,
    /// An e-mail address.
    Email,
    /// A text in quotation marks that stands for a key, marks included.
    Quoted,
    /// `true` or `false` that stands for a key.
    Bool,
    /// The sum of some content in base sixteen, 32 digits at least.
    Hash,
    /// A word with digits in it.
    Identifier,
    /// A word that stands for a key.
    Word,
    /// Values of which the template does not say the number, or a word of which there are many.
    Any,
}

/// Every kind, in the order of their codes.
const ALL: [Kind; 20] = [
    Kind::Number,
    Kind::Hex,
    Kind::Ip,
    Kind::IpPort,
    Kind::Host,
    Kind::Url,
    Kind::Path,
    Kind::Uuid,
    Kind::Mac,
    Kind::Time,
    Kind::Duration,
    Kind::Size,
    Kind::Version,
    Kind::Email,
    Kind::Quoted,
    Kind::Bool,
    Kind::Hash,
    Kind::Identifier,
    Kind::Word,
    Kind::Any,
];

impl Kind {
    /// Its name in templates: `number` is printed as `<number>`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Hex => "hex",
            Self::Ip => "ip",
            Self::IpPort => "ip:port",
            Self::Host => "host",
            Self::Url => "url",
            Self::Path => "path",
            Self::Uuid => "uuid",
            Self::Mac => "mac",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Size => "size",
            Self::Version => "version",
            Self::Email => "email",
            Self::Quoted => "quoted",
            Self::Bool => "bool",
            Self::Hash => "hash",
            Self::Identifier => "id",
            Self::Word => "word",
            Self::Any => "*",
        }
    }

    /// The byte that stands for a value of this kind in a skeleton; no byte of a text is below a blank there.
    pub(super) fn code(self) -> u8 {
        self as u8
    }

    /// The kind of such a byte.
    pub(super) fn of_code(code: u8) -> Option<Self> {
        ALL.get(usize::from(code).checked_sub(1)?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_kinds_are_one_to_one() {
        for kind in ALL {
            assert_eq!(Kind::of_code(kind.code()), Some(kind));
            assert!(kind.code() < b' ');
        }
        assert_eq!((Kind::of_code(0), Kind::of_code(b' ')), (None, None));
    }
}

//! The classes of bytes: one look in a table decides what a byte can be.

/// A decimal digit.
pub(super) const DIGIT: u8 = 1;
/// A letter, or a byte of a character beyond ASCII.
pub(super) const LETTER: u8 = 1 << 1;
/// What ends a chunk and stands for itself: brackets, quotation marks, `,;|=`.
pub(super) const HARD: u8 = 1 << 2;
/// Blanks and control characters.
pub(super) const GAP: u8 = 1 << 3;
/// Inside of a chunk: the point.
pub(super) const POINT: u8 = 1 << 4;
/// Inside of a chunk: the colon.
pub(super) const COLON: u8 = 1 << 5;
/// Inside of a chunk: slashes of both kinds and `@`.
pub(super) const SLASH: u8 = 1 << 6;
/// Inside of a chunk: every other mark.
pub(super) const MARK: u8 = 1 << 7;

/// What ends a chunk.
pub(super) const END: u8 = HARD | GAP;

const fn class(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => DIGIT,
        b'a'..=b'z' | b'A'..=b'Z' | 0x80..=0xff => LETTER,
        0..=b' ' | 0x7f => GAP,
        b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'<' | b'>' | b',' | b';' | b'|' | b'='
        | b'`' => HARD,
        b'.' => POINT,
        b':' => COLON,
        b'/' | b'\\' | b'@' => SLASH,
        _ => MARK,
    }
}

static CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "below 256")]
        {
            table[byte] = class(byte as u8);
        }
        byte += 1;
    }
    table
};

/// The class of a byte.
#[inline]
pub(super) fn of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

//! Numbers of payment cards, told by their issuer's first digits, their length and their checksum.

/// Fewest digits of a card's number.
const FEWEST: usize = 14;

/// Whether a line has digits enough for a card's number; asked of every line.
pub(super) fn may_hold(line: &str) -> bool {
    line.len() >= FEWEST && line.bytes().map(|b| usize::from(b.is_ascii_digit())).sum::<usize>() >= FEWEST
}

/// Replaces the numbers of cards.
pub(super) fn redact(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let mut from = 0;
    let mut at = 0;
    while at < bytes.len() {
        let begins =
            bytes[at].is_ascii_digit() && !at.checked_sub(1).is_some_and(|before| is_word(bytes[before]));
        if !begins {
            at += 1;
            continue;
        }
        let (end, digits) = run(bytes, at);
        let alone = !bytes.get(end).is_some_and(|b| is_word(*b));
        if alone && is_card(&digits) {
            out.push_str(&text[from..at]);
            out.push_str("<redacted:card>");
            from = end;
        }
        at = end.max(at + 1);
    }
    (from > 0).then(|| out + &text[from..])
}

fn is_word(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-')
}

/// Digits from `at` on, in groups parted by one kind of separator; where they end, and what they are.
fn run(bytes: &[u8], at: usize) -> (usize, Vec<u8>) {
    let mut digits = Vec::new();
    let mut separator = None;
    let mut end = at;
    while let Some(&b) = bytes.get(end) {
        let next_is_digit = bytes.get(end + 1).is_some_and(u8::is_ascii_digit);
        if b.is_ascii_digit() {
            digits.push(b - b'0');
        } else if matches!(b, b' ' | b'-') && next_is_digit && separator.is_none_or(|known| known == b) {
            separator = Some(b);
        } else {
            break;
        }
        end += 1;
    }
    (end, digits)
}

fn is_card(digits: &[u8]) -> bool {
    let &[first, second, ..] = digits else { return false };
    // ISO/IEC 7812: the first two digits of the large networks.
    let issued = matches!(
        (digits.len(), 10 * first + second),
        (14, 30 | 36 | 38 | 39)
            | (15, 34 | 37)
            | (16, 22..=27 | 35 | 51..=55)
            | (16 | 19, 40..=49 | 60 | 62 | 64 | 65)
    );
    issued && luhn(digits)
}

/// The checksum of ISO/IEC 7812-1, annex B.
fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let digit = u32::from(*digit) * if at % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_checksum_confirms_goes() {
        for (raw, clean) in [
            ("card 4111 1111 1111 1111 refused", "card <redacted:card> refused"),
            ("pan=5555555555554444,", "pan=<redacted:card>,"),
            ("378282246310005 and 4111-1111-1111-1111", "<redacted:card> and <redacted:card>"),
        ] {
            assert!(may_hold(raw));
            assert_eq!(redact(raw).as_deref(), Some(clean));
        }
        for text in [
            "4111 1111 1111 1112",
            "order 1763850000000123 at 1763850000000",
            "id-4111111111111111",
            "2026-11-22 10:00:00 2026-11-22",
            "4111111111111111.5",
            "x4111111111111111",
        ] {
            assert_eq!(redact(text), None, "{text}");
        }
    }
}

//! How deep a text may nest, told from its characters before a parser that recurses sees it.

/// Refused above this: no person writes it, and a stack of 1 MiB holds it.
const LIMIT: u32 = 500;

/// Words after which an expression or statement goes on one level deeper.
const PREFIXES: &[&str] = &[
    "if",
    "else",
    "for",
    "while",
    "do",
    "new",
    "await",
    "typeof",
    "void",
    "delete",
    "yield",
    "async",
    "export",
    "extends",
    "case",
    "return",
    "throw",
    "with",
    "default",
    "class",
    "function",
    "in",
    "of",
    "as",
    "satisfies",
    "keyof",
    "infer",
    "readonly",
    "unique",
    "abstract",
    "asserts",
    "is",
    "declare",
    "import",
    "static",
    "type",
];

/// Whether brackets, prefix operators, right-associative operators and prefix words nest too deeply.
/// Strings and comments are counted as code, which errs on the safe side.
pub(super) fn too_deep(text: &str) -> bool {
    let mut open: Vec<(u32, u32)> = Vec::new();
    let (mut outer, mut run, mut chain) = (0_u32, 0_u32, 0_u32);
    let mut after_else = false;
    let mut previous = b' ';
    let mut pending = false;
    let mut word_start = None;
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let in_word = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 0x80;
        if in_word {
            word_start.get_or_insert(at);
            previous = byte;
            continue;
        }
        if let Some(start) = word_start.take() {
            let word = &bytes[start..at];
            pending = PREFIXES.iter().any(|prefix| prefix.as_bytes() == word);
            run += u32::from(pending);
            // `else if` is a statement inside a statement, whatever separates them.
            chain += u32::from(after_else && word == b"if");
            after_else = word == b"else";
        }
        match byte {
            b'(' | b'[' | b'{' => {
                open.push((run, chain));
                outer += run + chain + 1;
                (run, chain) = (0, 0);
            }
            b')' | b']' | b'}' => {
                if let Some((before, chained)) = open.pop() {
                    outer -= before + chained + 1;
                    chain = chained;
                    // A block ends a statement; a condition in parentheses does not.
                    run = if byte == b'}' { 0 } else { before };
                }
            }
            b';' | b',' => run = 0,
            b'\n'
                if !pending
                    && (previous.is_ascii_alphanumeric()
                        || matches!(previous, b'"' | b'\'' | b'`' | b'}')) =>
            {
                run = 0;
            }
            b'=' | b'?' | b':' | b'<' | b'.' if byte != b'.' || previous == b'.' => run += 1,
            b'!' | b'~' | b'+' | b'-' | b'*' | b'&' | b'|' | b'>' | b'@' | b'#'
                if !(previous.is_ascii_alphanumeric() || matches!(previous, b')' | b']' | b'_' | b'$')) =>
            {
                run += 1;
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            previous = byte;
            pending = false;
        }
        if outer + run + chain > LIMIT {
            return true;
        }
    }
    false
}

/// The candidate that a misspelt word most likely meant: at most a third of its letters wrong, or
/// the only one that has the word in it. Case, and `-` against `_`, count as nothing.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    // A word far longer than any name is no misspelling, and comparing costs the square of it.
    if word.is_empty() || word.len() > 64 {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let word = plain(word);
    let allowed = (word.chars().count() / 3).max(1);
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let distance = |candidate: &&&str| strsim::damerau_levenshtein(&word, &plain(candidate));
    let close = candidates.iter().filter(|candidate| distance(candidate) <= allowed).min_by_key(distance);
    let mut holding =
        candidates.iter().filter(|candidate| word.len() >= 3 && plain(candidate).contains(&word));
    close.or_else(|| holding.next().filter(|_| holding.next().is_none())).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspelt_words_find_their_own() {
        let words = ["react-node", "aws-amplify", "aws-eb", "vercel", "name"];
        let cases = [
            ("versel", Some("vercel")),
            ("VERCEL", Some("vercel")),
            ("react_node", Some("react-node")),
            ("react", Some("react-node")),
            ("naem", Some("name")),
            ("aws", None),
            ("xyz", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, words), expected, "{word}");
        }
        assert_eq!(nearest(&"a".repeat(100_000), words), None);
    }
}

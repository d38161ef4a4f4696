use super::modules::{ImportFact, imports};
use crate::syntax::tree::Module;
use crate::syntax::{Language, parse};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// Bytes of text whose trees are kept at most; a tree is some twenty times its text.
const TEXTS: usize = 2 << 20;

/// A file with its text and tree.
#[derive(Debug)]
pub struct ModuleFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its tree.
    pub tree: Arc<Module>,
    imports: OnceLock<Vec<ImportFact>>,
}

impl ModuleFile {
    /// Its imports, as [`imports`] tells them; read once.
    pub fn imports(&self) -> &[ImportFact] {
        self.imports.get_or_init(|| imports(&self.tree))
    }
}

type Key = (Language, [u8; 32]);

/// Trees by content: what did not change is not parsed again, not even in another workspace.
#[derive(Debug, Default)]
pub struct FactCache {
    trees: Mutex<Trees>,
}

#[derive(Debug, Default)]
struct Trees {
    by_key: HashMap<Key, (Arc<Module>, usize)>,
    keys: Vec<Key>,
    bytes: usize,
}

impl Trees {
    /// Keeps a tree, in the place of others where there is no room. Questions go over all files in
    /// turn, again and again: were the oldest tree the one to go, none would ever be met again. So any
    /// may go, chosen by the digest of the new one.
    fn keep(&mut self, key: Key, tree: &Arc<Module>, bytes: usize) {
        if bytes > TEXTS || self.by_key.insert(key, (Arc::clone(tree), bytes)).is_some() {
            return;
        }
        self.bytes += bytes;
        while self.bytes > TEXTS && !self.keys.is_empty() {
            let at =
                key.1.iter().take(4).fold(0, |at, byte| (at << 8) | usize::from(*byte)) % self.keys.len();
            let gone = self.by_key.remove(&self.keys.swap_remove(at));
            self.bytes -= gone.map_or(0, |(_, bytes)| bytes);
        }
        self.keys.push(key);
    }
}

impl FactCache {
    /// A file's tree, parsed unless it is known.
    pub fn module(&self, path: &str, language: Language, text: Arc<str>) -> Arc<ModuleFile> {
        let key = (language, Sha256::digest(text.as_bytes()).into());
        let known = self.trees().by_key.get(&key).map(|(tree, _)| Arc::clone(tree));
        let tree = known.unwrap_or_else(|| {
            let tree = Arc::new(parse(language, &text).unwrap_or_default());
            self.trees().keep(key, &tree, text.len());
            tree
        });
        Arc::new(ModuleFile { path: path.to_owned(), text, tree, imports: OnceLock::new() })
    }

    fn trees(&self) -> MutexGuard<'_, Trees> {
        self.trees.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_stays_within_its_bound() {
        let cache = FactCache::default();
        let text = |number: usize| format!("const n{number} = `{}`;", "x".repeat(TEXTS / 50));
        for number in (0..200).chain(0..200) {
            let file = cache.module("a.js", Language::JavaScript, text(number).into());
            assert_eq!(file.tree.body.len(), 1);
            let trees = cache.trees();
            assert!(trees.bytes <= TEXTS, "{} bytes", trees.bytes);
            assert_eq!(trees.keys.len(), trees.by_key.len());
            assert_eq!(trees.by_key.values().map(|(_, bytes)| bytes).sum::<usize>(), trees.bytes);
        }
        let again = cache.module("a.js", Language::JavaScript, text(199).into());
        let known = cache.module("b.js", Language::JavaScript, text(199).into());
        assert!(Arc::ptr_eq(&again.tree, &known.tree), "a tree that was just read is met again");
        let large = "/".repeat(TEXTS + 1);
        cache.module("c.js", Language::JavaScript, large.into());
        assert!(cache.trees().bytes <= TEXTS);
    }
}

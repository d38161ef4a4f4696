use crate::syntax::tree::Module;
use crate::syntax::{Language, parse};
use sha2::{Digest, Sha256};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

/// Trees kept at most; a tree is some twenty times its text.
const TREES: usize = 128;

/// A file with its text and tree.
#[derive(Debug)]
pub struct ModuleFile {
    /// Its path.
    pub path: String,
    /// Its text.
    pub text: Arc<str>,
    /// Its tree.
    pub tree: Arc<Module>,
}

type Key = (Language, [u8; 32]);

/// Trees by content: what did not change is not parsed again, not even in another workspace.
#[derive(Debug, Default)]
pub struct FactCache {
    trees: Mutex<Trees>,
}

/// Trees by key, and the keys in the order in which they came.
type Trees = (HashMap<Key, Arc<Module>>, VecDeque<Key>);

impl FactCache {
    /// A file's tree, parsed unless it is known.
    pub fn module(&self, path: &str, language: Language, text: Arc<str>) -> Arc<ModuleFile> {
        let key = (language, Sha256::digest(text.as_bytes()).into());
        let known = self.trees.lock().unwrap_or_else(PoisonError::into_inner).0.get(&key).cloned();
        let tree = known.unwrap_or_else(|| {
            let tree = Arc::new(parse(language, &text).unwrap_or_default());
            let (trees, order) = &mut *self.trees.lock().unwrap_or_else(PoisonError::into_inner);
            if trees.insert(key, Arc::clone(&tree)).is_none() {
                order.push_back(key);
            }
            if order.len() > TREES
                && let Some(oldest) = order.pop_front()
            {
                trees.remove(&oldest);
            }
            tree
        });
        Arc::new(ModuleFile { path: path.to_owned(), text, tree })
    }
}

//! The frames of a stack by the project's own files: through a source map where the script has one in the
//! workspace, else by the path alone.

mod places;

use crate::facts::{Enclosing, FactCache, Facts, enclosing};
use crate::ingest::{Original, PathMap, SourceMap, decode_url, in_app, is_script, percent, reference};
use crate::model::Frame;
use crate::workspace::{Workspace, file_name, join, parent};
use places::{OUTPUT, Spelling, roots, spellings};
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Scripts that are looked for, for one index.
const SCRIPTS: usize = 256;
/// Files that are asked for in one run, most of which are not there.
const READS: usize = 16_384;
/// Bytes of scripts and maps that are read for one index.
const BYTES: usize = 256 << 20;
/// Bytes that the maps of one index take once they are decoded. The last one may go beyond.
const WEIGHT: usize = 256 << 20;

/// The files of a workspace, ready to name frames by. What was found of a script is kept, so that the same stack
/// again costs a look-up. It does not see files that come or go later.
pub struct FileIndex {
    files: Arc<[String]>,
    paths: PathMap,
    roots: Vec<String>,
    scripts: Mutex<HashMap<String, Option<Arc<Script>>>>,
    /// Bytes of scripts and maps that were read.
    bytes: AtomicUsize,
    /// Bytes that the decoded maps take.
    weight: AtomicUsize,
}

impl FileIndex {
    /// Indexes a workspace; `None` where it cannot be listed.
    pub async fn of(workspace: &dyn Workspace) -> Option<Self> {
        let files = workspace.list().await.ok()?;
        Some(Self {
            paths: PathMap::new(&files),
            roots: roots(&files),
            files,
            scripts: Mutex::default(),
            bytes: AtomicUsize::new(0),
            weight: AtomicUsize::new(0),
        })
    }

    /// Bytes that the maps take that it holds.
    pub fn bytes(&self) -> usize {
        self.weight.load(Ordering::Relaxed)
    }
}

/// Names frames. Every script is looked for once.
pub(super) struct Places<'w> {
    workspace: &'w dyn Workspace,
    index: &'w FileIndex,
    facts: Facts<'w>,
    reads: usize,
}

/// A script that has a map.
struct Script {
    map: SourceMap,
    /// The folder that the sources of the map are named from.
    folder: String,
    /// The folder of the package that the script was built from.
    root: String,
}

/// Where a source of a map lies.
struct Source {
    path: String,
    own: bool,
}

impl<'w> Places<'w> {
    /// For a workspace and its index.
    pub(super) fn new(workspace: &'w dyn Workspace, index: &'w FileIndex, cache: &Arc<FactCache>) -> Self {
        Self { workspace, index, facts: Facts::new(workspace, Arc::clone(cache)), reads: 0 }
    }

    /// Names the frames of one stack; whether any has another name now.
    pub(super) async fn name(&mut self, frames: &mut [Frame]) -> bool {
        let before = frames.to_vec();
        let unbuilt = self.unbuild(frames).await;
        // What a map says is certain; only the others are guessed by their ends.
        let is_other = |at: &usize| !unbuilt.contains(at);
        let mut others: Vec<Frame> =
            (0..before.len()).filter(is_other).filter_map(|at| before.get(at).cloned()).collect();
        self.index.paths.map(&mut others);
        let places = frames.iter_mut().enumerate().filter(|(at, _)| is_other(at)).map(|(_, frame)| frame);
        places.zip(others).for_each(|(frame, other)| *frame = other);
        before != frames
    }

    /// Leads frames of scripts that a tool wrote back to what a person wrote; answers which.
    async fn unbuild(&mut self, frames: &mut [Frame]) -> HashSet<usize> {
        let mut found: Vec<Option<(Original, Source)>> = Vec::with_capacity(frames.len());
        for frame in frames.iter() {
            let Some(line) = frame.line.filter(|_| is_script(&frame.file)) else {
                found.push(None);
                continue;
            };
            let script = self.script(&frame.file).await;
            found.push(script.and_then(|script| {
                let original = script.map.lookup(line, frame.column)?;
                let source = self.source(&script, &original);
                Some((original, source))
            }));
        }
        for (at, frame) in frames.iter_mut().enumerate() {
            let Some(Some((original, source))) = found.get(at) else { continue };
            // The call that led here is written with the name of what it calls.
            let called =
                found.get(at + 1).and_then(Option::as_ref).and_then(|(caller, _)| caller.name.as_deref());
            frame.function = self.function(frame, original, source, called).await;
            frame.file.clone_from(&source.path);
            frame.line = Some(original.line);
            frame.column = frame.column.map(|_| original.column);
            frame.in_app = source.own;
        }
        found.iter().enumerate().filter(|(_, found)| found.is_some()).map(|(at, _)| at).collect()
    }

    /// The function of a frame: as the source has it, else as its caller calls it, else the runtime's name
    /// unless a minifier made it.
    async fn function(
        &self,
        frame: &Frame,
        original: &Original,
        source: &Source,
        called: Option<&str>,
    ) -> Option<String> {
        let runtime = frame.function.as_deref();
        let anonymous = || runtime.filter(|name| name.contains('<')).map(str::to_owned);
        if source.own
            && let Some(file) = self.facts.module(&source.path).await
        {
            match enclosing(&file, original.line, original.column) {
                Some(Enclosing::Function(name)) => return Some(name),
                Some(Enclosing::Anonymous | Enclosing::Module) => return anonymous(),
                None => {}
            }
        }
        if let Some(called) = called.filter(|_| runtime.is_some()) {
            return Some(called.to_owned());
        }
        let short = |name: &str| name.rsplit('.').next().is_none_or(|last| last.len() < 4);
        runtime.filter(|name| name.contains('<') || !short(name)).map(str::to_owned)
    }

    /// The file of the project that a source of a map is.
    fn source(&self, script: &Script, original: &Original) -> Source {
        let Spelling { path, from_script } = Spelling::of(&original.source);
        let joined = if from_script { join(&script.folder, &path) } else { None };
        let shown = match &joined {
            Some(joined) => joined.clone(),
            None => {
                path.split('/').filter(|part| !matches!(*part, "" | "." | "..")).collect::<Vec<_>>().join("/")
            }
        };
        let foreign =
            original.ignored || path.contains('\0') || path.starts_with("external ") || !in_app(&shown);
        if foreign {
            return Source { path: shown, own: false };
        }
        let below_root = join(&script.root, shown.trim_start_matches('/'));
        let exact = [joined, below_root, Some(shown.clone())].into_iter().flatten();
        // Of files that only look alike, those of other packages were not built into this script.
        let alike = || self.index.paths.resolve(&path).filter(|path| is_below(path, &script.root));
        let known = exact.into_iter().find(|path| self.is_listed(path)).or_else(alike);
        Source { path: known.unwrap_or(shown), own: true }
    }

    fn is_listed(&self, path: &str) -> bool {
        self.index.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }

    /// The map of the script that a frame names.
    async fn script(&mut self, file: &str) -> Option<Arc<Script>> {
        let key = file.split(['?', '#']).next().unwrap_or(file);
        {
            let scripts = self.index.scripts.lock().unwrap_or_else(PoisonError::into_inner);
            match scripts.get(key) {
                Some(known) => return known.clone(),
                None if scripts.len() >= SCRIPTS => return None,
                None => {}
            }
        }
        let found = self.find(key).await.map(Arc::new);
        let mut scripts = self.index.scripts.lock().unwrap_or_else(PoisonError::into_inner);
        scripts.insert(key.to_owned(), found.clone());
        found
    }

    /// Looks for a script and its map, from the most certain place to the least.
    async fn find(&mut self, file: &str) -> Option<Script> {
        for path in spellings(file) {
            let mut found: Option<(String, Script)> = None;
            for (root, folder) in self.index.roots.iter().flat_map(|root| OUTPUT.map(|folder| (root, folder)))
            {
                let Some(base) = join(root, folder) else { continue };
                let Some(candidate) = join(&base, &path) else { continue };
                // One folder may be `client/dist` of the project and `dist` of its client.
                if found.as_ref().is_some_and(|(known, _)| *known == candidate) {
                    continue;
                }
                if let Some((map, folder)) = self.load(&candidate, &base).await {
                    // A bare name that two packages have says nothing.
                    if found.is_some() {
                        return None;
                    }
                    let package = self.index.roots.iter().filter(|root| is_below(&candidate, root));
                    let package = package.max_by_key(|root| root.len()).cloned().unwrap_or_default();
                    found = Some((candidate, Script { map, folder, root: package }));
                    if path.contains('/') {
                        break;
                    }
                } else if folder.is_empty() && found.is_none() && self.is_listed(&candidate) {
                    // What the project lists and has no map was written by a person.
                    return None;
                }
            }
            if let Some((_, script)) = found {
                return Some(script);
            }
        }
        None
    }

    /// The map of a script at a path, and the folder that it names its sources from. `base` is where URLs
    /// that begin with `/` lead to.
    async fn load(&mut self, script: &str, base: &str) -> Option<(SourceMap, String)> {
        if let Some(text) = self.read(script).await
            && let Some(url) = reference(&text)
        {
            if let Some(inline) = decode_url(url) {
                return Some((self.decode(&inline.ok()?)?, parent(script).to_owned()));
            }
            let url = url.split(['?', '#']).next().unwrap_or(url);
            let url = String::from_utf8(percent(url).into_owned()).ok()?;
            let path = match (url.split_once("://"), url.strip_prefix('/')) {
                (Some((_, rest)), _) => rest.split_once('/').and_then(|(_, path)| join(base, path)),
                (None, Some(path)) => join(base, path),
                (None, None) => join(parent(script), &url),
            };
            if let Some(path) = path
                && let Some(found) = self.map(&path).await
            {
                return Some(found);
            }
        }
        self.map(&format!("{script}.map")).await
    }

    async fn map(&mut self, path: &str) -> Option<(SourceMap, String)> {
        let text = self.read(path).await?;
        Some((self.decode(&text)?, parent(path).to_owned()))
    }

    fn decode(&self, text: &str) -> Option<SourceMap> {
        if self.index.bytes() >= WEIGHT {
            return None;
        }
        let map = SourceMap::read(text).ok()?;
        self.index.weight.fetch_add(map.weight, Ordering::Relaxed);
        Some(map)
    }

    async fn read(&mut self, path: &str) -> Option<Arc<str>> {
        if self.reads >= READS
            || self.index.bytes.load(Ordering::Relaxed) >= BYTES
            || file_name(path).is_empty()
        {
            return None;
        }
        self.reads += 1;
        let text = self.workspace.read(path).await.ok()?;
        self.index.bytes.fetch_add(text.len(), Ordering::Relaxed);
        Some(text)
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

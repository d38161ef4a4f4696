//! The project as reported errors see it: kept for a while, since errors come in bursts and listing a folder for
//! each would cost far more than reading the error.

use autofix_core::engine::FileIndex;
use autofix_core::workspace::Workspace;
use std::sync::Arc;
#[cfg(feature = "native")]
use std::time::{Duration, Instant};

/// How long files that come or go on disk are not seen.
#[cfg(feature = "native")]
const KEPT: Duration = Duration::from_secs(5);
/// Bytes of scripts and maps above which nothing is kept.
const MAX_BYTES: usize = 64 << 20;

pub(crate) struct Recent {
    pub(crate) workspace: Arc<dyn Workspace>,
    pub(crate) index: FileIndex,
    #[cfg(feature = "native")]
    since: Instant,
}

impl Recent {
    /// `None` where the project cannot be listed.
    pub(crate) async fn of(workspace: Box<dyn Workspace>) -> Option<Self> {
        let workspace: Arc<dyn Workspace> = workspace.into();
        let index = FileIndex::of(&*workspace).await?;
        Some(Self {
            workspace,
            index,
            #[cfg(feature = "native")]
            since: Instant::now(),
        })
    }

    pub(crate) fn is_fresh(&self) -> bool {
        #[cfg(feature = "native")]
        if self.since.elapsed() > KEPT {
            return false;
        }
        self.index.bytes() <= MAX_BYTES
    }
}

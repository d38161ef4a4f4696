//! The calls that are under way, so that they can be stopped.

use crate::Failure;
use futures_util::future::{AbortHandle, Abortable};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Calls by the number that the binding gave them.
#[derive(Clone, Default)]
pub(crate) struct Running(Arc<Mutex<BTreeMap<u32, AbortHandle>>>);

/// Takes a call from the list when it is over or dropped.
struct Entry<'a>(&'a Running, u32);

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        self.0.calls().remove(&self.1);
    }
}

impl Running {
    fn calls(&self) -> MutexGuard<'_, BTreeMap<u32, AbortHandle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The call's answer, or a failure with the code `aborted`.
    pub(crate) async fn run<T>(
        &self,
        id: u32,
        call: impl Future<Output = Result<T, Failure>>,
    ) -> Result<T, Failure> {
        let (handle, registration) = AbortHandle::new_pair();
        self.calls().insert(id, handle);
        let _entry = Entry(self, id);
        let aborted = |_| Err(Failure::new("aborted", "the call was aborted; nothing is left half done"));
        Abortable::new(call, registration).await.unwrap_or_else(aborted)
    }

    /// Stops a call at its next step. One that is over already is not stopped.
    pub(crate) fn abort(&self, id: u32) {
        if let Some(handle) = self.calls().get(&id) {
            handle.abort();
        }
    }
}

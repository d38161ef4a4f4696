//! Stopping a call before its end.

use crate::Failure;
use futures_util::future::{AbortHandle, AbortRegistration, Abortable};

/// Stops the call that its [`Abort`] was given to.
#[derive(Debug, Clone)]
pub struct Aborter(AbortHandle);

/// Given to one call, so that it can be stopped.
#[derive(Debug)]
pub struct Abort(AbortRegistration);

impl Aborter {
    /// A stopper and what it stops.
    pub fn new() -> (Self, Abort) {
        let (handle, registration) = AbortHandle::new_pair();
        (Self(handle), Abort(registration))
    }

    /// Stops the call at its next step. A fix that is being written is written whole or not at all.
    pub fn abort(&self) {
        self.0.abort();
    }
}

impl Abort {
    /// The call's answer, or a failure with the code `aborted`.
    pub async fn stops<T>(self, call: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
        let aborted = |_| Err(Failure::new("aborted", "the call was aborted; nothing is left half done"));
        Abortable::new(call, self.0).await.unwrap_or_else(aborted)
    }
}

//! Waiting for the engine with the interpreter released.

use autofix_bridge::Failure;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

/// How long Ctrl-C may have to wait.
const PATIENCE: Duration = Duration::from_millis(50);

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// A panic would be an exception that `except Exception` does not catch; here it is a failure.
pub(crate) fn guarded<T>(work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let broken = |_| Err(Failure::new("internal", "the engine failed; please report what you called"));
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(broken)
}

/// Runs a call on this thread. Signals are handled meanwhile: what a handler raises, such as
/// `KeyboardInterrupt`, drops the call.
pub(crate) fn wait<T: Send>(
    py: Python<'_>,
    call: impl Future<Output = Result<T, Failure>> + Send,
) -> PyResult<Result<T, Failure>> {
    py.detach(|| {
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut call = pin!(call);
        loop {
            let polled = guarded(|| Ok(call.as_mut().poll(&mut context)));
            match polled {
                Ok(Poll::Ready(answer)) => return Ok(answer),
                Ok(Poll::Pending) => thread::park_timeout(PATIENCE),
                Err(failure) => return Ok(Err(failure)),
            }
            if let Some(raised) = Python::try_attach(|py| py.check_signals().err()).flatten() {
                return Err(raised);
            }
        }
    })
}

//! AutoFix for Python: convert, call, convert. Everything else is in `autofix-bridge`, and the classes
//! that people see are in `python/autofix`.

mod plugin;
mod wait;

use autofix_bridge::{Client, Failure, Keys, Opening};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// The error that Python sees, with the failure's code.
fn raised(py: Python<'_>, failure: &Failure) -> PyErr {
    let error = py.import("autofix.errors").and_then(|module| {
        module.getattr("AutoFixError")?.call1((failure.code.as_str(), failure.message.as_str()))
    });
    match error {
        Ok(error) => PyErr::from_value(error),
        Err(broken) => broken,
    }
}

/// One project.
#[pyclass(frozen, name = "Client", module = "autofix._native")]
struct NativeClient {
    client: Client,
    events: Arc<Events>,
}

/// What happened and was not yet fetched. Python is only woken; it fetches where it wants to hear.
#[derive(Default)]
struct Events {
    queue: Mutex<VecDeque<(&'static str, String)>>,
    wake: Mutex<Option<Py<PyAny>>>,
}

impl Events {
    fn add(&self, name: &'static str, data: String) {
        let is_first = {
            let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.push_back((name, data));
            queue.len() == 1
        };
        if is_first {
            Python::try_attach(|py| self.wake(py));
        }
    }

    fn wake(&self, py: Python<'_>) {
        let wake = {
            let wake = self.wake.lock().unwrap_or_else(PoisonError::into_inner);
            wake.as_ref().map(|wake| wake.clone_ref(py))
        };
        if let Some(wake) = wake
            && let Err(error) = wake.call0(py)
        {
            error.write_unraisable(py, Some(wake.bind(py)));
        }
    }
}

#[pymethods]
impl NativeClient {
    /// Opens a project. `files` are texts by path, in place of a root.
    #[new]
    fn new(
        py: Python<'_>,
        options: String,
        files: Option<Vec<(String, Bound<'_, PyAny>)>>,
        plugins: Vec<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let files = files.map(|files| read_files(py, files)).transpose()?;
        let plugins = plugins.iter().map(plugin::read).collect::<PyResult<Vec<_>>>()?;
        let opening = Opening { keys: Keys::Snake, options, files, plugins };
        let client = py.detach(|| wait::guarded(|| Client::open(opening)));
        let client = client.map_err(|failure| raised(py, &failure))?;
        Ok(Self { client, events: Arc::default() })
    }

    /// Calls a method by its name, with the interpreter released. `id` names the call for `abort`.
    fn call(&self, py: Python<'_>, id: u32, method: &str, argument: &str) -> PyResult<String> {
        let call = self.client.run(id, method, argument);
        wait::wait(py, call)?.map_err(|failure| raised(py, &failure))
    }

    /// Stops a call at its next step.
    fn abort(&self, py: Python<'_>, id: u32) {
        py.detach(|| self.client.abort(id));
    }

    /// Begins to keep events. `wake` is called when there are some, in the thread in which they happen.
    fn listen(&self, py: Python<'_>, wake: Py<PyAny>) -> PyResult<()> {
        let is_first = {
            let mut waker = self.events.wake.lock().unwrap_or_else(PoisonError::into_inner);
            waker.replace(wake).is_none()
        };
        if is_first {
            let events = Arc::clone(&self.events);
            let heard = self.client.on_event(move |name, data| events.add(name, data));
            heard.map_err(|failure| raised(py, &failure))?;
        }
        Ok(())
    }

    /// Every event since the last call, oldest first: name and data.
    fn events(&self) -> Vec<(&'static str, String)> {
        self.events.queue.lock().unwrap_or_else(PoisonError::into_inner).drain(..).collect()
    }
}

fn read_files(py: Python<'_>, files: Vec<(String, Bound<'_, PyAny>)>) -> PyResult<Vec<(String, Arc<str>)>> {
    let mut all = Vec::with_capacity(files.len());
    for (path, text) in files {
        let text = if let Ok(text) = text.cast::<PyString>() {
            text.to_cow().ok().map(Arc::from)
        } else {
            text.cast::<PyBytes>().ok().and_then(|bytes| str::from_utf8(bytes.as_bytes()).ok().map(Arc::from))
        };
        let Some(text) = text else {
            return Err(raised(py, &Failure::new("not_text", format!("{path}: not a UTF-8 text file"))));
        };
        all.push((path, text));
    }
    Ok(all)
}

/// Version of the engine.
#[pyfunction]
fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// The text without its secrets.
#[pyfunction]
fn redact(py: Python<'_>, text: &str) -> String {
    // Short texts take less time than giving the interpreter away and getting it back.
    if text.len() < 4_096 {
        return autofix::core::ingest::redact(text);
    }
    py.detach(|| autofix::core::ingest::redact(text))
}

/// The engine behind the classes of the package.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_class::<NativeClient>()?;
    module.add_class::<plugin::NativeProject>()?;
    module.add_class::<plugin::Answer>()?;
    module.add_function(wrap_pyfunction!(version, module)?)?;
    module.add_function(wrap_pyfunction!(redact, module)?)
}

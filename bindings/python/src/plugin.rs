//! Plugins that are written in Python, called from the engine.

use crate::{raised, wait};
use async_trait::async_trait;
use autofix_bridge::{ForeignPlugin, Method, Project};
use futures_channel::oneshot;
use pyo3::prelude::*;
use std::sync::{Arc, Mutex, PoisonError};

/// What a plugin may read while one of its methods runs.
#[pyclass(frozen, name = "Project", module = "autofix._native")]
pub(crate) struct NativeProject(Project);

#[pymethods]
impl NativeProject {
    /// The text of a file.
    fn read_file(&self, py: Python<'_>, path: &str) -> PyResult<String> {
        let text = wait::wait(py, self.0.read_file(path))?;
        text.map(|text| text.to_string()).map_err(|failure| raised(py, &failure))
    }

    /// Every file that may be a source of the project, sorted.
    fn list_files(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let files = wait::wait(py, self.0.list_files())?;
        files.map(|files| files.to_vec()).map_err(|failure| raised(py, &failure))
    }
}

type Told = Result<String, String>;

/// Takes what a method answered. The first word counts; later ones are not heard.
#[pyclass(frozen, module = "autofix._native")]
pub(crate) struct Answer(Mutex<Option<oneshot::Sender<Told>>>);

impl Answer {
    fn tell(&self, told: Told) -> bool {
        let sender = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        sender.is_some_and(|sender| sender.send(told).is_ok())
    }
}

#[pymethods]
impl Answer {
    /// The method answered this JSON. Answers whether anybody still wanted to know.
    fn done(&self, json: String) -> bool {
        self.tell(Ok(json))
    }

    /// The method failed, in these words.
    fn failed(&self, words: String) -> bool {
        self.tell(Err(words))
    }
}

struct PyPlugin {
    description: String,
    /// Starts a method elsewhere and returns at once; the answer comes by [`Answer`].
    start: Py<PyAny>,
}

/// Reads an object with `description` and `start`.
pub(crate) fn read(object: &Bound<'_, PyAny>) -> PyResult<Arc<dyn ForeignPlugin>> {
    let description = object.getattr("description")?.extract()?;
    let start = object.getattr("start")?.unbind();
    Ok(Arc::new(PyPlugin { description, start }))
}

#[async_trait]
impl ForeignPlugin for PyPlugin {
    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn call(&self, method: Method, argument: String, project: Project) -> Told {
        let method = match method {
            Method::CanHandle => "can_handle",
            Method::Analyze => "analyze",
            Method::GenerateFix => "generate_fix",
            Method::ValidateFix => "validate_fix",
        };
        let (sender, answered) = oneshot::channel();
        let answer = Answer(Mutex::new(Some(sender)));
        let started = Python::try_attach(|py| {
            let arguments = (method, argument, NativeProject(project), answer);
            self.start.call1(py, arguments).map(|_| ()).map_err(|error| error.to_string())
        });
        started.unwrap_or_else(|| Err("the interpreter is gone".to_owned()))?;
        answered.await.unwrap_or_else(|_| Err("it gave no answer".to_owned()))
    }
}

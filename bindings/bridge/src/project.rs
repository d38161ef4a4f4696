//! What a plugin of another language sees of the project while it works.

use crate::Failure;
use autofix::{FixContext, WorkspaceError};
use futures_channel::{mpsc, oneshot};
use std::sync::Arc;

/// Reads the project as the running call sees it: with the fixes that were already found. Good until
/// the call is over.
#[derive(Debug, Clone)]
pub struct Project(mpsc::UnboundedSender<Request>);

pub(crate) type Requests = mpsc::UnboundedReceiver<Request>;

#[derive(Debug)]
pub(crate) enum Request {
    Read(String, oneshot::Sender<Result<Arc<str>, WorkspaceError>>),
    List(oneshot::Sender<Arc<[String]>>),
}

fn over() -> Failure {
    Failure::new("call_over", "the project can be read only until the plugin's method has answered")
}

impl Project {
    pub(crate) fn new() -> (Self, Requests) {
        let (sender, requests) = mpsc::unbounded();
        (Self(sender), requests)
    }

    /// The text of a file.
    pub async fn read_file(&self, path: &str) -> Result<Arc<str>, Failure> {
        let (answer, answered) = oneshot::channel();
        self.0.unbounded_send(Request::Read(path.to_owned(), answer)).map_err(|_| over())?;
        let text = answered.await.map_err(|_| over())?;
        text.map_err(|error| Failure::new(error.code(), error.to_string()))
    }

    /// Every file that may be a source of the project, sorted.
    pub async fn list_files(&self) -> Result<Arc<[String]>, Failure> {
        let (answer, answered) = oneshot::channel();
        self.0.unbounded_send(Request::List(answer)).map_err(|_| over())?;
        answered.await.map_err(|_| over())
    }
}

/// Answers one request. An asker that is gone needs no answer.
pub(crate) async fn serve(cx: &FixContext<'_>, request: Request) {
    match request {
        Request::Read(path, answer) => drop(answer.send(cx.read(&path).await)),
        Request::List(answer) => drop(answer.send(cx.facts().files().await)),
    }
}

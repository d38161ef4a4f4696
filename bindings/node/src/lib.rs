//! AutoFix for Node.js: convert, call, convert. Everything else is in `autofix-bridge`, and the
//! classes that people see are in `js/`.

mod plugin;

use autofix_bridge::{Client, Failure, Keys, Opening};
use napi::bindgen_prelude::{Buffer, Either, Error, Function, JsObjectValue as _, Object, Result, Status};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode, UnknownReturnValue};
use napi_derive::napi;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The words of an error are JSON with `code` and `message`; the class above makes its own error of it.
fn thrown(failure: &Failure) -> Error {
    Error::new(Status::GenericFailure, failure.to_json())
}

/// Version of the engine.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

type Wake = ThreadsafeFunction<(), UnknownReturnValue, (), Status, false, true>;

/// One project.
#[napi(js_name = "Client")]
pub struct NativeClient {
    client: Client,
    events: Arc<Events>,
}

/// What happened and was not yet fetched. JavaScript is only woken; it fetches on its own thread, so
/// that what a call caused is heard before the call's promise is settled.
#[derive(Default)]
struct Events {
    queue: Mutex<VecDeque<(&'static str, String)>>,
    listening: AtomicBool,
}

#[napi]
impl NativeClient {
    /// Opens a project. `files` are texts by path, in place of a root.
    #[napi(constructor, catch_unwind)]
    pub fn new(options: String, files: Option<Object<'_>>, plugins: Vec<Object<'_>>) -> Result<Self> {
        let files = files.map(|files| read_files(&files)).transpose()?;
        let plugins = plugins.iter().map(plugin::read).collect::<Result<Vec<_>>>()?;
        let client = Client::open(Opening { keys: Keys::Camel, options, files, plugins });
        Ok(Self { client: client.map_err(|failure| thrown(&failure))?, events: Arc::default() })
    }

    /// Calls a method by its name, away from JavaScript's thread. `id` names the call for `abort`.
    #[napi]
    pub async fn call(&self, id: u32, method: String, argument: Either<String, Buffer>) -> Result<String> {
        let answer = match &argument {
            Either::A(text) => self.client.run(id, &method, text).await,
            Either::B(bytes) => self.client.run(id, &method, &String::from_utf8_lossy(bytes)).await,
        };
        answer.map_err(|failure| thrown(&failure))
    }

    /// Stops a call at its next step.
    #[napi(catch_unwind)]
    pub fn abort(&self, id: u32) {
        self.client.abort(id);
    }

    /// Reports an issue on this thread, for handlers that cannot wait.
    #[napi(catch_unwind)]
    pub fn report_now(&self, error: String) -> Result<String> {
        self.client.report_now(&error).map_err(|failure| thrown(&failure))
    }

    /// Begins to keep events. `wake` is called when there are some; it keeps no process alive.
    #[napi(catch_unwind)]
    pub fn listen(&self, wake: Function<'_, (), UnknownReturnValue>) -> Result<()> {
        if self.events.listening.swap(true, Ordering::AcqRel) {
            return Ok(());
        }
        let wake: Wake = wake.build_threadsafe_function().weak::<true>().build()?;
        let events = Arc::clone(&self.events);
        let heard = self.client.on_event(move |name, data| {
            let mut queue = events.queue.lock().unwrap_or_else(PoisonError::into_inner);
            queue.push_back((name, data));
            if queue.len() == 1 {
                wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
            }
        });
        heard.map_err(|failure| thrown(&failure))
    }

    /// Every event since the last call: name, data, name, data.
    #[napi(catch_unwind)]
    pub fn events(&self) -> Vec<String> {
        let mut queue = self.events.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.drain(..).flat_map(|(name, data)| [name.to_owned(), data]).collect()
    }
}

fn read_files(files: &Object<'_>) -> Result<Vec<(String, Arc<str>)>> {
    let mut all = Vec::new();
    for path in Object::keys(files)? {
        let text: Either<String, Buffer> = files.get_named_property(&path)?;
        let text = match &text {
            Either::A(text) => Arc::from(text.as_str()),
            Either::B(bytes) => {
                let text = str::from_utf8(bytes).map_err(|_| {
                    thrown(&Failure::new("not_text", format!("{path}: not a UTF-8 text file")))
                })?;
                Arc::from(text)
            }
        };
        all.push((path, text));
    }
    Ok(all)
}

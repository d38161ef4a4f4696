//! AutoFix in a browser: files in memory, no commands. It converts, calls and converts; everything
//! else is in `autofix-bridge`, and the classes that people see are those of the npm package.

mod plugin;

use autofix_bridge::{Client, Failure, Keys, Opening};
use js_sys::{Array, Function, JsString, Object, Promise, Uint8Array};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsError, JsValue};
use wasm_bindgen_futures::future_to_promise;

/// The words of an error are JSON with `code` and `message`; the class above makes its own error of it.
fn thrown(failure: &Failure) -> JsValue {
    JsError::new(&failure.to_json()).into()
}

/// Version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = queueMicrotask)]
    fn queue_microtask(task: &Function);
}

/// One project.
#[wasm_bindgen(js_name = Client)]
pub struct PageClient {
    client: Client,
    events: Arc<Events>,
}

/// What happened and was not yet fetched.
#[derive(Default)]
struct Events(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    listening: bool,
    queue: VecDeque<(&'static str, String)>,
}

impl Events {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[wasm_bindgen(js_class = Client)]
impl PageClient {
    /// Opens a project. `files` are texts by path.
    #[wasm_bindgen(constructor)]
    pub fn new(options: String, files: Option<Object>, plugins: Option<Array>) -> Result<Self, JsValue> {
        let files = files.map(|files| read_files(&files)).transpose()?;
        let plugins = plugins.unwrap_or_default();
        let plugins = plugins.iter().map(|plugin| plugin::read(&plugin)).collect::<Result<Vec<_>, _>>()?;
        let client = Client::open(Opening { keys: Keys::Camel, options, files, plugins });
        Ok(Self { client: client.map_err(|failure| thrown(&failure))?, events: Arc::default() })
    }

    /// Calls a method by its name. `id` names the call for `abort`.
    pub fn call(&self, id: u32, method: String, argument: &JsValue) -> Promise {
        let client = self.client.clone();
        let argument = text(argument);
        future_to_promise(async move {
            let argument = argument.ok_or_else(|| thrown(&Failure::input("a text is expected")))?;
            let answer = client.run(id, &method, &argument).await;
            answer.map(JsValue::from).map_err(|failure| thrown(&failure))
        })
    }

    /// Stops a call at its next step.
    pub fn abort(&self, id: u32) {
        self.client.abort(id);
    }

    /// Reports an issue at once.
    #[wasm_bindgen(js_name = reportNow)]
    pub fn report_now(&self, error: &str) -> Result<String, JsValue> {
        self.client.report_now(error).map_err(|failure| thrown(&failure))
    }

    /// Begins to keep events. `wake` is called when there are some.
    pub fn listen(&self, wake: Function) -> Result<(), JsValue> {
        if std::mem::replace(&mut self.events.kept().listening, true) {
            return Ok(());
        }
        let events = Arc::clone(&self.events);
        let wake = send_wrapper::SendWrapper::new(wake);
        let heard = self.client.on_event(move |name, data| {
            let first = {
                let mut kept = events.kept();
                kept.queue.push_back((name, data));
                kept.queue.len() == 1
            };
            if first {
                // A task of its own: the listener may call this client, which is busy now.
                queue_microtask(&wake);
            }
        });
        heard.map_err(|failure| thrown(&failure))
    }

    /// Every event since the last call: name, data, name, data.
    pub fn events(&self) -> Array {
        let queue = std::mem::take(&mut self.events.kept().queue);
        queue.into_iter().flat_map(|(name, data)| [JsValue::from(name), JsValue::from(data)]).collect()
    }
}

fn read_files(files: &Object) -> Result<Vec<(String, Arc<str>)>, JsValue> {
    let mut all = Vec::new();
    for entry in Object::entries(files).iter() {
        let entry: Array = entry.unchecked_into();
        let path = String::from(JsString::from(entry.get(0)));
        let wrong = || thrown(&Failure::new("not_text", format!("{path}: not a UTF-8 text file")));
        let text = text(&entry.get(1)).ok_or_else(wrong)?;
        all.push((path, Arc::from(text)));
    }
    Ok(all)
}

/// A text, or UTF-8 bytes.
fn text(value: &JsValue) -> Option<String> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        None => value.as_string(),
    }
}

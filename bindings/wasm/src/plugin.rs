//! Plugins that are written in JavaScript.

use crate::thrown;
use async_trait::async_trait;
use autofix_bridge::{Failure, ForeignPlugin, Method, Project};
use js_sys::{Array, Function, Promise, Reflect};
use send_wrapper::SendWrapper;
use std::sync::Arc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// What a plugin may read while one of its methods runs.
#[wasm_bindgen(js_name = Project)]
pub struct PageProject(Project);

#[wasm_bindgen(js_class = Project)]
impl PageProject {
    /// The text of a file.
    #[wasm_bindgen(js_name = readFile)]
    pub fn read_file(&self, path: String) -> Promise {
        let project = self.0.clone();
        future_to_promise(async move {
            let text = project.read_file(&path).await;
            text.map(|text| JsValue::from(&*text)).map_err(|failure| thrown(&failure))
        })
    }

    /// Every file that may be a source of the project, sorted.
    #[wasm_bindgen(js_name = listFiles)]
    pub fn list_files(&self) -> Promise {
        let project = self.0.clone();
        future_to_promise(async move {
            let files = project.list_files().await.map_err(|failure| thrown(&failure))?;
            Ok(files.iter().map(JsValue::from).collect::<Array>().into())
        })
    }
}

struct JsPlugin {
    description: String,
    /// Never rejects: it answers `+` and JSON, or `-` and what was thrown.
    call: SendWrapper<Function>,
}

/// Reads `{ description, call }`.
pub(crate) fn read(plugin: &JsValue) -> Result<Arc<dyn ForeignPlugin>, JsValue> {
    let wrong = || thrown(&Failure::input("plugin: it needs a description and a method to call"));
    let description = Reflect::get(plugin, &"description".into())?.as_string().ok_or_else(wrong)?;
    let call = Reflect::get(plugin, &"call".into())?.dyn_into::<Function>().map_err(|_| wrong())?;
    Ok(Arc::new(JsPlugin { description, call: SendWrapper::new(call) }))
}

#[async_trait]
impl ForeignPlugin for JsPlugin {
    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn call(&self, method: Method, argument: String, project: Project) -> Result<String, String> {
        let method = match method {
            Method::CanHandle => "canHandle",
            Method::Analyze => "analyze",
            Method::GenerateFix => "generateFix",
            Method::ValidateFix => "validateFix",
        };
        let lost = |_: JsValue| "it could not be called".to_owned();
        // Made before the first wait: what waits must be `Send`, and values of the page are not.
        let answer = SendWrapper::new(async {
            let call = &*self.call;
            let project = JsValue::from(PageProject(project));
            let called = call.call3(&JsValue::UNDEFINED, &method.into(), &argument.into(), &project);
            JsFuture::from(called.map_err(lost)?.unchecked_into::<Promise>()).await.map_err(lost)
        });
        let answer = answer.await?.as_string().unwrap_or_default();
        match answer.strip_prefix('+') {
            Some(json) => Ok(json.to_owned()),
            None => Err(answer.strip_prefix('-').unwrap_or(&answer).to_owned()),
        }
    }
}

//! Plugins that are written in JavaScript, called from the engine's threads.

use async_trait::async_trait;
use autofix_bridge::{ForeignPlugin, Method, Project};
use napi::Status;
use napi::bindgen_prelude::{FnArgs, Function, JsObjectValue as _, Object, Promise, Result};
use napi::threadsafe_function::ThreadsafeFunction;
use napi_derive::napi;
use std::sync::Arc;

type Arguments = FnArgs<(String, String, NativeProject)>;
type Call = ThreadsafeFunction<Arguments, Promise<String>, Arguments, Status, false, true>;

/// What a plugin may read while one of its methods runs.
#[napi(js_name = "Project")]
pub struct NativeProject(Project);

#[napi]
impl NativeProject {
    /// The text of a file.
    #[napi]
    pub async fn read_file(&self, path: String) -> Result<String> {
        let text = self.0.read_file(&path).await;
        text.map(|text| text.to_string()).map_err(|failure| crate::thrown(&failure))
    }

    /// Every file that may be a source of the project, sorted.
    #[napi]
    pub async fn list_files(&self) -> Result<Vec<String>> {
        let files = self.0.list_files().await;
        files.map(|files| files.to_vec()).map_err(|failure| crate::thrown(&failure))
    }
}

struct JsPlugin {
    description: String,
    /// Never rejects: it answers `+` and JSON, or `-` and what was thrown.
    call: Call,
}

/// Reads `{ description, call }`.
pub(crate) fn read(object: &Object<'_>) -> Result<Arc<dyn ForeignPlugin>> {
    let description = object.get_named_property("description")?;
    let call: Function<'_, Arguments, Promise<String>> = object.get_named_property("call")?;
    let call = call.build_threadsafe_function().weak::<true>().build()?;
    Ok(Arc::new(JsPlugin { description, call }))
}

#[async_trait]
impl ForeignPlugin for JsPlugin {
    fn describe(&self) -> String {
        self.description.clone()
    }

    async fn call(
        &self,
        method: Method,
        argument: String,
        project: Project,
    ) -> std::result::Result<String, String> {
        let method = match method {
            Method::CanHandle => "canHandle",
            Method::Analyze => "analyze",
            Method::GenerateFix => "generateFix",
            Method::ValidateFix => "validateFix",
        };
        let arguments = (method.to_owned(), argument, NativeProject(project)).into();
        let lost = |error: napi::Error| error.reason.clone();
        let answer = self.call.call_async(arguments).await.map_err(lost)?.await.map_err(lost)?;
        match answer.strip_prefix('+') {
            Some(json) => Ok(json.to_owned()),
            None => Err(answer.strip_prefix('-').unwrap_or(&answer).to_owned()),
        }
    }
}

//! The address that a call is put together to: a base that is not defined, a slash too few or too many.

use super::failure::Failure;
use crate::prelude::*;
use autofix_core::facts::client::ClientCall;
use autofix_core::facts::dev_server::{self, Tool};
use autofix_core::facts::env::{EnvDefinition, EnvRead, definitions, reads};
use autofix_core::facts::server::ServerApp;
use autofix_core::workspace::parent;

/// Repairs how the URL of the failed request is put together; `None` where nothing is wrong with that.
pub(super) async fn repair(
    cx: &FixContext<'_>,
    failure: &Failure,
    servers: &[ServerApp],
    calls: &[ClientCall],
) -> Result<Option<Draft>, PluginError> {
    let Some(url) = &failure.url else { return Ok(None) };
    if url.segments.iter().flatten().any(|segment| segment == "undefined") {
        return undefined_base(cx).await;
    }
    if let Some(draft) = slash_too_few(cx, url, servers, calls).await? {
        return Ok(Some(draft));
    }
    slash_too_many(cx, url, servers, calls).await
}

/// `/undefined/api/users`: the variable of the base is not defined, but one that is meant is.
async fn undefined_base(cx: &FixContext<'_>) -> Result<Option<Draft>, PluginError> {
    let servers = dev_server::read(cx.facts()).await;
    let defined = definitions(cx.facts()).await;
    let all = reads(cx.facts()).await;
    for read in &all {
        let Some(dev) = dev_server::serving(&servers, &read.file) else { continue };
        let prefix = match dev.tool {
            Tool::Vite => "VITE_",
            Tool::ReactScripts => "REACT_APP_",
        };
        let own: Vec<&EnvDefinition> = defined.iter().filter(|it| parent(&it.file) == dev.folder).collect();
        let is_given = own.iter().any(|it| it.name == read.name) && read.name.starts_with(prefix);
        if is_given
            || read.has_default
            || matches!(read.name.as_str(), "NODE_ENV" | "MODE" | "DEV" | "PROD" | "BASE_URL" | "SSR")
        {
            continue;
        }
        let bare = |name: &str| name.trim_start_matches("VITE_").trim_start_matches("REACT_APP_").to_owned();
        let meant: Vec<&&EnvDefinition> = own
            .iter()
            .filter(|it| {
                let unread = !all.iter().any(|other| other.name == it.name && other.name != read.name);
                let near = strsim::damerau_levenshtein(&bare(&it.name), &bare(&read.name)) <= 2;
                let words = |name: &str| bare(name).split('_').map(str::to_owned).collect::<Vec<_>>();
                let (theirs, ours) = (words(&it.name), words(&read.name));
                let part = theirs.iter().all(|word| ours.contains(word))
                    || ours.iter().all(|word| theirs.contains(word));
                unread && (near || part) && it.value.contains("://")
            })
            .collect();
        let [meant] = meant.as_slice() else { continue };
        return rename(cx, &all, &defined, read, meant, prefix).await.map(Some);
    }
    cx.decline("the base of the URL is `undefined`: the variable that gives it is not defined for the client")
}

/// Brings reads and definitions of a variable to one name, with the prefix that the tool hands to the client.
async fn rename(
    cx: &FixContext<'_>,
    all: &[EnvRead],
    defined: &[EnvDefinition],
    read: &EnvRead,
    meant: &EnvDefinition,
    prefix: &str,
) -> Result<Draft, PluginError> {
    let name = if meant.name.starts_with(prefix) {
        meant.name.clone()
    } else if read.name.starts_with(prefix) {
        read.name.clone()
    } else {
        format!("{prefix}{}", meant.name)
    };
    let mut draft = cx
        .fix(format!(
            "Give the client its base URL by {name}: the tool hands on names that begin with {prefix}"
        ))
        .safety(Safety::Unsafe)
        .confidence(0.85);
    for other in all.iter().filter(|it| it.name == read.name && it.name != name) {
        let text = cx.read(&other.file).await?;
        let new = other.span.of(&text).replace(&other.name, &name);
        draft = draft.replace(&other.file, other.span, new, format!("Read {name}"))?;
    }
    for other in defined
        .iter()
        .filter(|it| it.name == meant.name && it.name != name && parent(&it.file) == parent(&meant.file))
    {
        let text = cx.read(&other.file).await?;
        let Some(line) = LineIndex::new(&text).span(other.line) else { continue };
        let Some(at) = line.of(&text).find(&other.name) else { continue };
        let start = line.start + u32::try_from(at).unwrap_or(0);
        let span = Span::new(start, start + u32::try_from(other.name.len()).unwrap_or(0));
        draft = draft.replace(&other.file, span, name.clone(), format!("Define {name}"))?;
    }
    Ok(draft)
}

/// `fetch('api/tasks')` asks for `/tasks/api/tasks` on the page `/tasks/1`.
async fn slash_too_few(
    cx: &FixContext<'_>,
    url: &UrlPattern,
    servers: &[ServerApp],
    calls: &[ClientCall],
) -> Result<Option<Draft>, PluginError> {
    for call in
        calls.iter().filter(|call| call.via.is_none() && call.base.is_none() && call.url.origin.is_none())
    {
        let (own, asked) = (&call.own.segments, &url.segments);
        let ends = own.len() < asked.len()
            && !own.is_empty()
            && own
                .iter()
                .zip(&asked[asked.len() - own.len()..])
                .all(|(own, asked)| own.is_none() || own == asked);
        let served =
            servers.iter().any(|app| app.routes().any(|(_, route)| call.own.answered_by(&route.path)));
        if !ends || !served {
            continue;
        }
        let text = cx.read(&call.file).await?;
        let source = call.url_span.of(&text);
        let mut chars = source.chars();
        let quoted = matches!(chars.next(), Some('\'' | '"' | '`'));
        if quoted && chars.next().is_some_and(char::is_alphanumeric) {
            let mut edits = EditSet::new();
            edits.insert(call.url_span.start + 1, "/")?;
            let draft = cx
                .fix(format!("Call {} from the root, whatever page is open", call.own.path()))
                .edit(&call.file, edits, "The path lacks its first slash")
                .safety(Safety::Safe)
                .confidence(0.9);
            return Ok(Some(draft));
        }
    }
    Ok(None)
}

/// `http://host//api/users`: the base ends in a slash, and the path begins with one.
async fn slash_too_many(
    cx: &FixContext<'_>,
    url: &UrlPattern,
    servers: &[ServerApp],
    calls: &[ClientCall],
) -> Result<Option<Draft>, PluginError> {
    let doubled = |text: &str| {
        text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')')).any(|word| {
            let path = word.split_once("://").map_or(word, |(_, rest)| rest);
            // The host's own part says nothing of the path, and goes with it.
            let single = path.replace("//", "/");
            let single = single.find('/').map_or("", |at| &single[at..]);
            path.contains("//") && UrlPattern::of(single).segments == url.segments
        })
    };
    let served = servers.iter().any(|app| app.routes().any(|(_, route)| url.answered_by(&route.path)));
    if !served || !(doubled(cx.words()) || doubled(cx.log())) {
        return Ok(None);
    }
    let draft = cx
        .fix(format!("Call {} with one slash: the base ends in one already", url.path()))
        .safety(Safety::Unsafe)
        .confidence(0.85);
    let because = "The paths begin with a slash";
    for base in calls.iter().filter_map(|call| call.base.as_ref()) {
        if base.text.ends_with('/') {
            let span = Span::new(base.span.end - 2, base.span.end - 1);
            return Ok(Some(draft.replace(&base.file, span, "", because)?));
        }
    }
    let read: Vec<String> = reads(cx.facts()).await.into_iter().map(|read| read.name).collect();
    for defined in definitions(cx.facts()).await {
        if defined.value.ends_with('/') && defined.value.contains("://") && read.contains(&defined.name) {
            let text = cx.read(&defined.file).await?;
            let Some(line) = LineIndex::new(&text).span(defined.line) else { continue };
            let Some(at) = line.of(&text).rfind(&defined.value) else { continue };
            let end = line.start + u32::try_from(at + defined.value.len()).unwrap_or(0);
            return Ok(Some(draft.replace(&defined.file, Span::new(end - 1, end), "", because)?));
        }
    }
    Ok(None)
}

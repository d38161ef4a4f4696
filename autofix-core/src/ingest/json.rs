//! Structured records: one JSON object a line with a level, as pino, bunyan, winston and others write.

use super::block::{Block, Reader};
use super::frame;
use super::log::Log;
use serde_json::Value;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim();
    if !line.starts_with('{') || !line.ends_with('}') || line.len() < 12 {
        return None;
    }
    let record: Value = serde_json::from_str(line).ok()?;
    let level =
        ["level", "severity", "levelname", "lvl", "log.level"].iter().find_map(|key| record.get(key))?;
    let bad = match level {
        Value::Number(level) => level.as_i64().is_some_and(|level| level >= 50),
        Value::String(level) => matches!(
            level.to_ascii_lowercase().as_str(),
            "error" | "fatal" | "critical" | "err" | "panic" | "alert" | "emerg"
        ),
        _ => false,
    };
    if !bad {
        return None;
    }
    let error = ["err", "error", "exception", "exc_info"].iter().find_map(|key| record.get(key));
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let inner = error.and_then(|error| text(error, "message").or_else(|| error.as_str().map(str::to_owned)));
    let outer = ["msg", "message", "event"].iter().find_map(|key| text(&record, key));
    let stack = error
        .and_then(|error| text(error, "stack").or_else(|| error.as_str().map(str::to_owned)))
        .or_else(|| {
            ["stack", "stack_trace", "traceback", "exc_info"].iter().find_map(|key| text(&record, key))
        })
        .unwrap_or_default();
    let mut frames: Vec<_> = stack.lines().filter_map(frame::javascript).collect();
    if frames.is_empty() {
        frames = stack.lines().filter_map(frame::python).collect();
        frames.reverse();
    }
    Some(Block::new(Reader::Json, at, at, &inner.or(outer)?).with_frames(frames))
}

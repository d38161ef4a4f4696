//! Reports of test runners for other programs: JSON of Mocha, Jest, Vitest and Playwright, and `JUnit`'s XML. A stack
//! stands in them as one value.

use super::block::{Block, Reader};
use super::frame::{self, javascript};
use super::log::Log;
use super::v8;

/// Lines that one failure of an XML report may have.
const MAX_LINES: usize = 200;

pub(super) fn read(log: &Log, at: usize, _: usize) -> Option<Block> {
    let line = log.line(at).trim();
    match line.as_bytes().first()? {
        b'"' => {
            let stack = line.strip_prefix("\"stack\":").map(str::trim_start);
            let listed =
                || log.line(at.checked_sub(1)?).trim().ends_with("\"failureMessages\": [").then_some(line);
            block(at, at, &value(stack.or_else(listed)?)?)
        }
        b'{' if line.starts_with("{\"numTotal") => {
            let list = "\"failureMessages\":[";
            let failed = line.match_indices(list).find_map(|(found, _)| value(&line[found + list.len()..]));
            block(at, at, &failed?)
        }
        // Mocha's stream: `["fail",{…,"stack":"…"}]`.
        b'[' if line.starts_with("[\"fail\",{") => block(at, at, &value(line.split_once("\"stack\":")?.1)?),
        b'<' => {
            let (begin, end) = [("<failure", "</failure>"), ("<error ", "</error>")]
                .into_iter()
                .find(|(begin, _)| line.contains(begin))?;
            let last = (at..log.len().min(at + MAX_LINES)).find(|&next| log.line(next).contains(end))?;
            let text = log.text(at, last);
            let (_, inner) = text[text.find(begin)?..].split_once('>')?;
            block(at, last, &entities(inner.split(end).next().unwrap_or(inner)))
        }
        _ => None,
    }
}

/// The string of JSON that a text begins with.
fn value(text: &str) -> Option<String> {
    serde_json::Deserializer::from_str(text).into_iter::<String>().next()?.ok()
}

/// Text of XML as it was meant.
fn entities(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        if let Some((meant, after)) = named.and_then(|(name, after)| Some((entity(name)?, after))) {
            out.push(meant);
            rest = after;
        } else {
            out.push('&');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

/// The error whose stack a text is, if it has frames of a script.
fn block(first: usize, last: usize, text: &str) -> Option<Block> {
    let inner = Log::new(text);
    let lines = || (0..inner.len()).map(|at| inner.line(at).trim());
    let frames: Vec<_> = lines().filter_map(place).collect();
    let named = lines().position(|line| v8::error_name(line).is_some());
    // A runner wraps what was thrown; the cause says more and has the frames.
    let cause = lines().position(|line| line.starts_with("cause: "));
    let begin = cause.or(named)?;
    let ends = |line: &str| place(line).is_some() || v8::is_code_frame(line);
    let message: Vec<&str> = lines().skip(begin).take_while(|line| !ends(line)).take(20).collect();
    let message = message.join("\n");
    let message = message.strip_prefix("cause: ").unwrap_or(&message);
    (!frames.is_empty()).then(|| Block::new(Reader::TestRunner, first, last, message).with_frames(frames))
}

/// A frame as engines print it, or as Vitest does: `❯ litres dye.ts:2:57`.
fn place(line: &str) -> Option<crate::model::Frame> {
    let Some(place) = line.strip_prefix("❯ ") else {
        return javascript(line).filter(|frame| frame.line.is_some());
    };
    let (function, place) = match place.rsplit_once(' ') {
        Some((function, place)) => (Some(function), place),
        None => (None, place),
    };
    let (path, line, column) = frame::location(place)?;
    Some(frame::frame(path, Some(line), column, function))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_what_they_mean() {
        let cases =
            [("a &lt;b&gt; &amp;lt; &#x27;c&#39;", "a <b> &lt; 'c'"), ("a & b; &none; &", "a & b; &none; &")];
        for (text, meant) in cases {
            assert_eq!(entities(text), meant);
        }
    }

    #[test]
    fn a_stack_in_a_value_is_read() {
        let said = "TypeError: no\n    at litres (/srv/dye.ts:2:57)";
        let quoted = serde_json::to_string(said).expect("text");
        for text in [
            format!("    \"stack\": {quoted},"),
            format!("{{\"numTotalTests\":2,\"testResults\":[{{\"failureMessages\":[]}},{{\"failureMessages\":[{quoted}]}}]}}"),
            "<failure message=\"no\" type=\"TypeError\">\nTypeError: no\n ❯ litres /srv/dye.ts:2:57\n</failure>".into(),
            format!("[\"fail\",{{\"title\":\"x\",\"err\":\"no\",\"stack\":{quoted}}}]"),
            "<testcase name=\"x\"><failure>no &#x27;x&#39;\nTypeError: no\n    at litres (/srv/dye.ts:2:57)</failure></testcase>".into(),
            "<failure>\nError [ERR_TEST_FAILURE]: no\n  cause: TypeError: no\n    at litres (/srv/dye.ts:2:57)\n</failure>".into(),
        ] {
            let block = read(&Log::new(&text), 0, 0).expect("a failure");
            assert_eq!(block.message, "TypeError: no", "{text}");
            assert_eq!(
                (block.frames[0].file.as_str(), block.frames[0].function.as_deref()),
                ("/srv/dye.ts", Some("litres"))
            );
        }
        let list = Log::new(&format!("  \"failureMessages\": [\n    {quoted}\n  ]"));
        assert!(read(&list, 1, 0).is_some());
        for text in ["\"stack\": \"react\",", "<failure>no</failure>", "{\"numTotalTests\":2}"] {
            assert_eq!(read(&Log::new(text), 0, 0), None, "{text}");
        }
    }
}

//! Frames of .NET and Mono.

use super::{frame, java, location};
use crate::model::Frame;

/// Names of the platform.
const FOREIGN: &[&str] =
    &["System.", "Microsoft.", "Interop.", "Internal.", "Mono.", "Newtonsoft.", "Xunit.", "NUnit."];

/// Reads `at Ns.Class.Method(Type name) in /app/X.cs:line 3`, and Mono's `… (Type name) [0x1] in /app/X.cs:3`.
pub(crate) fn dotnet(line: &str) -> Option<Frame> {
    let rest = line.trim().strip_prefix("at ")?;
    let (name, tail) = rest.split_once('(')?;
    let mono = name.ends_with(' ');
    let name = name.trim_end();
    let lambda = name == "lambda_method" || name.starts_with("lambda_method");
    if name.is_empty() || !(name.contains('.') || lambda) || name.contains(['/', '\\', ':', '@']) {
        return None;
    }
    // Type parameters may hold blanks: `Map[A, B]`.
    if name.split(['[', '<']).next().is_some_and(|plain| plain.contains(' ')) {
        return None;
    }
    let (arguments, place) = match tail.rsplit_once(") in ") {
        Some((arguments, place)) => (arguments, Some(place)),
        None => match tail.split_once(") [0x") {
            Some((arguments, place)) => (arguments, Some(place.split_once(" in ")?.1)),
            None => (tail.strip_suffix(')')?, None),
        },
    };
    if mono != tail.contains(") [0x")
        || (place.is_none() && (arguments.contains(':') || java(line).is_some()))
    {
        return None;
    }
    let place = place.and_then(|place| match place.trim().rsplit_once(":line ") {
        Some((path, line)) => Some((path, line.parse().ok()?)),
        None => location(place.trim()).map(|(path, line, _)| (path, line)),
    });
    let (path, number) = place.map_or(("<unknown>", None), |(path, line)| (path, Some(line)));
    let mut frame = frame(path, number, None, Some(name));
    frame.in_app &= !FOREIGN.iter().any(|start| name.starts_with(start)) && !path.starts_with("/_/");
    Some(frame)
}

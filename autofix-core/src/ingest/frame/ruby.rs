//! Frames of Ruby.

use super::frame;
use crate::model::Frame;

/// A line that begins with a place of Ruby.
#[derive(Debug)]
pub(crate) struct RubyLine<'a> {
    pub(crate) frame: Frame,
    /// It was introduced by `from`.
    pub(crate) from: bool,
    /// What stands behind the place: `: message (Class)`.
    pub(crate) rest: &'a str,
}

/// Reads `/app/x.rb:3:in 'name'`, with `from`, a number or a hash before it.
pub(crate) fn ruby(line: &str) -> Option<RubyLine<'_>> {
    let text = line.trim_start_matches("# ").trim();
    // `2: from` of the order in which the newest call stands last.
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let text = unnumbered.strip_prefix(": from ").map_or(text, |_| &unnumbered[2..]);
    let (from, text) = text.strip_prefix("from ").map_or((false, text), |rest| (true, rest));
    let (path, function, rest, number) = if let Some((head, tail)) = text.split_once(":in ") {
        let (path, number) = head.rsplit_once(':')?;
        let quoted = tail.strip_prefix(['`', '\''])?;
        let (function, rest) = quoted.split_once('\'')?;
        (path, Some(function), rest, number.parse().ok()?)
    } else {
        // Without a method only below others: `from x.rb:3`.
        let (path, number) = text.rsplit_once(':').filter(|_| from)?;
        (path, None, "", number.parse().ok()?)
    };
    if !is_path(path, from) {
        return None;
    }
    let mut frame = frame(path, Some(number), None, function);
    frame.in_app &= !is_foreign(path);
    Some(RubyLine { frame, from, rest })
}

fn is_path(path: &str, from: bool) -> bool {
    let ends = [".rb", ".ru", ".rake", ".erb", ".haml", ".slim", ".gemspec", ".jbuilder", "file", ">"];
    let named = ends.iter().any(|end| path.ends_with(end)) || path.starts_with(['(', '/']) || path == "-e";
    !path.is_empty() && named && (from || path.starts_with('/') || !path.contains(' '))
}

/// Gems, the standard library, code that stands in no file.
pub(crate) fn is_foreign(path: &str) -> bool {
    path.starts_with(['<', '(', '-'])
        || ["/gems/", "/lib/ruby/", "/rubygems/", "vendor/bundle/", "/.rbenv/", "/.rvm/"]
            .iter()
            .any(|part| path.contains(part))
}

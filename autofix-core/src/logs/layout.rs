//! Where the message of a line begins: the header is found from the lines themselves.

use super::record;
use super::unit::{self, Column, Unit, begin};
use std::collections::BTreeSet;

/// Lines that are looked at.
const SAMPLE: usize = 2_000;
/// Columns that are looked at in a line.
const COLUMNS: usize = 14;
/// The last column that a date or time may stand in.
const LAST_STAMP: usize = 7;
/// Columns behind the time in which the level may stand.
const LEVEL_REACH: usize = 5;
/// Columns behind the time in which a lone mark may end the header.
const MARK_REACH: usize = 3;

/// What a column of the header is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Want {
    /// Whatever stands there.
    Anything,
    /// A column of this kind; where it is another one, the message has begun.
    Only(Column),
}

/// The columns before the message, the same in most lines of a log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Layout {
    /// The column of the last date or time.
    stamp: Option<usize>,
    /// The columns behind it.
    columns: Vec<Want>,
    /// What comes behind them.
    end: End,
}

/// How a header ends.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum End {
    /// With its last column.
    #[default]
    Here,
    /// With the last of the columns that end with a bar.
    Bars,
    /// With a lone mark.
    Mark,
    /// With the name of a host, and that of a program with a colon.
    Host,
    /// With a name that has a colon, where there is one.
    Tag,
}

/// Shares of lines are counted in hundredths, so that the same lines give the same answer everywhere.
fn is_share(count: usize, of: usize, percent: usize) -> bool {
    of > 0 && count * 100 >= of * percent
}

fn units(line: &[u8], bars: bool) -> Vec<Unit<'_>> {
    let mut at = begin(line);
    let mut units = Vec::new();
    while units.len() < COLUMNS
        && let Some(unit) = unit::unit(line, at, bars)
    {
        at = unit.next;
        units.push(unit);
    }
    units
}

impl Layout {
    /// Finds the header of a log from its first lines; of lines without a common one, each is read for itself.
    pub fn detect(bytes: &[u8]) -> Self {
        let lines: Vec<&[u8]> = bytes
            .split(|b| *b == b'\n')
            .map(|line| line.strip_suffix(b"\r").unwrap_or(line))
            .filter(|line| {
                !line.trim_ascii().is_empty() && !line.first().is_some_and(|b| matches!(b, b' ' | b'\t'))
            })
            .take(SAMPLE)
            .collect();
        let bars = |line: &&&[u8]| {
            let first = unit::unit(line, begin(line), true);
            first.is_some_and(|unit| unit.column.is_stamp() && line.get(unit.text.len()) == Some(&b'|'))
        };
        let bars = is_share(lines.iter().filter(bars).count(), lines.len(), 80);
        let rows: Vec<Vec<Unit<'_>>> = lines.iter().map(|line| units(line, bars)).collect();
        let stamped = |column: usize| {
            rows.iter().filter(|row| row.get(column).is_some_and(|unit| unit.column.is_stamp())).count()
        };
        let Some(stamp) = (0..=LAST_STAMP).rev().find(|column| is_share(stamped(*column), rows.len(), 80))
        else {
            return Self::default();
        };
        let rows: Vec<&[Unit<'_>]> = rows
            .iter()
            .filter(|row| row.get(stamp).is_some_and(|unit| unit.column.is_stamp()))
            .filter_map(|row| row.get(stamp..))
            .collect();
        let mut layout = Self { stamp: Some(stamp), ..Self::default() };
        if bars {
            layout.end = End::Bars;
            return layout;
        }
        layout.find_columns(&rows);
        layout.find_names(&rows);
        layout
    }

    /// The columns that every line has: the level, numbers, brackets, marks, tables.
    fn find_columns(&mut self, rows: &[&[Unit<'_>]]) {
        let share = |offset: usize, percent: usize, is: &dyn Fn(&Unit<'_>) -> bool| {
            let count = rows.iter().filter(|row| row.get(offset).is_some_and(is)).count();
            is_share(count, rows.len(), percent)
        };
        let is = |column: Column| move |unit: &Unit<'_>| unit.column == column;
        let mut end = 0;
        for offset in 1..COLUMNS {
            let next = offset == end + 1;
            if offset <= LEVEL_REACH && share(offset, 95, &is(Column::Level)) {
                self.columns.resize(offset, Want::Anything);
            } else if next && share(offset, 98, &is(Column::Number)) {
                self.columns.push(Want::Only(Column::Number));
            } else if next && share(offset, 95, &is(Column::Group)) {
                self.columns.push(Want::Only(Column::Group));
            } else if next && share(offset, 95, &is(Column::Mark)) {
                self.columns.push(Want::Only(Column::Mark));
            } else if next && share(offset, 95, &|unit| unit.padded && unit.column == Column::Word) {
                self.columns.push(Want::Anything);
            } else if next && end > 0 && share(offset, 95, &is(Column::Dotted)) {
                self.columns.push(Want::Only(Column::Dotted));
            }
            end = self.columns.len();
        }
        let marked = |row: &&&[Unit<'_>]| {
            let after = row.iter().skip(end + 2).take(MARK_REACH - 1);
            after.into_iter().any(|unit| unit.column == Column::Mark)
        };
        if is_share(rows.iter().filter(marked).count(), rows.len(), 95) {
            self.end = End::Mark;
        }
    }

    /// The names that come last: of the host, of who says it.
    fn find_names(&mut self, rows: &[&[Unit<'_>]]) {
        if self.end == End::Mark {
            return;
        }
        let end = self.columns.len();
        let tags = |offset: usize| {
            let is_tag = |row: &&&[Unit<'_>]| row.get(offset).is_some_and(is_name);
            rows.iter().filter(is_tag).count()
        };
        let syslog =
            rows.iter().filter(|row| row.first().is_some_and(|unit| unit.column == Column::SyslogStamp));
        let syslog = end == 0 && is_share(syslog.count(), rows.len(), 80);
        let direct = is_share(tags(end + 1), rows.len(), 70);
        let hosts: BTreeSet<&[u8]> =
            rows.iter().filter_map(|row| row.get(end + 1)).map(|unit| unit.text).collect();
        let few = rows.len() >= 20 && hosts.len() * 20 <= rows.len();
        if direct {
            self.end = End::Tag;
        } else if syslog || (few && is_share(tags(end + 2), rows.len(), 80)) {
            self.end = End::Host;
        }
    }

    /// Where the message of a line begins, and whether a header was there.
    pub fn message(&self, line: &[u8]) -> (usize, bool) {
        if let Some(found) = protocol(line) {
            return (found, true);
        }
        self.common(line).or_else(|| single(line)).map_or((begin(line), false), |at| (at, true))
    }

    /// The last place in these bytes at which a log may be cut for several miners: a line begins
    /// there, and a record with it. 0 where there is none.
    pub fn boundary(&self, bytes: &[u8]) -> usize {
        let mut end = memchr::memrchr(b'\n', bytes).unwrap_or(0);
        while end > 0 {
            let before = bytes.get(..end).unwrap_or_default();
            let Some(begin) = memchr::memrchr(b'\n', before) else { return 0 };
            let line = before.get(begin + 1..).unwrap_or_default();
            if record::begins(line, self.message(line).1) {
                return begin + 1;
            }
            end = begin;
        }
        0
    }

    /// Whether the lines of this log begin with a date or time.
    pub fn is_stamped(&self) -> bool {
        self.stamp.is_some()
    }

    fn common(&self, line: &[u8]) -> Option<usize> {
        let stamp = self.stamp?;
        let mut at = begin(line);
        for column in 0..=stamp {
            let unit = unit::unit(line, at, self.end == End::Bars)?;
            if column == stamp && !unit.column.is_stamp() {
                return None;
            }
            at = unit.next;
        }
        for want in &self.columns {
            at = match want {
                Want::Anything => unit::skip(line, at),
                Want::Only(column) => match unit::skip_only(line, at, *column) {
                    Some(next) => next,
                    None => return Some(at),
                },
            };
        }
        Some(match self.end {
            End::Here => at,
            End::Bars => bars(line, at),
            End::Mark => mark(line, at).unwrap_or(at),
            End::Host => syslog(line, at),
            End::Tag => unit::skip_only(line, at, Column::Tag).unwrap_or(at),
        })
    }
}

/// Whether a column names who speaks; a level with a colon stands for a name too.
fn is_name(unit: &Unit<'_>) -> bool {
    unit.column == Column::Tag || (unit.column == Column::Level && unit.text.ends_with(b":"))
}

/// The columns up to the last bar before the first blank.
fn bars(line: &[u8], mut at: usize) -> usize {
    for _ in 0..4 {
        let rest = line.get(at..).unwrap_or_default();
        let length = rest.iter().take_while(|b| !matches!(**b, b' ' | b'\t' | b'|')).count();
        if rest.get(length) != Some(&b'|') {
            break;
        }
        at += length + 1;
        at += begin(line.get(at..).unwrap_or_default());
    }
    at
}

/// Behind a lone mark.
fn mark(line: &[u8], mut at: usize) -> Option<usize> {
    for _ in 0..=MARK_REACH {
        let unit = unit::unit(line, at, false)?;
        at = unit.next;
        if unit.column == Column::Mark {
            return Some(at);
        }
    }
    None
}

/// Behind a name with a colon that stands within the next columns.
fn tag(line: &[u8], mut at: usize, reach: usize) -> Option<usize> {
    for _ in 0..reach {
        let unit = unit::unit(line, at, false)?;
        at = unit.next;
        if unit.column == Column::Tag || (unit.column == Column::Group && unit.text.ends_with(b":")) {
            return Some(at);
        }
    }
    None
}

/// Behind a host and the name of a program, which may have its version or address beside it.
fn syslog(line: &[u8], at: usize) -> usize {
    let Some(host) = unit::unit(line, at, false) else { return at };
    if host.column == Column::Tag {
        return host.next;
    }
    let Some(name) = unit::unit(line, host.next, false) else { return host.next };
    if name.column == Column::Tag {
        return name.next;
    }
    // Only what looks like a program's name leads to a colon further on: `named[1] (x):`, `syslogd 1.4:`.
    let beside = name.column == Column::Mark
        || name.text.ends_with(b"]")
        || unit::unit(line, name.next, false).is_some_and(|unit| {
            unit.column == Column::Tag && unit.text.first().is_some_and(u8::is_ascii_digit)
        });
    if beside { tag(line, name.next, 1).unwrap_or(host.next) } else { host.next }
}

/// A line as it went over the network to a syslog server: `<34>1 2026-… host app 77 ID47 - `, or
/// `<34>Mar  4 …`.
fn protocol(line: &[u8]) -> Option<usize> {
    let rest = line.strip_prefix(b"<")?;
    let priority = rest.iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    if priority == 0 || rest.get(priority) != Some(&b'>') {
        return None;
    }
    let mut at = priority + 2;
    let first = unit::unit(line, at, false)?;
    if first.column != Column::Number {
        return single(line.get(at..)?).map(|found| at + found);
    }
    at = first.next;
    let stamp = unit::unit(line, at, false)?;
    if !stamp.column.is_stamp() && stamp.text != b"-" {
        return None;
    }
    // The host, the program, its number, the kind of message, and data in brackets.
    at = (0..5).fold(stamp.next, |at, _| unit::skip(line, at));
    Some(at)
}

/// A line by itself: a date or time, and what usually follows it.
fn single(line: &[u8]) -> Option<usize> {
    let first = unit::unit(line, begin(line), false)?;
    let mut at = first.next;
    match first.column {
        Column::SyslogStamp => return Some(syslog(line, at)),
        Column::Stamp => {}
        _ => return None,
    }
    for _ in 0..4 {
        let Some(unit) = unit::unit(line, at, false) else { break };
        let level = unit.column == Column::Level && (unit.text.len() > 1 || unit.next < line.len());
        if !(level || matches!(unit.column, Column::Mark | Column::Stamp)) {
            break;
        }
        at = unit.next;
    }
    Some(at)
}

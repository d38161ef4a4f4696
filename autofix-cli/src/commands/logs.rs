//! `autofix logs parse`.

use crate::cli::Parse;
use crate::failure::Failure;
use crate::output::{CYAN, DIM, Output, printable, styled};
use crate::{Outcome, input, mining};
use autofix::core::ingest::redact;
use mining::Mined;
use std::fmt::Write as _;
use std::io::{self, BufWriter, Write};

/// Templates that are shown unless more is asked for.
const SHOWN: usize = 50;

pub(crate) fn parse(arguments: &Parse, output: &Output) -> Result<Outcome, Failure> {
    let source = input::open(&arguments.log)?;
    let jobs = match arguments.jobs {
        0 => std::thread::available_parallelism().map_or(1, usize::from),
        jobs => jobs.min(256),
    };
    let bar = mining::bar(output, source.length);
    let mined = mining::mine(source, jobs, output.json, &bar);
    bar.finish_and_clear();
    let mined = mined?;
    if output.json {
        // A reader that went away wants no more of it.
        lines(&mined, &mut BufWriter::with_capacity(1 << 18, io::stdout().lock())).ok();
    } else {
        output.answer(&table(&mined, output.verbose));
    }
    Ok(Outcome::Done)
}

/// The template of every line.
fn lines(mined: &Mined, out: &mut impl Write) -> io::Result<()> {
    let ids: Vec<String> = (0..mined.skeletons)
        .map(|number| {
            let id = mined.templates.of(number).map_or("", |template| template.id());
            format!(", \"pattern\": \"{id}\"}}\n")
        })
        .collect();
    let mut digits = Digits::default();
    for number in mined.numbers() {
        out.write_all(b"{\"line\": ")?;
        out.write_all(digits.next())?;
        out.write_all(ids.get(number as usize).map_or(&[][..], String::as_bytes))?;
    }
    out.flush()
}

/// Counts from 1 in digits: one step changes one digit nearly always, where a division would make all.
#[derive(Default)]
struct Digits(Vec<u8>);

impl Digits {
    fn next(&mut self) -> &[u8] {
        for digit in self.0.iter_mut().rev() {
            if *digit < b'9' {
                *digit += 1;
                return &self.0;
            }
            *digit = b'0';
        }
        self.0.insert(0, b'1');
        &self.0
    }
}

fn table(mined: &Mined, all: bool) -> String {
    let templates: Vec<_> = mined.templates.iter().collect();
    let sum: u64 = templates.iter().map(|template| template.lines()).sum();
    let most = if all { usize::MAX } else { SHOWN };
    let width = templates.first().map_or(0, |template| template.lines().to_string().len());
    let mut text = String::new();
    for template in templates.iter().take(most) {
        let count = template.lines();
        let said = printable(&redact(template.text()));
        let said =
            if template.is_overflow() { styled(DIM, "lines beyond the bound of memory") } else { said };
        let _ = writeln!(text, "{count:>width$}  {}  {said}", styled(CYAN, template.id()));
    }
    if templates.len() > most {
        let _ = writeln!(text, "{}", styled(DIM, format!("{} more with -v", templates.len() - most)));
    }
    let _ = writeln!(text, "{}", styled(DIM, format!("{sum} lines, {} templates", templates.len())));
    text
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn digits_count() {
        let mut digits = Digits::default();
        for number in 1..=1_000_u32 {
            assert_eq!(digits.next(), number.to_string().as_bytes());
        }
    }
}

//! Reading a log, whatever its encoding.

use crate::failure::Failure;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;

/// Most bytes of a log.
const LIMIT: u64 = 64 << 20;

/// Reads a log from a file, or from standard input for `-`.
pub(crate) fn log(path: &Path) -> Result<String, Failure> {
    let source = open(path)?;
    read(&source.name, source.reader)
}

/// A log to be read piece by piece.
pub(crate) struct Source {
    /// What it is called in messages.
    pub(crate) name: String,
    pub(crate) reader: Box<dyn Read>,
    /// Its bytes, where that is known.
    pub(crate) length: Option<u64>,
}

impl Source {
    /// The bytes as UTF-8, without a byte order mark. Windows shells redirect in UTF-16, which has no lines
    /// of bytes; such logs are small, and read whole.
    pub(crate) fn decoded(&mut self) -> Result<Box<dyn Read>, Failure> {
        let mut reader = std::mem::replace(&mut self.reader, Box::new(std::io::empty()));
        let mut mark = Vec::new();
        let first = reader.by_ref().take(3).read_to_end(&mut mark);
        first.map_err(|error| Failure::io(&self.name, &error))?;
        if mark.starts_with(&[0xff, 0xfe]) || mark.starts_with(&[0xfe, 0xff]) {
            let text = read(&self.name, Cursor::new(mark).chain(reader))?;
            return Ok(Box::new(Cursor::new(text.into_bytes())));
        }
        if mark == "\u{feff}".as_bytes() {
            mark.clear();
        }
        Ok(Box::new(Cursor::new(mark).chain(reader)))
    }
}

/// Opens a log, or standard input for `-`.
pub(crate) fn open(path: &Path) -> Result<Source, Failure> {
    Ok(if path.as_os_str() == "-" {
        Source { name: "standard input".to_owned(), reader: Box::new(std::io::stdin().lock()), length: None }
    } else {
        let name = path.display().to_string();
        let file = File::open(path).map_err(|error| cannot_open(&name, &error))?;
        if file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            let problem = format!("{name}: is a folder, where a log is expected");
            return Err(Failure::new("invalid_input", problem));
        }
        let length = file.metadata().ok().filter(std::fs::Metadata::is_file).map(|metadata| metadata.len());
        Source { name, reader: Box::new(file), length }
    })
}

/// Reads all of a log that is small enough.
pub(crate) fn read(name: &str, reader: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    reader.take(LIMIT + 1).read_to_end(&mut bytes).map_err(|error| Failure::io(name, &error))?;
    if bytes.len() as u64 > LIMIT {
        let problem = format!("{name}: larger than {} MiB", LIMIT >> 20);
        return Err(Failure::new("too_large", problem)
            .with_hint("give the part around the error, such as the output of `tail -n 5000`"));
    }
    Ok(decoded(bytes))
}

fn cannot_open(name: &str, error: &std::io::Error) -> Failure {
    let code = if error.kind() == std::io::ErrorKind::NotFound { "not_found" } else { "io" };
    let failure = Failure::new(code, format!("{name}: {error}"));
    failure.with_hint("give a log file, or `-` to read standard input")
}

/// Windows shells redirect in UTF-16; what is no text at all becomes replacement characters.
fn decoded(bytes: Vec<u8>) -> String {
    let utf16 = |unit: fn([u8; 2]) -> u16| {
        let units = bytes.get(2..).unwrap_or_default().as_chunks::<2>().0;
        let units = units.iter().map(|pair| unit(*pair));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => utf16(u16::from_le_bytes),
        [0xfe, 0xff, ..] => utf16(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

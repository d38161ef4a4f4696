//! The crate logdrain, with every mask that it brings, over the lines of a file; the cluster of each
//! goes to standard output.

use logdrain::{Miner, builtin_masks};
use std::error::Error;
use std::io::{BufRead, BufReader, BufWriter, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: logdrain-lines FILE")?;
    let masks = [
        builtin_masks::uuid(),
        builtin_masks::hex32(),
        builtin_masks::email(),
        builtin_masks::ipv4(),
        builtin_masks::jwt(),
    ];
    let miner = Miner::builder().masks(masks).build()?;
    let mut log = BufReader::with_capacity(1 << 20, std::fs::File::open(path)?);
    let mut out = BufWriter::with_capacity(1 << 18, std::io::stdout().lock());
    let (mut line, mut number) = (Vec::new(), 0u64);
    while log.read_until(b'\n', &mut line)? > 0 {
        number += 1;
        let text = String::from_utf8_lossy(&line);
        let cluster = miner.add(text.trim_end()).cluster_id;
        writeln!(out, "{{\"line\": {number}, \"pattern\": {cluster:?}}}")?;
        line.clear();
    }
    Ok(out.flush()?)
}

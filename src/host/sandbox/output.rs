//! What a command writes: the beginning and the end of it, in bounded memory.

use std::collections::VecDeque;
use std::io::{ErrorKind, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Output as it comes in.
#[derive(Debug, Clone)]
pub(super) struct Output(Arc<Mutex<Kept>>);

#[derive(Debug)]
struct Kept {
    head: Vec<u8>,
    tail: VecDeque<u8>,
    half: usize,
    total: u64,
    last: Instant,
    ended: bool,
}

impl Output {
    /// Reads to the end, on a thread of its own.
    pub(super) fn follow(mut pipe: impl Read + Send + 'static, limit: usize) -> std::io::Result<Self> {
        let kept = Kept {
            head: Vec::new(),
            tail: VecDeque::new(),
            half: (limit / 2).max(1),
            total: 0,
            last: Instant::now(),
            ended: false,
        };
        let output = Self(Arc::new(Mutex::new(kept)));
        let reader = output.clone();
        thread::Builder::new().name("autofix-output".to_owned()).spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            loop {
                match pipe.read(&mut buffer) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    Ok(0) | Err(_) => break,
                    Ok(read) => reader.with(|kept| kept.add(buffer.get(..read).unwrap_or_default())),
                }
            }
            reader.with(|kept| kept.ended = true);
        })?;
        Ok(output)
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Bytes so far.
    pub(super) fn total(&self) -> u64 {
        self.with(|kept| kept.total)
    }

    /// How long ago the last byte came.
    pub(super) fn quiet(&self) -> Duration {
        self.with(|kept| kept.last.elapsed())
    }

    /// The text, when all was read or the time is over: who fled may hold the pipe for ever.
    pub(super) fn text(&self, patience: Duration) -> String {
        let begin = Instant::now();
        while !self.with(|kept| kept.ended) && begin.elapsed() < patience {
            thread::sleep(Duration::from_millis(2));
        }
        self.with(|kept| {
            let mut bytes = std::mem::take(&mut kept.head);
            let dropped = kept.total - (bytes.len() + kept.tail.len()) as u64;
            if dropped > 0 {
                bytes.extend(format!("\n[{dropped} bytes left out]\n").bytes());
            }
            bytes.extend(kept.tail.drain(..));
            String::from_utf8_lossy(&bytes).into_owned()
        })
    }
}

impl Kept {
    fn add(&mut self, bytes: &[u8]) {
        self.total += bytes.len() as u64;
        self.last = Instant::now();
        let room = self.half.saturating_sub(self.head.len()).min(bytes.len());
        let (first, rest) = bytes.split_at(room);
        self.head.extend_from_slice(first);
        self.tail.extend(rest);
        let over = self.tail.len().saturating_sub(self.half);
        self.tail.drain(..over);
    }
}

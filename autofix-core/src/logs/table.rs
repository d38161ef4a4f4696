//! The set of skeletons: each is kept once, and has a number.

/// Places that are looked at for one skeleton before it is given up. Only made-up input gets there.
const REACH: usize = 64;

/// Most skeletons.
const MOST: usize = 32_768;
/// Most bytes of all skeletons together.
const MOST_BYTES: usize = 4 << 20;

/// Skeletons by their bytes, in the order in which they came.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    bytes: Vec<u8>,
    /// Where each skeleton ends in `bytes`, with its hash.
    ends: Vec<(usize, u64)>,
    /// Number of a skeleton plus one, by its hash; 0 is free. A power of two long.
    places: Vec<u32>,
}

fn word(bytes: &[u8]) -> u64 {
    let mut all = [0; 8];
    for (to, from) in all.iter_mut().zip(bytes) {
        *to = *from;
    }
    u64::from_le_bytes(all)
}

fn fold(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    {
        (product as u64) ^ ((product >> 64) as u64)
    }
}

/// A hash that is the same on every machine and in every version: ids are made of it.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    const A: u64 = 0x9e37_79b9_7f4a_7c15;
    const B: u64 = 0xd6e8_feb8_6659_fd93;
    let mut state = A ^ bytes.len() as u64;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        state = fold(state ^ u64::from_le_bytes(*chunk), B);
    }
    fold(fold(state ^ word(rest), B) ^ A, B)
}

impl Table {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether nothing new is taken in.
    pub(super) fn is_full(&self) -> bool {
        self.ends.len() >= MOST || self.bytes.len() >= MOST_BYTES
    }

    /// The bytes of a skeleton; empty where there is none of this number.
    pub(super) fn get(&self, number: usize) -> &[u8] {
        let begin = number.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |(end, _)| *end);
        self.ends.get(number).and_then(|(end, _)| self.bytes.get(begin..*end)).unwrap_or_default()
    }

    fn place(&self, hash: u64, skeleton: &[u8]) -> Option<Result<u32, usize>> {
        let mask = self.places.len().checked_sub(1)?;
        let first = (hash >> 7) as usize;
        for step in 0..REACH {
            let at = first.wrapping_add(step) & mask;
            match self.places.get(at).copied().unwrap_or(0) {
                0 => return Some(Err(at)),
                taken => {
                    let number = taken - 1;
                    let same = self.ends.get(number as usize).is_some_and(|(_, it)| *it == hash);
                    if same && self.get(number as usize) == skeleton {
                        return Some(Ok(number));
                    }
                }
            }
        }
        None
    }

    /// The number of a skeleton that is there.
    pub(super) fn find(&self, skeleton: &[u8]) -> Option<u32> {
        self.place(hash(skeleton), skeleton)?.ok()
    }

    /// The number of a skeleton, which is put in where it is new; `None` where there is no place for it.
    pub(super) fn put(&mut self, skeleton: &[u8]) -> Option<u32> {
        let hash = hash(skeleton);
        if self.places.is_empty() {
            self.grow();
        }
        let place = match self.place(hash, skeleton)? {
            Ok(number) => return Some(number),
            Err(place) => place,
        };
        let number = u32::try_from(self.ends.len()).ok().filter(|_| !self.is_full())?;
        self.bytes.extend_from_slice(skeleton);
        self.ends.push((self.bytes.len(), hash));
        if let Some(free) = self.places.get_mut(place) {
            *free = number + 1;
        }
        if self.ends.len() * 2 > self.places.len() {
            self.grow();
        }
        Some(number)
    }

    fn grow(&mut self) {
        let size = (self.places.len() * 2).max(1024);
        self.places = vec![0; size];
        for (number, (_, hash)) in self.ends.iter().enumerate() {
            let mut at = (*hash >> 7) as usize & (size - 1);
            while self.places.get(at).is_some_and(|taken| *taken != 0) {
                at = (at + 1) & (size - 1);
            }
            if let (Some(place), Ok(number)) = (self.places.get_mut(at), u32::try_from(number + 1)) {
                *place = number;
            }
        }
    }
}

//! The buffer that an item's pieces are rendered into, and the hash of what comes out.

use super::write::Writer;
use crate::meta::{PIECES, Piece, Section};

/// A buffer that is larger than what it holds, until [`cut`](Scratch::cut).
pub struct Scratch<const N: usize> {
    bytes: [u8; N],
    /// How much it holds.
    pub len: usize,
    /// The pieces in it.
    pub pieces: [Piece; PIECES],
    /// How many there are.
    pub count: usize,
}

impl<const N: usize> Scratch<N> {
    /// An empty buffer.
    pub const fn new() -> Self {
        Self {
            bytes: [0; N],
            len: 0,
            pieces: [Piece {
                section: Section::Schema,
                start: 0,
                end: 0,
            }; PIECES],
            count: 0,
        }
    }

    /// Ends a piece that began at the end of the last.
    pub(super) const fn mark(&mut self, section: Section, end: usize) {
        self.pieces[self.count] = Piece {
            section,
            start: self.len,
            end,
        };
        self.count += 1;
        self.len = end;
    }

    /// A writer behind the last piece.
    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer::new(self.bytes.split_at_mut(self.len).1)
    }

    /// What it holds, in an array of just that size.
    #[must_use]
    pub const fn cut<const LEN: usize>(&self) -> [u8; LEN] {
        let mut text = [0; LEN];
        text.copy_from_slice(self.bytes.split_at(LEN).0);
        text
    }
}

/// FNV-1a over words of eight bytes; not for secrets.
pub const fn hash(bytes: &[u8]) -> u64 {
    let mut hash = OFFSET;
    let mut rest = bytes;
    while let Some((word, tail)) = rest.split_first_chunk::<8>() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = tail;
    }
    let mut at = 0;
    while at < rest.len() {
        hash = mix(hash, rest[at] as u64);
        at += 1;
    }
    mix(hash, bytes.len() as u64)
}

/// FNV's offset basis.
pub const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

/// One turn of FNV-1a, with the high half folded down.
pub const fn mix(hash: u64, word: u64) -> u64 {
    let next = (hash ^ word).wrapping_mul(0x0000_0100_0000_01b3);
    next ^ (next >> 32)
}

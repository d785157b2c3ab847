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
    #[must_use]
    #[allow(
        clippy::new_without_default,
        reason = "it is made in const, where `Default` can't be called"
    )]
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

    /// Adds a piece that begins at the end of the last and goes to `end`.
    pub(super) const fn mark(&mut self, section: Section, start: usize, end: usize) {
        self.pieces[self.count] = Piece { section, start, end };
        self.count += 1;
        self.len = end;
    }

    /// A writer behind the last piece.
    pub(super) const fn writer(&mut self) -> Writer<'_> {
        Writer::behind(&mut self.bytes, self.len)
    }

    /// What it holds, in an array of just that size.
    #[must_use]
    pub const fn cut<const LEN: usize>(&self) -> [u8; LEN] {
        let mut text = [0; LEN];
        text.copy_from_slice(self.bytes.split_at(LEN).0);
        text
    }
}

/// A hash that tells documents apart; not for secrets. Sixteen bytes a turn: calls and turns are what costs in const.
#[must_use]
pub(crate) const fn hash(bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<16>();
    let mut state = bytes.len() as u128 + SEED;
    let mut at = 0;
    while at < words.len() {
        // The low half times an odd number of 62 bits, plus the high half: this can't overflow.
        state = ((state & LOW) * FACTOR + (state >> 64)) ^ u128::from_le_bytes(words[at]);
        at += 1;
    }
    at = 0;
    while at < rest.len() {
        state = mixed(state, rest[at] as u128);
        at += 1;
    }
    let state = mixed(mixed(state, 0), 0);
    ((state >> 64) ^ (state & LOW)) as u64
}

/// Folds one hash into another.
#[must_use]
pub(crate) const fn mix(hash: u64, word: u64) -> u64 {
    let state = mixed(mixed(SEED + hash as u128, word as u128), 0);
    ((state >> 64) ^ (state & LOW)) as u64
}

const fn mixed(state: u128, word: u128) -> u128 {
    ((state & LOW) * FACTOR + (state >> 64)) ^ word
}

const LOW: u128 = 0xffff_ffff_ffff_ffff;
const FACTOR: u128 = 0x2545_f491_4f6c_dd1d;
const SEED: u128 = 0x9e37_79b9_7f4a_7c15;

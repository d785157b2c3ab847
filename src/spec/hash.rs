//! The hash behind the document's entity tag.

/// A hash that distinguishes documents; not cryptographic. Sixteen bytes a turn: calls and turns are what costs in const.
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

const fn mixed(state: u128, word: u128) -> u128 {
    ((state & LOW) * FACTOR + (state >> 64)) ^ word
}

const LOW: u128 = 0xffff_ffff_ffff_ffff;
const FACTOR: u128 = 0x2545_f491_4f6c_dd1d;
const SEED: u128 = 0x9e37_79b9_7f4a_7c15;

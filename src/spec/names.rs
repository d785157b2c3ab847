//! Names in two parts, as views have them: compared without being joined.

/// Whether two texts, each in two parts, are equal.
pub(super) const fn same(a: (&[u8], &[u8]), b: (&[u8], &[u8])) -> bool {
    let length = a.0.len() + a.1.len();
    if b.0.len() + b.1.len() != length {
        return false;
    }
    let mut at = 0;
    while at < length {
        if byte(a.0, a.1, at) != byte(b.0, b.1, at) {
            return false;
        }
        at += 1;
    }
    true
}

/// A byte of a text in two parts.
const fn byte(stem: &[u8], suffix: &[u8], at: usize) -> u8 {
    if at < stem.len() {
        stem[at]
    } else {
        suffix[at - stem.len()]
    }
}

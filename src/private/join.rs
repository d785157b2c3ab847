//! The parts of an API: its own first.

use crate::meta::Part;

/// The API's own items in front of the parts that it joins.
#[must_use]
pub const fn with_own_part<const N: usize>(own: &'static Part, parts: &[&'static Part]) -> [&'static Part; N] {
    let mut all = [own; N];
    let mut at = 0;
    while at < parts.len() {
        all[at + 1] = parts[at];
        at += 1;
    }
    all
}

//! Small joints between what is declared and what is left out.

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

/// What is declared, or what stands for it.
#[must_use]
pub const fn or(declared: Option<&'static str>, absent: &'static str) -> &'static str {
    match declared {
        Some(declared) => declared,
        None => absent,
    }
}

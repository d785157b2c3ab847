//! The parts of an API: its own first.

/// The API's own in front of those of the parts that it joins.
#[must_use]
pub const fn with_own<T: Copy, const N: usize>(own: T, parts: &[T]) -> [T; N] {
    let mut all = [own; N];
    let mut at = 0;
    while at < parts.len() {
        all[at + 1] = parts[at];
        at += 1;
    }
    all
}

/// How many items the parts have.
#[must_use]
pub const fn count(parts: &[&crate::meta::Part]) -> usize {
    let mut count = 0;
    let mut at = 0;
    while at < parts.len() {
        count += parts[at].items.len();
        at += 1;
    }
    count
}

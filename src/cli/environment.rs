//! Variables of the environment that stand in for flags.

/// The first of these variables that is set. An empty one is as good as none: that is how compose files leave one out.
pub(super) fn first_set(names: &[&'static str]) -> Option<&'static str> {
    names
        .iter()
        .copied()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The variable to show beside a flag: the one that is set, else the first, unless that would make clap read an empty text.
pub(super) fn shown(names: &[&'static str]) -> Option<&'static str> {
    first_set(names).or_else(|| names.iter().copied().find(|name| std::env::var_os(name).is_none()))
}

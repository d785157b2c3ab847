//! The values that an enum of the declaration has on the wire.

/// The values of an enum: all are texts, or all are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// The type isn't an enum.
    None,
    /// Texts.
    Texts(&'static [&'static str]),
    /// Whole numbers, and the names of these values in Rust.
    Numbers(&'static [i64], &'static [&'static str]),
}

impl Choices {
    /// Whether the type isn't an enum.
    #[must_use]
    pub const fn is_none(self) -> bool {
        matches!(self, Self::None)
    }

    /// The texts; none of a type that is no enum of texts.
    pub(crate) const fn texts(self) -> &'static [&'static str] {
        match self {
            Self::Texts(texts) => texts,
            Self::None | Self::Numbers(..) => &[],
        }
    }

    /// The numbers; none of a type that is no enum of numbers.
    pub(crate) const fn numbers(self) -> &'static [i64] {
        match self {
            Self::Numbers(numbers, _) => numbers,
            Self::None | Self::Texts(_) => &[],
        }
    }
}

//! Whether replies hold the properties that are null.

use super::Field;

/// What becomes of a property that is null, in replies, messages and rows that a function returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// What the schema, resource, part or API says; if none of them says anything, it is left out.
    Inherit,
    /// It is there, as `null`.
    Shown,
    /// It is left out.
    Omitted,
}

impl Nulls {
    /// Returns the rule, or `default`, that of what is around, if it inherits.
    #[must_use]
    pub const fn or(self, default: Self) -> Self {
        match self {
            Self::Inherit => default,
            Self::Shown | Self::Omitted => self,
        }
    }

    /// Whether properties that are null are there.
    #[must_use]
    pub const fn are_shown(self) -> bool {
        matches!(self, Self::Shown)
    }
}

/// The properties of a schema as they are declared, under the rule for nulls of what is around.
#[must_use]
pub const fn with_nulls<const N: usize>(declared: &[Field], nulls: Nulls) -> [Field; N] {
    let mut fields = [Field::property::<bool>("", &[]).done(); N];
    let mut at = 0;
    while at < N {
        fields[at] = declared[at].within(nulls);
        at += 1;
    }
    fields
}

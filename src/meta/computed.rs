//! Computed fields: what replies show of a row beside its columns.

use super::{Direction, Field, Function};

/// A computed field of a resource.
#[derive(Debug, Clone, Copy)]
pub struct Computed {
    /// Its names, type and docs. It is in replies only, and has no column.
    pub field: Field,
    /// What it is made of.
    pub by: ComputedBy,
}

/// What a computed field is made of. Relations are named by index.
#[derive(Debug, Clone, Copy)]
pub enum ComputedBy {
    /// `count(favorites)`: how many related rows there are.
    Count(usize),
    /// `exists(favorites)`: whether there are any.
    Exists(usize),
    /// `exists(favorites by viewer)`: whether one of them belongs to the caller.
    ExistsByViewer(usize),
    /// `= age_in_days`: an expression that a function of the application makes.
    Function(Function),
}

impl Computed {
    /// The computed fields of a resource; `by` says for each field what it is made of.
    #[must_use]
    pub const fn all<const N: usize>(fields: [Field; N], by: &[ComputedBy]) -> [Self; N] {
        let mut computed = [const {
            Self {
                field: Field::column::<bool>("", &[]).done(),
                by: ComputedBy::Exists(0),
            }
        }; N];
        let mut at = 0;
        while at < N {
            computed[at] = Self {
                field: fields[at],
                by: by[at],
            };
            computed[at].field.direction = Direction::ReadOnly;
            at += 1;
        }
        computed
    }
}

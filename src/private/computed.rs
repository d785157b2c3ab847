//! The names of computed fields where sections name fields.

use std::marker::PhantomData;

use crate::meta::Operand;

/// The computed field at `AT` of an entity, beside the enum of its fields.
#[derive(Debug)]
pub struct ComputedName<E, const AT: usize>(PhantomData<fn() -> E>);

/// The entity of a resource with a computed field at `AT`.
pub trait ComputedAt<const AT: usize> {
    /// An error: it has no column.
    const COLUMN: usize;
}

impl<E, const AT: usize> ComputedName<E, AT> {
    /// The name.
    pub const NEW: Self = Self(PhantomData);

    /// The field, where a section takes computed ones.
    #[must_use]
    pub const fn __operand(self) -> Operand {
        Operand::Computed(AT)
    }
}

impl<E: ComputedAt<AT>, const AT: usize> ComputedName<E, AT> {
    /// The field, where a section takes columns only.
    #[must_use]
    pub const fn __column(self) -> usize {
        E::COLUMN
    }
}

//! The options of lists and maps.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::Build;
use crate::meta::Field;
use crate::types::Literal;

impl<Base: ?Sized, Place> Build<Base, Place> {
    const fn limits_of_each(mut self, item: &'static Field) -> Self {
        if let Some(fault) = item.fault {
            self.field.fault = Some(fault);
        } else if item.default.is_some() || item.example.is_some() || item.deprecated || !item.property.is_empty() {
            self.field.fault = Some(
                ": `each` takes limits alone: `len`, `pattern`, `format`, `range`, `min`, `max`, `multiple_of`, `precision` and `each`; take the others out",
            );
        }
        self.field.limits.items = Some(&item.limits);
        self
    }
}

impl<Place> Build<Vec<()>, Place> {
    /// `len(1..=10)`: how many items.
    #[must_use]
    pub const fn len(self, range: RangeInclusive<u32>) -> Self {
        self.lengths(&range)
    }

    /// `each(len(1..=64), pattern("^[a-z]+$"))`: limits of each item, from the options of its type.
    #[must_use]
    pub const fn each(self, item: &'static Field) -> Self {
        self.limits_of_each(item)
    }

    /// `default_empty`: the empty list for a field left out.
    #[must_use]
    pub const fn default_empty(self) -> Self {
        self.literal(Literal::Json("[]"))
    }
}

impl<Place> Build<BTreeMap<(), ()>, Place> {
    /// `len(1..=10)`: how many members.
    #[must_use]
    pub const fn len(self, range: RangeInclusive<u32>) -> Self {
        self.lengths(&range)
    }

    /// `each(len(1..=64))`: limits of each value, from the options of its type.
    #[must_use]
    pub const fn each(self, value: &'static Field) -> Self {
        self.limits_of_each(value)
    }

    /// `default_empty`: the empty map for a field left out.
    #[must_use]
    pub const fn default_empty(self) -> Self {
        self.literal(Literal::Json("{}"))
    }
}

//! How requests name one row of a resource: by its key, by other fields, or as the caller's own.

use super::{Field, OperationKind, Resource};

/// The most fields that a key or an address can have.
pub(in crate::meta) const MOST_FIELDS: usize = INDICES.len();

/// The key's fields come first.
const INDICES: &[usize] = &[0, 1, 2, 3, 4, 5, 6, 7];

/// The first fields of a resource, by index: its key, which has so many.
pub(in crate::meta) const fn first(fields: usize) -> &'static [usize] {
    // A longer key is a compile error.
    if fields > MOST_FIELDS {
        INDICES
    } else {
        INDICES.split_at(fields).0
    }
}

impl Resource {
    /// The fields that stand in the paths of rows, by index: those of `address`, in its order, else those of the key. A singleton has none.
    #[must_use]
    pub const fn address(&self) -> &'static [usize] {
        match self.address {
            _ if self.one => &[],
            Some(address) => address,
            None => first(self.key),
        }
    }

    /// The fields that stand in the paths of rows.
    pub fn address_fields(&self) -> impl Iterator<Item = &'static Field> + Clone + use<> {
        let fields = self.fields;
        self.address().iter().map(|index| &fields[*index])
    }

    /// The fields by which one row is found: those of its address, then the owner.
    pub fn lookup_fields(&self) -> impl Iterator<Item = &'static Field> + Clone + use<> {
        self.address_fields().chain(self.owner_field())
    }

    /// The field with the ID of the owner.
    pub(crate) fn owner_field(&self) -> Option<&'static Field> {
        self.owner.map(|owner| &self.fields[owner])
    }

    /// Whether paths hold the whole key.
    #[must_use]
    pub const fn has_key_in_paths(&self) -> bool {
        let mut at = 0;
        while at < self.key {
            if !self.fields[at].in_path {
                return false;
            }
            at += 1;
        }
        true
    }

    /// Whether a put creates the row that isn't there. Where the path holds a key that the database counts, it can't: the counter would be
    /// behind that key, or be used up by it.
    #[must_use]
    pub const fn put_creates(&self) -> bool {
        !(self.counts_keys() && self.has_key_in_paths())
    }

    /// The fields of the unique key by which a put finds the row that it replaces.
    pub(crate) fn put_key(&self) -> impl Iterator<Item = &'static Field> + Clone + use<> {
        let owner = if self.one { self.owner_field() } else { None };
        self.address_fields().chain(owner)
    }

    /// Whether rows have a path of their own: an operation is on one row.
    #[must_use]
    pub const fn has_rows_at_paths(&self) -> bool {
        self.offers(OperationKind::Read)
            || self.offers(OperationKind::Update)
            || self.offers(OperationKind::Put)
            || self.offers(OperationKind::Delete)
    }

    /// Whether paths have the address of a row: that of the row itself, or one below it.
    #[must_use]
    pub const fn has_rows_in_paths(&self) -> bool {
        self.has_rows_at_paths() || self.offers(OperationKind::Link) || self.offers(OperationKind::Unlink)
    }
}

/// Marks the fields that stand in paths where the key doesn't: those of the section `address`, or none for a singleton.
pub const fn mark_address(fields: &mut [Field], address: Option<&[usize]>, one: bool) {
    if address.is_none() && !one {
        return;
    }
    let mut at = 0;
    while at < fields.len() {
        fields[at].in_path = false;
        at += 1;
    }
    if let Some(address) = address
        && !one
    {
        at = 0;
        while at < address.len() {
            fields[address[at]].in_path = true;
            at += 1;
        }
    }
}

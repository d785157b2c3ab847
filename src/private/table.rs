//! What fields can refer to.

/// A resource, as far as foreign keys to it need it: apart from the resource itself, which may refer to itself.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a resource, so no field can refer to its rows",
    label = "not a resource; name one, or a table that no resource declares: `references(\"accounts\", external)`"
)]
pub trait HasTable {
    /// Its table.
    const TABLE: &'static str;
}

/// The type of one field of an entity, or of what a schema is made of.
#[diagnostic::on_unimplemented(
    message = "no schema of this block can take a field of `{Self}`",
    label = "not of this block",
    note = "a schema is made of a resource, its views `task::Create` and `task::Update`, or another schema, all of the same block"
)]
pub trait FieldAt<const INDEX: usize> {
    /// The type.
    type Type;
}

/// The table of a resource.
#[must_use]
pub const fn table_of<T: HasTable>() -> &'static str {
    T::TABLE
}

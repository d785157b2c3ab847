//! The type of the items of a list, for their options.

use sea_orm::{ActiveValue, Value};

use crate::types::{FieldType, Json};

/// A list, or a wrapper of one: a type with the option `each(..)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no items, so `each(..)` is no option of it",
    label = "not a list",
    note = "`each` is for lists: `tags: Vec<String> [each(len(1..=64))]`; of a type without items write the options themselves"
)]
pub trait Listed {
    /// The type of its items.
    type Item: FieldType;
}

impl<T: FieldType> Listed for Vec<T> {
    type Item = T;
}

impl<T: Listed> Listed for Option<T> {
    type Item = T::Item;
}

impl<T: Listed> Listed for Box<T> {
    type Item = T::Item;
}

impl<T: Listed> Listed for Json<T> {
    type Item = T::Item;
}

impl<T: Listed + Into<Value>> Listed for ActiveValue<T> {
    type Item = T::Item;
}

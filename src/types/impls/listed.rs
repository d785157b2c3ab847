//! The type of the items of a list, or of the values of a map, for their options.

use std::collections::{BTreeMap, HashMap};

use sea_orm::{ActiveValue, Value};

use crate::types::{FieldType, Json};

/// A list, a map, or a wrapper of one: a type with the option `each(..)`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no items, so `each(..)` is no option of it",
    label = "neither a list nor a map",
    note = "`each` is for lists and maps: `tags: Vec<String> [each(len(1..=64))]`; of a type without items write the options themselves"
)]
pub trait Listed {
    /// The type of its items, or of its values.
    type Item: FieldType;
}

impl<T: FieldType> Listed for Vec<T> {
    type Item = T;
}

impl<T: FieldType> Listed for BTreeMap<String, T> {
    type Item = T;
}

impl<T: FieldType, S> Listed for HashMap<String, T, S> {
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

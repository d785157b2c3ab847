//! Parameters of ops: texts of path, query and headers are parsed into values.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::Call;
use crate::error::{Error, FieldErrors};
use crate::meta::{self, ArgumentPlace, Default, Field};
use crate::types::{ColumnType, FieldType, Kind, Limits, Schema};

/// A type that can be a parameter of an `op` other than its body: every [`ColumnType`], `Option` of one, and `Vec` of one (a parameter that
/// may be repeated).
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a parameter of an op",
    label = "not a parameter",
    note = "a path, a query and headers hold texts: String, bool, numbers, Decimal, Uuid, dates, enums, `Option` or `Vec` of them, and the `Query` of a resource",
    note = "the request's body, JSON or another, is the parameter named `body`"
)]
pub trait Argument: Sized + Send + 'static {
    /// The type whose options it has.
    type Base: ?Sized;
    /// Its schema.
    const SCHEMA: Schema;
    /// Its place, unless the path or its options say another.
    const PLACE: ArgumentPlace = ArgumentPlace::Query;

    /// Takes it from a request. `None` after a violation, and if it must be loaded.
    fn take(call: &mut Call<'_>, argument: &'static meta::Argument) -> Option<Self>;

    /// The value of the argument with this name, once there are no violations and all rows are loaded.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if it has none.
    fn given(_: &mut Call<'_>, _: &str, taken: &mut Option<Self>) -> Result<Self, Error> {
        taken
            .take()
            .ok_or_else(|| Error::internal("bug: an argument has no value, and gave no validation error"))
    }
}

impl<T: ColumnType> Argument for T {
    type Base = T::Base;
    const SCHEMA: Schema = T::SCHEMA;

    fn take(call: &mut Call<'_>, argument: &'static meta::Argument) -> Option<Self> {
        let texts = call.texts(argument);
        let field = &argument.field;
        if let ArgumentPlace::Path = argument.place {
            let text = texts.first().map_or("", AsRef::as_ref);
            if T::parse(text, &Limits::NONE, &mut FieldErrors::new()).is_none() {
                call.set_not_found();
                return None;
            }
        }
        call.errors.at(name(argument), |errors| match texts.as_slice() {
            [] => absent(field, errors),
            [text] if text.is_empty() && field.limits.empty_is_null => T::absent(),
            [text] => T::parse(text, &field.limits, errors),
            _ => {
                errors.push("given more than once");
                None
            }
        })
    }
}

impl<T: ColumnType> Argument for Vec<T> {
    type Base = <Self as FieldType>::Base;
    const SCHEMA: Schema = Schema::of(Kind::List(&T::SCHEMA));

    fn take(call: &mut Call<'_>, argument: &'static meta::Argument) -> Option<Self> {
        let texts = call.texts(argument);
        call.errors
            .at(name(argument), |errors| list(&texts, &argument.field.limits, errors))
    }
}

fn list<T: ColumnType>(texts: &[Cow<'_, str>], limits: &Limits, errors: &mut FieldErrors) -> Option<Vec<T>> {
    let of_item = limits.items.unwrap_or(&Limits::NONE);
    let items: Vec<T> = texts
        .iter()
        .enumerate()
        .filter_map(|(index, text)| errors.at(index, |errors| T::parse(text, of_item, errors)))
        .collect();
    if items.len() < texts.len() {
        return None;
    }
    crate::types::check_length(items.len(), limits, errors).then_some(items)
}

/// The name that clients know.
fn name(argument: &'static meta::Argument) -> &'static str {
    match argument.place {
        ArgumentPlace::Header(name) => name,
        ArgumentPlace::Path
        | ArgumentPlace::Row(_)
        | ArgumentPlace::Query
        | ArgumentPlace::Listing(_)
        | ArgumentPlace::Filters(_)
        | ArgumentPlace::Body(_) => argument.field.property,
    }
}

/// The value of a parameter that the request leaves out: its default, else the type's value for absence. If there is none, that is a violation.
fn absent<T: FieldType>(field: &Field, errors: &mut FieldErrors) -> Option<T> {
    if let Some(Default::Literal(literal)) = field.default {
        let text = literal.to_json();
        let json: &RawValue = serde_json::from_str(&text).ok()?;
        return T::read(json, &Limits::NONE, errors);
    }
    T::absent().or_else(|| {
        errors.push("required");
        None
    })
}

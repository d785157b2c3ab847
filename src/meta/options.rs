//! The options of a field: one builder method each. To add an option, add a method here; those of files, lists and numbers are in files of their own.

#[cfg(feature = "multipart")]
mod files;
mod lists;
mod numbers;

use std::marker::PhantomData;
use std::ops::RangeInclusive;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use super::check::name_fault;
use super::field::{Default, Direction, Field, OnDelete, Reference};
use super::{FieldAccess, Nulls};
use crate::types::{Bytes, Format, JsonForm, JsonValue, Literal, Number, ValueFn};

/// Where a [`Build`] is used: a table's column.
#[derive(Debug)]
pub enum InTable {}

/// Where a [`Build`] is used: a schema's property, which has no column options.
#[derive(Debug)]
pub enum InSchema {}

/// Where a [`Build`] is used: an argument of an op.
#[derive(Debug)]
pub enum InOp {}

/// Where a [`Build`] is used: the items of a list, which have limits alone.
#[derive(Debug)]
pub enum InItem {}

/// Builds a field; each option of the declaration is one method. `Base` is the field's type without `Option` and `Json`.
#[derive(Debug)]
pub struct Build<Base: ?Sized, Place = InTable> {
    pub(super) field: Field,
    base: PhantomData<fn(&Base, &Place)>,
}

impl<Base: ?Sized, Place> Build<Base, Place> {
    pub(super) const fn new(field: Field) -> Self {
        Self {
            field,
            base: PhantomData,
        }
    }

    /// Ends the building.
    #[must_use]
    pub const fn done(self) -> Field {
        self.field
    }

    /// `name("type")`: the JSON name, and the column's.
    #[must_use]
    pub const fn name(mut self, name: &'static str) -> Self {
        if let Some(fault) = name_fault(name) {
            self.field.fault = Some(fault);
        }
        self.field.property = name;
        self.field.named = true;
        self.field.column = name;
        self
    }

    /// `deprecated`: clients should stop using it.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.field.deprecated = true;
        self
    }

    /// `example_json("[1, 2]")`: an example given as JSON text.
    #[must_use]
    pub const fn example_json(mut self, json: &'static str) -> Self {
        self.field.example = Some(Literal::Json(json));
        self
    }

    const fn direction(mut self, direction: Direction) -> Self {
        if !matches!(self.field.direction, Direction::Both) {
            self.field.fault =
                Some(" takes one of `hidden`, `read_only`, `write_only`, `create_only` and `update_only`; keep one");
        }
        self.field.direction = direction;
        self
    }

    const fn nulls(mut self, nulls: Nulls) -> Self {
        if !self.field.schema.nullable {
            self.field.fault =
                Some(" is never null; make its type an `Option`, or remove `null_shown` or `null_omitted`");
        }
        self.field.nulls = nulls;
        self
    }

    const fn lengths(mut self, range: &RangeInclusive<u32>) -> Self {
        self.field.limits.min_length = if *range.start() == 0 {
            None
        } else {
            Some(*range.start())
        };
        self.field.limits.max_length = if *range.end() == u32::MAX {
            None
        } else {
            Some(*range.end())
        };
        self
    }

    const fn numbers(mut self, minimum: Number, maximum: Number) -> Self {
        self.field.limits.minimum = Some(minimum);
        self.field.limits.maximum = Some(maximum);
        self
    }

    const fn literal(mut self, literal: Literal) -> Self {
        self.field.default = Some(Default::Literal(literal));
        self
    }

    const fn shown(mut self, literal: Literal) -> Self {
        self.field.example = Some(literal);
        self
    }
}

macro_rules! directions {
    ($($place:ty),*) => {$(
        impl<Base: ?Sized> Build<Base, $place> {
            /// `read_only`: in replies only.
            #[must_use]
            pub const fn read_only(self) -> Self {
                self.direction(Direction::ReadOnly)
            }

            /// `write_only`: in requests only.
            #[must_use]
            pub const fn write_only(self) -> Self {
                self.direction(Direction::WriteOnly)
            }

            /// `null_shown`: replies hold it as `null` if it is null.
            #[must_use]
            pub const fn null_shown(self) -> Self {
                self.nulls(Nulls::Shown)
            }

            /// `null_omitted`: replies leave it out if it is null, whatever `nulls` says for others.
            #[must_use]
            pub const fn null_omitted(self) -> Self {
                self.nulls(Nulls::Omitted)
            }
        }
    )*};
}

directions!(InTable, InSchema);

macro_rules! empty_as_null {
    ($($place:ty),*) => {$(
        impl<Base: ?Sized> Build<Base, $place> {
            /// `empty_as_null`: an empty text of a query or a form is null.
            #[must_use]
            pub const fn empty_as_null(mut self) -> Self {
                if !self.field.schema.nullable {
                    self.field.fault = Some(" is never null, so no text can mean that; make its type an `Option`, or remove `empty_as_null`");
                }
                self.field.limits.empty_is_null = true;
                self
            }
        }
    )*};
}

empty_as_null!(InSchema, InOp);

macro_rules! second_digits {
    ($($type:ty, $place:ty;)*) => {$(
        impl Build<$type, $place> {
            /// `digits(3)`: replies have so many digits after the second, from 0 to 6.
            #[must_use]
            pub const fn digits(mut self, digits: u8) -> Self {
                if digits > 6 {
                    self.field.fault = Some(": `digits` takes 0 to 6; times are kept to the microsecond");
                }
                self.field.limits.form = JsonForm::SecondDigits(digits);
                self
            }
        }
    )*};
}

second_digits! {
    NaiveTime, InTable; NaiveTime, InSchema; DateTime<Utc>, InTable; DateTime<Utc>, InSchema;
}

impl<Base: ?Sized> Build<Base, InOp> {
    /// `header("X-Trace-Id")`: it is a header, not a query parameter.
    #[must_use]
    pub const fn header(mut self, name: &'static str) -> Self {
        self.field.header = Some(name);
        self
    }
}

impl<Base: ?Sized> Build<Base> {
    /// `column("kind")`: the SQL name, where it differs from the JSON name.
    #[must_use]
    pub const fn column(mut self, column: &'static str) -> Self {
        self.field.column = column;
        self
    }

    /// `not_in_lists`: rows in lists leave it out, and replies with one row have it.
    #[must_use]
    pub const fn not_in_lists(mut self) -> Self {
        self.field.in_lists = false;
        self
    }

    /// `unique`: no two rows have the same value.
    #[must_use]
    pub const fn unique(mut self) -> Self {
        self.field.unique = true;
        self
    }

    /// `index`: an index on the column.
    #[must_use]
    pub const fn index(mut self) -> Self {
        self.field.index = true;
        self
    }

    /// `default_with(Uuid::now_v7)`: a function that makes the value of a new row. The macro wraps it.
    #[must_use]
    pub const fn default_with(mut self, make: ValueFn) -> Self {
        self.field.default = Some(Default::With(make));
        self
    }

    /// `access(owner | bearer[users:admin])`: replies to other clients leave it out.
    #[must_use]
    pub const fn access(mut self, access: FieldAccess) -> Self {
        self.field.access = Some(access);
        self
    }

    /// `hidden`: a column that neither requests nor replies nor the document show.
    #[must_use]
    pub const fn hidden(self) -> Self {
        self.direction(Direction::Hidden)
    }

    /// `create_only`: in replies and create requests.
    #[must_use]
    pub const fn create_only(self) -> Self {
        self.direction(Direction::CreateOnly)
    }

    /// `update_only`: in replies and update requests.
    #[must_use]
    pub const fn update_only(self) -> Self {
        self.direction(Direction::UpdateOnly)
    }

    /// `references(Task, cascade)`: a foreign key to the key of another resource, by its name or by that of its table, `"tasks"`. When that
    /// row is deleted, `cascade` deletes the rows that refer to it, `set_null` clears the reference, and `restrict`, the default, refuses.
    #[must_use]
    pub const fn references(mut self, table: &'static str, on_delete: OnDelete) -> Self {
        self.field.references = Some(Reference {
            table,
            fields: &[],
            external: false,
            on_delete,
        });
        self
    }

    /// `references(Task.number, cascade)`: which fields of the resource [`Build::references`] is to, by index, where that isn't its key.
    #[must_use]
    pub const fn to(mut self, fields: &'static [usize]) -> Self {
        if let Some(reference) = &mut self.field.references {
            reference.fields = fields;
        }
        self
    }

    /// `references("accounts", cascade, external)`: a foreign key to the column `id` of a table that no resource of the API declares.
    #[must_use]
    pub const fn references_external(mut self, table: &'static str, on_delete: OnDelete) -> Self {
        self.field.references = Some(Reference {
            table,
            fields: &[],
            external: true,
            on_delete,
        });
        self
    }

    /// `was("old_name")`: the name that the column had; the next migration renames it. Without it, a new name is a new column.
    /// Where no column of that name is left, it means nothing.
    #[must_use]
    pub const fn was(mut self, column: &'static str) -> Self {
        self.field.was = Some(column);
        self
    }
}

impl<Place> Build<String, Place> {
    /// `len(3..=64)`: how many Unicode scalar values. `len(1..=u32::MAX)` has no upper end.
    #[must_use]
    pub const fn len(self, range: RangeInclusive<u32>) -> Self {
        self.lengths(&range)
    }

    /// `pattern("^[a-z]+$")`: a regular expression that some part must match.
    #[must_use]
    pub const fn pattern(mut self, pattern: &'static str) -> Self {
        self.field.limits.pattern = Some(pattern);
        self
    }

    /// `format(email)`: `email`, `url`, `ipv4`, `ipv6` or `hostname`.
    #[must_use]
    pub const fn format(mut self, format: Format) -> Self {
        self.field.limits.format = Some(format);
        self
    }

    /// `default("")`: the value of a field left out.
    #[must_use]
    pub const fn default(self, value: &'static str) -> Self {
        self.literal(Literal::Text(value))
    }

    /// `example("Buy milk")`: a value to show in the document.
    #[must_use]
    pub const fn example(self, value: &'static str) -> Self {
        self.shown(Literal::Text(value))
    }
}

impl<Place> Build<bool, Place> {
    /// `default(false)`: the value of a field left out.
    #[must_use]
    pub const fn default(self, value: bool) -> Self {
        self.literal(Literal::Boolean(value))
    }

    /// `example(true)`: a value to show in the document.
    #[must_use]
    pub const fn example(self, value: bool) -> Self {
        self.shown(Literal::Boolean(value))
    }
}

impl<Place> Build<Bytes, Place> {
    /// `len(1..=1024)`: how many bytes.
    #[must_use]
    pub const fn len(self, range: RangeInclusive<u32>) -> Self {
        self.lengths(&range)
    }
}

impl<Place> Build<JsonValue, Place> {
    /// `default_json("{}")`: the value of a field left out, as JSON text.
    #[must_use]
    pub const fn default_json(self, json: &'static str) -> Self {
        self.literal(Literal::Json(json))
    }
}

macro_rules! text_examples {
    ($($type:ty),*) => {$(
        impl<Place> Build<$type, Place> {
            /// `example("...")`: a value to show in the document, as its JSON string.
            #[must_use]
            pub const fn example(self, value: &'static str) -> Self {
                self.shown(Literal::Text(value))
            }
        }
    )*};
}

text_examples!(Uuid, NaiveDate, NaiveTime, DateTime<Utc>, Bytes);

/// The [`FieldType::Base`](crate::FieldType::Base) of the enums of a declaration. `Value` is what stands for their values, a text or a number.
#[derive(Debug)]
pub struct Choice<E, Value>(PhantomData<fn() -> (E, Value)>);

impl<E, Place> Build<Choice<E, &'static str>, Place> {
    /// `default("todo")`: the value of a field left out, one of the enum's.
    #[must_use]
    pub const fn default(self, value: &'static str) -> Self {
        self.literal(Literal::Text(value))
    }

    /// `example("todo")`: a value to show in the document.
    #[must_use]
    pub const fn example(self, value: &'static str) -> Self {
        self.shown(Literal::Text(value))
    }
}

impl<E, Place> Build<Choice<E, i64>, Place> {
    /// `default(2)`: the value of a field left out, one of the enum's.
    #[must_use]
    pub const fn default(self, value: i64) -> Self {
        self.literal(Literal::Number(Number::int(value)))
    }

    /// `example(2)`: a value to show in the document.
    #[must_use]
    pub const fn example(self, value: i64) -> Self {
        self.shown(Literal::Number(Number::int(value)))
    }
}

//! A field of a resource, or a property of a schema.

use super::options::{Build, InItem, InOp, InSchema};
use super::{FieldAccess, Nulls};
use crate::types::{Choices, Codec, ColumnType, FieldType, Limits, Literal, Schema, Storage, ValueFn};

/// The lines of a doc comment: the first is the summary, the rest the description.
pub type Docs = &'static [&'static str];

/// What happens to rows that refer to a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// They are deleted too.
    Cascade,
    /// Their column becomes NULL.
    SetNull,
    /// The delete is refused.
    Restrict,
}

/// A foreign key to the primary key of a table, or to other fields of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// The fields there, by index; none for the key.
    pub fields: &'static [usize],
    /// Whether no resource of the API declares the table.
    pub external: bool,
    /// What happens when the row there is deleted.
    pub on_delete: OnDelete,
}

/// The value of a field that a request to create leaves out.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// A constant, published in the document.
    Literal(Literal),
    /// The result of a function, which is called for each row.
    With(ValueFn),
}

/// Which requests and replies have a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// In all.
    Both,
    /// In replies only.
    ReadOnly,
    /// In requests only.
    WriteOnly,
    /// In replies and create requests.
    CreateOnly,
    /// In replies and update requests.
    UpdateOnly,
    /// None: a column that clients don't see.
    Hidden,
}

/// One field of a resource (a column) or of a schema (a property).
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Field {
    /// The Rust name.
    pub name: &'static str,
    /// The JSON name.
    pub property: &'static str,
    /// Whether the JSON name was given by `name(..)`, so that no rule for names changes it.
    pub named: bool,
    /// The SQL name.
    pub column: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The JSON Schema.
    pub schema: Schema,
    /// The limits that its options set.
    pub limits: Limits,
    /// The value if a request leaves it out.
    pub default: Option<Default>,
    /// An example for the document.
    pub example: Option<Literal>,
    /// Which requests and replies have it.
    pub direction: Direction,
    /// What becomes of it in replies if it is null.
    pub nulls: Nulls,
    /// Whether rows in lists have it.
    pub in_lists: bool,
    /// Which clients may see it; `None`: all that may see the row.
    pub access: Option<FieldAccess>,
    /// Whether clients should stop using it.
    pub deprecated: bool,
    /// Whether it is part of the key.
    pub key: bool,
    /// Whether paths of rows hold its value: it is part of the address, which is the key unless the resource has another.
    pub in_path: bool,
    /// Whether its values are unique in the table.
    pub unique: bool,
    /// Whether it has an index.
    pub index: bool,
    /// Whether the database numbers it.
    pub auto_increment: bool,
    /// The foreign key.
    pub references: Option<Reference>,
    /// The former name of its column, which a migration renames.
    pub was: Option<&'static str>,
    /// The type of its column.
    pub storage: Storage,
    /// The header with its value, for an argument of an op.
    pub header: Option<&'static str>,
    /// The values of an enum.
    pub choices: Choices,
    /// How its values are parsed and rendered.
    pub codec: Codec,
    /// The mistake in its options, if there is one. A panic where they are built couldn't name the field and its owner.
    pub(in crate::meta) fault: Option<&'static str>,
}

impl Field {
    /// Starts a column of type `T`.
    #[must_use]
    pub const fn column<T: ColumnType>(name: &'static str, docs: Docs) -> Build<T::Base> {
        Build::new(Self {
            storage: T::STORAGE,
            choices: T::CHOICES,
            codec: Codec::of::<T>(),
            ..Self::blank::<T>(name, docs)
        })
    }

    /// Starts a column of type `T` that is part of the key.
    #[must_use]
    pub const fn key<T: ColumnType>(name: &'static str, docs: Docs) -> Build<T::Base> {
        let mut build = Self::column::<T>(name, docs);
        build.field.key = true;
        build.field.in_path = true;
        build
    }

    /// Starts a property of type `T`.
    #[must_use]
    pub const fn property<T: FieldType>(name: &'static str, docs: Docs) -> Build<T::Base, InSchema> {
        let mut field = Self::blank::<T>(name, docs);
        field.choices = T::CHOICES;
        Build::new(field)
    }

    /// Starts a field for the limits of items of a list and of values of a map, of type `T`.
    #[must_use]
    pub const fn item<T: FieldType>() -> Build<T::Base, InItem> {
        Build::new(Self::blank::<T>("", &[]))
    }

    /// Starts an argument of an op with this schema. `Base` is the type whose options it has.
    #[must_use]
    pub const fn argument<Base: ?Sized>(name: &'static str, docs: Docs, schema: Schema) -> Build<Base, InOp> {
        Build::new(Self::shaped(name, docs, schema))
    }

    const fn blank<T: FieldType>(name: &'static str, docs: Docs) -> Self {
        Self::shaped(name, docs, T::SCHEMA)
    }

    const fn shaped(name: &'static str, docs: Docs, schema: Schema) -> Self {
        let name = plain(name);
        Self {
            name,
            property: name,
            named: false,
            column: name,
            docs,
            schema,
            limits: Limits::NONE,
            default: None,
            example: None,
            direction: Direction::Both,
            nulls: Nulls::Inherit,
            in_lists: true,
            access: None,
            deprecated: false,
            key: false,
            in_path: false,
            unique: false,
            index: false,
            auto_increment: false,
            references: None,
            was: None,
            storage: Storage::Json,
            header: None,
            choices: Choices::None,
            codec: Codec::NONE,
            fault: None,
        }
    }

    /// The same field, under the rule for nulls of what is around it.
    pub(super) const fn within(mut self, nulls: Nulls) -> Self {
        self.nulls = self.nulls.or(nulls);
        self
    }

    /// Whether a reply may hold it as `null`.
    #[must_use]
    pub const fn shows_null(&self) -> bool {
        self.schema.nullable && (self.nulls.are_shown() || self.schema.omissible)
    }

    /// Whether every reply that may hold it does.
    #[must_use]
    pub const fn is_always_shown(&self) -> bool {
        self.access.is_none() && !self.schema.omissible && (!self.schema.nullable || self.nulls.are_shown())
    }

    /// Whether a request to create, or an object, may leave it out.
    #[must_use]
    pub const fn optional(&self) -> bool {
        self.schema.nullable || self.schema.omissible || self.default.is_some() || self.auto_increment
    }

    /// Whether replies have it.
    #[must_use]
    pub const fn in_replies(&self) -> bool {
        !matches!(self.direction, Direction::WriteOnly | Direction::Hidden)
    }

    /// Whether requests may have it: any property of a schema that isn't `read_only`.
    #[must_use]
    pub const fn in_requests(&self) -> bool {
        !matches!(self.direction, Direction::ReadOnly | Direction::Hidden)
    }

    /// Whether requests to create may have it. They can't have a key that the application or the database generates.
    #[must_use]
    pub const fn in_creates(&self) -> bool {
        matches!(
            self.direction,
            Direction::Both | Direction::WriteOnly | Direction::CreateOnly
        ) && !(self.key && (self.default.is_some() || self.auto_increment))
    }

    /// Whether requests to update may have it. A key never changes.
    #[must_use]
    pub const fn in_updates(&self) -> bool {
        matches!(
            self.direction,
            Direction::Both | Direction::WriteOnly | Direction::UpdateOnly
        ) && !self.key
    }

    /// Whether put requests may set it: all that requests to create may have, without the key and what is in the path.
    #[must_use]
    pub const fn in_puts(&self) -> bool {
        self.in_creates() && !self.key && !self.in_path
    }
}

/// A name without the prefix of a raw identifier, `r#type`.
#[must_use]
pub const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

//! A field of a resource, or a property of a schema.

use sea_orm::Value;
use serde_json::value::RawValue;

use super::options::{Build, InItem, InOp, InSchema};
use crate::error::FieldErrors;
use crate::types::{Codec, ColumnType, FieldType, Limits, Literal, Schema, Storage};

/// The lines of a doc comment: the first is the summary, the rest the description.
pub type Docs = &'static [&'static str];

/// What becomes of the rows that point at a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnDelete {
    /// They are deleted too.
    Cascade,
    /// Their column becomes NULL.
    SetNull,
    /// The deletion is refused.
    Restrict,
}

/// A foreign key: the table that it points at, by its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// Whether no resource of the API declares the table.
    pub external: bool,
    /// What happens when the row there is deleted.
    pub on_delete: OnDelete,
}

/// The value of a field that a create request leaves out.
#[derive(Debug, Clone, Copy)]
pub enum Default {
    /// A constant, published in the document.
    Literal(Literal),
    /// A function's result, made for each row.
    With(fn() -> Value),
}

/// In which requests and replies a field appears.
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
    /// Nowhere: a column that clients don't see.
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
    /// The SQL name.
    pub column: &'static str,
    /// The doc comment.
    pub docs: Docs,
    /// The JSON shape.
    pub schema: Schema,
    /// The limits of its options.
    pub limits: Limits,
    /// What stands in for a value left out.
    pub default: Option<Default>,
    /// A value to show in the document.
    pub example: Option<Literal>,
    /// Where it appears.
    pub direction: Direction,
    /// Whether clients should stop using it.
    pub deprecated: bool,
    /// Whether it is part of the key.
    pub key: bool,
    /// Whether its values are unique in the table.
    pub unique: bool,
    /// Whether it has an index.
    pub index: bool,
    /// Whether the database counts it up.
    pub auto_increment: bool,
    /// The table that it points at.
    pub references: Option<Reference>,
    /// The name that its column had, which a migration gives up for the one that it has.
    pub was: Option<&'static str>,
    /// How it is stored.
    pub storage: Storage,
    /// The header that carries it; of an op's argument.
    pub header: Option<&'static str>,
    /// The values that it can have, when they are few.
    pub choices: &'static [&'static str],
    /// What the engine does with its values.
    pub codec: Codec,
    /// What its options say wrong. A panic where they are built would name neither field nor owner.
    pub(in crate::meta) fault: Option<&'static str>,
}

impl Field {
    /// Begins a column of type `T`.
    #[must_use]
    pub const fn column<T: ColumnType>(name: &'static str, docs: Docs) -> Build<T::Base> {
        Build::new(Self {
            storage: T::STORAGE,
            choices: T::CHOICES,
            codec: Codec::of::<T>(),
            ..Self::blank::<T>(name, docs)
        })
    }

    /// Begins a column of type `T` that is part of the key.
    #[must_use]
    pub const fn key<T: ColumnType>(name: &'static str, docs: Docs) -> Build<T::Base> {
        let mut build = Self::column::<T>(name, docs);
        build.field.key = true;
        build
    }

    /// Begins a property of type `T`.
    #[must_use]
    pub const fn property<T: FieldType>(name: &'static str, docs: Docs) -> Build<T::Base, InSchema> {
        let mut field = Self::blank::<T>(name, docs);
        field.choices = T::CHOICES;
        Build::new(field)
    }

    /// A field for the limits of a list's items, of type `T`.
    #[must_use]
    pub const fn item<T: FieldType>() -> Build<T::Base, InItem> {
        Build::new(Self::blank::<T>("", &[]))
    }

    /// Begins an argument of an op, of this shape; `Base` is the type whose options it takes.
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
            column: name,
            docs,
            schema,
            limits: Limits::NONE,
            default: None,
            example: None,
            direction: Direction::Both,
            deprecated: false,
            key: false,
            unique: false,
            index: false,
            auto_increment: false,
            references: None,
            was: None,
            storage: Storage::Json,
            header: None,
            choices: &[],
            codec: Codec::NONE,
            fault: None,
        }
    }

    /// A literal of the declaration as a value of the column; `None` if it isn't of the field's type, which declarations are checked for.
    #[must_use]
    pub fn literal(&self, literal: Literal) -> Option<Value> {
        let text = literal.to_json();
        let json: &RawValue = serde_json::from_str(&text).ok()?;
        // The declaration answers for its limits; precision shapes the value as well: 1 becomes 1.00.
        let limits = Limits {
            precision: self.limits.precision,
            ..Limits::NONE
        };
        (self.codec.read)(json, &limits, &mut FieldErrors::new())
    }

    /// Whether a request that creates, or an object, may leave it out.
    #[must_use]
    pub const fn optional(&self) -> bool {
        self.schema.nullable || self.schema.omissible || self.default.is_some() || self.auto_increment
    }

    /// Whether replies hold it.
    #[must_use]
    pub const fn in_replies(&self) -> bool {
        !matches!(self.direction, Direction::WriteOnly | Direction::Hidden)
    }

    /// Whether requests may hold it: any property of a schema that isn't `read_only`.
    #[must_use]
    pub const fn in_requests(&self) -> bool {
        !matches!(self.direction, Direction::ReadOnly | Direction::Hidden)
    }

    /// Whether create requests may hold it. A key that the application or the database makes isn't asked for.
    #[must_use]
    pub const fn in_creates(&self) -> bool {
        matches!(
            self.direction,
            Direction::Both | Direction::WriteOnly | Direction::CreateOnly
        ) && !(self.key && (self.default.is_some() || self.auto_increment))
    }

    /// Whether update requests may hold it. A key never changes.
    #[must_use]
    pub const fn in_updates(&self) -> bool {
        matches!(
            self.direction,
            Direction::Both | Direction::WriteOnly | Direction::UpdateOnly
        ) && !self.key
    }

    /// Whether put requests may hold it: what can be created, less the key, which the path gives.
    #[must_use]
    pub const fn in_puts(&self) -> bool {
        self.in_creates() && !self.key
    }
}

/// A name without the mark of a raw identifier, `r#type`.
#[must_use]
pub const fn plain(name: &str) -> &str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

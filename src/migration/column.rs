//! Columns of tables that a migration creates or changes.

use crate::schema::model::{self, Check, ColumnDefault, ColumnKind, Rule};
use crate::types::Storage;

/// A column of a migration: NOT NULL and without a default, by default.
#[derive(Debug, Clone)]
#[must_use = "a column does nothing by itself"]
pub struct Column {
    pub(super) column: model::Column,
    pub(super) checks: Vec<Check>,
}

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident $storage:ident)*) => {$(
        $(#[$doc])*
        pub fn $name(name: impl Into<String>) -> Column {
            Column::stored(name, Storage::$storage)
        }
    )*};
}

columns! {
    /// A column of text, of a `String` field or one of an enum.
    text Text
    /// A column of bytes.
    blob Bytes
    /// A column of truth values.
    boolean Boolean
    /// A column of integers of 16 bits.
    small_integer Int16
    /// A column of integers of 32 bits.
    integer Int32
    /// A column of integers of 64 bits.
    big_integer Int64
    /// A column of numbers of single precision.
    float Float
    /// A column of numbers of double precision.
    double Double
    /// A column of decimal numbers.
    decimal Decimal
    /// A column of UUIDs.
    uuid Uuid
    /// A column of dates.
    date Date
    /// A column of times of day.
    time Time
    /// A column of instants, of a `DateTime<Utc>` field.
    timestamp_with_time_zone DateTime
    /// A column of JSON.
    json Json
}

/// A column of another type, in the words of its database: `custom("area", "polygon")`.
pub fn custom(name: impl Into<String>, kind: impl Into<String>) -> Column {
    Column::new(name, ColumnKind::Other(kind.into()))
}

impl Column {
    fn new(name: impl Into<String>, kind: ColumnKind) -> Self {
        Self {
            column: model::Column {
                name: name.into(),
                was: None,
                kind,
                nullable: false,
                default: None,
                auto_increment: false,
            },
            checks: Vec::new(),
        }
    }

    fn stored(name: impl Into<String>, storage: Storage) -> Self {
        let (length, precision) = (None, None);
        Self::new(
            name,
            ColumnKind::Stored {
                storage,
                length,
                precision,
            },
        )
    }

    /// Allows NULL.
    pub fn null(mut self) -> Self {
        self.column.nullable = true;
        self
    }

    /// Bounds the length of texts, in characters.
    pub fn length(mut self, most: u32) -> Self {
        if let ColumnKind::Stored { length, .. } = &mut self.column.kind {
            *length = Some(most);
        }
        self
    }

    /// Gives decimals so many digits, `scale` of them after the point.
    pub fn precision(mut self, digits: u8, scale: u8) -> Self {
        if let ColumnKind::Stored { precision, .. } = &mut self.column.kind {
            *precision = Some((digits, scale));
        }
        self
    }

    /// Lets the database count the column up: `big_integer("id").counted()`, the only column of its primary key.
    pub fn counted(mut self) -> Self {
        self.column.auto_increment = true;
        self
    }

    /// Gives rows that leave the column out this value, those too that are there when it is added. Numbers with digits after the point
    /// are given as text: `decimal("price").default("0.50")`.
    pub fn default(mut self, value: impl Into<Literal>) -> Self {
        let numeric = matches!(
            &self.column.kind,
            ColumnKind::Stored { storage, .. } if storage.is_number()
        );
        self.column.default = Some(match value.into().0 {
            ColumnDefault::Text(digits) if numeric => ColumnDefault::Number(model::plain_number(&digits)),
            other => other,
        });
        self
    }

    /// Like [`default`](Self::default), an expression in the words of the database: `CURRENT_TIMESTAMP`.
    pub fn default_expression(mut self, sql: impl Into<String>) -> Self {
        self.column.default = Some(ColumnDefault::Other(sql.into()));
        self
    }

    /// Adds a named check of this column: a condition in SQL that every database understands.
    pub fn check(mut self, name: impl Into<String>, condition: impl Into<String>) -> Self {
        self.checks.push(Check {
            name: name.into(),
            column: self.column.name.clone(),
            rule: Rule::Other(condition.into()),
        });
        self
    }
}

/// A value that a column can have by default: `true`, a whole number or a text.
#[derive(Debug, Clone)]
pub struct Literal(ColumnDefault);

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self(ColumnDefault::Boolean(value))
    }
}

impl From<i64> for Literal {
    fn from(value: i64) -> Self {
        Self(ColumnDefault::Number(value.to_string()))
    }
}

impl From<i32> for Literal {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<&str> for Literal {
    fn from(value: &str) -> Self {
        Self(ColumnDefault::Text(value.to_owned()))
    }
}

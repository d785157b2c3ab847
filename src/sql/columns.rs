//! Column types. Both databases get the same ones of sea-query, but for decimals, large integers and counted keys on
//! SQLite, and texts on PostgreSQL.

use sea_orm::DbBackend;
use sea_orm::sea_query::{ColumnType as SqlType, StringLen};

use super::Dialect;
use crate::schema::model::{Column, ColumnDefault, ColumnKind, literal};
use crate::types::Storage;

impl Dialect {
    /// The column type for a storage; `length` is the greatest length of text, `precision` the digits of a decimal, in all and
    /// after the point.
    #[must_use]
    pub fn column_type(self, storage: Storage, length: Option<u32>, precision: Option<(u8, u8)>) -> SqlType {
        match storage {
            Storage::Text => self.text(length),
            Storage::Bytes => SqlType::Blob,
            Storage::Boolean => SqlType::Boolean,
            Storage::Int16 => SqlType::SmallInteger,
            Storage::Int32 => SqlType::Integer,
            Storage::Int64 => self.big_integer(),
            Storage::Float => SqlType::Float,
            Storage::Double => SqlType::Double,
            Storage::Decimal => self.decimal(precision),
            Storage::Uuid => SqlType::Uuid,
            Storage::Date => SqlType::Date,
            Storage::Time => SqlType::Time,
            Storage::DateTime => SqlType::TimestampWithTimeZone,
            Storage::Json => SqlType::Json,
        }
    }

    /// The type of a column.
    pub(crate) fn type_of(self, column: &Column) -> SqlType {
        match &column.kind {
            ColumnKind::Stored { storage, .. } if column.auto_increment => self.counted(*storage),
            ColumnKind::Stored {
                storage,
                length,
                precision,
            } => self.column_type(*storage, *length, *precision),
            ColumnKind::Other(kind) => SqlType::custom(kind.clone()),
        }
    }

    /// SQLite holds 64 bits in every `integer`; this word tells columns of 64 bits from those of 32. sea-query would write one for both.
    fn big_integer(self) -> SqlType {
        match self {
            Self::Sqlite => SqlType::custom("bigint"),
            Self::Postgres => SqlType::BigInteger,
        }
    }

    /// The default of a column as an expression.
    pub(crate) fn default(self, column: &Column, default: &ColumnDefault) -> String {
        match (default, &column.kind) {
            (ColumnDefault::Boolean(value), _) => value.to_string().to_uppercase(),
            // As its formatter writes it: SQLite keeps decimals as text.
            (
                ColumnDefault::Number(digits),
                ColumnKind::Stored {
                    storage: Storage::Decimal,
                    precision,
                    ..
                },
            ) if self == Self::Sqlite => literal(&scaled(digits, *precision)),
            (ColumnDefault::Number(digits), _) => digits.clone(),
            (ColumnDefault::Text(text), _) => literal(text),
            (ColumnDefault::Other(expression), _) => expression.clone(),
        }
    }

    /// The column type of a key that the database counts up: SQLite counts columns of the type `integer` only.
    #[must_use]
    pub fn counted(self, storage: Storage) -> SqlType {
        match self {
            Self::Sqlite => SqlType::Integer,
            Self::Postgres => self.column_type(storage, None, None),
        }
    }

    /// Texts compare by their code points everywhere. PostgreSQL would go by the locale of the database otherwise, and so would
    /// the order of rows, `<` and cursors.
    fn text(self, length: Option<u32>) -> SqlType {
        match (self, length) {
            (Self::Sqlite, None) => SqlType::Text,
            (Self::Sqlite, Some(length)) => SqlType::String(StringLen::N(length)),
            (Self::Postgres, None) => SqlType::custom(r#"text COLLATE "C""#),
            (Self::Postgres, Some(length)) => SqlType::custom(format!(r#"varchar({length}) COLLATE "C""#)),
        }
    }

    fn decimal(self, precision: Option<(u8, u8)>) -> SqlType {
        match self {
            Self::Postgres => SqlType::Decimal(precision.map(|(digits, scale)| (u32::from(digits), u32::from(scale)))),
            // The word `text` in the type's name makes SQLite keep digits as they are (https://sqlite.org/datatype3.html, 3.1).
            Self::Sqlite => SqlType::custom(match precision {
                Some((digits, scale)) => format!(r#"decimal_text({digits}, {scale}) COLLATE "decimal""#),
                None => r#"decimal_text COLLATE "decimal""#.to_owned(),
            }),
        }
    }

    /// A query of one parameter that returns a row if there is a table of that name.
    pub(crate) fn table_exists(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ? COLLATE NOCASE",
            Self::Postgres => {
                "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = $1"
            }
        }
    }

    /// A query that keeps others from creating tables until the transaction ends, where the transaction alone doesn't.
    pub(crate) fn lock_catalogue(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            // Any number will do that nobody else locks.
            Self::Postgres => Some("SELECT pg_advisory_xact_lock(7306930226871894)"),
        }
    }

    /// The dialect of a sea-orm backend; `None` for one that isn't supported.
    #[must_use]
    pub fn of(backend: DbBackend) -> Option<Self> {
        match backend {
            DbBackend::Sqlite => Some(Self::Sqlite),
            DbBackend::Postgres => Some(Self::Postgres),
            _ => None,
        }
    }

    /// sea-orm's name for it.
    #[must_use]
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }
}

/// A decimal with as many digits after the point as its column has.
fn scaled(digits: &str, precision: Option<(u8, u8)>) -> String {
    match (digits.parse::<rust_decimal::Decimal>(), precision) {
        (Ok(mut number), Some((_, scale))) => {
            number.rescale(u32::from(scale));
            number.to_string()
        }
        _ => digits.to_owned(),
    }
}

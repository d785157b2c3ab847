//! What PostgreSQL makes of each storage: one row each.

use sea_orm::sea_query::ColumnType as SqlType;

use crate::types::Storage;

/// The facts about one storage.
pub(super) struct StorageRow {
    /// The type of its columns, by the length of a text and the digits of a decimal.
    pub(super) column: fn(Option<u32>, Option<(u8, u8)>) -> SqlType,
    /// The name of that type, as the database reports it.
    pub(super) type_name: &'static str,
    /// Its type in a cast that neither cuts nor rounds. For integers it is that of their sequences, too.
    pub(super) cast: &'static str,
    /// As what other storages its columns can be read and written.
    pub(super) serves: &'static [Storage],
}

pub(super) fn row(storage: Storage) -> StorageRow {
    match storage {
        // Texts compare by their code points everywhere. PostgreSQL would go by the locale of the database otherwise, and so would
        // the order of rows, `<` and cursors.
        Storage::Text => StorageRow {
            column: |length, _| {
                SqlType::custom(match length {
                    Some(length) => format!(r#"varchar({length}) COLLATE "C""#),
                    None => r#"text COLLATE "C""#.to_owned(),
                })
            },
            type_name: "text",
            cast: "text",
            // JSON is read as the text that it is, and written as one.
            serves: &[Storage::Json],
        },
        Storage::Bytes => StorageRow {
            column: |_, _| SqlType::Blob,
            type_name: "bytea",
            cast: "bytea",
            serves: &[],
        },
        Storage::Boolean => StorageRow {
            column: |_, _| SqlType::Boolean,
            type_name: "boolean",
            cast: "boolean",
            serves: &[],
        },
        Storage::Int16 => StorageRow {
            column: |_, _| SqlType::SmallInteger,
            type_name: "smallint",
            cast: "smallint",
            serves: INTEGERS,
        },
        Storage::Int32 => StorageRow {
            column: |_, _| SqlType::Integer,
            type_name: "integer",
            cast: "integer",
            serves: INTEGERS,
        },
        Storage::Int64 => StorageRow {
            column: |_, _| SqlType::BigInteger,
            type_name: "bigint",
            cast: "bigint",
            serves: INTEGERS,
        },
        Storage::Float => StorageRow {
            column: |_, _| SqlType::Float,
            type_name: "real",
            cast: "real",
            serves: &[],
        },
        Storage::Double => StorageRow {
            column: |_, _| SqlType::Double,
            type_name: "double precision",
            cast: "double precision",
            serves: &[],
        },
        Storage::Decimal => StorageRow {
            column: |_, precision| SqlType::Decimal(precision.map(|(digits, scale)| (digits.into(), scale.into()))),
            type_name: "numeric",
            cast: "numeric",
            serves: &[],
        },
        Storage::Uuid => StorageRow {
            column: |_, _| SqlType::Uuid,
            type_name: "uuid",
            cast: "uuid",
            serves: &[],
        },
        Storage::Date => StorageRow {
            column: |_, _| SqlType::Date,
            type_name: "date",
            cast: "date",
            serves: &[],
        },
        Storage::Time => StorageRow {
            column: |_, _| SqlType::Time,
            type_name: "time without time zone",
            cast: "time",
            serves: &[],
        },
        Storage::DateTime => StorageRow {
            column: |_, _| SqlType::TimestampWithTimeZone,
            type_name: "timestamp with time zone",
            cast: "timestamptz",
            serves: &[],
        },
        Storage::Json => StorageRow {
            column: |_, _| SqlType::Json,
            type_name: "json",
            cast: "json",
            serves: &[],
        },
    }
}

const INTEGERS: &[Storage] = &[Storage::Int16, Storage::Int32, Storage::Int64];

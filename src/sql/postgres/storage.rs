//! What PostgreSQL makes of each storage: one row each.

use sea_orm::sea_query::ColumnType as SqlType;

use super::super::column_facts::ColumnFacts;
use crate::types::Storage;

pub(super) fn facts(storage: Storage) -> ColumnFacts {
    match storage {
        // Texts compare by their code points everywhere. PostgreSQL would go by the locale of the database otherwise, and so would
        // the order of rows, `<` and cursors.
        Storage::Text => ColumnFacts {
            column: |length, _| {
                SqlType::custom(match length {
                    Some(length) => format!(r#"varchar({length}) COLLATE "C""#),
                    None => r#"text COLLATE "C""#.to_owned(),
                })
            },
            type_name: "text",
            // JSON is read as the text that it is, and written as one.
            serves: &[Storage::Json],
        },
        Storage::Bytes => ColumnFacts {
            column: |_, _| SqlType::Blob,
            type_name: "bytea",
            serves: &[],
        },
        Storage::Boolean => ColumnFacts {
            column: |_, _| SqlType::Boolean,
            type_name: "boolean",
            serves: &[],
        },
        Storage::Int16 => ColumnFacts {
            column: |_, _| SqlType::SmallInteger,
            type_name: "smallint",
            serves: INTEGERS,
        },
        Storage::Int32 => ColumnFacts {
            column: |_, _| SqlType::Integer,
            type_name: "integer",
            serves: INTEGERS,
        },
        Storage::Int64 => ColumnFacts {
            column: |_, _| SqlType::BigInteger,
            type_name: "bigint",
            serves: INTEGERS,
        },
        Storage::Float => ColumnFacts {
            column: |_, _| SqlType::Float,
            type_name: "real",
            serves: &[],
        },
        Storage::Double => ColumnFacts {
            column: |_, _| SqlType::Double,
            type_name: "double precision",
            serves: &[],
        },
        Storage::Decimal => ColumnFacts {
            column: |_, precision| SqlType::Decimal(precision.map(|(digits, scale)| (digits.into(), scale.into()))),
            type_name: "numeric",
            serves: &[],
        },
        Storage::Uuid => ColumnFacts {
            column: |_, _| SqlType::Uuid,
            type_name: "uuid",
            serves: &[],
        },
        Storage::Date => ColumnFacts {
            column: |_, _| SqlType::Date,
            type_name: "date",
            serves: &[],
        },
        Storage::Time => ColumnFacts {
            column: |_, _| SqlType::Time,
            type_name: "time without time zone",
            serves: &[],
        },
        Storage::DateTime => ColumnFacts {
            column: |_, _| SqlType::TimestampWithTimeZone,
            type_name: "timestamp with time zone",
            serves: &[],
        },
        Storage::Json => ColumnFacts {
            column: |_, _| SqlType::Json,
            type_name: "json",
            serves: &[],
        },
    }
}

const INTEGERS: &[Storage] = &[Storage::Int16, Storage::Int32, Storage::Int64];

/// The type of a storage in a cast that neither cuts nor rounds. For integers it is that of their sequences, too.
pub(super) fn cast(storage: Storage) -> &'static str {
    match storage {
        Storage::Time => "time",
        Storage::DateTime => "timestamptz",
        other => facts(other).type_name,
    }
}

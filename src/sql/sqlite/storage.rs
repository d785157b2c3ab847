//! What SQLite makes of each storage: one row each.
//!
//! A column has any type name in SQLite, and holds any value; what becomes of values goes by parts of the name
//! (<https://sqlite.org/datatype3.html>, 3.1).

use sea_orm::sea_query::{ColumnType as SqlType, StringLen};

use super::super::column_facts::ColumnFacts;
use super::super::conversion::{SINGLE, Target};
use super::convert::{is_day, is_time};
use super::digits::is_decimal;
use crate::types::Storage;

/// The facts about one storage.
pub(super) struct StorageRow {
    pub(super) columns: ColumnFacts,
    /// Whether SQLite stores it as a number, so that anything else in the column was put there by others.
    pub(super) is_numeric: bool,
    /// A condition for whether `value` has the form in which a column of this type keeps it.
    pub(super) fits: fn(&str, Target) -> String,
}

pub(super) fn row(storage: Storage) -> StorageRow {
    use Storage::{
        Boolean, Bytes, Date, DateTime, Decimal, Double, Float, Int16, Int32, Int64, Json, Text, Time, Uuid,
    };
    match storage {
        Text => StorageRow {
            columns: ColumnFacts {
                column: |length, _| match length {
                    Some(length) => SqlType::String(StringLen::N(length)),
                    None => SqlType::Text,
                },
                type_name: "text",
                // What other programs write as text, and this one reads.
                serves: &[Bytes, Decimal, Uuid, Date, Time, DateTime, Json],
            },
            is_numeric: false,
            fits: |v, to| match to.length {
                Some(most) => format!("typeof({v}) = 'text' AND length({v}) <= {most}"),
                None => format!("typeof({v}) = 'text'"),
            },
        },
        Bytes => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Blob,
                type_name: "blob",
                serves: &[Uuid],
            },
            is_numeric: false,
            fits: |v, _| format!("typeof({v}) = 'blob'"),
        },
        Boolean => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Boolean,
                type_name: "boolean",
                serves: &[Int16, Int32, Int64, Float, Double, Decimal],
            },
            is_numeric: true,
            fits: |v, _| between(v, 0, 1),
        },
        Int16 => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::SmallInteger,
                type_name: "smallint",
                serves: OF_INTEGERS,
            },
            is_numeric: true,
            fits: integer_fits,
        },
        Int32 => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Integer,
                type_name: "integer",
                serves: OF_INTEGERS,
            },
            is_numeric: true,
            fits: integer_fits,
        },
        Int64 => StorageRow {
            columns: ColumnFacts {
                // Every `integer` has 64 bits; this name distinguishes columns of 64 bits from those of 32. sea-query would write one name for both.
                column: |_, _| SqlType::custom("bigint"),
                type_name: "bigint",
                serves: OF_INTEGERS,
            },
            is_numeric: true,
            fits: integer_fits,
        },
        Float => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Float,
                type_name: "float",
                serves: OF_FLOATS,
            },
            is_numeric: true,
            fits: |v, _| {
                let (zero, infinite) = SINGLE;
                format!(
                    "typeof({v}) IN ('integer', 'real') AND ({v} = 0 OR abs({v}) > {zero} AND abs({v}) < {infinite})"
                )
            },
        },
        Double => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Double,
                type_name: "double",
                serves: OF_FLOATS,
            },
            is_numeric: true,
            fits: |v, _| format!("typeof({v}) IN ('integer', 'real') AND abs({v}) <= 1.7976931348623157e308"),
        },
        Decimal => StorageRow {
            columns: ColumnFacts {
                // The word `text` in the name makes SQLite keep the digits as they are.
                column: |_, precision| {
                    SqlType::custom(match precision {
                        Some((digits, scale)) => format!(r#"decimal_text({digits}, {scale}) COLLATE "decimal""#),
                        None => r#"decimal_text COLLATE "decimal""#.to_owned(),
                    })
                },
                type_name: "decimal_text",
                serves: &[Text],
            },
            is_numeric: false,
            fits: |v, to| is_decimal(v, to.precision),
        },
        Uuid => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Uuid,
                type_name: "uuid_text",
                serves: &[Bytes],
            },
            is_numeric: false,
            fits: |v, _| format!("typeof({v}) = 'blob' AND length({v}) = 16"),
        },
        Date => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Date,
                type_name: "date_text",
                serves: &[Text],
            },
            is_numeric: false,
            fits: |v, _| is_day(v),
        },
        Time => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Time,
                type_name: "time_text",
                serves: &[Text],
            },
            is_numeric: false,
            fits: |v, _| {
                format!(
                    "{} AND (length({v}) = 8 OR substr({v}, 9, 1) = '.' AND substr({v}, 10) NOT GLOB '*[^0-9]*' AND length({v}) IN (12, 15))",
                    is_time(&format!("substr({v}, 1, 8)"))
                )
            },
        },
        DateTime => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::TimestampWithTimeZone,
                type_name: "timestamp_with_timezone_text",
                serves: &[Text],
            },
            is_numeric: false,
            fits: |v, _| format!("{v} LIKE '____-__-__T__:__:__%+00:00' AND datetime({v}) IS NOT NULL"),
        },
        Json => StorageRow {
            columns: ColumnFacts {
                column: |_, _| SqlType::Json,
                type_name: "json_text",
                serves: &[Text],
            },
            is_numeric: false,
            fits: |v, _| format!("json_valid({v})"),
        },
    }
}

const OF_INTEGERS: &[Storage] = &[
    Storage::Boolean,
    Storage::Int16,
    Storage::Int32,
    Storage::Int64,
    Storage::Float,
    Storage::Double,
    Storage::Decimal,
    Storage::DateTime,
];

const OF_FLOATS: &[Storage] = &[Storage::Float, Storage::Double, Storage::Decimal, Storage::DateTime];

fn integer_fits(v: &str, to: Target) -> String {
    match to.storage.integer() {
        Some(range) => between(v, range.least, range.greatest),
        None => "FALSE".to_owned(),
    }
}

fn between(v: &str, least: i64, greatest: i64) -> String {
    format!("typeof({v}) = 'integer' AND {v} BETWEEN {least} AND {greatest}")
}

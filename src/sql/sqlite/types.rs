//! The types of SQLite's columns.

use super::super::type_name::{TypeName, decimal, stored, text};
use super::DIALECT;
use crate::schema::model::{Column, ColumnKind, Rule, Table};
use crate::types::Storage;

/// SQLite enforces neither widths nor lengths. Integers are of 32 bits or of 64 if they are spelled as ours are; those that it counts
/// are all spelled alike, and have 64 bits. A text has a length if a rule of the column says so.
pub(super) fn kind_of(text: &str, counted: bool, rules: &[&Rule]) -> ColumnKind {
    let name = TypeName::parse(text);
    let has_rule = |length| rules.contains(&&Rule::MaxLength(length));
    match name.name.as_str() {
        "integer" if counted => stored(Storage::Int64),
        VARCHAR if !name.length().is_some_and(has_rule) => ColumnKind::Other(text.to_owned()),
        _ => declared(&name).unwrap_or_else(|| ColumnKind::Other(text.to_owned())),
    }
}

/// The type of a text of a length.
const VARCHAR: &str = "varchar";

fn is_decimal(name: &TypeName) -> bool {
    name.collation.as_deref() == Some("decimal")
}

/// The type that a field asks for by these very words.
fn declared(name: &TypeName) -> Option<ColumnKind> {
    if name.collation.is_some() && !is_decimal(name) {
        return None;
    }
    if name.name == VARCHAR {
        return name.length().map(|length| text(Some(length)));
    }
    let storage = DIALECT.storage_named(&name.name)?;
    match storage {
        Storage::Decimal if !is_decimal(name) => return None,
        Storage::Decimal if name.precision().is_some() => return Some(decimal(name.precision())),
        // In capitals it is another program's.
        Storage::Int32 | Storage::Int64 if !name.is_lower_case => return None,
        _ => {}
    }
    name.is_plain().then(|| stored(storage))
}

/// SQLite goes by parts of the words (<https://sqlite.org/datatype3.html>, 3.1).
pub(super) fn readable(kind: &str) -> Vec<ColumnKind> {
    let mut name = TypeName::parse(kind);
    let is_decimal = is_decimal(&name);
    name.collation = None;
    if !is_decimal
        && name.name != VARCHAR
        && let Some(kind) = declared(&name)
    {
        return vec![kind];
    }
    let integers = [Storage::Int64, Storage::Int32, Storage::Int16].map(stored);
    let word = name.name.as_str();
    match word {
        // What sea-query writes for times.
        "datetime_text" | "timestamp_text" | "datetime" | "timestamp" => vec![stored(Storage::DateTime)],
        "date" => vec![stored(Storage::Date)],
        "time" => vec![stored(Storage::Time)],
        "bool" => vec![stored(Storage::Boolean)],
        "uuid" => vec![stored(Storage::Uuid)],
        "jsonb_text" => vec![stored(Storage::Json)],
        // Decimals without their collation, and what only programs know.
        "decimal_text" | "uuid_text" | "date_text" | "time_text" | "json_text" => Vec::new(),
        "tinyint" if name.arguments == [1] => std::iter::once(stored(Storage::Boolean)).chain(integers).collect(),
        _ => match Affinity::of(word) {
            Some(Affinity::Integer) => integers.into_iter().chain([stored(Storage::Boolean)]).collect(),
            Some(Affinity::Text) => match name.length() {
                Some(length) => vec![text(Some(length)), text(None)],
                None => vec![text(None), stored(Storage::Json)],
            },
            Some(Affinity::Blob) => vec![stored(Storage::Bytes)],
            Some(Affinity::Real) => vec![stored(Storage::Double), stored(Storage::Float)],
            None if is_numeric(word) => vec![stored(Storage::Double)],
            None => Vec::new(),
        },
    }
}

/// What SQLite makes of the values of a column, by the name of its type.
#[derive(Clone, Copy)]
enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
}

impl Affinity {
    fn of(name: &str) -> Option<Self> {
        let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
        Some(match name {
            _ if has(&["int"]) => Self::Integer,
            _ if has(&["char", "clob", "text"]) => Self::Text,
            _ if has(&["blob"]) => Self::Blob,
            _ if has(&["real", "floa", "doub"]) => Self::Real,
            _ => return None,
        })
    }
}

fn is_numeric(name: &str) -> bool {
    matches!(name, "numeric" | "decimal")
}

pub(super) fn reads_other_as(type_name: &str, to: Storage) -> bool {
    let name = TypeName::parse(type_name).name;
    let own = match name.as_str() {
        "decimal_text" => Some(Storage::Decimal),
        "uuid_text" => Some(Storage::Uuid),
        "date_text" => Some(Storage::Date),
        "time_text" => Some(Storage::Time),
        "datetime_text" | "timestamp_text" | "timestamp_with_timezone_text" => Some(Storage::DateTime),
        "json_text" | "jsonb_text" => Some(Storage::Json),
        "bool" | "boolean" => Some(Storage::Boolean),
        name => Affinity::of(name).map(|affinity| match affinity {
            Affinity::Integer => Storage::Int64,
            Affinity::Text => Storage::Text,
            Affinity::Blob => Storage::Bytes,
            Affinity::Real => Storage::Double,
        }),
    };
    match own {
        Some(own) => DIALECT.serves_as(own, to),
        None if is_numeric(&name) => to.is_number() || matches!(to, Storage::Boolean | Storage::DateTime),
        None => true,
    }
}

/// Whether a column is the number of its row: an `integer`, of no other name, that is the whole key, counted or not
/// (<https://sqlite.org/lang_createtable.html>, 5).
pub(super) fn is_row_number(table: &Table, column: &Column) -> bool {
    let is_integer = match &column.kind {
        ColumnKind::Stored { storage, .. } => *storage == Storage::Int32,
        ColumnKind::Other(kind) => TypeName::parse(kind).name == "integer",
    };
    is_integer && table.primary_key == [column.name.as_str()]
}

/// What SQLite does with a column that its type doesn't say.
pub(super) fn caveat(table: &Table, column: &Column) -> Option<String> {
    let name = &column.name;
    let refers = table.foreign_keys.iter().any(|key| key.has(name));
    if is_row_number(table, column) && !column.auto_increment && !refers {
        return Some(format!(
            "clients send `{name}`, which SQLite could count; `auto_increment` leaves it to SQLite, and `migrate check` then reports the change."
        ));
    }
    match &column.kind {
        ColumnKind::Other(kind) => {
            let kind = kind.to_ascii_lowercase();
            let is_exact = kind.starts_with("decimal") || kind.starts_with("numeric");
            is_exact.then(|| {
                format!(
                    "SQLite keeps `{name}` ({kind}) as a binary float; a field of `Decimal` is exact, and `migrate check` then reports the change of type."
                )
            })
        }
        ColumnKind::Stored { .. } => None,
    }
}

/// A decimal with as many digits after the point as its column has.
pub(super) fn rescaled(digits: &str, precision: Option<(u8, u8)>) -> String {
    match (digits.parse::<rust_decimal::Decimal>(), precision) {
        (Ok(mut number), Some((_, scale))) => {
            number.rescale(u32::from(scale));
            number.to_string()
        }
        _ => digits.to_owned(),
    }
}

//! The types of PostgreSQL's columns.

use super::super::type_name::{TypeName, decimal, stored, text};
use super::DIALECT;
use crate::schema::model::{Column, ColumnKind, Rule, Table, Unmanaged};
use crate::types::Storage;

/// The type that a field asks for by these very words.
fn declared(name: &TypeName) -> Option<ColumnKind> {
    if name.collation.is_some() {
        return None;
    }
    if name.name == "character varying" {
        return name.length().map(|length| text(Some(length)));
    }
    let storage = DIALECT.storage_named(&name.name)?;
    if storage == Storage::Decimal && name.precision().is_some() {
        return Some(decimal(name.precision()));
    }
    name.is_plain().then(|| stored(storage))
}

pub(super) fn kind_of(text: &str) -> ColumnKind {
    declared(&TypeName::parse(text)).unwrap_or_else(|| ColumnKind::Other(text.to_owned()))
}

pub(super) fn readable(kind: &str) -> Vec<ColumnKind> {
    let mut name = TypeName::parse(kind);
    name.collation = None;
    if let Some(kind) = declared(&name) {
        return vec![kind];
    }
    match name.name.as_str() {
        "character varying" => vec![text(None)],
        "character" => name.length().map(|length| text(Some(length))).into_iter().collect(),
        "jsonb" => vec![stored(Storage::Json)],
        "numeric" => vec![stored(Storage::Decimal)],
        "time without time zone" => vec![stored(Storage::Time)],
        "timestamp with time zone" => vec![stored(Storage::DateTime)],
        _ => Vec::new(),
    }
}

pub(super) fn reads_other_as(type_name: &str, to: Storage) -> bool {
    read_as(&TypeName::parse(type_name)).is_none_or(|storages| storages.contains(&to))
}

/// The storages as which fields use a type of PostgreSQL's own; `None` for a domain, an enum or the type of an extension.
fn read_as(name: &TypeName) -> Option<&'static [Storage]> {
    Some(match name.name.as_str() {
        "text" | "character varying" | "character" | "name" | "citext" => &[Storage::Text, Storage::Json],
        "json" | "jsonb" => &[Storage::Json],
        "numeric" => &[Storage::Decimal],
        "time without time zone" => &[Storage::Time],
        "timestamp with time zone" => &[Storage::DateTime],
        name if name.ends_with("[]") || UNREAD.contains(&name) => &[],
        _ => return None,
    })
}

/// Types that no field reads and no program makes instead of a declared one: their values aren't what a declaration means.
const UNREAD: &[&str] = &[
    "bit",
    "bit varying",
    "box",
    "cidr",
    "circle",
    "inet",
    "interval",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "oid",
    "path",
    "point",
    "polygon",
    "time with time zone",
    "timestamp without time zone",
    "tsquery",
    "tsvector",
    "xml",
];

/// Whether a trigger may fill the column, or its domain has a default.
pub(super) fn fills(table: &Table, column: &Column) -> bool {
    let is_trigger = |unmanaged: &Unmanaged| matches!(unmanaged, Unmanaged::Trigger(_));
    let is_custom = matches!(&column.kind, ColumnKind::Other(kind) if read_as(&TypeName::parse(kind)).is_none());
    is_custom || table.unmanaged.iter().any(is_trigger)
}

/// Whether all values of the column's type obey the rule.
pub(super) fn implies(column: &Column, rule: &Rule) -> bool {
    match (DIALECT.storage(&column.kind), rule) {
        (Some(Storage::Text), Rule::MaxLength(most)) => {
            DIALECT.length(&column.kind).is_some_and(|length| length <= *most)
        }
        (Some(Storage::Decimal), Rule::Digits(most)) => column
            .kind
            .precision()
            .is_some_and(|(digits, scale)| digits.saturating_sub(scale) <= *most),
        _ => false,
    }
}

/// Whether a column takes all values of the declared type.
pub(super) fn holds_all(there: &Column, wanted: &Column) -> bool {
    let range = |kind: &ColumnKind| DIALECT.storage(kind).and_then(Storage::integer);
    let wide_enough = match (range(&there.kind), range(&wanted.kind)) {
        (Some(there), Some(wanted)) => wanted.greatest <= there.greatest,
        _ => true,
    };
    let long_enough = match (DIALECT.length(&there.kind), DIALECT.length(&wanted.kind)) {
        (None, _) => true,
        (Some(there), Some(wanted)) => wanted <= there,
        (Some(_), None) => false,
    };
    let exact_enough = match (there.kind.precision(), wanted.kind.precision()) {
        (None, _) => true,
        (Some((digits, scale)), Some((all, after))) => {
            after <= scale && all.saturating_sub(after) <= digits.saturating_sub(scale)
        }
        (Some(_), None) => false,
    };
    wide_enough && long_enough && exact_enough
}

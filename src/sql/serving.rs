//! Column types that requests can use, though a declaration asks for others: such as tables have that somebody else made.

use super::Dialect;
use super::kinds::{Words, integer_bytes, precision};
use crate::schema::model::{Column, ColumnKind, Table, Unmanaged};
use crate::types::Storage;

/// Types of PostgreSQL that no field reads and no other program makes anew: values of them aren't what a declaration means.
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

impl Dialect {
    /// Whether requests can use a column that is there as the declared one: ordinary values of the declared type can be written to it, and
    /// what it holds can be read. A type of other words counts as one that can: somebody made it so.
    pub(crate) fn serves(self, there: &Column, wanted: &Column) -> bool {
        if self.same_kind(there, wanted) {
            return true;
        }
        let ColumnKind::Stored { storage: to, .. } = &wanted.kind else {
            return true;
        };
        match (self, &there.kind) {
            (Self::Sqlite, ColumnKind::Stored { storage, .. }) => stored_serves(*storage, *to),
            (Self::Sqlite, ColumnKind::Other(kind)) => sqlite_serves(&Words::of(kind), *to),
            (Self::Postgres, ColumnKind::Stored { storage, .. }) => {
                storage == to
                    || is_integer(*storage) && is_integer(*to)
                    // JSON is read as the text that it is, and written as one.
                    || (*storage, *to) == (Storage::Text, Storage::Json)
            }
            (Self::Postgres, ColumnKind::Other(kind)) => {
                known(&Words::of(kind)).is_none_or(|storages| storages.contains(to))
            }
        }
    }

    /// Whether the database may give a column that has neither a default nor a counter a value of its own, which can't be seen here.
    pub(crate) fn fills(self, table: &Table, column: &Column) -> bool {
        match self {
            // Its triggers change no row that is on its way.
            Self::Sqlite => false,
            Self::Postgres => {
                let is_trigger = |unmanaged: &Unmanaged| matches!(unmanaged, Unmanaged::Trigger(_));
                // A domain may have a default.
                let is_custom = matches!(&column.kind, ColumnKind::Other(kind) if known(&Words::of(kind)).is_none());
                is_custom || table.unmanaged.iter().any(is_trigger)
            }
        }
    }

    /// Whether a column that serves takes all values of the declared type, also the longest and the greatest.
    pub(crate) fn holds_all(self, there: &Column, wanted: &Column) -> bool {
        if self == Self::Sqlite {
            // Its columns hold values of any width, length and number of digits; checks bound them.
            return true;
        }
        let bytes = |kind: &ColumnKind| self.storage(kind).and_then(integer_bytes);
        let wide_enough = match (bytes(&there.kind), bytes(&wanted.kind)) {
            (Some(there), Some(wanted)) => wanted <= there,
            _ => true,
        };
        let long_enough = match (self.length(&there.kind), self.length(&wanted.kind)) {
            (None, _) => true,
            (Some(there), Some(wanted)) => wanted <= there,
            (Some(_), None) => false,
        };
        let exact_enough = match (precision(&there.kind), precision(&wanted.kind)) {
            (None, _) => true,
            (Some((digits, scale)), Some((all, after))) => {
                after <= scale && all.saturating_sub(after) <= digits.saturating_sub(scale)
            }
            (Some(_), None) => false,
        };
        wide_enough && long_enough && exact_enough
    }
}

fn is_integer(storage: Storage) -> bool {
    integer_bytes(storage).is_some()
}

fn is_number(storage: Storage) -> bool {
    is_integer(storage) || matches!(storage, Storage::Float | Storage::Double | Storage::Decimal)
}

/// What reads a column of SQLite that is made as a field of some type asks for.
fn stored_serves(there: Storage, to: Storage) -> bool {
    there == to
        || match there {
            Storage::Text => as_text(to),
            Storage::Bytes => to == Storage::Uuid,
            Storage::Boolean => is_number(to),
            Storage::Int16 | Storage::Int32 | Storage::Int64 => {
                is_number(to) || matches!(to, Storage::Boolean | Storage::DateTime)
            }
            Storage::Float | Storage::Double => matches!(
                to,
                Storage::Float | Storage::Double | Storage::Decimal | Storage::DateTime
            ),
            Storage::Uuid => to == Storage::Bytes,
            Storage::Decimal | Storage::Date | Storage::Time | Storage::DateTime | Storage::Json => to == Storage::Text,
        }
}

/// Whether values of a type are written as text by other programs, and read from it by this one.
fn as_text(to: Storage) -> bool {
    !is_integer(to) && !matches!(to, Storage::Boolean | Storage::Float | Storage::Double)
}

/// A column has any type name there; what becomes of values goes by parts of it (<https://sqlite.org/datatype3.html>, 3.1).
fn sqlite_serves(words: &Words, to: Storage) -> bool {
    let name = words.name.as_str();
    let own = match name {
        "decimal_text" => Some(Storage::Decimal),
        "uuid_text" => Some(Storage::Uuid),
        "date_text" => Some(Storage::Date),
        "time_text" => Some(Storage::Time),
        "datetime_text" | "timestamp_text" | "timestamp_with_timezone_text" => Some(Storage::DateTime),
        "json_text" | "jsonb_text" => Some(Storage::Json),
        "bool" | "boolean" => Some(Storage::Boolean),
        _ if name.contains("int") => Some(Storage::Int64),
        _ if name.contains("char") || name.contains("clob") || name.contains("text") => Some(Storage::Text),
        _ if name.contains("blob") => Some(Storage::Bytes),
        _ if name.contains("real") || name.contains("floa") || name.contains("doub") => Some(Storage::Double),
        _ => None,
    };
    match own {
        Some(own) => stored_serves(own, to),
        None if matches!(name, "numeric" | "decimal") => {
            is_number(to) || matches!(to, Storage::Boolean | Storage::DateTime)
        }
        None => true,
    }
}

/// The types of fields that can use a type of PostgreSQL's own; `None` for a domain, an enum or the type of an extension.
fn known(words: &Words) -> Option<&'static [Storage]> {
    Some(match words.name.as_str() {
        "text" | "character varying" | "character" | "name" | "citext" => &[Storage::Text, Storage::Json],
        "json" | "jsonb" => &[Storage::Json],
        "numeric" => &[Storage::Decimal],
        "time without time zone" => &[Storage::Time],
        "timestamp with time zone" => &[Storage::DateTime],
        name if name.ends_with("[]") || UNREAD.contains(&name) => &[],
        _ => return None,
    })
}

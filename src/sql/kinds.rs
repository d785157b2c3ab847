//! Column types as a database tells them, beside those that fields ask for.

use sea_orm::sea_query::{Alias, ColumnDef, Table as SqlTable};

use super::Dialect;
use crate::schema::model::{Column, ColumnKind, Rule, Table};
use crate::types::Storage;

/// The most digits that `Decimal` holds.
const DIGITS: u32 = 28;

impl Dialect {
    /// Whether a column that is there has the type that another one asks for: a value of the one can be read as the other, and the
    /// column would be made with this very type, or with one that only other programs write.
    pub(crate) fn same_kind(self, there: &Column, wanted: &Column) -> bool {
        if there.kind == wanted.kind || self.type_text(there) == self.type_text(wanted) {
            return true;
        }
        match &there.kind {
            ColumnKind::Other(kind) => self.readable(kind).contains(&wanted.kind),
            ColumnKind::Stored { .. } => false,
        }
    }

    /// Whether a new row that leaves the column out gets the next number there.
    pub(crate) fn counts(self, table: &Table, column: &Column) -> bool {
        match self {
            // An `integer`, of no other name, that is the whole key is the row's number, counted or not
            // (https://sqlite.org/lang_createtable.html, 5).
            Self::Sqlite if !column.auto_increment => {
                let is_integer = match &column.kind {
                    ColumnKind::Stored { storage, .. } => *storage == Storage::Int32,
                    ColumnKind::Other(kind) => Words::of(kind).name == "integer",
                };
                is_integer && table.primary_key == [column.name.as_str()]
            }
            Self::Sqlite | Self::Postgres => column.auto_increment,
        }
    }

    /// The type of a column as it is created.
    fn type_text(self, column: &Column) -> String {
        // Counted columns have the same type beside other words.
        let definition = ColumnDef::new_with_type(Alias::new("x"), self.type_of(column));
        self.render(SqlTable::create().table(Alias::new("x")).col(definition))
    }

    /// The type that stands for these words of its database: what fields ask for, if it is made by the same words.
    ///
    /// SQLite holds nobody to widths and lengths. Integers are of 32 bits or of 64 if they are spelled as ours are; those that it counts
    /// are all spelled alike, and counted up to 64 bits. A text is of a length if a rule for the column holds it to that.
    pub(crate) fn kind_of(self, text: &str, counted: bool, rules: &[&Rule]) -> ColumnKind {
        let words = Words::of(text);
        match (self, words.name.as_str()) {
            (Self::Sqlite, "integer") if counted => return stored(Storage::Int64),
            (Self::Sqlite, "varchar")
                if !words
                    .length()
                    .is_some_and(|length| rules.contains(&&Rule::MaxLength(length))) =>
            {
                return ColumnKind::Other(text.to_owned());
            }
            _ => {}
        }
        self.exact(&words).unwrap_or_else(|| ColumnKind::Other(text.to_owned()))
    }

    /// How the values of a column are stored; `None` for one that no field reads.
    pub(crate) fn storage(self, kind: &ColumnKind) -> Option<Storage> {
        match kind {
            ColumnKind::Stored { storage, .. } => Some(*storage),
            ColumnKind::Other(kind) => self.readable(kind).first().and_then(|best| match best {
                ColumnKind::Stored { storage, .. } => Some(*storage),
                ColumnKind::Other(_) => None,
            }),
        }
    }

    /// The greatest length of a text column; `None` for one without.
    pub(crate) fn length(self, kind: &ColumnKind) -> Option<u32> {
        match kind {
            ColumnKind::Stored { length, .. } => *length,
            ColumnKind::Other(kind) => self.readable(kind).first().and_then(|best| match best {
                ColumnKind::Stored { length, .. } => *length,
                ColumnKind::Other(_) => None,
            }),
        }
    }

    fn exact(self, words: &Words) -> Option<ColumnKind> {
        let length = words.length();
        let precision = words.precision();
        let plain = words.arguments.is_empty();
        if words.collated && !(self == Self::Sqlite && words.decimal) {
            return None;
        }
        let storage = match (self, words.name.as_str()) {
            (_, "text") if plain => Storage::Text,
            (Self::Sqlite, "varchar") | (Self::Postgres, "character varying") if length.is_some() => {
                return Some(text(length));
            }
            (Self::Sqlite, "decimal_text") if words.decimal && plain => Storage::Decimal,
            (Self::Postgres, "numeric") if plain => Storage::Decimal,
            (Self::Sqlite, "decimal_text") if words.decimal && precision.is_some() => return Some(decimal(precision)),
            (Self::Postgres, "numeric") if precision.is_some() => return Some(decimal(precision)),
            (Self::Sqlite, "blob") | (Self::Postgres, "bytea") if plain => Storage::Bytes,
            (_, "boolean") if plain => Storage::Boolean,
            (_, "smallint") if plain => Storage::Int16,
            (Self::Postgres, "integer") if plain => Storage::Int32,
            (Self::Postgres, "bigint") if plain => Storage::Int64,
            (Self::Sqlite, "integer") if plain && words.lower => Storage::Int32,
            (Self::Sqlite, "bigint") if plain && words.lower => Storage::Int64,
            (Self::Sqlite, "float") | (Self::Postgres, "real") if plain => Storage::Float,
            (Self::Sqlite, "double") | (Self::Postgres, "double precision") if plain => Storage::Double,
            (Self::Sqlite, "uuid_text") | (Self::Postgres, "uuid") if plain => Storage::Uuid,
            (Self::Sqlite, "date_text") | (Self::Postgres, "date") if plain => Storage::Date,
            (Self::Sqlite, "time_text") | (Self::Postgres, "time without time zone") if plain => Storage::Time,
            (Self::Sqlite, "timestamp_with_timezone_text") | (Self::Postgres, "timestamp with time zone") if plain => {
                Storage::DateTime
            }
            (Self::Sqlite, "json_text") | (Self::Postgres, "json") if plain => Storage::Json,
            _ => return None,
        };
        Some(stored(storage))
    }

    /// The types of fields that can read a column of this type, in the words of its database; the first is the best. What they write is
    /// read by them again as it was, but for zeros at the end of decimals.
    pub(crate) fn readable(self, kind: &str) -> Vec<ColumnKind> {
        let mut words = Words::of(kind);
        words.collated = false;
        let is_text = self == Self::Sqlite && words.name == "varchar";
        if let (Some(exact), false, false) = (self.exact(&words), words.decimal, is_text) {
            return vec![exact];
        }
        match self {
            Self::Sqlite => sqlite(&words),
            Self::Postgres => postgres(&words),
        }
    }
}

/// SQLite goes by parts of the words (https://sqlite.org/datatype3.html, 3.1).
fn sqlite(words: &Words) -> Vec<ColumnKind> {
    let name = words.name.as_str();
    let integers = [Storage::Int64, Storage::Int32, Storage::Int16].map(stored);
    match name {
        // What sea-query writes for times.
        "datetime_text" | "timestamp_text" | "datetime" | "timestamp" => vec![stored(Storage::DateTime)],
        "date" => vec![stored(Storage::Date)],
        "time" => vec![stored(Storage::Time)],
        "bool" => vec![stored(Storage::Boolean)],
        "uuid" => vec![stored(Storage::Uuid)],
        "jsonb_text" => vec![stored(Storage::Json)],
        // Decimals without their collation, and what only programs know.
        "decimal_text" | "uuid_text" | "date_text" | "time_text" | "json_text" => Vec::new(),
        "tinyint" if words.arguments == [1] => std::iter::once(stored(Storage::Boolean)).chain(integers).collect(),
        _ if name.contains("int") => integers.into_iter().chain([stored(Storage::Boolean)]).collect(),
        _ if name.contains("char") || name.contains("clob") || name.contains("text") => match words.length() {
            Some(length) => vec![text(Some(length)), text(None)],
            None => vec![text(None), stored(Storage::Json)],
        },
        _ if name.contains("blob") => vec![stored(Storage::Bytes)],
        _ if name.contains("real") || name.contains("floa") || name.contains("doub") => {
            vec![stored(Storage::Double), stored(Storage::Float)]
        }
        "numeric" | "decimal" => vec![stored(Storage::Double)],
        _ => Vec::new(),
    }
}

fn postgres(words: &Words) -> Vec<ColumnKind> {
    match words.name.as_str() {
        "character varying" => vec![text(None)],
        "character" => words.length().map(|length| text(Some(length))).into_iter().collect(),
        "jsonb" => vec![stored(Storage::Json)],
        "numeric" => vec![stored(Storage::Decimal)],
        "time without time zone" => vec![stored(Storage::Time)],
        "timestamp with time zone" => vec![stored(Storage::DateTime)],
        _ => Vec::new(),
    }
}

/// The width of an integer.
pub(super) fn integer_bytes(storage: Storage) -> Option<u8> {
    match storage {
        Storage::Int16 => Some(2),
        Storage::Int32 => Some(4),
        Storage::Int64 => Some(8),
        Storage::Text
        | Storage::Bytes
        | Storage::Boolean
        | Storage::Float
        | Storage::Double
        | Storage::Decimal
        | Storage::Uuid
        | Storage::Date
        | Storage::Time
        | Storage::DateTime
        | Storage::Json => None,
    }
}

/// The digits of a decimal, in all and after the point.
pub(super) fn precision(kind: &ColumnKind) -> Option<(u8, u8)> {
    match kind {
        ColumnKind::Stored { precision, .. } => *precision,
        ColumnKind::Other(_) => None,
    }
}

fn stored(storage: Storage) -> ColumnKind {
    ColumnKind::Stored {
        storage,
        length: None,
        precision: None,
    }
}

fn text(length: Option<u32>) -> ColumnKind {
    ColumnKind::Stored {
        storage: Storage::Text,
        length,
        precision: None,
    }
}

fn decimal(precision: Option<(u8, u8)>) -> ColumnKind {
    ColumnKind::Stored {
        storage: Storage::Decimal,
        length: None,
        precision,
    }
}

/// A type taken apart: `decimal_text(10, 2) COLLATE "decimal"`.
pub(super) struct Words {
    /// Its name in lower case, with one space between words.
    pub(super) name: String,
    arguments: Vec<u32>,
    /// Whether its name was written so.
    lower: bool,
    /// Whether it has a collation, and whether that is the one of decimals.
    collated: bool,
    decimal: bool,
}

impl Words {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let (kind, collation) = match lower.split_once(" collate ") {
            Some((kind, collation)) => (kind, Some(collation.trim().trim_matches('"'))),
            None => (lower.as_str(), None),
        };
        let (before, inner, after) = match kind.split_once('(') {
            Some((before, rest)) => {
                let (inner, after) = rest.split_once(')').unwrap_or((rest, ""));
                (before, inner, after)
            }
            None => (kind, "", ""),
        };
        let name: Vec<&str> = before.split_whitespace().chain(after.split_whitespace()).collect();
        let arguments = inner.split(',').filter(|argument| !argument.trim().is_empty());
        // A number that isn't one fits nothing.
        let arguments = arguments.map(|argument| argument.trim().parse().unwrap_or(u32::MAX));
        Self {
            name: name.join(" "),
            arguments: arguments.collect(),
            lower: text.starts_with(before),
            collated: collation.is_some(),
            decimal: collation == Some("decimal"),
        }
    }

    fn length(&self) -> Option<u32> {
        match self.arguments.as_slice() {
            [length] if *length < u32::MAX => Some(*length),
            _ => None,
        }
    }

    fn precision(&self) -> Option<(u8, u8)> {
        match self.arguments.as_slice() {
            [digits @ 1..=DIGITS, scale] if scale <= digits => {
                Some((u8::try_from(*digits).ok()?, u8::try_from(*scale).ok()?))
            }
            _ => None,
        }
    }
}

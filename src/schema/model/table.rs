//! A table as plain data, the same on every database, declared or existing.

use super::quote::{literal, quoted};
use super::unmanaged::Unmanaged;
use crate::meta::OnDelete;
use crate::types::{Number, Storage};

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Table {
    /// Its name.
    pub name: String,
    /// Its previous name, if declared.
    pub was: Option<String>,
    /// Its columns, in the order of the declaration.
    pub columns: Vec<Column>,
    /// The columns of the primary key.
    pub primary_key: Vec<String>,
    /// Sets of columns whose values occur once.
    pub uniques: Vec<Index>,
    /// Indexes that only speed things up.
    pub indexes: Vec<Index>,
    /// What the values of a column must be.
    pub checks: Vec<Check>,
    /// What points at other tables.
    pub foreign_keys: Vec<ForeignKey>,
    /// The names of indexes that PostgreSQL left behind when it couldn't build them: they enforce nothing, but their names stay taken.
    pub invalid_indexes: Vec<String>,
    /// What a database has and a declaration can't ask for. Empty in a declaration.
    pub unmanaged: Vec<Unmanaged>,
}

impl Table {
    /// The column of this name.
    pub(crate) fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// Whether the database computes this column.
    pub(crate) fn is_generated(&self, column: &str) -> bool {
        let is_this = |unmanaged: &Unmanaged| matches!(unmanaged, Unmanaged::GeneratedColumn(name) if name == column);
        self.unmanaged.iter().any(is_this)
    }
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// Its name.
    pub name: String,
    /// Its previous name, if declared.
    pub was: Option<String>,
    /// Its type.
    pub kind: ColumnKind,
    /// Whether it may be NULL.
    pub nullable: bool,
    /// The value that the database gives it in rows that leave it out, and in those that are there when it is added.
    pub default: Option<ColumnDefault>,
    /// Whether the database counts it up.
    pub auto_increment: bool,
}

impl Column {
    /// Whether rows that are there when it is added get no value, and it wants one.
    pub(crate) fn lacks_value(&self) -> bool {
        !self.nullable && self.default.is_none() && !self.auto_increment
    }
}

/// The type of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// One that a field declares, the same on every database.
    Stored {
        /// How its values are stored.
        storage: Storage,
        /// The greatest length of a text.
        length: Option<u32>,
        /// The digits of a decimal, in all and after the point.
        precision: Option<(u8, u8)>,
    },
    /// Another one, in the words of its database. Fields of some type may be able to read it all the same: `Dialect::readable`.
    Other(String),
}

impl ColumnKind {
    /// How the values of a declared type are stored.
    pub(crate) fn storage(&self) -> Option<Storage> {
        match self {
            Self::Stored { storage, .. } => Some(*storage),
            Self::Other(_) => None,
        }
    }

    /// The greatest length of a declared text.
    pub(crate) fn length(&self) -> Option<u32> {
        match self {
            Self::Stored { length, .. } => *length,
            Self::Other(_) => None,
        }
    }

    /// The digits of a declared decimal, in all and after the point.
    pub(crate) fn precision(&self) -> Option<(u8, u8)> {
        match self {
            Self::Stored { precision, .. } => *precision,
            Self::Other(_) => None,
        }
    }
}

/// The default of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ColumnDefault {
    /// A truth value.
    Boolean(bool),
    /// A number in decimal digits, without needless zeros: `-0.5`.
    Number(String),
    /// A text, or JSON as its text.
    Text(String),
    /// Another expression, in the words of its database.
    Other(String),
}

/// An index or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Index {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
}

/// A foreign key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ForeignKey {
    /// Its name.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// The table that it points at.
    pub table: String,
    /// The columns there, one for each, in the same order.
    pub targets: Vec<String>,
    /// What happens when the row there is deleted.
    pub on_delete: OnDelete,
    /// Whether a restricting one waits for the end of the statement (`NO ACTION`). Declarations can't ask for it and the difference doesn't
    /// mind, but a table that refers to itself may be emptied in one statement thanks to it: a rebuild keeps it, and so does what drops it
    /// and adds it again.
    pub no_action: bool,
}

impl ForeignKey {
    /// Whether it has this column.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.iter().any(|own| own == column)
    }

    /// Whether it points at this column of its table.
    pub(crate) fn points_at(&self, column: &str) -> bool {
        self.targets.iter().any(|target| target == column)
    }

    /// Whether another one has the same columns, which point at the same ones.
    pub(crate) fn has_ends_of(&self, other: &Self) -> bool {
        self.table == other.table && self.pairs() == other.pairs()
    }

    /// Each column with the one that it points at. Their order has no meaning.
    fn pairs(&self) -> Vec<(&String, &String)> {
        let mut pairs: Vec<_> = self.columns.iter().zip(&self.targets).collect();
        pairs.sort();
        pairs
    }
}

/// Whether two lists, each without duplicates, have the same columns.
pub(crate) fn is_same_set<S: AsRef<str>, T: AsRef<str>>(one: &[S], other: &[T]) -> bool {
    let has = |column: &S| other.iter().any(|other| other.as_ref() == column.as_ref());
    one.len() == other.len() && one.iter().all(has)
}

/// A check. NULL passes them all.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Check {
    /// Its name: `{table}_{column}_{what}_check`.
    pub name: String,
    /// The column; of a rule of several, which is always [`Rule::Other`], the first.
    pub column: String,
    /// Its condition.
    pub rule: Rule,
}

/// The condition of a check.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rule {
    /// The least length: characters of a text, bytes of a blob.
    MinLength(u32),
    /// The greatest length.
    MaxLength(u32),
    /// The least and the greatest value.
    Range(Option<Number>, Option<Number>),
    /// How many digits may stand before the point.
    Digits(u8),
    /// What the value is a multiple of.
    MultipleOf(i64),
    /// One of a few texts.
    Choices(Vec<String>),
    /// One of a few whole numbers.
    Numbers(Vec<i64>),
    /// Something else, in the words of its database and in the spelling of `sql::live::condition`.
    Other(String),
}

/// What [`Rule::what`] can say.
pub(crate) const CHECKS: [&str; 6] = ["min_length", "max_length", "range", "digits", "multiple", "choices"];

impl Rule {
    /// Its word in the name of a constraint.
    #[must_use]
    pub(crate) fn what(&self) -> &'static str {
        let [min_length, max_length, range, digits, multiple, choices] = CHECKS;
        match self {
            Self::MinLength(_) => min_length,
            Self::MaxLength(_) => max_length,
            Self::Range(..) => range,
            Self::Digits(_) => digits,
            Self::MultipleOf(_) => multiple,
            Self::Choices(_) | Self::Numbers(_) => choices,
            Self::Other(_) => "other",
        }
    }

    /// The condition in SQL that every database understands in the same way.
    #[must_use]
    pub(crate) fn condition(&self, column: &str) -> String {
        let column = quoted(column);
        match self {
            Self::MinLength(least) => format!("length({column}) >= {least}"),
            Self::MaxLength(most) => format!("length({column}) <= {most}"),
            Self::Range(least, most) => {
                let least = least.map(|least| format!("{column} >= {least}"));
                let most = most.map(|most| format!("{column} <= {most}"));
                least.into_iter().chain(most).collect::<Vec<_>>().join(" AND ")
            }
            Self::Digits(digits) => {
                let bound = format!("1{}", "0".repeat(usize::from(*digits)));
                format!("{column} > -{bound} AND {column} < {bound}")
            }
            Self::MultipleOf(step) => format!("{column} % {step} = 0"),
            Self::Choices(choices) => {
                let choices: Vec<String> = choices.iter().map(|choice| literal(choice)).collect();
                format!("{column} IN ({})", choices.join(", "))
            }
            Self::Numbers(numbers) => {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                format!("{column} IN ({})", numbers.join(", "))
            }
            Self::Other(condition) => condition.clone(),
        }
    }

    /// Whether it lists values, and a column with this storage and length can hold all of them.
    #[must_use]
    pub(crate) fn lists_values_for(&self, storage: Option<Storage>, length: Option<u32>) -> bool {
        match (self, storage) {
            (Self::Choices(texts), Some(Storage::Text)) => {
                let fits = |text: &String| length.is_none_or(|most| text.chars().count() <= most as usize);
                texts.iter().all(fits)
            }
            (Self::Numbers(numbers), Some(storage)) => {
                let range = storage.integer().map(|range| range.least..=range.greatest);
                range.is_some_and(|range| numbers.iter().all(|number| range.contains(number)))
            }
            _ => false,
        }
    }
}

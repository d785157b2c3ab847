//! Why a change is refused: a constraint of the database, or the application.

use std::borrow::Cow;
use std::fmt;

use super::FieldError;

/// Why a change conflicts with what is stored ([`Error::Conflict`](crate::Error::Conflict)).
///
/// What `Display` writes is what clients read. It is the same text on every database.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Conflict {
    /// Another row has these values of a key, of a unique field, or of fields that are unique together.
    Unique(Vec<ConflictField>),
    /// A required field is null.
    Null(ConflictField),
    /// A check constraint fails: that of this field, if the constraint's name has it.
    Check(Option<ConflictField>),
    /// A value doesn't fit into the type of its column.
    OutOfRange,
    /// A foreign key would point at no row.
    Reference(BrokenReference),
    /// The counter that numbers the rows of the table has no number left.
    CounterExhausted,
    /// A reason that the application gives, in its own words ([`Error::conflict`](crate::Error::conflict)).
    Custom(Cow<'static, str>),
}

/// At which end a foreign key would break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum BrokenReference {
    /// The change deletes a row that others refer to.
    Referenced,
    /// The change refers to a row that doesn't exist.
    Missing,
    /// Either: the constraint was checked at the end of a transaction, or by a statement that isn't known.
    Unknown,
}

/// A field that a [`Conflict`] names: by its JSON name if the resource is known, by its column otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictField {
    /// The table of a column; none once the name is that of JSON.
    table: Option<Box<str>>,
    name: Cow<'static, str>,
}

impl ConflictField {
    /// A column, as the database names it.
    pub(crate) fn column(table: Option<&str>, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            table: table.map(Into::into),
            name: name.into(),
        }
    }

    /// Returns the name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Gives the JSON name to a column of this table, where `property` finds one. SQLite reports a table as it was created, which may be
    /// in other letters than declared.
    fn rename(&mut self, table: &str, property: impl Fn(&str) -> Option<&'static str>) {
        let same = |own: &str| own.eq_ignore_ascii_case(table);
        if self.table.as_deref().is_some_and(same)
            && let Some(name) = property(&self.name)
        {
            (self.table, self.name) = (None, name.into());
        }
    }
}

impl Conflict {
    /// Gives the columns of this table their names in JSON, where `property` finds one.
    pub(crate) fn rename(&mut self, table: &str, property: impl Fn(&str) -> Option<&'static str>) {
        match self {
            Self::Unique(fields) => fields.iter_mut().for_each(|field| field.rename(table, &property)),
            Self::Null(field) | Self::Check(Some(field)) => field.rename(table, property),
            Self::Check(None) | Self::OutOfRange | Self::Reference(_) | Self::CounterExhausted | Self::Custom(_) => {}
        }
    }
}

impl Conflict {
    /// The fields that it names, each with what is wrong there.
    pub(crate) fn violations(&self) -> Vec<FieldError> {
        let violation = |field: &ConflictField, message: &'static str| FieldError {
            field: field.name().to_owned(),
            message: message.into(),
        };
        match self {
            Self::Unique(fields) => fields.iter().map(|field| violation(field, EXISTS)).collect(),
            Self::Null(field) => vec![violation(field, NULL)],
            Self::Check(Some(field)) => vec![violation(field, CHECK)],
            Self::Check(None) | Self::OutOfRange | Self::Reference(_) | Self::CounterExhausted | Self::Custom(_) => {
                Vec::new()
            }
        }
    }
}

/// What is wrong with a field, in the texts of a conflict.
const EXISTS: &str = "already exists";
const NULL: &str = "may not be null";
const CHECK: &str = "breaks a check";

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique(fields) => {
                let names: Vec<&str> = fields.iter().map(ConflictField::name).collect();
                write!(f, "{} {EXISTS}", names.join(", "))
            }
            Self::Null(field) => write!(f, "{} {NULL}", field.name),
            Self::Check(Some(field)) => write!(f, "{} {CHECK}", field.name),
            Self::Check(None) => f.write_str("a value breaks a check"),
            Self::OutOfRange => f.write_str("a value is out of range"),
            Self::Reference(BrokenReference::Referenced) => f.write_str("rows refer to it"),
            Self::Reference(BrokenReference::Missing) => f.write_str("a row that it refers to does not exist"),
            Self::Reference(BrokenReference::Unknown) => f.write_str("a row refers to one that does not exist"),
            Self::CounterExhausted => f.write_str("no keys are left for new rows: the table's counter is exhausted"),
            Self::Custom(text) => f.write_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text of a conflict after the columns of `tasks` got their names in JSON.
    #[track_caller]
    fn case(mut conflict: Conflict, text: &str) {
        let property = |column: &str| match column {
            "title" => Some("heading"),
            "heading" => Some("top"),
            _ => None,
        };
        // An error passes two operations of one resource where a hook calls one: a column that is renamed once stays so.
        conflict.rename("tasks", property);
        conflict.rename("tasks", property);
        assert_eq!(conflict.to_string(), text);
    }

    #[test]
    fn columns_get_their_names_in_json() {
        let column = |table, name: &'static str| ConflictField::column(table, name);
        let title = || column(Some("tasks"), "title");
        case(
            Conflict::Unique(vec![column(Some("tasks"), "year"), title()]),
            "year, heading already exists",
        );
        case(Conflict::Null(title()), "heading may not be null");
        case(Conflict::Check(Some(title())), "heading breaks a check");
        case(
            Conflict::Null(column(Some("TASKS"), "title")),
            "heading may not be null",
        );
    }

    #[test]
    fn what_is_no_column_of_the_table_stays() {
        let other = ConflictField::column(Some("notes"), "title");
        case(Conflict::Unique(vec![other.clone()]), "title already exists");
        case(
            Conflict::Null(ConflictField::column(None, "title")),
            "title may not be null",
        );
        case(Conflict::Check(Some(other)), "title breaks a check");
        case(Conflict::Check(None), "a value breaks a check");
        case(Conflict::Custom("title already exists".into()), "title already exists");
    }
}

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

/// A field that a [`Conflict`] names: by its path in the body if the resource is known, by its column otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictField {
    origin: Origin,
    name: Cow<'static, str>,
}

/// What has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Origin {
    /// A column, of this table if the database says so.
    Column(Option<Box<str>>),
    /// JSON.
    Property,
}

impl ConflictField {
    /// A column, as the database names it.
    pub(crate) fn column(table: Option<&str>, name: impl Into<Cow<'static, str>>) -> Self {
        Self {
            origin: Origin::Column(table.map(Into::into)),
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
    fn rename(&mut self, table: &str, property: impl Fn(&str) -> Option<Cow<'static, str>>) {
        if let Origin::Column(Some(own)) = &self.origin
            && own.eq_ignore_ascii_case(table)
            && let Some(name) = property(&self.name)
        {
            (self.origin, self.name) = (Origin::Property, name);
        }
    }

    /// Puts a step before a JSON name that `is_below` holds for.
    fn put_below(&mut self, step: &str, is_below: impl Fn(&str) -> bool) {
        if self.origin == Origin::Property && is_below(&self.name) {
            self.name = format!("{step}.{}", self.name).into();
        }
    }
}

impl Conflict {
    /// Gives the columns of this table their names in JSON, where `property` finds one.
    pub(crate) fn rename(&mut self, table: &str, property: impl Fn(&str) -> Option<Cow<'static, str>>) {
        for field in self.fields_mut() {
            field.rename(table, &property);
        }
    }

    /// Puts a step, the name of what holds the fields, before those JSON names that `is_below` holds for. Columns keep their names.
    pub(crate) fn put_below(&mut self, step: &str, is_below: impl Fn(&str) -> bool) {
        for field in self.fields_mut() {
            field.put_below(step, &is_below);
        }
    }

    fn fields_mut(&mut self) -> &mut [ConflictField] {
        match self {
            Self::Unique(fields) => fields,
            Self::Null(field) | Self::Check(Some(field)) => std::slice::from_mut(field),
            Self::Check(None) | Self::OutOfRange | Self::Reference(_) | Self::CounterExhausted | Self::Custom(_) => {
                &mut []
            }
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
            "title" => Some("heading".into()),
            "heading" => Some("top".into()),
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
    fn only_names_in_json_are_put_below_an_envelope() {
        let column = |name: &'static str| ConflictField::column(Some("tasks"), name);
        let mut conflict = Conflict::Unique(vec![column("title"), column("year")]);
        conflict.rename("tasks", |name| (name == "title").then(|| "heading".into()));
        conflict.put_below("task", |_| false);
        conflict.put_below("task", |name| name == "heading");
        assert_eq!(conflict.to_string(), "task.heading, year already exists");
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

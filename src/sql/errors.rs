//! Errors of drivers: what they mean, and the crate's errors for them, which are the same on every database.

use sea_orm::DbErr;

use super::Dialect;
use crate::error::{BrokenReference, Conflict, ConflictField, Error};
use crate::schema::model::CHECKS;

/// What an error of a database means.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    allow(dead_code, reason = "each database reports some of them")
)]
pub(crate) enum DbErrorClass {
    /// The change violates a rule of the table.
    Violation(Violation),
    /// The database can't be used at the moment.
    Unavailable,
    /// The server doesn't accept the user or the password.
    Unauthenticated,
    /// This user has no right to do that.
    Forbidden,
    /// The database can be read, not written.
    ReadOnly,
    /// The disk is full.
    Full,
    /// A write to the disk failed.
    WriteFailed,
    /// Another connection holds a lock for too long.
    Busy,
    /// No lock within the limit that the connection sets.
    LockTimeout,
    /// The statement was cancelled, by its time limit or by an operator.
    Cancelled,
    /// An earlier error has rolled the transaction back.
    RolledBack,
    /// A prepared statement doesn't fit its tables any more, since one was altered.
    Outdated,
    /// The database rolled back in favour of another transaction: a deadlock or a serialization failure.
    Conflict,
    /// The server has no database of that name.
    NoDatabase,
    /// There is no schema of the search path.
    NoSchema,
    /// What the statement creates exists already.
    Duplicate,
    /// The statement is wrong, or the error isn't known.
    Other,
}

/// The rule that a change violates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    allow(dead_code, reason = "each database reports some of them")
)]
pub(crate) enum Violation {
    /// A unique constraint. It has the columns, else the name of an index.
    Unique {
        table: Option<String>,
        columns: Vec<String>,
    },
    /// A column that mustn't be null.
    Null {
        table: Option<String>,
        column: Option<String>,
    },
    /// A foreign key.
    Reference,
    /// A check of this name.
    Check(String),
    /// A value is out of the range of its column.
    OutOfRange,
    /// A counter has no value left.
    CounterExhausted,
}

impl DbErrorClass {
    /// What a driver's error means.
    pub(crate) fn of(error: &sqlx::Error) -> Self {
        match error {
            sqlx::Error::Database(error) => {
                let mut dialects = Dialect::ALL.iter();
                let class = dialects.find_map(|dialect| dialect.classify(&**error));
                class.unwrap_or(Self::Other)
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::Unavailable,
            _ => Self::Other,
        }
    }

    /// The same of an error of sea-orm.
    pub(crate) fn of_sea_orm(error: &DbErr) -> Self {
        match driver(error).map_or(Self::Other, Self::of) {
            Self::Other if is_without_connection(error) => Self::Unavailable,
            class => class,
        }
    }

    /// Whether the same statement or transaction, run again, may well succeed: it had no effect.
    pub(crate) fn is_transient(&self) -> bool {
        matches!(self, Self::Outdated | Self::Conflict)
    }

    /// Whether it waited too long for a lock.
    pub(crate) fn is_lock(&self) -> bool {
        matches!(self, Self::Busy | Self::LockTimeout)
    }

    /// Whether only writes fail.
    pub(crate) fn is_of_writes(&self) -> bool {
        matches!(self, Self::ReadOnly | Self::Full | Self::WriteFailed)
    }

    /// Whether the database itself is the cause, rather than the statement, its values or a time limit.
    pub(crate) fn is_of_database(&self) -> bool {
        self.is_of_writes()
            || self.is_transient()
            || matches!(self, Self::Unavailable | Self::Unauthenticated | Self::Busy)
    }

    /// What to do about it, if neither the statement nor the rows are the cause; for people who run migrations.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        Some(match self {
            Self::ReadOnly => "the database is read-only: name one that can be written, or make it so",
            Self::Forbidden => "connect as a user who may change tables",
            Self::Busy | Self::LockTimeout => "another connection holds a lock; run it again when that is released",
            Self::Unavailable | Self::WriteFailed => "run it again when the database answers",
            Self::Conflict => "another transaction changed the same rows or tables at that moment; run it again",
            Self::Cancelled => {
                "it was cancelled, or took longer than `statement_timeout` allows; allow it more, and run it again"
            }
            Self::Full => "the disk of the database is full; make room, and run it again",
            Self::NoSchema => "create the schema that `search_path` names, or let it name another",
            Self::Violation(_)
            | Self::NoDatabase
            | Self::Unauthenticated
            | Self::RolledBack
            | Self::Outdated
            | Self::Duplicate
            | Self::Other => return None,
        })
    }
}

/// What a statement does, as far as its errors depend on it.
#[derive(Debug, Default)]
pub(crate) struct StatementKind {
    verb: Verb,
    table: Option<Box<str>>,
}

#[derive(Debug, Default, PartialEq)]
enum Verb {
    Delete,
    Write,
    #[default]
    Other,
}

impl StatementKind {
    /// Reads the verb and the table that it changes, which is the first quoted name.
    pub(crate) fn of(sql: &str) -> Self {
        let verb = match sql.get(..6) {
            Some("DELETE") => Verb::Delete,
            Some("INSERT" | "UPDATE") => Verb::Write,
            _ => return Self::default(),
        };
        let table = sql.split(['"', '`']).nth(1).map(Into::into);
        Self { verb, table }
    }

    /// Whether it changes rows.
    pub(crate) fn writes(&self) -> bool {
        self.verb != Verb::Other
    }
}

/// The crate's error for what a driver reports about a statement.
pub(crate) fn translate(error: DbErr, kind: &StatementKind) -> Error {
    match &error {
        _ if is_without_connection(&error) => return Error::Unavailable(Box::new(error)),
        DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => return Error::NotFound,
        _ => {}
    }
    let limit = match DbErrorClass::of_sea_orm(&error) {
        DbErrorClass::Violation(violation) => {
            tracing::debug!(%error, "the database refused a change");
            return Error::Conflict(conflict(violation, kind));
        }
        DbErrorClass::Unavailable
        | DbErrorClass::Unauthenticated
        | DbErrorClass::ReadOnly
        | DbErrorClass::Full
        | DbErrorClass::WriteFailed
        | DbErrorClass::Busy
        | DbErrorClass::Outdated
        | DbErrorClass::Conflict => return Error::Unavailable(Box::new(error)),
        DbErrorClass::Forbidden
        | DbErrorClass::NoDatabase
        | DbErrorClass::NoSchema
        | DbErrorClass::Duplicate
        | DbErrorClass::Other => {
            return Error::internal(error);
        }
        DbErrorClass::LockTimeout => "no lock within LOCK_TIMEOUT",
        DbErrorClass::Cancelled => "the statement was canceled (STATEMENT_TIMEOUT)",
        DbErrorClass::RolledBack => "an error has rolled the transaction back",
    };
    Error::Unavailable(format!("{limit}: {error}").into())
}

/// The conflict that is reported to the client.
fn conflict(violation: Violation, kind: &StatementKind) -> Conflict {
    match violation {
        Violation::Unique { table, columns } => {
            let field = |column| ConflictField::column(table.as_deref(), column);
            Conflict::Unique(columns.into_iter().map(field).collect())
        }
        Violation::Null { table, column } => {
            let column = column.unwrap_or_else(|| "a value".to_owned());
            Conflict::Null(ConflictField::column(table.as_deref(), column))
        }
        Violation::Reference => Conflict::Reference(reference(&kind.verb)),
        Violation::Check(constraint) => check(&constraint, kind.table.as_deref()),
        Violation::OutOfRange => Conflict::OutOfRange,
        Violation::CounterExhausted => Conflict::CounterExhausted,
    }
}

/// The driver's error in one of sea-orm.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    use sea_orm::RuntimeErr::SqlxError;
    match error {
        DbErr::Conn(SqlxError(sqlx)) | DbErr::Exec(SqlxError(sqlx)) | DbErr::Query(SqlxError(sqlx)) => Some(sqlx),
        _ => None,
    }
}

/// There is no driver.
#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
fn driver(_: &DbErr) -> Option<&sqlx::Error> {
    None
}

/// Whether there was no connection for a statement, whatever the reason.
pub(crate) fn is_without_connection(error: &DbErr) -> bool {
    matches!(error, DbErr::ConnectionAcquire(_) | DbErr::Conn(_))
}

/// Whether the connection is dead: what failed on it may succeed on another one.
pub(crate) fn is_dead(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed => true,
        // The server ends the connection, or has lost it: classes 08 and 57P of PostgreSQL.
        sqlx::Error::Database(error) => {
            let code = error.code();
            code.is_some_and(|code| code.len() == 5 && (code.starts_with("08") || code.starts_with("57P")))
        }
        _ => false,
    }
}

/// The same of an error of sea-orm: its statement was running on it, and it was no change.
pub(crate) fn was_on_dead_connection(error: &DbErr) -> bool {
    let was_running = matches!(error, DbErr::Exec(_) | DbErr::Query(_));
    was_running && driver(error).is_some_and(is_dead)
}

/// Whether the connection was lost while a statement was running: its outcome is unknown.
pub(crate) fn is_lost(error: &DbErr) -> bool {
    let was_running = matches!(error, DbErr::Exec(_) | DbErr::Query(_));
    let lost = |error: &sqlx::Error| {
        matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed
        )
    };
    was_running && driver(error).is_some_and(lost)
}

/// The message of a database in one line, without the texts that libraries put around it.
pub(crate) fn message(error: &DbErr) -> String {
    let Some(driver) = driver(error) else {
        return match error {
            // The migration's own text.
            DbErr::Custom(text) | DbErr::Migration(text) => line(text),
            error => line(&error.to_string()),
        };
    };
    let sqlx::Error::Database(database) = driver else {
        return line(&driver.to_string());
    };
    let text = database.message();
    let mut dialects = Dialect::ALL.iter();
    match dialects.find_map(|dialect| dialect.detail(&**database)) {
        Some(detail) => line(&format!("{text}: {detail}")),
        None => line(text),
    }
}

/// The message of a database, and what to do about it unless that is for its user to know.
pub(crate) fn advice(error: &DbErr) -> String {
    let remedy = match DbErrorClass::of_sea_orm(error) {
        DbErrorClass::Forbidden => Some("connect as a user who may do that, or GRANT it"),
        class => class.remedy(),
    };
    let remedy = remedy.map_or_else(String::new, |remedy| format!("; {remedy}"));
    format!("{}{remedy}", message(error))
}

/// A text in one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Databases don't report which end of a foreign key failed. The statement shows it.
fn reference(verb: &Verb) -> BrokenReference {
    match verb {
        Verb::Delete => BrokenReference::Referenced,
        Verb::Write => BrokenReference::Missing,
        Verb::Other => BrokenReference::Unknown,
    }
}

/// Names the column whose check failed, found in the constraint's name: `{table}_{column}_{what}_check`.
fn check(constraint: &str, table: Option<&str>) -> Conflict {
    // Both stand for the width of a column type, which PostgreSQL refuses without a name.
    if constraint.ends_with("_max_length_check") || constraint.ends_with("_digits_check") {
        return Conflict::OutOfRange;
    }
    let column = table
        .and_then(|table| constraint.strip_prefix(table))
        .and_then(|rest| rest.strip_prefix('_'))
        .and_then(|rest| {
            CHECKS
                .iter()
                .find_map(|what| rest.strip_suffix("_check")?.strip_suffix(what)?.strip_suffix('_'))
        });
    Conflict::Check(column.map(|column| ConflictField::column(table, column.to_owned())))
}

impl From<DbErr> for Error {
    /// Translates what sea-orm reports: conflicts and an unreachable database keep their meaning, a row that isn't there is
    /// [`Error::NotFound`], the rest is [`Error::Internal`].
    fn from(error: DbErr) -> Self {
        translate(error, &StatementKind::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_name_their_column() {
        let insert = StatementKind::of(r#"INSERT INTO "my_tasks" ("due") VALUES (?)"#);
        let of = |column: &'static str| Conflict::Check(Some(ConflictField::column(Some("my_tasks"), column)));
        let cases = [
            ("my_tasks_due_date_range_check", of("due_date")),
            ("my_tasks_kind_choices_check", of("kind")),
            ("my_tasks_title_max_length_check", Conflict::OutOfRange),
            ("handmade", Conflict::Check(None)),
        ];
        for (constraint, conflict) in cases {
            assert_eq!(check(constraint, insert.table.as_deref()), conflict);
        }
    }
}

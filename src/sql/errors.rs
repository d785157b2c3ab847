//! What drivers report, in the words of the crate: the same on every database.

use sea_orm::DbErr;
use sqlx::error::DatabaseError;

use super::outdated;
use crate::error::{BrokenReference, Conflict, ConflictField, Error};

/// What a database refused.
#[cfg_attr(
    not(all(feature = "sqlite", feature = "postgres")),
    allow(dead_code, reason = "each database reports some of them")
)]
enum Refusal<'e> {
    Unique(Vec<ConflictField>),
    Null(ConflictField),
    Reference,
    Check(&'e str),
    Range,
    /// A counter has no value left.
    CounterExhausted,
    /// A time limit ended the statement, or somebody did.
    Overdue(&'static str),
    Unavailable,
    /// It keeps reading, and can't write.
    Unwritable,
    /// A prepared statement doesn't fit the tables any more, since somebody altered them.
    Outdated,
    /// It undid the statement, and what stood before it in its transaction, since it got in the way of others.
    Undone,
    Other,
}

/// What the failure of a statement says about the database itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DbCondition {
    /// It can't be used at the moment.
    Unavailable,
    /// It can be read, not written.
    Unwritable,
    /// The statement was prepared for other tables.
    Outdated,
    /// The statement was undone for the sake of others.
    Undone,
}

impl DbCondition {
    /// What a driver's error says about the database; `None` where the statement or its values are at fault.
    pub(crate) fn of(error: &sqlx::Error) -> Option<Self> {
        match refusal(error) {
            Refusal::Unavailable => Some(Self::Unavailable),
            Refusal::Unwritable => Some(Self::Unwritable),
            Refusal::Outdated => Some(Self::Outdated),
            Refusal::Undone => Some(Self::Undone),
            _ => None,
        }
    }

    /// The same of an error of sea-orm.
    pub(crate) fn of_sea_orm(error: &DbErr) -> Option<Self> {
        match error {
            // Whatever it says to one who wants a connection: there is none.
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Some(Self::Unavailable),
            error => driver(error).and_then(Self::of),
        }
    }

    /// Whether the same statement or transaction, run again, may well succeed: nothing of it was done.
    pub(crate) fn is_transient(self) -> bool {
        matches!(self, Self::Outdated | Self::Undone)
    }
}

/// What an error's words need to know of the statement.
#[derive(Default)]
pub(crate) struct Subject {
    verb: Verb,
    table: Option<Box<str>>,
}

#[derive(Default, PartialEq)]
enum Verb {
    Delete,
    Write,
    #[default]
    Other,
}

impl Subject {
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

/// Translates what a driver reports about a statement.
pub(crate) fn translate(error: DbErr, subject: &Subject) -> Error {
    let sqlx = match &error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => return Error::Unavailable(Box::new(error)),
        DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => return Error::NotFound,
        other => match driver(other) {
            Some(sqlx) => sqlx,
            None => return Error::internal(error),
        },
    };
    let conflict = match refusal(sqlx) {
        Refusal::Unique(columns) => Conflict::Unique(columns),
        Refusal::Null(column) => Conflict::Null(column),
        Refusal::Reference => Conflict::Reference(reference(&subject.verb)),
        Refusal::Check(constraint) => check(constraint, subject.table.as_deref()),
        Refusal::Range => Conflict::OutOfRange,
        Refusal::CounterExhausted => Conflict::CounterExhausted,
        Refusal::Overdue(what) => return Error::Unavailable(format!("{what}: {error}").into()),
        Refusal::Outdated => {
            outdated::note_change();
            return Error::Unavailable(Box::new(error));
        }
        Refusal::Unavailable | Refusal::Unwritable | Refusal::Undone => return Error::Unavailable(Box::new(error)),
        Refusal::Other => return Error::internal(error),
    };
    tracing::debug!(%error, "the database refused a change");
    Error::Conflict(conflict)
}

/// What a driver's error means.
fn refusal(error: &sqlx::Error) -> Refusal<'_> {
    match error {
        sqlx::Error::Database(database) => classify(&**database),
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Refusal::Unavailable,
        _ => Refusal::Other,
    }
}

/// What the driver said.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(super) fn driver(error: &DbErr) -> Option<&sqlx::Error> {
    use sea_orm::RuntimeErr::SqlxError;
    match error {
        DbErr::Conn(SqlxError(sqlx)) | DbErr::Exec(SqlxError(sqlx)) | DbErr::Query(SqlxError(sqlx)) => Some(sqlx),
        _ => None,
    }
}

/// There is no driver.
#[cfg(not(any(feature = "sqlite", feature = "postgres")))]
pub(super) fn driver(_: &DbErr) -> Option<&sqlx::Error> {
    None
}

/// What is logged of a statement that a time limit ended.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
const OVERDUE: &str = "the statement was canceled (STATEMENT_TIMEOUT)";
#[cfg(feature = "postgres")]
const LOCKED: &str = "no lock within LOCK_TIMEOUT";

/// Whether the connection was lost with a statement under way: nobody knows then what became of it.
pub(crate) fn is_lost(error: &DbErr) -> bool {
    let under_way = matches!(error, DbErr::Exec(_) | DbErr::Query(_));
    let lost = |error: &sqlx::Error| {
        matches!(
            error,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed
        )
    };
    under_way && driver(error).is_some_and(lost)
}

fn classify(error: &dyn DatabaseError) -> Refusal<'_> {
    #[cfg(feature = "postgres")]
    if let Some(error) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        return postgres(error);
    }
    #[cfg(feature = "sqlite")]
    if let Some(error) = error.try_downcast_ref::<sqlx::sqlite::SqliteError>() {
        return sqlite(error);
    }
    let _ = error;
    Refusal::Other
}

/// By SQLSTATE (PostgreSQL's documentation, appendix A).
#[cfg(feature = "postgres")]
fn postgres(error: &sqlx::postgres::PgDatabaseError) -> Refusal<'_> {
    match error.code() {
        "23505" => {
            let columns = error.detail().and_then(columns_of_detail);
            let columns = columns.unwrap_or_else(|| vec![error.constraint().unwrap_or("the key").to_owned()]);
            let column = |name| ConflictField::column(error.table(), name);
            Refusal::Unique(columns.into_iter().map(column).collect())
        }
        "23502" => {
            let column = error.column().unwrap_or("a value");
            Refusal::Null(ConflictField::column(error.table(), column.to_owned()))
        }
        "23503" | "23001" => Refusal::Reference,
        "23514" => Refusal::Check(error.constraint().unwrap_or_default()),
        // 54000: a text too long for its index, about 2,700 bytes.
        "22001" | "22003" | "22008" | "54000" => Refusal::Range,
        "2200H" => Refusal::CounterExhausted,
        // "cached plan must not change result type", told apart from other features that aren't supported by where it comes from: the
        // words are in the server's language. Then a prepared statement that the server doesn't have, or has already, as poolers of
        // connections let it seem.
        "0A000" if error.routine() == Some("RevalidateCachedQuery") => Refusal::Outdated,
        "26000" | "42P05" => Refusal::Outdated,
        // Serialization failure, deadlock.
        "40001" | "40P01" => Refusal::Undone,
        // A standby, or a database that is set so; a disk that is full.
        "25006" | "53100" => Refusal::Unwritable,
        "55P03" => Refusal::Overdue(LOCKED),
        "57014" => Refusal::Overdue(OVERDUE),
        // Timeouts of transactions, and of connections that sleep in one.
        "25P03" | "25P04" => Refusal::Unavailable,
        // Connection exception, invalid authorization, resources, operator intervention, faults of the system.
        code if ["08", "28", "53", "57", "58"]
            .iter()
            .any(|class| code.starts_with(class)) =>
        {
            Refusal::Unavailable
        }
        _ => Refusal::Other,
    }
}

/// The columns in `Key (x, "y")=(1, 2) already exists.`; the words around are in the server's language.
#[cfg(feature = "postgres")]
fn columns_of_detail(detail: &str) -> Option<Vec<String>> {
    let (_, rest) = detail.split_once('(')?;
    let (columns, _) = rest.split_once(")=(")?;
    let unquoted = |column: &str| match column.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
        Some(name) => name.replace("\"\"", "\""),
        None => column.to_owned(),
    };
    Some(columns.split(", ").map(unquoted).collect())
}

/// By message: the code of a foreign key differs by what found it out, a row's change or a trigger.
#[cfg(feature = "sqlite")]
fn sqlite(error: &sqlx::sqlite::SqliteError) -> Refusal<'_> {
    let message = error.message();
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        // `tasks.x, tasks.y`; for an index over expressions `index 'name'`.
        return Refusal::Unique(columns.split(", ").map(sqlite_column).collect());
    }
    if let Some(column) = message.strip_prefix("NOT NULL constraint failed: ") {
        return Refusal::Null(sqlite_column(column));
    }
    if let Some(constraint) = message.strip_prefix("CHECK constraint failed: ") {
        return Refusal::Check(constraint);
    }
    if message.starts_with("FOREIGN KEY constraint failed") {
        return Refusal::Reference;
    }
    if message.contains(super::counters::KEY_OVERFLOW) {
        return Refusal::CounterExhausted;
    }
    let code = error.code().and_then(|code| code.parse().ok());
    code.map_or(Refusal::Other, by_code)
}

/// The column of `tasks.title`.
#[cfg(feature = "sqlite")]
fn sqlite_column(name: &str) -> ConflictField {
    match name.split_once('.') {
        Some((table, column)) => ConflictField::column(Some(table), column.to_owned()),
        None => ConflictField::column(None, name.to_owned()),
    }
}

/// By extended code, which has the primary one in its lowest byte (<https://sqlite.org/rescode.html>).
#[cfg(feature = "sqlite")]
fn by_code(code: i32) -> Refusal<'static> {
    /// `SQLITE_IOERR_WRITE`, `_FSYNC`, `_DIR_FSYNC`, `_TRUNCATE`, `_DELETE`, `_DELETE_NOENT`, `_BEGIN_ATOMIC`, `_COMMIT_ATOMIC`.
    const WRITING: [i32; 8] = [778, 1_034, 1_290, 1_546, 2_570, 5_898, 7_434, 7_690];

    /// `SQLITE_CONSTRAINT_COMMITHOOK`: a change that would have followed a transaction that was taken back.
    const TAKEN_BACK: i32 = 531;

    if code == TAKEN_BACK {
        return Refusal::Overdue("an error has ended the transaction");
    }
    match code & 0xff {
        // `SQLITE_INTERRUPT`
        9 => Refusal::Overdue(OVERDUE),
        // `SQLITE_READONLY`, `SQLITE_FULL`
        8 | 13 => Refusal::Unwritable,
        // `SQLITE_BUSY`, `SQLITE_LOCKED`, `SQLITE_NOMEM`, `SQLITE_CANTOPEN`, `SQLITE_PROTOCOL`
        5 | 6 | 7 | 14 | 15 => Refusal::Unavailable,
        // `SQLITE_IOERR`
        10 if WRITING.contains(&code) => Refusal::Unwritable,
        10 => Refusal::Unavailable,
        // `SQLITE_SCHEMA`, after SQLite itself has tried again.
        17 => Refusal::Outdated,
        _ => Refusal::Other,
    }
}

/// SQLite doesn't tell which key failed, nor at which end; the statement does.
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
            crate::schema::model::CHECKS
                .iter()
                .find_map(|what| rest.strip_suffix("_check")?.strip_suffix(what)?.strip_suffix('_'))
        });
    Conflict::Check(column.map(|column| ConflictField::column(table, column.to_owned())))
}

impl From<DbErr> for Error {
    /// Translates what sea-orm reports: conflicts and an unreachable database keep their meaning, a row that isn't there is
    /// [`Error::NotFound`], the rest is [`Error::Internal`].
    fn from(error: DbErr) -> Self {
        translate(error, &Subject::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_name_their_column() {
        let insert = Subject::of(r#"INSERT INTO "my_tasks" ("due") VALUES (?)"#);
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

    #[cfg(feature = "sqlite")]
    #[test]
    fn an_io_error_of_a_read_is_no_matter_of_writes() {
        // `SQLITE_IOERR_READ`, `SQLITE_IOERR_SHORT_READ`, `SQLITE_IOERR_FSTAT`, `SQLITE_IOERR` without more.
        for code in [266, 522, 1_802, 10] {
            assert!(matches!(by_code(code), Refusal::Unavailable), "{code}");
        }
        // `SQLITE_IOERR_WRITE`, `SQLITE_IOERR_FSYNC`, `SQLITE_FULL`, `SQLITE_READONLY_DBMOVED`.
        for code in [778, 1_034, 13, 1_032] {
            assert!(matches!(by_code(code), Refusal::Unwritable), "{code}");
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn columns_are_found_in_any_language() {
        assert_eq!(
            columns_of_detail(r#"Schlüssel (a, "Big")=(1, (2)) existiert bereits."#),
            Some(vec!["a".to_owned(), "Big".to_owned()])
        );
        assert_eq!(columns_of_detail("nothing"), None);
    }
}

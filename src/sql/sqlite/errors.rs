//! What SQLite's errors mean.

use sqlx::error::DatabaseError;

use super::super::DbErrorClass;
#[cfg(feature = "sqlite")]
use super::super::errors::Violation;

/// How SQLite's message begins where a counter has passed the greatest value of its key's type.
pub(super) const KEY_OVERFLOW: &str = "no key is left after";

/// Parts of SQLite's messages if a statement creates what exists already.
#[cfg(feature = "sqlite")]
const EXISTS: [&str; 2] = ["already exists", "duplicate column name"];

#[cfg(not(feature = "sqlite"))]
pub(super) fn classify(_: &dyn DatabaseError) -> Option<DbErrorClass> {
    None
}

/// By message: the code of a foreign key differs by what found it out, a row's change or a trigger.
#[cfg(feature = "sqlite")]
pub(super) fn classify(error: &dyn DatabaseError) -> Option<DbErrorClass> {
    let error = error.try_downcast_ref::<sqlx::sqlite::SqliteError>()?;
    let message = error.message();
    let violation = if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        // `tasks.x, tasks.y`; for an index over expressions `index 'name'`.
        let (tables, columns): (Vec<_>, Vec<_>) = columns.split(", ").map(column).unzip();
        Violation::Unique {
            table: tables.into_iter().next().flatten(),
            columns,
        }
    } else if let Some(name) = message.strip_prefix("NOT NULL constraint failed: ") {
        let (table, column) = column(name);
        Violation::Null {
            table,
            column: Some(column),
        }
    } else if let Some(constraint) = message.strip_prefix("CHECK constraint failed: ") {
        Violation::Check(constraint.to_owned())
    } else if message.starts_with("FOREIGN KEY constraint failed") {
        Violation::Reference
    } else if message.contains(KEY_OVERFLOW) {
        Violation::CounterExhausted
    } else {
        let code = error.code().and_then(|code| code.parse().ok());
        return Some(match code.map_or(DbErrorClass::Other, by_code) {
            // There is no code for that; the message is always English.
            DbErrorClass::Other if EXISTS.iter().any(|words| message.contains(words)) => DbErrorClass::Duplicate,
            class => class,
        });
    };
    Some(DbErrorClass::Violation(violation))
}

/// The table and the column of `tasks.title`.
#[cfg(feature = "sqlite")]
fn column(name: &str) -> (Option<String>, String) {
    match name.split_once('.') {
        Some((table, column)) => (Some(table.to_owned()), column.to_owned()),
        None => (None, name.to_owned()),
    }
}

/// By extended code, which has the primary one in its lowest byte (<https://sqlite.org/rescode.html>).
#[cfg(feature = "sqlite")]
fn by_code(code: i32) -> DbErrorClass {
    /// `SQLITE_IOERR_WRITE`, `_FSYNC`, `_DIR_FSYNC`, `_TRUNCATE`, `_DELETE`, `_DELETE_NOENT`, `_BEGIN_ATOMIC`, `_COMMIT_ATOMIC`.
    const WRITING: [i32; 8] = [778, 1_034, 1_290, 1_546, 2_570, 5_898, 7_434, 7_690];

    /// `SQLITE_CONSTRAINT_COMMITHOOK`: a change that would have followed a transaction that was rolled back.
    const ROLLED_BACK: i32 = 531;

    if code == ROLLED_BACK {
        return DbErrorClass::RolledBack;
    }
    match code & 0xff {
        // `SQLITE_INTERRUPT`
        9 => DbErrorClass::Cancelled,
        // `SQLITE_READONLY`
        8 => DbErrorClass::ReadOnly,
        // `SQLITE_FULL`
        13 => DbErrorClass::Full,
        // `SQLITE_BUSY`, `SQLITE_LOCKED`
        5 | 6 => DbErrorClass::Busy,
        // `SQLITE_NOMEM`, `SQLITE_CANTOPEN`, `SQLITE_PROTOCOL`
        7 | 14 | 15 => DbErrorClass::Unavailable,
        // `SQLITE_IOERR`
        10 if WRITING.contains(&code) => DbErrorClass::WriteFailed,
        10 => DbErrorClass::Unavailable,
        // `SQLITE_SCHEMA`, after SQLite itself has tried again.
        17 => DbErrorClass::Outdated,
        _ => DbErrorClass::Other,
    }
}

#[cfg(test)]
#[cfg(feature = "sqlite")]
mod tests {
    use super::*;

    #[test]
    fn an_io_error_of_a_read_does_not_concern_writes() {
        // `SQLITE_IOERR_READ`, `SQLITE_IOERR_SHORT_READ`, `SQLITE_IOERR_FSTAT`, `SQLITE_IOERR` without more.
        for code in [266, 522, 1_802, 10] {
            assert_eq!(by_code(code), DbErrorClass::Unavailable, "{code}");
        }
        // `SQLITE_IOERR_WRITE`, `SQLITE_IOERR_FSYNC`
        for code in [778, 1_034] {
            assert_eq!(by_code(code), DbErrorClass::WriteFailed, "{code}");
        }
        // `SQLITE_FULL`, `SQLITE_READONLY_DBMOVED`
        assert_eq!(by_code(13), DbErrorClass::Full);
        assert_eq!(by_code(1_032), DbErrorClass::ReadOnly);
    }
}

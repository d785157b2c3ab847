//! Counters of keys. SQLite moves them past each key that an insert brings; PostgreSQL leaves them where they are.

use super::Dialect;
use super::quote::quoted;

impl Dialect {
    /// A query that returns a row if the counter of a table's counted column could still give a value or one before it:
    /// the parameters are the table, the column and the value. `None` where the database sees to that itself.
    ///
    /// It changes nothing. A counter that this user mayn't set is left alone.
    pub(in crate::db) fn counter_is_behind(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT 1 \
                 FROM (SELECT pg_get_serial_sequence(format('%I', $1::text), $2)::regclass AS counter) AS found \
                 WHERE counter IS NOT NULL AND has_sequence_privilege(counter, 'UPDATE') \
                 AND coalesce(CASE WHEN has_sequence_privilege(counter, 'USAGE, SELECT') \
                 THEN pg_sequence_last_value(counter) END < $3, TRUE)",
            ),
        }
    }

    /// A statement that keeps others from inserting into a table until the transaction ends; readers go on.
    ///
    /// No lock of its own will do: only the table's is taken by those who count without knowing of this. It must come first,
    /// since two that have changed the table already would wait for one another.
    pub(in crate::db) fn hold_inserts(self, table: &str) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", quoted(table))),
        }
    }

    /// A query that moves the counter past a value, never back, while nobody else counts; its parameters are those of
    /// [`Dialect::counter_is_behind`].
    ///
    /// It takes one number, which alone tells where the counter stands.
    pub(in crate::db) fn catch_up(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT setval(counter, $3) \
                 FROM (SELECT pg_get_serial_sequence(format('%I', $1::text), $2)::regclass AS counter) AS found \
                 WHERE counter IS NOT NULL AND nextval(counter) < $3",
            ),
        }
    }
}

//! What a run of migrations asks of a database, beside the statements of the migrations themselves.

use std::time::Duration;

use sea_orm::DbErr;

use super::Dialect;
use super::errors::driver;
use crate::schema::model::quoted;

/// Any number will do that nobody else locks.
const TURN: &str = "7306930226871895";

/// What is wrong with a database that refuses a statement, as far as it matters to who runs migrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody can write to it.
    ReadOnly,
    /// This user mayn't.
    Forbidden,
    /// Somebody else holds a lock for too long.
    Busy,
    /// The connection is gone.
    Lost,
    /// Two waited for one another, and this one gave in.
    Deadlock,
    /// Somebody ended the statement, or a limit to its time did.
    Ended,
    /// There is no room on the disk.
    Full,
    /// No schema of the search path is there.
    NoSchema,
    /// The statement itself is wrong, or the rows are.
    Refused,
}

impl Trouble {
    /// What to do about it, if neither the statement nor the rows are at fault.
    pub(crate) fn remedy(self) -> Option<&'static str> {
        match self {
            Self::ReadOnly => Some("the database is read-only: name one that can be written, or make it so"),
            Self::Forbidden => Some("connect as a user who may change tables"),
            Self::Busy => Some("somebody else holds a lock; run it again when they are done"),
            Self::Lost => Some("run it again when the database answers"),
            Self::Deadlock => Some("somebody else changed the same rows or tables at that moment; run it again"),
            Self::Ended => Some(
                "somebody ended it, or it took longer than `statement_timeout` lets it; allow it more, and run it again",
            ),
            Self::Full => Some("the database has no room left; make some, and run it again"),
            Self::NoSchema => Some("create the schema that `search_path` names, or let it name another"),
            Self::Refused => None,
        }
    }
}

impl Dialect {
    /// Statements that wait until nobody else migrates, on a connection that keeps the turn until its end.
    ///
    /// SQLite's transactions take the only write lock at their beginning, which does as well.
    pub(crate) fn take_turn(self, patience: Duration) -> Vec<String> {
        match self {
            Self::Sqlite => Vec::new(),
            Self::Postgres => vec![
                format!("SET lock_timeout = {}", patience.as_millis().max(1)),
                format!("SELECT pg_advisory_lock({TURN})"),
                "RESET lock_timeout".to_owned(),
            ],
        }
    }

    /// A statement after which those of the transaction, or without one those of the connection, wait for locks only so long. A table that
    /// somebody reads can't be altered, and while that waits nobody else can read it either. What SQLite waits for is an option of the
    /// connection.
    pub(crate) fn bound_waits(self, patience: Duration, in_transaction: bool) -> Option<String> {
        let milliseconds = patience.as_millis().max(1);
        let time = match milliseconds % 1000 {
            0 => format!("{}s", milliseconds / 1000),
            _ => format!("{milliseconds}ms"),
        };
        let word = if in_transaction { "SET LOCAL" } else { "SET" };
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(format!("{word} lock_timeout = '{time}'")),
        }
    }

    /// A query, for people, for those who may hold locks.
    pub(crate) fn holders(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SELECT pid, state, query FROM pg_stat_activity WHERE xact_start IS NOT NULL"),
        }
    }

    /// A query that tells, as 1 or 0, whether foreign keys are enforced on a connection.
    pub(crate) fn enforces_foreign_keys(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(super::rebuild::FOREIGN_KEYS),
            Self::Postgres => None,
        }
    }

    /// Switches foreign keys on or off for a connection, where tables have to be made anew without them.
    pub(crate) fn enforce_foreign_keys(self, on: bool) -> Option<&'static str> {
        match (self, on) {
            (Self::Sqlite, true) => Some("PRAGMA foreign_keys = ON"),
            (Self::Sqlite, false) => Some("PRAGMA foreign_keys = OFF"),
            (Self::Postgres, _) => None,
        }
    }

    /// What lists rows that refer to nothing, for people, where foreign keys are switched off meanwhile.
    pub(crate) fn check_foreign_keys(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some("PRAGMA foreign_key_check"),
            Self::Postgres => None,
        }
    }

    /// A query for the tables that have foreign keys, where those are switched off meanwhile.
    pub(crate) fn referrers(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "SELECT name FROM sqlite_schema AS s WHERE type = 'table' \
                 AND EXISTS (SELECT 1 FROM pragma_foreign_key_list(s.name)) ORDER BY name",
            ),
            Self::Postgres => None,
        }
    }

    /// A query for the rows of one of [`Dialect::referrers`] that refer to nothing, as rows of `parent`, `count` and `first`, a row's id.
    pub(crate) fn orphans(self, table: &str) -> String {
        super::rebuild::broken(table)
    }

    /// A query after which tables that are created in this transaction are temporary, and stand before others of the same name.
    pub(crate) fn hide_tables(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => {
                Some("SELECT set_config('search_path', 'pg_temp, ' || quote_ident(current_schema()), true)")
            }
        }
    }

    /// A query for what belongs to tables and isn't in the catalogue of [`Dialect::hide_tables`], as rows of `what`; `None` if all is.
    pub(crate) fn uncopied(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some(
                "SELECT what FROM (\
                 SELECT CASE c.relkind WHEN 'v' THEN 'view ' ELSE 'materialized view ' END || c.relname AS what, c.relnamespace AS space \
                 FROM pg_catalog.pg_class AS c WHERE c.relkind IN ('v', 'm') \
                 UNION ALL SELECT 'trigger ' || t.tgname || ' of ' || c.relname, c.relnamespace \
                 FROM pg_catalog.pg_trigger AS t JOIN pg_catalog.pg_class AS c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal \
                 UNION ALL SELECT 'index ' || c.relname, c.relnamespace \
                 FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid \
                 WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL\
                 ) AS found WHERE space = (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = current_schema()) ORDER BY what",
            ),
        }
    }

    /// How a migration's transaction begins, for people who run its statements by hand.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// A query for the texts that make the catalogue, in the order in which they can run; `None` if a database can't tell them.
    pub(crate) fn catalogue_texts(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => Some(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 ORDER BY CASE type WHEN 'table' THEN 0 WHEN 'index' THEN 1 WHEN 'view' THEN 2 ELSE 3 END, rowid",
            ),
            Self::Postgres => None,
        }
    }

    /// A query for everything that `fresh` drops: its sort, as `DROP` names it, and its name, in the order in which it is dropped. What
    /// belongs to extensions or to the database itself isn't among it.
    pub(crate) fn everything(self) -> &'static str {
        match self {
            // Virtual tables first: their shadows go with them.
            Self::Sqlite => {
                "SELECT upper(type) AS sort, name FROM sqlite_schema \
                 WHERE type IN ('view', 'table') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                 ORDER BY CASE WHEN type = 'view' THEN 0 WHEN sql LIKE 'CREATE VIRTUAL%' THEN 1 ELSE 2 END, name"
            }
            // Partitions go with their table, and sequences of columns with theirs.
            Self::Postgres => {
                "SELECT sort, name FROM (\
                 SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' \
                 WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END AS sort, c.relname::text AS name, \
                 CASE c.relkind WHEN 'v' THEN 0 WHEN 'm' THEN 1 WHEN 'S' THEN 3 ELSE 2 END AS rank \
                 FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace \
                 WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT c.relispartition \
                 AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.objid = c.oid \
                 AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('e', 'a', 'i') AND d.objsubid = 0) \
                 UNION ALL \
                 SELECT CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, t.typname::text, 4 \
                 FROM pg_catalog.pg_type AS t JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace \
                 WHERE n.nspname = current_schema() AND t.typtype IN ('e', 'd') \
                 AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_depend AS d WHERE d.objid = t.oid \
                 AND d.classid = 'pg_catalog.pg_type'::regclass AND d.deptype = 'e')\
                 ) AS found ORDER BY rank, name"
            }
        }
    }

    /// The statement that drops one of [`Dialect::everything`].
    pub(crate) fn drop_anything(self, sort: &str, name: &str) -> String {
        let name = quoted(name);
        match self {
            Self::Sqlite => format!("DROP {sort} IF EXISTS {name}"),
            Self::Postgres => format!("DROP {sort} IF EXISTS {name} CASCADE"),
        }
    }

    /// What a database's refusal means.
    pub(crate) fn trouble(self, error: &DbErr) -> Trouble {
        let Some(error) = driver(error) else {
            return match error {
                DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Trouble::Lost,
                _ => Trouble::Refused,
            };
        };
        match error {
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default();
                match self {
                    // The low byte is the code, the rest details it (https://sqlite.org/rescode.html).
                    Self::Sqlite => match code.parse::<u32>().unwrap_or_default() & 0xff {
                        8 => Trouble::ReadOnly,
                        5 | 6 => Trouble::Busy,
                        13 => Trouble::Full,
                        // Out of memory, a failing disk, a file that can't be opened or locked.
                        7 | 10 | 14 | 15 => Trouble::Lost,
                        _ => Trouble::Refused,
                    },
                    Self::Postgres => match &*code {
                        "25006" => Trouble::ReadOnly,
                        "42501" => Trouble::Forbidden,
                        "55P03" => Trouble::Busy,
                        "57P01" | "57P02" | "57P03" | "57P05" | "25P03" | "25P04" => Trouble::Lost,
                        "40P01" | "40001" => Trouble::Deadlock,
                        "57014" => Trouble::Ended,
                        "53100" => Trouble::Full,
                        "3F000" => Trouble::NoSchema,
                        // The connection, resources such as connections, what an operator does, faults of the system.
                        code if ["08", "53", "57", "58"].iter().any(|class| code.starts_with(class)) => Trouble::Lost,
                        _ => Trouble::Refused,
                    },
                }
            }
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Trouble::Lost,
            _ => Trouble::Refused,
        }
    }

    /// Whether a statement failed since it creates what is there already.
    pub(crate) fn is_duplicate(self, error: &DbErr) -> bool {
        let Some(sqlx::Error::Database(database)) = driver(error) else {
            return false;
        };
        match self {
            // It has no code for that, only words, which are always English.
            Self::Sqlite => ["already exists", "duplicate column name"]
                .iter()
                .any(|words| database.message().contains(words)),
            Self::Postgres => matches!(database.code().as_deref(), Some("42P07" | "42701" | "42710")),
        }
    }

    /// What the database said, and what to do about it unless that is for its user to know.
    pub(crate) fn advice(self, error: &DbErr) -> String {
        let remedy = match self.trouble(error) {
            Trouble::Forbidden => Some("connect as a user who may do that, or GRANT it"),
            trouble => trouble.remedy(),
        };
        let remedy = remedy.map_or_else(String::new, |remedy| format!("; {remedy}"));
        format!("{}{remedy}", self.said(error))
    }

    /// What the database said, in one line, without the words of the libraries in between.
    pub(crate) fn said(self, error: &DbErr) -> String {
        let Some(driver) = driver(error) else {
            return match error {
                // The migration's own words.
                DbErr::Custom(text) | DbErr::Migration(text) => line(text),
                error => line(&error.to_string()),
            };
        };
        let sqlx::Error::Database(database) = driver else {
            return line(&driver.to_string());
        };
        let text = database.message();
        #[cfg(feature = "postgres")]
        if let Some(detail) = database
            .try_downcast_ref::<sqlx::postgres::PgDatabaseError>()
            .and_then(sqlx::postgres::PgDatabaseError::detail)
        {
            return line(&format!("{text}: {detail}"));
        }
        line(text)
    }
}

/// A text in one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! What migrations would do, as SQL to run by hand. They run against a copy of the tables without their rows: on SQLite in memory, on
//! PostgreSQL in temporary tables of a transaction that is undone.

use std::fmt::Write as _;
use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseExecutor, DatabaseTransaction, DbErr, TransactionTrait as _,
};
use sea_orm_migration::{MigrationTrait, SchemaManager};

use super::connection::{dialect, statement};
use super::failure::{MigrationError, busy, shortened};
use super::recorder::Recorder;
use super::{Direction, Migrations, history, run};
use crate::db::{Config, connect, single_connection};
use crate::schema::model::Table;
use crate::sql::{DbErrorClass, Dialect, create_statements, line, live, message, reference};

/// What to show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Preview {
    /// Which way.
    pub direction: Direction,
    /// How many migrations at most.
    pub most: Option<usize>,
}

/// The SQL that migrations would run; empty if there are none. Nothing is run on the tables that are there.
///
/// # Errors
///
/// When the history isn't the program's, or a migration can't run on tables without rows.
pub(crate) async fn sql(
    connection: &DatabaseConnection,
    migrations: Migrations,
    preview: Preview,
) -> Result<String, MigrationError> {
    let dialect = dialect(connection)?;
    let state = history::checked_state(connection, migrations).await?;
    let most = preview.most.unwrap_or(usize::MAX);
    let chosen: Vec<&dyn MigrationTrait> = match preview.direction {
        Direction::Up => {
            let pending = state.known.iter().filter(|(_, applied)| applied.is_none());
            pending.take(most).map(|(migration, _)| migration.as_ref()).collect()
        }
        Direction::Down => run::latest(&state, most).map(AsRef::as_ref).collect(),
    };
    if chosen.is_empty() {
        return Ok(String::new());
    }
    let copy = Copy::of(connection, dialect, migrations.patience).await;
    let copy = copy.map_err(|error| MigrationError::of(&error))?;
    let written = copy.run(migrations, &chosen, preview.direction).await;
    copy.end().await;
    written
}

/// Copies of the tables, without their rows.
struct Copy {
    dialect: Dialect,
    connection: DatabaseConnection,
    transaction: DatabaseTransaction,
    recorder: Recorder,
    /// A comment on what the copy lacks.
    unseen: String,
}

impl Copy {
    async fn of(real: &DatabaseConnection, dialect: Dialect, patience: Duration) -> Result<Self, DbErr> {
        match dialect.catalogue_texts() {
            Some(texts) => Self::in_memory(real, dialect, texts).await,
            None => Self::temporary(real, dialect, patience).await,
        }
    }

    /// A database in memory, made by the `texts` of the real one's catalogue.
    async fn in_memory(real: &DatabaseConnection, dialect: Dialect, texts: &str) -> Result<Self, DbErr> {
        let texts = real.query_all_raw(statement(dialect, texts)).await?;
        let memory = connect(&Config::memory().trace_statements()).await;
        let memory = memory.map_err(|error| DbErr::Custom(error.to_string()))?;
        let mut connection = memory.connection().clone();
        let recorder = Recorder::over(&mut connection);
        if let Some(off) = dialect.enforce_foreign_keys(false) {
            connection.execute_unprepared(off).await?;
        }
        let transaction = connection.begin().await?;
        for text in texts {
            // The shadows of virtual tables are there already.
            let _ = transaction
                .execute_unprepared(&text.try_get_by_index::<String>(0)?)
                .await;
        }
        Ok(Self {
            dialect,
            connection,
            transaction,
            recorder,
            unseen: String::new(),
        })
    }

    /// Temporary tables in front of the real ones.
    async fn temporary(real: &DatabaseConnection, dialect: Dialect, patience: Duration) -> Result<Self, DbErr> {
        let own = single_connection(real, patience).await?;
        let mut connection = own.unwrap_or_else(|| real.clone());
        let recorder = Recorder::over(&mut connection);
        let unseen = comment(&connection, dialect).await?;
        let tables = live(&DatabaseExecutor::Connection(&connection)).await?;
        let transaction = connection.begin().await?;
        // Tables that aren't copied are queried directly.
        if let Some(bound) = dialect.bound_waits(patience, true) {
            transaction.execute_unprepared(&bound).await?;
        }
        if let Some(hide) = dialect.hide_tables() {
            transaction.execute_unprepared(hide).await?;
        }
        for text in texts(dialect, &tables) {
            transaction.execute_unprepared(&text).await?;
        }
        Ok(Self {
            dialect,
            connection,
            transaction,
            recorder,
            unseen,
        })
    }

    async fn run(
        &self,
        migrations: Migrations,
        chosen: &[&dyn MigrationTrait],
        direction: Direction,
    ) -> Result<String, MigrationError> {
        let mut text = String::new();
        if !self.captures_all().await {
            text.push_str(
                "-- What a migration runs by `execute_unprepared` is missing here: this program is built without the log of its \
                 database's driver (the `max_level` features of tracing).\n",
            );
        }
        // Writing to a String can't fail.
        if let Some(off) = self.dialect.enforce_foreign_keys(false) {
            let _ = writeln!(text, "{off};\n");
        }
        text.push_str(&self.unseen);
        for migration in chosen {
            let statements = match self.one(migrations, *migration, direction).await {
                Ok(statements) => statements,
                Err(error) => return Err(self.failure(migration.name(), &error, migrations.patience).await),
            };
            let word = match direction {
                Direction::Up => "up",
                Direction::Down => "down",
            };
            let _ = writeln!(text, "-- {}: {word}", migration.name());
            let whole = migration.use_transaction() != Some(false);
            let begin = whole.then(|| self.dialect.begin().to_owned());
            let bound = self.dialect.bound_waits(migrations.patience, whole);
            for statement in begin.into_iter().chain(bound) {
                let _ = writeln!(text, "{statement};");
            }
            for statement in statements {
                let _ = writeln!(text, "{};", statement.trim().trim_end_matches(';'));
            }
            if whole {
                let _ = writeln!(text, "COMMIT;");
            }
            text.push('\n');
        }
        for last in self
            .dialect
            .check_foreign_keys()
            .into_iter()
            .chain(self.dialect.enforce_foreign_keys(true))
        {
            let _ = writeln!(text, "{last};");
        }
        Ok(text)
    }

    async fn failure(&self, name: &str, error: &DbErr, patience: Duration) -> MigrationError {
        // Once this statement has run, the driver has logged the failure.
        let _ = self.transaction.execute_unprepared("SELECT 1").await;
        let statement = self.recorder.failed(self.dialect);
        // The migration's own code may fail without any statement.
        let statement = statement.filter(|_| !matches!(error, DbErr::Custom(_) | DbErr::Migration(_)));
        let statement = statement.map_or_else(String::new, |text| format!("; the statement was: {}", shortened(&text)));
        let remedy = if DbErrorClass::of_sea_orm(error).is_lock() {
            busy(self.dialect, patience)
        } else {
            "put it right, or run `migrate` if it needs the rows".to_owned()
        };
        MigrationError::new(format!(
            "`{name}` can't be shown: on a copy of the tables without their rows it fails: {}{statement}; nothing was changed; {remedy}",
            message(error)
        ))
    }

    /// The statements of one migration.
    async fn one(
        &self,
        migrations: Migrations,
        migration: &dyn MigrationTrait,
        direction: Direction,
    ) -> Result<Vec<String>, DbErr> {
        self.recorder.clear();
        let running = async {
            let manager = SchemaManager::new(&self.transaction);
            direction.run(migration, &manager).await?;
            history::install(&self.transaction, self.dialect, migrations).await?;
            history::note(&self.transaction, migrations, migration.name(), direction).await
        };
        self.recorder.capture(running).await?;
        let mut ran = self.recorder.take();
        ran.retain(|statement| !only_reads(statement));
        Ok(ran)
    }

    /// Whether all statements are recorded: a program can be built without the driver's log.
    async fn captures_all(&self) -> bool {
        self.recorder.clear();
        let probe = self.transaction.execute_unprepared("SELECT 1");
        let _ = self.recorder.capture(probe).await;
        !self.recorder.take().is_empty()
    }

    async fn end(self) {
        // It is undone at the latest when the connection ends.
        let _ = self.transaction.rollback().await;
        let _ = self.connection.close().await;
    }
}

/// A comment that lists what isn't copied; empty if everything is.
async fn comment(connection: &DatabaseConnection, dialect: Dialect) -> Result<String, DbErr> {
    let Some(query) = dialect.uncopied() else {
        return Ok(String::new());
    };
    let mut names = Vec::new();
    for row in connection.query_all_raw(statement(dialect, query)).await? {
        names.push(line(&row.try_get::<String>("", "what")?));
    }
    if names.is_empty() {
        return Ok(String::new());
    }
    Ok(format!(
        "-- Previewed on copies of the tables, to which these don't apply: {}. They may refuse the statements below, or change more.\n\n",
        names.join(", ")
    ))
}

/// The statements that create tables, whatever refers to what.
fn texts(dialect: Dialect, tables: &[Table]) -> Vec<String> {
    let (mut texts, mut keys) = (Vec::new(), Vec::new());
    for table in tables {
        for key in &table.foreign_keys {
            keys.push(dialect.render(&reference(&table.name, key)));
        }
        let alone = Table {
            foreign_keys: Vec::new(),
            ..table.clone()
        };
        let (create, indexes) = create_statements(dialect, &alone);
        texts.push(dialect.render(&create));
        texts.extend(indexes.iter().map(|index| dialect.render(index)));
    }
    texts.extend(keys);
    texts
}

/// Whether a statement is a query.
fn only_reads(statement: &str) -> bool {
    let text = statement.trim_start();
    let begins = |word: &str| {
        text.get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word))
    };
    let calls = |function: &str| text.to_ascii_lowercase().contains(function);
    // A part of WITH may change rows, and what follows the parts may too.
    let changes = || {
        let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '"');
        let mut words = words.filter(|word| !word.is_empty());
        words.any(|word| {
            let changing = ["INSERT", "UPDATE", "DELETE", "MERGE", "INTO"];
            changing.iter().any(|other| word.eq_ignore_ascii_case(other))
        })
    };
    (begins("SELECT") && !calls("setval(") && !calls("nextval("))
        || (begins("PRAGMA") && !text.contains('='))
        || (begins("WITH") && !changes() && !calls("setval(") && !calls("nextval("))
        || begins("EXPLAIN")
        || begins("SHOW")
        || begins("VALUES")
}

#[cfg(test)]
mod tests {
    use super::only_reads;

    #[test]
    fn queries_are_distinguished_from_changes() {
        for text in [
            "SELECT 1",
            " select * from t",
            "PRAGMA table_info(t)",
            "EXPLAIN SELECT 1",
            "WITH tables AS (SELECT 1 AS update_rule, \"delete\") SELECT * FROM tables",
        ] {
            assert!(only_reads(text), "{text}");
        }
        for text in [
            "SELECT setval('s', 3)",
            "PRAGMA defer_foreign_keys = ON",
            "INSERT INTO t SELECT 1",
            "DROP TABLE t",
            "WITH old AS (DELETE FROM t RETURNING *) SELECT * FROM old",
            "with a AS (SELECT 1) insert into t SELECT * FROM a",
            "WITH a AS (SELECT 1) SELECT setval('s', 3)",
            "é",
        ] {
            assert!(!only_reads(text), "{text}");
        }
    }
}

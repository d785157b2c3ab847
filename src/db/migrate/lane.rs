//! The connection that migrations have to themselves.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};

use super::failure::{MigrationError, Watch, shortened};
use crate::db::Dialect;
use crate::db::dialect::Trouble;
use crate::db::pool::only_connection;

/// One connection, and everybody else's turn to wait.
pub(super) struct Lane {
    pub connection: DatabaseConnection,
    pub dialect: Dialect,
    pub watch: Watch,
    /// The pool that it stands beside, and its number there.
    beside: DatabaseConnection,
    number: Option<i32>,
    /// It is a pool's only one, to be given back as it was.
    borrowed: bool,
}

impl Lane {
    /// Opens it, and waits for those who migrate at the moment.
    pub(super) async fn open(beside: &DatabaseConnection, patience: Duration) -> Result<Self, MigrationError> {
        let dialect = dialect(beside)?;
        let told = |error: DbErr| MigrationError::of(dialect, &error);
        let own = only_connection(beside, patience).await.map_err(told)?;
        let borrowed = own.is_none();
        let mut connection = own.unwrap_or_else(|| beside.clone());
        let watch = Watch::over(&mut connection);
        if let Some(off) = dialect.enforce_foreign_keys(false) {
            connection.execute_unprepared(off).await.map_err(told)?;
        }
        for statement in dialect.take_turn(patience) {
            if let Err(error) = connection.execute_unprepared(&statement).await {
                return Err(match dialect.trouble(&error) {
                    Trouble::Busy => MigrationError(format!(
                        "somebody else has been migrating this database for {} seconds; run `migrate` again when they are done",
                        patience.as_secs()
                    )),
                    _ => told(error),
                });
            }
        }
        let number = match dialect.connection_number() {
            Some(query) => {
                let row = connection
                    .query_one_raw(statement(dialect, query))
                    .await
                    .map_err(told)?;
                row.and_then(|row| row.try_get_by_index(0).ok())
            }
            None => None,
        };
        let beside = beside.clone();
        Ok(Self {
            connection,
            dialect,
            watch,
            beside,
            number,
            borrowed,
        })
    }

    /// Begins a transaction that may write.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            // The lock comes first, so that the history that is read then is that which counts.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        self.connection.begin_with_options(options).await
    }

    /// The statement that failed, before anything else is said on this connection.
    pub(super) async fn failed(&self) -> Option<String> {
        if let Some(failed) = self.watch.failed() {
            return Some(failed);
        }
        if let (Some(query), Some(number)) = (self.dialect.latest(), self.number) {
            let query = Statement::from_sql_and_values(self.dialect.backend(), query, [number.into()]);
            let found = self.beside.query_one_raw(query).await.ok().flatten();
            let text = found.and_then(|row| row.try_get_by_index::<Option<String>>(0).ok().flatten());
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                return Some(shortened(&text));
            }
        }
        self.watch.unseen()
    }

    /// Lets others have their turn, which ends with the connection.
    pub(super) async fn close(self) {
        if !self.borrowed {
            let _ = self.connection.close().await;
        } else if let Some(on) = self.dialect.enforce_foreign_keys(true) {
            let _ = self.connection.execute_unprepared(on).await;
        }
    }
}

/// The dialect of a connection.
pub(super) fn dialect(connection: &DatabaseConnection) -> Result<Dialect, MigrationError> {
    Dialect::of(connection.get_database_backend())
        .ok_or_else(|| MigrationError("migrations run on SQLite and PostgreSQL only".to_owned()))
}

/// A statement without values.
pub(super) fn statement(dialect: Dialect, text: impl Into<String>) -> Statement {
    Statement::from_string(dialect.backend(), text)
}

//! The connection that migrations have to themselves.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};

use super::failure::{MigrationError, shortened};
use super::listen::Recorder;
use crate::db::Dialect;
use crate::db::dialect::Trouble;
use crate::db::pool::only_connection;

/// One connection, and everybody else's turn to wait.
pub(super) struct Lane {
    pub connection: DatabaseConnection,
    pub dialect: Dialect,
    pub recorder: Recorder,
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
        let recorder = Recorder::over(&mut connection);
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
        Ok(Self {
            connection,
            dialect,
            recorder,
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

    /// The statement that failed, if one did.
    pub(super) async fn failed(&self) -> Option<String> {
        // The driver has logged the failure when it has done this.
        let _ = self.connection.execute_unprepared("SELECT 1").await;
        self.recorder.failed().map(|statement| shortened(&statement))
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

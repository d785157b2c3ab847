//! The connection that migrations have to themselves.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};

use super::Migrations;
use super::failure::{MigrationError, shortened};
use super::listen::Recorder;
use crate::db::only_connection;
use crate::db::{Watch, Watched};
use crate::sql::Dialect;
use crate::sql::Trouble;

/// One connection, and everybody else's turn to wait.
pub(super) struct Lane {
    pub connection: DatabaseConnection,
    pub dialect: Dialect,
    pub recorder: Recorder,
    /// It is a pool's only one, to be given back as it was.
    borrowed: bool,
    /// How long a statement waits for a lock.
    patience: Duration,
}

impl Lane {
    /// Opens it, and waits for those who migrate at the moment.
    pub(super) async fn open(beside: &DatabaseConnection, migrations: Migrations) -> Result<Self, MigrationError> {
        let patience = migrations.patience;
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
            patience,
        })
    }

    /// Runs what is done on it. On a borrowed connection statements have only as much time as those of requests, and so has a whole
    /// transaction of SQLite: that is lifted meanwhile.
    pub(super) async fn run<F: Future>(&self, work: F) -> F::Output {
        if !self.borrowed {
            return work.await;
        }
        let watched = Watched(Watch::new(Duration::MAX));
        watched.0.on(work).await
    }

    /// Begins a transaction that may write, and that waits for locks only so long: whoever comes later waits behind it.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        let options = TransactionOptions {
            // The lock comes first, so that the history that is read then is that which counts.
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let transaction = self.connection.begin_with_options(options).await?;
        if let Some(bound) = self.dialect.bound_waits(self.patience, true) {
            transaction.execute_unprepared(&bound).await?;
        }
        Ok(transaction)
    }

    /// Bounds the waits of what runs without a transaction.
    pub(super) async fn bound(&self) -> Result<(), DbErr> {
        match self.dialect.bound_waits(self.patience, false) {
            Some(bound) => self.connection.execute_unprepared(&bound).await.map(drop),
            None => Ok(()),
        }
    }

    /// The statement that failed, if one did.
    pub(super) async fn failed(&self) -> Option<String> {
        // The driver has logged the failure when it has done this.
        let _ = self.connection.execute_unprepared("SELECT 1").await;
        self.recorder.failed().map(|statement| shortened(&statement))
    }

    /// Lets others have their turn, which ends with the connection.
    pub(super) async fn close<T>(self, ended: Result<T, MigrationError>) -> Result<T, MigrationError> {
        if !self.borrowed {
            let _ = self.connection.close().await;
            return ended;
        }
        let given_back = self.give_back().await;
        let ended = ended?;
        given_back.map_err(|error| {
            MigrationError(format!(
                "the migrations ran, but foreign keys are still off on the only connection to this database: {}; open it anew",
                self.dialect.said(&error)
            ))
        })?;
        Ok(ended)
    }

    /// Has foreign keys enforced again.
    async fn give_back(&self) -> Result<(), DbErr> {
        let (Some(on), Some(query)) = (
            self.dialect.enforce_foreign_keys(true),
            self.dialect.enforces_foreign_keys(),
        ) else {
            return Ok(());
        };
        self.connection.execute_unprepared(on).await?;
        // SQLite ignores it within a transaction, and says nothing.
        let row = self.connection.query_one_raw(statement(self.dialect, query)).await?;
        match row.map(|row| row.try_get_by_index::<i64>(0)).transpose()? {
            Some(1) => Ok(()),
            _ => Err(DbErr::Custom("a migration left a transaction open".to_owned())),
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

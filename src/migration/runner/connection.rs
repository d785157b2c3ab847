//! The connection that migrations run on, apart from the pool.

use std::time::Duration;

use sea_orm::{ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, Statement};

use super::Migrations;
use super::failure::{MigrationError, shortened};
use super::recorder::Recorder;
use crate::db::{Deadline, DeadlineGuard, begin, single_connection};
use crate::sql::{DbErrorClass, Dialect, message};

/// One connection that holds the lock on migrations, so that other processes wait.
pub(super) struct MigrationConnection {
    pub inner: DatabaseConnection,
    pub dialect: Dialect,
    /// The statements that run on it.
    pub recorder: Recorder,
    /// Whether it is a pool's only one, which is given back as it was.
    borrowed: bool,
    /// How long a statement waits for a lock.
    patience: Duration,
}

impl MigrationConnection {
    /// Runs `work` on a connection to the database of `pool`, while no other process migrates.
    ///
    /// # Errors
    ///
    /// When another process migrates for too long; those of `work`.
    pub(super) async fn alone<T>(
        pool: &DatabaseConnection,
        migrations: Migrations,
        work: impl AsyncFnOnce(&Self) -> Result<T, MigrationError>,
    ) -> Result<T, MigrationError> {
        let own = Self::open(pool, migrations).await?;
        let ended = own.run(work(&own)).await;
        own.close(ended).await
    }

    /// Opens one, and waits until no other process migrates.
    async fn open(pool: &DatabaseConnection, migrations: Migrations) -> Result<Self, MigrationError> {
        let patience = migrations.patience;
        let dialect = dialect(pool)?;
        let failure = |error: DbErr| MigrationError::of(&error);
        let own = single_connection(pool, patience).await.map_err(failure)?;
        let borrowed = own.is_none();
        let mut connection = own.unwrap_or_else(|| pool.clone());
        let recorder = Recorder::over(&mut connection);
        if let Some(off) = dialect.enforce_foreign_keys(false) {
            connection.execute_unprepared(off).await.map_err(failure)?;
        }
        for statement in dialect.take_turn(patience) {
            if let Err(error) = connection.execute_unprepared(&statement).await {
                return Err(if DbErrorClass::of_sea_orm(&error).is_lock() {
                    MigrationError::new(format!(
                        "another process has been migrating this database for {} seconds; run `migrate` again when it is done",
                        patience.as_secs()
                    ))
                } else {
                    failure(error)
                });
            }
        }
        Ok(Self {
            inner: connection,
            dialect,
            recorder,
            borrowed,
            patience,
        })
    }

    /// Runs `work`, which uses it. On a borrowed connection statements have the time limit of requests, and so has a whole transaction of
    /// SQLite: no limit applies meanwhile.
    async fn run<F: Future>(&self, work: F) -> F::Output {
        if !self.borrowed {
            return work.await;
        }
        let deadline = DeadlineGuard(Deadline::new(Duration::MAX));
        deadline.0.scope(work).await
    }

    /// Begins a transaction that may write. Its waits for locks are bounded, since later statements of other programs wait behind it.
    pub(super) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        // Where there is one write lock, it is taken before the history is read, so that no other process changes it in between.
        let transaction = begin(&self.inner).await?;
        if let Some(bound) = self.dialect.bound_waits(self.patience, true) {
            transaction.execute_unprepared(&bound).await?;
        }
        Ok(transaction)
    }

    /// Bounds the waits for locks of statements without a transaction.
    pub(super) async fn bound(&self) -> Result<(), DbErr> {
        match self.dialect.bound_waits(self.patience, false) {
            Some(bound) => self.inner.execute_unprepared(&bound).await.map(drop),
            None => Ok(()),
        }
    }

    /// The statement that failed, if one did.
    pub(super) async fn failed(&self) -> Option<String> {
        // Once this statement has run, the driver has logged the failure.
        let _ = self.inner.execute_unprepared("SELECT 1").await;
        self.recorder
            .failed(self.dialect)
            .map(|statement| shortened(&statement))
    }

    /// Closes it, which releases the lock. `ended` is what the work came to.
    async fn close<T>(self, ended: Result<T, MigrationError>) -> Result<T, MigrationError> {
        if !self.borrowed {
            let _ = self.inner.close().await;
            return ended;
        }
        let restored = self.restore_foreign_keys().await;
        let ended = ended?;
        restored.map_err(|error| {
            MigrationError::new(format!(
                "the migrations ran, but foreign keys are still off on the only connection to this database: {}; open a new one",
                message(&error)
            ))
        })?;
        Ok(ended)
    }

    /// Enforces foreign keys again.
    async fn restore_foreign_keys(&self) -> Result<(), DbErr> {
        let (Some(on), Some(query)) = (
            self.dialect.enforce_foreign_keys(true),
            self.dialect.enforces_foreign_keys(),
        ) else {
            return Ok(());
        };
        self.inner.execute_unprepared(on).await?;
        // SQLite ignores it within a transaction, without an error.
        let row = self.inner.query_one_raw(statement(self.dialect, query)).await?;
        match row.map(|row| row.try_get_by_index::<i64>(0)).transpose()? {
            Some(1) => Ok(()),
            _ => Err(DbErr::Custom("a migration left a transaction open".to_owned())),
        }
    }
}

/// The dialect of a connection.
pub(super) fn dialect(connection: &DatabaseConnection) -> Result<Dialect, MigrationError> {
    Dialect::supported(connection.get_database_backend()).map_err(|error| MigrationError::of(&error))
}

/// A statement without values.
pub(super) fn statement(dialect: Dialect, text: impl Into<String>) -> Statement {
    Statement::from_string(dialect.backend(), text)
}

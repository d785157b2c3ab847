//! Hooks of the pool: what is done with connections when they are opened, acquired and released.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, Executor as _};

use crate::db::Config;

/// How long a statement that nobody waits for may run on before its connection is closed.
const ABANDONED_GRACE: Duration = Duration::from_millis(500);
/// How often the server checks that the client of a running statement is still connected, in milliseconds.
const CLIENT_CHECK: u32 = 500;

/// The time limits of connections, as statements that set them.
pub(super) fn limits(config: &Config) -> Arc<str> {
    let (statement, lock) = (
        config.pool.statement_timeout.as_millis(),
        config.pool.lock_timeout.as_millis(),
    );
    format!("SET statement_timeout = {statement}; SET lock_timeout = {lock}").into()
}

/// Sets the time limits of a new connection, by statements: a pooler in between may refuse them as options of the connection.
pub(super) async fn set_limits(connection: &mut PgConnection, limits: Arc<str>) -> Result<(), sqlx::Error> {
    connection.execute(AssertSqlSafe(limits)).await?;
    // Servers before 14, and those of some systems, don't check.
    let check = format!("SET client_connection_check_interval = {CLIENT_CHECK}");
    if let Err(error) = connection.execute(AssertSqlSafe(check)).await {
        if error.as_database_error().is_none() {
            return Err(error);
        }
        tracing::debug!(%error, "disconnected clients can't be detected; STATEMENT_TIMEOUT still applies");
    }
    Ok(())
}

/// What replaces a connection on which a statement is running that nobody waits for.
#[derive(Clone)]
pub(super) struct Replacement {
    pub(super) options: PgConnectOptions,
    pub(super) limits: Arc<str>,
    /// How long it may take to open.
    pub(super) patience: Duration,
}

/// Whether a released connection can be used again. If a statement is running on it, it is replaced, or to be closed where there is no
/// replacement.
///
/// An encrypted one has to be replaced: where the pool closes it, the driver waits for a word of the server, which is busy with the statement. One
/// that is dropped is gone at once.
pub(super) async fn is_usable(
    connection: &mut PgConnection,
    replacement: Option<Replacement>,
) -> Result<bool, sqlx::Error> {
    if is_idle(connection).await? {
        return Ok(true);
    }
    let Some(replacement) = replacement else {
        return Ok(false);
    };
    let opened = async {
        let mut opened = replacement.options.connect().await?;
        set_limits(&mut opened, replacement.limits).await?;
        Ok::<_, sqlx::Error>(opened)
    };
    match tokio::time::timeout(replacement.patience, opened).await {
        Ok(Ok(opened)) => {
            *connection = opened;
            Ok(true)
        }
        Ok(Err(error)) => {
            tracing::debug!(%error, "a connection can't be replaced");
            Ok(false)
        }
        Err(_) => Ok(false),
    }
}

/// Whether no statement is running on a released connection. The statement of a request that was dropped has a moment to end; then
/// the connection is closed, and the server ends the statement.
async fn is_idle(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    match tokio::time::timeout(ABANDONED_GRACE, connection.flush()).await {
        Ok(idle) => idle.map(|()| true),
        Err(_) => Ok(false),
    }
}

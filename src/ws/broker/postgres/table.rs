//! The table for messages that don't fit into a notification.
//!
//! These statements aren't in `sql`, whose statements have a form for each database: this broker is for PostgreSQL alone.

use std::time::Duration;

use bytes::Bytes;
use sqlx::postgres::{PgConnection, PgDatabaseError, PgListener, PgSeverity};
use sqlx::{Executor as _, Row as _};
use uuid::Uuid;

use crate::db::driver_message;

/// How long a message is kept: far longer than servers take to fetch it.
pub(super) const MAX_AGE: Duration = Duration::from_secs(60);
/// How many messages one statement deletes.
pub(super) const SWEEP_LIMIT: u64 = 1_000;

/// Unlogged: after a crash the messages have no reader.
macro_rules! ddl {
    () => {
        "CREATE UNLOGGED TABLE IF NOT EXISTS warp_openapi_messages (\
         id uuid PRIMARY KEY, body bytea NOT NULL, created timestamptz NOT NULL DEFAULT now()); \
         CREATE INDEX IF NOT EXISTS warp_openapi_messages_created ON warp_openapi_messages (created)"
    };
}

/// Creates the table unless it exists.
///
/// # Errors
///
/// The database's. [`explain`] adds the remedy.
pub(super) async fn create(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    // A user that may not create tables may not run `CREATE TABLE IF NOT EXISTS` either.
    let there: bool = sqlx::query_scalar("SELECT to_regclass('warp_openapi_messages') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if there {
        return Ok(());
    }
    // Several statements that are sent as one are one transaction. `IF NOT EXISTS` alone fails for one of two servers that run it at the
    // same time. The number is random, so that no other program uses this lock.
    let statements = concat!("SELECT pg_advisory_xact_lock(7741091962408342317); ", ddl!());
    connection.execute(sqlx::raw_sql(statements)).await.map(drop)
}

/// Publishes notifications in one transaction with the rows that they refer to. Its commit doesn't wait for the disk: after a crash no
/// listener is connected.
///
/// # Errors
///
/// The database's.
pub(super) async fn notify(
    connection: &mut PgConnection,
    topics: &[String],
    payloads: &[String],
    rows: &[(Uuid, Bytes)],
) -> Result<(), sqlx::Error> {
    const NOTIFY: &str = "SELECT set_config('synchronous_commit', 'off', true), pg_notify(topic, payload) \
         FROM unnest($1::text[], $2::text[]) AS given(topic, payload)";
    const WITH_ROWS: &str = "WITH kept AS (INSERT INTO warp_openapi_messages (id, body) SELECT id, body \
         FROM unnest($3::uuid[], $4::bytea[]) AS given(id, body)) \
         SELECT set_config('synchronous_commit', 'off', true), pg_notify(topic, payload) \
         FROM unnest($1::text[], $2::text[]) AS given(topic, payload)";
    let query = if rows.is_empty() {
        sqlx::query(NOTIFY).bind(topics).bind(payloads)
    } else {
        let (ids, bodies): (Vec<Uuid>, Vec<&[u8]>) = rows.iter().map(|(id, body)| (*id, body.as_ref())).unzip();
        sqlx::query(WITH_ROWS)
            .bind(topics)
            .bind(payloads)
            .bind(ids)
            .bind(bodies)
    };
    query.execute(connection).await.map(drop)
}

/// Fetches a message; `None` if it is deleted already.
///
/// # Errors
///
/// The database's.
pub(super) async fn fetch(listener: &mut PgListener, id: Uuid) -> Result<Option<Bytes>, sqlx::Error> {
    let row = sqlx::query("SELECT body FROM warp_openapi_messages WHERE id = $1")
        .bind(id)
        .fetch_optional(listener)
        .await?;
    row.map(|row| row.try_get::<Vec<u8>, _>(0).map(Bytes::from)).transpose()
}

/// Deletes at most [`SWEEP_LIMIT`] old messages, and returns how many. It uses the index, and skips rows that another server deletes.
///
/// # Errors
///
/// The database's.
pub(super) async fn sweep(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query(
        "DELETE FROM warp_openapi_messages WHERE id = ANY (ARRAY(SELECT id FROM warp_openapi_messages \
         WHERE created < now() - make_interval(secs => $1) ORDER BY created LIMIT $2 FOR UPDATE SKIP LOCKED))",
    )
    .bind(MAX_AGE.as_secs_f64())
    .bind(i64::try_from(SWEEP_LIMIT).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(swept.rows_affected())
}

/// Whether the table doesn't exist, by SQLSTATE (PostgreSQL's manual, appendix A). `migrate fresh` drops it like any other.
pub(super) fn is_missing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.as_deref() == Some("42P01")
}

/// Why a long message can't be stored, and what to do about it.
pub(super) fn explain(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|error| error.code());
    let remedy = match code.as_deref() {
        Some("42501") => concat!(
            "; messages of 8 kB and more go through the table `warp_openapi_messages`: let the database's user create tables, or create it as \
             another user and GRANT SELECT, INSERT, UPDATE, DELETE on it: ",
            ddl!()
        ),
        _ => "",
    };
    format!("{}{remedy}", driver_message(error))
}

/// Whether the connection is unusable after this error. Then the statement may have been executed.
pub(super) fn is_fatal(error: &sqlx::Error) -> bool {
    let severity = error
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
        .map(PgDatabaseError::severity);
    !matches!(severity, Some(PgSeverity::Error))
}

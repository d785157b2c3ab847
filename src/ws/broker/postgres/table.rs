//! The table for messages that no notification can hold.
//!
//! These statements stand here and not in `sql`, which says the same thing to each database: there is nothing that another one
//! could be told instead.

use std::time::Duration;

use bytes::Bytes;
use sqlx::postgres::{PgConnection, PgDatabaseError, PgListener, PgSeverity};
use sqlx::{Executor as _, Row as _};
use uuid::Uuid;

use crate::db::told;

/// How long a message stays: far longer than servers take to fetch it.
pub(super) const AGE: Duration = Duration::from_secs(60);
/// How many are deleted at once.
pub(super) const SWEPT: u64 = 1_000;

/// Nobody reads messages after a crash, so nothing of it goes to the log.
macro_rules! ddl {
    () => {
        "CREATE UNLOGGED TABLE IF NOT EXISTS warp_openapi_messages (\
         id uuid PRIMARY KEY, body bytea NOT NULL, created timestamptz NOT NULL DEFAULT now()); \
         CREATE INDEX IF NOT EXISTS warp_openapi_messages_created ON warp_openapi_messages (created)"
    };
}

/// Makes the table unless it is there.
///
/// # Errors
///
/// The database's; [`refusal`] says what to do.
pub(super) async fn create(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    // Looked at first: who may not create tables may not say `IF NOT EXISTS` either.
    let there: bool = sqlx::query_scalar("SELECT to_regclass('warp_openapi_messages') IS NOT NULL")
        .fetch_one(&mut *connection)
        .await?;
    if there {
        return Ok(());
    }
    // Several statements sent as one are one transaction. `IF NOT EXISTS` alone fails for one of two who do this at once; the
    // number is that of nobody else's lock.
    let statements = concat!("SELECT pg_advisory_xact_lock(7741091962408342317); ", ddl!());
    connection.execute(sqlx::raw_sql(statements)).await.map(drop)
}

/// Publishes notifications in one transaction with the rows that they tell of. Its commit waits for no disk: who would read a message after
/// a crash lost the connection that it comes by.
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

/// Fetches a message; `None` if it is swept away already.
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

/// Deletes messages that are too old, at most [`SWEPT`], and tells how many. It goes by the index, and passes over those that another
/// server deletes now.
///
/// # Errors
///
/// The database's.
pub(super) async fn sweep(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    let swept = sqlx::query(
        "DELETE FROM warp_openapi_messages WHERE id = ANY (ARRAY(SELECT id FROM warp_openapi_messages \
         WHERE created < now() - make_interval(secs => $1) ORDER BY created LIMIT $2 FOR UPDATE SKIP LOCKED))",
    )
    .bind(AGE.as_secs_f64())
    .bind(i64::try_from(SWEPT).unwrap_or(i64::MAX))
    .execute(connection)
    .await?;
    Ok(swept.rows_affected())
}

/// Whether it is the table that is missing, by SQLSTATE (PostgreSQL's manual, appendix A): `migrate fresh` drops it like any other.
pub(super) fn is_missing(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(|error| error.code());
    code.as_deref() == Some("42P01")
}

/// Why a long message doesn't go through, and what to do about it.
pub(super) fn refusal(error: &sqlx::Error) -> String {
    let code = error.as_database_error().and_then(|error| error.code());
    let remedy = match code.as_deref() {
        Some("42501") => concat!(
            "; messages of 8 kB and more go through the table `warp_openapi_messages`: let the database's user create tables, or create it as \
             another user and GRANT SELECT, INSERT, UPDATE, DELETE on it: ",
            ddl!()
        ),
        _ => "",
    };
    format!("{}{remedy}", told(error))
}

/// Whether the connection is of no use after this, and what it was asked to do may have been done.
pub(super) fn is_over(error: &sqlx::Error) -> bool {
    let severity = error
        .as_database_error()
        .and_then(|error| error.try_downcast_ref::<PgDatabaseError>())
        .map(PgDatabaseError::severity);
    !matches!(severity, Some(PgSeverity::Error))
}

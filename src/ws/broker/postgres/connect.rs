//! Opens the two connections.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::table;
use crate::db::{connect_reason, driver_message};

/// How long one step may take: less than publishers and subscribers wait, so that they get the reason of a failure.
pub(super) const STEP: Duration = Duration::from_secs(4);

/// Waits for a step. The error is one line.
pub(super) async fn within<T>(step: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, String> {
    match tokio::time::timeout(STEP, step).await {
        Ok(done) => done.map_err(|error| driver_message(&error)),
        Err(_) => Err(late()),
    }
}

fn late() -> String {
    format!("no answer within {} seconds", STEP.as_secs())
}

/// Opens a connection that publishes.
pub(super) async fn publisher(options: &PgConnectOptions) -> Result<PgConnection, String> {
    match tokio::time::timeout(STEP, options.connect()).await {
        Ok(opened) => opened.map_err(|error| connect_reason(&error, options)),
        Err(_) => Err(late()),
    }
}

/// Opens a connection that listens to these topics.
pub(super) async fn listener(options: &PgConnectOptions, topics: &[String]) -> Result<PgListener, String> {
    // A pool retries until its time is up, and its error doesn't say why. A single connection fails at once, with the reason.
    let probe = publisher(options).await?;
    // Whether it closes properly doesn't matter.
    let _ = within(probe.close()).await;
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(STEP)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(options.clone());
    let mut listener = within(PgListener::connect_with(&pool)).await?;
    // By default it reconnects silently, so missed messages would go unnoticed.
    listener.eager_reconnect(false);
    listener.ignore_pool_close_event(true);
    within(listener.listen_all(topics.iter().map(String::as_str))).await?;
    Ok(listener)
}

/// Checks that notifications arrive: a pooler may answer LISTEN and send nothing.
pub(super) async fn test(publisher: &mut PgConnection, listener: &mut PgListener, topic: &str) -> Result<(), String> {
    within(table::notify(publisher, &[topic.to_owned()], &["0".to_owned()], &[])).await?;
    match tokio::time::timeout(STEP, listener.try_recv()).await {
        Ok(Ok(Some(_))) => Ok(()),
        Ok(Ok(None)) => Err("the connection was lost".to_owned()),
        Ok(Err(error)) => Err(driver_message(&error)),
        Err(_) => Err(
            "LISTEN is answered, but no notification arrives; name the PostgreSQL server itself, not a pooler that lends its \
             connections out for one transaction at a time (PgBouncer with pool_mode=transaction)"
                .to_owned(),
        ),
    }
}

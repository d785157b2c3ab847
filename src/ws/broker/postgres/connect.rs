//! How the two connections are opened.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection, PgListener, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection as _};

use super::table;
use crate::db::driver_message;

/// How long one step may take: less than publishers and subscribers wait in all, so that they are told what went wrong.
pub(super) const STEP: Duration = Duration::from_secs(4);

/// Waits for a step; what went wrong is one line.
pub(super) async fn within<T>(step: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, String> {
    match tokio::time::timeout(STEP, step).await {
        Ok(done) => done.map_err(|error| driver_message(&error)),
        Err(_) => Err(format!("no answer within {} seconds", STEP.as_secs())),
    }
}

/// A connection to publish by.
pub(super) async fn publisher(options: &PgConnectOptions) -> Result<PgConnection, String> {
    within(options.connect()).await
}

/// A connection that listens to these topics.
pub(super) async fn listener(options: &PgConnectOptions, topics: &[String]) -> Result<PgListener, String> {
    // A pool tries a server that isn't there again and again, and says only that time is up; one connection tells at once.
    let probe = publisher(options).await?;
    // It did its work; what a farewell is answered changes nothing.
    let _ = within(probe.close()).await;
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(STEP)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .connect_lazy_with(options.clone());
    let mut listener = within(PgListener::connect_with(&pool)).await?;
    // What it would do by itself at a lost connection, it does without a word, and messages are missed meanwhile.
    listener.eager_reconnect(false);
    listener.ignore_pool_close_event(true);
    within(listener.listen_all(topics.iter().map(String::as_str))).await?;
    Ok(listener)
}

/// Makes sure that notifications arrive on the topic that the listener listens to: a pooler answers LISTEN, and sends nothing.
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

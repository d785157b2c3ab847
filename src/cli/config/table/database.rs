//! The database, its connections and their statements.

use super::DATASTORE;
use crate::cli::config::flag::Flag;
use crate::cli::config::secret::Secret;
use crate::db::{Config, Synchronous};

pub(super) fn datastore() -> Flag {
    let parse = |text: &str| Config::parse(text).map_err(|error| error.reason());
    Flag::optional(DATASTORE, &["DATASTORE", "DATABASE_URL"], "URL", parse, |it| {
        &mut it.datastore
    })
    .alias("database-url")
    .secret(Secret::InUrl)
    .default("sqlite:{program}.sqlite")
    .help("The database, such as postgres://user@host/name or sqlite:file")
    .more("The default is named after the program.")
}

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::whole("pool-min", &["DBPOOL_MIN_SIZE"], 0..=u32::MAX, |it| {
            &mut it.pool.min_connections
        })
        .help("Connections to the database that are kept open"),
        Flag::whole("pool-max", &["DBPOOL_MAX_SIZE"], 1..=u32::MAX, |it| {
            &mut it.pool.max_connections
        })
        .help("The most connections to the database")
        .more("Messages between servers over PostgreSQL take two more."),
        Flag::seconds("pool-timeout", &["DBPOOL_TIMEOUT"], 1..=3_600, |it| {
            &mut it.pool.acquire_timeout
        })
        .help("How long a request waits for a connection to the database before it is 503"),
        Flag::seconds("pool-idle", &["DBPOOL_IDLE"], 0..=86_400, |it| &mut it.pool.idle_timeout)
            .help("After how long an unused connection is closed, unless it is kept open; 0: never"),
        Flag::seconds("pool-lifetime", &["DBPOOL_LIFETIME"], 0..=604_800, |it| {
            &mut it.pool.max_lifetime
        })
        .help("After how long a connection is replaced; 0: never"),
        Flag::seconds("connect-timeout", &["DB_CONNECT_TIMEOUT"], 1..=3_600, |it| {
            &mut it.pool.connect_timeout
        })
        .help("How long a database server may take to answer when the program starts"),
        Flag::optional_seconds("statement-timeout", &["STATEMENT_TIMEOUT"], 1..=3_599, |it| {
            &mut it.statement_timeout
        })
        .default("30, or a second less than the handler's timeout")
        .help("How long a statement may take, less than --handler-timeout"),
        Flag::optional_seconds("lock-timeout", &["LOCK_TIMEOUT"], 1..=3_599, |it| &mut it.lock_timeout)
            .default("10, or a second less than the handler's timeout")
            .help("How long a statement may wait for a lock, less than --handler-timeout")
            .more("Such as that of a row being changed. `migrate --lock-timeout` is a separate limit."),
        Flag::whole("statement-cache", &["STATEMENT_CACHE"], 1..=10_000, |it| {
            &mut it.pool.statement_cache
        })
        .help("How many prepared statements each connection keeps")
        .more("Poolers in between have to support them, as PgBouncer does from 1.21 on."),
        Flag::parsed("sqlite-synchronous", &["SQLITE_SYNCHRONOUS"], "WHEN", synchronous, |it| {
            &mut it.pool.synchronous
        })
        .default("normal")
        .help("When a commit on SQLite waits for the disk: normal (a power cut may undo the last ones) or full (each time)")
        .more(
            "`normal`: at checkpoints. A power cut may then undo the last commits, even answered ones, but never leaves half of one; a \
             crash of the program undoes none. `full`: at every commit.",
        ),
        Flag::switch("db-echo", &["DBECHO"], |it| &mut it.pool.echo).help("Log every statement"),
    ]
}

fn synchronous(text: &str) -> Result<Synchronous, String> {
    match text.to_ascii_lowercase().as_str() {
        "normal" => Ok(Synchronous::Normal),
        "full" => Ok(Synchronous::Full),
        _ => Err("expected normal or full".to_owned()),
    }
}

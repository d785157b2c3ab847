//! Options of connections that are the same on both databases.

use std::time::Duration;

use super::config::Config;

/// Statements are logged only where that is asked for.
pub(super) fn logging<O: sqlx::ConnectOptions>(config: &Config, options: O) -> O {
    if config.pool.echo {
        options.log_statements(log::LevelFilter::Info)
    } else if config.trace_statements {
        trace_statements(options)
    } else {
        options.disable_statement_logging()
    }
}

/// Logs each statement at the lowest level, from where runs of migrations record them.
pub(super) fn trace_statements<O: sqlx::ConnectOptions>(options: O) -> O {
    options
        .log_statements(log::LevelFilter::Trace)
        .log_slow_statements(log::LevelFilter::Trace, Duration::MAX)
}

/// The message of a database, without its codes or the place in its source.
pub(crate) fn driver_message(error: &sqlx::Error) -> String {
    match error.as_database_error() {
        Some(error) => error.message().to_owned(),
        None => error.to_string(),
    }
}

/// Options of a pool of one connection, which is never replaced.
pub(super) fn single<DB: sqlx::Database>(options: sqlx::pool::PoolOptions<DB>) -> sqlx::pool::PoolOptions<DB> {
    options
        .max_connections(1)
        .acquire_timeout(Duration::from_secs(5))
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

//! The settings of a pool of connections, and of their statements.

use std::time::Duration;

use super::Config;
use super::config::Synchronous;

/// The settings of a pool, and of the statements on its connections.
#[derive(Debug, Clone)]
pub(crate) struct PoolSettings {
    /// The least number of connections that are kept open: 0.
    pub(crate) min_connections: u32,
    /// The greatest number of connections: 10.
    pub(crate) max_connections: u32,
    /// How long a request waits for a connection: 5 s.
    pub(crate) acquire_timeout: Duration,
    /// How long a server may take to answer a new connection when the program starts: 5 s.
    pub(crate) connect_timeout: Duration,
    /// After how long an unused connection is closed: 10 min; 0: never.
    pub(crate) idle_timeout: Duration,
    /// After how long a connection is replaced: 30 min; 0: never.
    pub(crate) max_lifetime: Duration,
    /// How long a statement may take, its waits for locks included: 30 s.
    pub(crate) statement_timeout: Duration,
    /// How long a statement may wait for a lock: 10 s.
    pub(crate) lock_timeout: Duration,
    /// How many prepared statements each connection keeps: 256, since filters and orders make many out of one operation.
    pub(crate) statement_cache: usize,
    /// When a commit on SQLite waits for the disk.
    pub(crate) synchronous: Synchronous,
    /// The time from which a statement is logged as slow: 1 s; 0: none is.
    pub(crate) slow_statement: Duration,
    /// Whether each statement is logged.
    pub(crate) echo: bool,
}

impl Default for PoolSettings {
    fn default() -> Self {
        Self {
            min_connections: 0,
            max_connections: 10,
            acquire_timeout: Duration::from_secs(5),
            connect_timeout: Duration::from_secs(5),
            idle_timeout: Duration::from_mins(10),
            max_lifetime: Duration::from_mins(30),
            statement_timeout: Config::STATEMENT_TIMEOUT,
            lock_timeout: Config::LOCK_TIMEOUT,
            statement_cache: 256,
            synchronous: Synchronous::Normal,
            slow_statement: Duration::from_secs(1),
            echo: false,
        }
    }
}

#[cfg(any(feature = "sqlite", feature = "postgres"))]
impl PoolSettings {
    /// Options of a pool with its numbers and times.
    pub(super) fn options<DB: sqlx::Database>(&self) -> sqlx::pool::PoolOptions<DB> {
        let unless_zero = |time: Duration| (!time.is_zero()).then_some(time);
        sqlx::pool::PoolOptions::new()
            .min_connections(self.min_connections.min(self.max_connections))
            .max_connections(self.max_connections)
            .acquire_timeout(self.acquire_timeout)
            .idle_timeout(unless_zero(self.idle_timeout))
            .max_lifetime(unless_zero(self.max_lifetime))
            .test_before_acquire(false)
    }
}

impl Config {
    /// The default time limit of a statement.
    pub(crate) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
    /// The default time limit of a statement's wait for a lock.
    pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

    /// Replaces all settings of the pool.
    #[cfg(feature = "cli")]
    #[must_use]
    pub(crate) fn with_pool(mut self, pool: PoolSettings) -> Self {
        self.pool = pool;
        self
    }

    /// The settings of the pool.
    #[cfg(all(test, feature = "cli"))]
    pub(crate) fn pool(&self) -> &PoolSettings {
        &self.pool
    }

    /// When a commit on SQLite waits for the disk; [`Synchronous::Normal`] unless set. PostgreSQL has a setting of its own.
    #[must_use]
    pub fn synchronous(mut self, synchronous: Synchronous) -> Self {
        self.pool.synchronous = synchronous;
        self
    }

    /// The least number of connections that are kept open; 0 unless set.
    #[must_use]
    pub fn min_connections(mut self, count: u32) -> Self {
        self.pool.min_connections = count;
        self
    }

    /// The greatest number of connections; 10 unless set, at least one.
    #[must_use]
    pub fn max_connections(mut self, count: u32) -> Self {
        self.pool.max_connections = count.max(1);
        self
    }

    /// How long a request waits for a connection; 5 seconds unless set.
    #[must_use]
    pub fn acquire_timeout(mut self, timeout: Duration) -> Self {
        self.pool.acquire_timeout = timeout;
        self
    }

    /// How long a server may take to answer a new connection when the program starts; 5 seconds unless set.
    #[must_use]
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.pool.connect_timeout = timeout;
        self
    }

    /// After how long an unused connection is closed, unless it is among the least number that is kept open; 10 minutes unless set; zero: never.
    #[must_use]
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.pool.idle_timeout = timeout;
        self
    }

    /// After how long a connection is replaced by a new one; 30 minutes unless set; zero: never.
    #[must_use]
    pub fn max_lifetime(mut self, time: Duration) -> Self {
        self.pool.max_lifetime = time;
        self
    }

    /// How many prepared statements each connection keeps; 256 unless set. Zero keeps none, for poolers that don't support them.
    #[must_use]
    pub fn statement_cache(mut self, count: usize) -> Self {
        self.pool.statement_cache = count;
        self
    }

    /// How long a statement may take, its waits for locks included; 30 seconds unless set. Then the database ends it.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.pool.statement_timeout = timeout;
        self
    }

    /// How long a statement may wait for a lock, such as that of a row being changed; 10 seconds unless set.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.pool.lock_timeout = timeout;
        self
    }

    /// From which time a statement is logged as slow, without its values; one second unless set, 0 for none.
    #[must_use]
    pub fn slow_statement(mut self, time: Duration) -> Self {
        self.pool.slow_statement = time;
        self
    }

    /// Whether each statement is logged, without its values.
    #[must_use]
    pub fn echo(mut self, echo: bool) -> Self {
        self.pool.echo = echo;
        self
    }
}

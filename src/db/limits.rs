//! Time limits of statements.

use std::time::Duration;

use super::Config;

impl Config {
    /// The default time limit of a statement.
    pub(crate) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
    /// The default time limit of a statement's wait for a lock.
    pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

    /// How long a statement may take, its waits for locks included; 30 seconds unless set. Then the database ends it.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = timeout;
        self
    }

    /// How long a statement may wait for a lock, such as that of a row being changed; 10 seconds unless set.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }
}

//! How long statements may take.

use std::time::Duration;

use super::Config;

impl Config {
    /// How long a statement may take unless something else is set.
    pub(crate) const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
    /// How long it may wait for a lock unless something else is set.
    pub(crate) const LOCK_TIMEOUT: Duration = Duration::from_secs(10);

    /// How long a statement may take, its waits for locks included; 30 seconds unless set. Then the database ends it.
    #[must_use]
    pub fn statement_timeout(mut self, timeout: Duration) -> Self {
        self.statement_timeout = timeout;
        self
    }

    /// How long a statement may wait for a lock of somebody else, such as a row that is being changed; 10 seconds unless set.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.lock_timeout = timeout;
        self
    }
}

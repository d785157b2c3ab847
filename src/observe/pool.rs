//! The state of a pool of connections.

/// The connections of a pool to a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PoolState {
    /// How many are open.
    pub(crate) open: usize,
    /// How many of them nobody uses.
    pub(crate) idle: usize,
    /// How many may be open.
    pub(crate) limit: usize,
}

impl PoolState {
    /// Whether whoever needs a connection has to wait for one.
    pub(crate) const fn is_exhausted(self) -> bool {
        self.idle == 0 && self.open >= self.limit
    }
}

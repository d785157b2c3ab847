//! Why a connection failed.

use super::config::Config;
use crate::sql::line;

/// Why a connection failed; one line, without the password.
#[derive(Debug, thiserror::Error)]
#[error("{place} can't be reached: {reason}")]
pub struct ConnectError {
    place: String,
    reason: String,
    is_missing: bool,
}

impl ConnectError {
    /// A failed connection to the database that `config` names.
    pub(crate) fn new(config: &Config, failure: impl Into<ConnectFailure>) -> Self {
        let ConnectFailure { reason, is_missing } = failure.into();
        Self {
            place: config.to_string(),
            // Servers may answer in several lines.
            reason: line(&reason),
            is_missing,
        }
    }

    /// Whether the server answers, and has no database of that name.
    #[must_use]
    pub const fn is_missing_database(&self) -> bool {
        self.is_missing
    }
}

/// Why a connection failed, without the database's place.
#[derive(Debug)]
pub(crate) struct ConnectFailure {
    pub(super) reason: String,
    /// Whether the server answers, and has no database of that name.
    pub(super) is_missing: bool,
}

impl From<String> for ConnectFailure {
    fn from(reason: String) -> Self {
        Self {
            reason,
            is_missing: false,
        }
    }
}

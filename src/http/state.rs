//! What a filter needs to answer: a database and the settings.

use std::fmt;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::db::{Database, Executor};
use crate::engine::{Context, Settings};

/// What an API's filter needs to answer: the database and the settings. Cheap to clone.
#[derive(Clone)]
pub struct State {
    context: Context,
}

impl State {
    /// Answers from this connection; `None` if its backend isn't supported.
    ///
    /// [`connect`](crate::connect) makes connections that are set up as the crate needs them.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        Database::new(connection).map(Self::from)
    }

    /// Answers from this executor.
    pub(crate) fn of(database: Arc<dyn Executor>) -> Self {
        Self {
            context: Context {
                database,
                settings: Arc::new(Settings::default()),
            },
        }
    }

    /// Replaces the settings, which are [`Settings::default`] else.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.context.settings = Arc::new(settings);
        self
    }

    /// What the engine takes.
    pub(super) fn context(&self) -> &Context {
        &self.context
    }
}

impl From<Database> for State {
    fn from(database: Database) -> Self {
        Self::of(Arc::new(database))
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("settings", &self.context.settings)
            .finish_non_exhaustive()
    }
}

//! What a filter needs to answer: a database and the settings.

use std::fmt;
use std::sync::Arc;

use crate::db::Executor;
use crate::engine::{Context, Settings};

/// What an API's filter needs to answer: the database and the settings. Cheap to clone.
#[derive(Clone)]
pub struct State {
    context: Context,
}

impl State {
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

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State")
            .field("settings", &self.context.settings)
            .finish_non_exhaustive()
    }
}

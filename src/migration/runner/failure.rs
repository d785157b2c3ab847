//! Why migrations failed, in one line: the migration, the statement, the error of the database, the changes that remain, the remedy.

use std::time::Duration;

use sea_orm::DbErr;

use super::Direction;
use crate::sql::{DbErrorClass, Dialect, line, message};

/// Why migrations can't be run; one line with the remedy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MigrationError {
    message: String,
    is_duplicate: bool,
}

impl MigrationError {
    pub(super) fn new(message: String) -> Self {
        let is_duplicate = false;
        Self { message, is_duplicate }
    }

    /// Whether a migration failed since it creates something that exists already.
    pub(crate) fn is_duplicate(&self) -> bool {
        self.is_duplicate
    }

    /// The database refused a statement that isn't a migration's.
    pub(super) fn of(error: &DbErr) -> Self {
        let class = DbErrorClass::of_sea_orm(error);
        Self::with(error, class.remedy().unwrap_or("put that right and run it again"))
    }

    /// The same for a statement whose wait for locks is bounded.
    pub(super) fn waited(dialect: Dialect, patience: Duration, error: &DbErr) -> Self {
        if DbErrorClass::of_sea_orm(error).is_lock() {
            return Self::with(error, &busy(dialect, patience));
        }
        Self::of(error)
    }

    fn with(error: &DbErr, remedy: &str) -> Self {
        let message = message(error);
        Self::new(format!("the migrations can't be run: {message}; {remedy}"))
    }
}

/// What to do about a lock that wasn't available in time.
pub(super) fn busy(dialect: Dialect, patience: Duration) -> String {
    let holders = match dialect.holders() {
        Some(query) => format!(" (`{query}` lists open transactions)"),
        None => String::new(),
    };
    let seconds = patience.as_secs_f32();
    format!(
        "it waited {seconds} seconds for a lock that another transaction holds{holders}: run it again when that has ended, or let it wait \
         longer with `--lock-timeout SECONDS`"
    )
}

/// How a migration failed.
pub(super) struct Failed<'f> {
    pub name: &'f str,
    pub direction: Direction,
    pub error: &'f DbErr,
    /// The statement, if it is known.
    pub statement: Option<String>,
    /// Whether it ran in a transaction, which is undone.
    pub undone: bool,
    /// How long it waited for locks.
    pub patience: Duration,
    /// How many ran before it.
    pub before: usize,
}

/// The statement that ends a transaction.
pub(super) const COMMIT: &str = "COMMIT";
/// The error of sea-orm-migration's default `down`.
const NO_DOWN: &str = "We Don't Do That Here";

impl Failed<'_> {
    pub(super) fn into_error(self, dialect: Dialect) -> MigrationError {
        let Self {
            name, error, before, ..
        } = &self;
        let (cannot, done) = match self.direction {
            Direction::Up => ("be applied", "applied"),
            Direction::Down => ("be reverted", "reverted"),
        };
        if matches!(error, DbErr::Migration(text) if text == NO_DOWN) {
            return MigrationError::new(format!(
                "`{name}` can't be reverted: it has no `down`; write one, or restore a backup from before it"
            ));
        }
        let message = message(error);
        let statement = match &self.statement {
            Some(statement) => format!("; the statement was: {statement}"),
            None => String::new(),
        };
        let class = DbErrorClass::of_sea_orm(error);
        let is_commit = self.statement.as_deref() == Some(COMMIT);
        let is_duplicate = class == DbErrorClass::Duplicate;
        if self.undone && is_commit && class == DbErrorClass::Unavailable {
            return MigrationError::new(format!(
                "`{name}`: {message}{statement}; it isn't known whether it was {done}: `migrate status` shows it when the database is available again"
            ));
        }
        let rest = if self.undone {
            format!("nothing of it was {done}")
        } else {
            format!("it runs without a transaction, so part of it may be {done}: put that right by hand")
        };
        let before = match before {
            0 => String::new(),
            1 => format!("; one migration before it was {done}"),
            before => format!("; {before} migrations before it were {done}"),
        };
        let remedy = match (class, self.direction) {
            (class, _) if class.is_lock() => busy(dialect, self.patience),
            (class, direction) => class
                .remedy()
                .unwrap_or(match direction {
                    Direction::Up => "put it or the rows right and run `migrate` again",
                    Direction::Down => "put its `down` or the rows right and run it again",
                })
                .to_owned(),
        };
        MigrationError {
            message: format!("`{name}` can't {cannot}: {message}{statement}; {rest}{before}; {remedy}"),
            is_duplicate,
        }
    }
}

/// A statement in one line that isn't too long.
pub(super) fn shortened(statement: &str) -> String {
    const MOST: usize = 500;
    let mut text = line(statement);
    if text.len() > MOST {
        let cut = (0..=MOST)
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or_default();
        text.truncate(cut);
        text.push_str(" …");
    }
    text
}

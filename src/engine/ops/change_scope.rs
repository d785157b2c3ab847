//! Where the statements of a change without hooks run, and how it becomes permanent.

use sea_orm::Value;

use super::change::Change;
use crate::db::{Executor, RowTurn, Transaction};
use crate::engine::commit::commit;
use crate::engine::publish::{Message, keep};
use crate::engine::request::Context;
use crate::error::Error;
use crate::meta::Published;

/// How many statements a change takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Statements {
    /// One, which is all or none by itself.
    One,
    /// Several, or one whose result must be checked before it is committed.
    Several,
}

/// The statements of one change, which is atomic. Dropped before [`ChangeScope::end`], it rolls back.
///
/// A single statement whose change isn't published runs without a transaction. Everything else runs in one: messages are sent in the
/// order of the commits, so a published change needs a commit.
pub(super) struct ChangeScope<'c> {
    cx: &'c Context,
    transaction: Option<Box<dyn Transaction>>,
    // Last, so that the next has its turn after the transaction has ended.
    row: Option<RowTurn>,
}

impl<'c> ChangeScope<'c> {
    /// Begins. `published`: what may be told of the change; `key`: that of the row that is changed, if that is known.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the row is being changed for too long, and those of the transaction's beginning.
    pub(super) async fn begin(
        change: &Change<'c>,
        published: &[Published],
        key: Option<&[Value]>,
        statements: Statements,
    ) -> Result<Self, Error> {
        let cx = change.cx;
        let row = change.row_turn(key).await?;
        // In a transaction of the application the messages wait for its commit.
        let orders = cx.publisher.outbox().is_none() && published.iter().any(|what| change.tells(*what));
        let transaction = if statements == Statements::Several || orders {
            Some(cx.database.begin().await?)
        } else {
            None
        };
        Ok(Self { cx, transaction, row })
    }

    /// What the statements run on.
    pub(super) fn database(&self) -> &dyn Executor {
        match &self.transaction {
            Some(transaction) => &**transaction,
            None => &*self.cx.database,
        }
    }

    /// Makes the change permanent, and tells of it.
    ///
    /// # Errors
    ///
    /// Those of the commit.
    pub(super) async fn end(self, messages: Vec<Message>) -> Result<(), Error> {
        match self.transaction {
            Some(transaction) => commit(self.cx, transaction.commit(), messages, self.row).await,
            None => keep(&self.cx.publisher, messages),
        }
    }
}

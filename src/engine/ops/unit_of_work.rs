//! The one way in which rows are changed: statements and hooks, atomic, in the order of the row's changes; then the commit, then the
//! messages.

use std::ops::Deref;
use std::slice::from_ref;

use sea_orm::Value;

use super::change::Change;
use super::stored::Stored;
use crate::db::{Executor, RowTurn, Transaction};
use crate::engine::commit::commit;
use crate::engine::hooks::{Hooked, Moment};
use crate::engine::parse::body::Record;
use crate::engine::publish::{Message, add_to_outbox};
use crate::engine::transaction::TransactionScope;
use crate::error::Error;
use crate::meta::Published;

/// How many statements a change takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Statements {
    /// One, which is atomic by itself.
    One,
    /// Several, or one whose result must be checked before it is committed.
    Several,
}

/// What a change needs to be atomic and in order.
pub(super) struct UnitOfWork<'c> {
    /// The values of the lookup fields of the row that is changed, if it is one.
    pub(super) row: Option<&'c [Value]>,
    pub(super) statements: Statements,
    /// What of the change may be published.
    pub(super) events: &'static [Published],
}

/// What a unit of work has made permanent.
pub(in crate::engine) struct Committed<T>(T);

/// A unit of work that has begun: what its statements run on, and the hooks between them. Dropped before the commit, it rolls back.
pub(super) struct Tx<'c> {
    change: &'c Change<'c>,
    mode: Mode,
    messages: Vec<Message>,
    // Last, so that the next change of the row begins after the transaction has ended.
    row: Option<RowTurn>,
}

/// How the statements of a unit of work run.
enum Mode {
    /// Each by itself, or in the transaction of the application that is there already.
    Autocommit,
    /// In a transaction.
    Transaction(Box<dyn Transaction>),
    /// In a transaction that hooks share.
    WithHooks(&'static dyn Hooked, TransactionScope),
}

impl UnitOfWork<'_> {
    /// Runs the statements of a change. `Ok` commits them and publishes the change; an error, a panic and a client that hangs up roll back.
    ///
    /// A single statement that is neither published nor between hooks runs without a transaction. Everything else runs in one: messages
    /// are sent in the order of the commits, so a published change needs a commit.
    ///
    /// # Errors
    ///
    /// Those of `work`, of the transaction's beginning and of its commit; [`Error::Unavailable`] if the row is being changed for too long.
    pub(super) async fn run<T>(
        self,
        change: &Change<'_>,
        work: impl AsyncFnOnce(&mut Tx<'_>) -> Result<T, Error>,
    ) -> Result<Committed<T>, Error> {
        let mut tx = self.begin(change).await?;
        let value = work(&mut tx).await?;
        tx.commit().await?;
        Ok(Committed(value))
    }

    async fn begin<'c>(self, change: &'c Change<'c>) -> Result<Tx<'c>, Error> {
        let services = change.scope.context.services();
        if let Some(of) = &change.resource().of {
            return Err(Error::internal(format!(
                "resource `{}` shows rows of `{}`; change them by that one's functions",
                change.resource().name,
                of.component
            )));
        }
        let row = match self.row {
            Some(lookup) => services.database.row_turn(change.scope.resource.table, lookup).await?,
            None => None,
        };
        // In a transaction of the application the messages wait for its commit.
        let is_published =
            || services.publisher.outbox().is_none() && self.events.iter().any(|event| change.publishes(*event));
        let mode = match change.scope.hooks {
            Some(hooks) => Mode::WithHooks(hooks, TransactionScope::begin(&change.scope.context.ctx()).await?),
            None if self.statements == Statements::Several || is_published() => {
                Mode::Transaction(services.database.begin().await?)
            }
            None => Mode::Autocommit,
        };
        Ok(Tx {
            change,
            mode,
            messages: Vec::new(),
            row,
        })
    }
}

impl Tx<'_> {
    /// What the statements run on.
    pub(super) fn database(&self) -> &dyn Executor {
        match &self.mode {
            Mode::Autocommit => self.change.scope.database(),
            Mode::Transaction(transaction) => &**transaction,
            Mode::WithHooks(_, transaction) => &*transaction.ctx.services().database,
        }
    }

    /// Runs the hook before a row is created, and returns the record as the hook leaves it.
    pub(super) async fn before_create(&self, record: Record) -> Result<Record, Error> {
        match &self.mode {
            Mode::WithHooks(hooks, transaction) => hooks.before_create(&transaction.ctx, record).await,
            Mode::Autocommit | Mode::Transaction(_) => Ok(record),
        }
    }

    /// Runs the hook before a row is changed, and returns the changes as the hook leaves them.
    pub(super) async fn before_update(&self, found: &Stored, changes: Record) -> Result<Record, Error> {
        match &self.mode {
            Mode::WithHooks(hooks, transaction) => {
                let found = found.values(0)?;
                hooks.before_update(&transaction.ctx, found, changes).await
            }
            Mode::Autocommit | Mode::Transaction(_) => Ok(changes),
        }
    }

    /// Shows a stored row to the hook of this moment.
    pub(super) async fn show(&self, moment: Moment, stored: &Stored, index: usize) -> Result<(), Error> {
        match &self.mode {
            Mode::WithHooks(hooks, transaction) if hooks.sees(moment) => {
                let values = stored.values(index)?;
                hooks.see(moment, &transaction.ctx, values).await
            }
            _ => Ok(()),
        }
    }

    /// Publishes the change of rows, after the commit.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if too many messages wait for the commit.
    pub(super) fn publish(&mut self, event: Published, stored: &[Stored]) -> Result<(), Error> {
        let messages = self.change.messages(event, stored)?;
        match &self.mode {
            // Behind what the hooks have published so far.
            Mode::WithHooks(_, transaction) => add_to_outbox(&*transaction.ctx.services().publisher, messages),
            Mode::Autocommit | Mode::Transaction(_) => {
                self.messages.extend(messages);
                Ok(())
            }
        }
    }

    /// Shows a new or changed row to the hook after the change, and publishes it.
    pub(super) async fn finish(&mut self, moment: Moment, event: Published, stored: &Stored) -> Result<(), Error> {
        self.show(moment, stored, 0).await?;
        self.publish(event, from_ref(stored))
    }

    async fn commit(self) -> Result<(), Error> {
        let context = self.change.scope.context;
        match self.mode {
            Mode::Autocommit => add_to_outbox(&*context.services().publisher, self.messages),
            Mode::Transaction(transaction) => {
                let (services, request_id) = (context.services(), context.request_id());
                commit(services, request_id, transaction.commit(), self.messages, self.row).await
            }
            Mode::WithHooks(_, transaction) => transaction.commit(self.row).await,
        }
    }
}

impl<T> Committed<T> {
    /// The same in another form.
    pub(super) fn map<U>(self, form: impl FnOnce(T) -> U) -> Committed<U> {
        Committed(form(self.0))
    }

    /// What the unit of work returned, to read again what has changed since.
    pub(super) fn as_mut(&mut self) -> &mut T {
        &mut self.0
    }

    /// What the unit of work returned.
    pub(in crate::engine) fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Committed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

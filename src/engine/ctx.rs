//! What the application's own functions get of a request: the database, their state, who asks.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use sea_orm::DatabaseExecutor;

use super::commit::commit;
use super::publish::Outbox;
use super::transaction::Opened;
use super::{Context, Message, Principal, Settings};
use crate::db::RowTurn;
use crate::error::Error;
use crate::types::FieldType;

/// The application's own values, one of each type.
#[derive(Clone, Default)]
pub(crate) struct Values(HashMap<TypeId, Arc<dyn Any + Send + Sync>>);

impl Values {
    /// Adds a value, in place of an earlier one of its type.
    pub(crate) fn insert<T: Any + Send + Sync>(&mut self, value: T) {
        self.0.insert(TypeId::of::<T>(), Arc::new(value));
    }

    pub(super) fn get<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.0.get(&TypeId::of::<T>())?.downcast_ref()
    }
}

/// What a function of the application gets of the request that it answers. Cheap to clone.
///
/// Handlers of `op` items, hooks and checks of credentials take one. Inside [`transaction`](Ctx::transaction) there is another one, whose
/// [`db`](Ctx::db) is the transaction.
#[derive(Clone)]
pub struct Ctx {
    context: Context,
    request: Arc<RequestInfo>,
}

/// What all contexts of a request share.
#[derive(Default)]
pub(crate) struct RequestInfo {
    /// The request's id.
    pub(crate) id: String,
    /// Where clients reach the API, base path included, without a slash at the end.
    pub(crate) root: String,
    /// Who asks, where a check found out.
    pub(crate) principal: Option<Principal>,
    /// The application's values.
    pub(crate) values: Arc<Values>,
}

impl Ctx {
    /// The context of a request.
    pub(crate) fn new(context: Context, request: RequestInfo) -> Self {
        Self {
            context,
            request: Arc::new(request),
        }
    }

    /// The database, for statements of sea-orm: `task::Entity::find().all(&ctx.db())`. In a transaction it is the transaction.
    #[must_use]
    pub fn db(&self) -> DatabaseExecutor<'_> {
        self.context.database.sea_orm()
    }

    /// Runs `work` in a transaction, which is the database of the `Ctx` that it gets. It commits when `work` answers `Ok`; an error, a
    /// panic and a client that hangs up take all changes back. In a transaction it sets a savepoint.
    ///
    /// # Errors
    ///
    /// Those of `work`, of the beginning and of the commit, where deferred constraints speak ([`Error::Conflict`]).
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use warp_openapi::prelude::*;
    /// # async fn example(ctx: Ctx) -> Result<(), Error> {
    /// ctx.transaction(async |tx| {
    ///     tx.db().execute_unprepared("UPDATE accounts SET balance = balance - 1").await?;
    ///     Ok(())
    /// })
    /// .await
    /// # }
    /// ```
    pub async fn transaction<T, F>(&self, work: F) -> Result<T, Error>
    where
        F: AsyncFnOnce(&Self) -> Result<T, Error>,
    {
        let within = self.begin(None).await?;
        let value = work(&within.ctx).await?;
        within.commit().await?;
        Ok(value)
    }

    /// Begins a transaction; `row` is the turn of the row that it changes.
    pub(super) async fn begin(&self, row: Option<RowTurn>) -> Result<Within, Error> {
        let opened = Arc::new(Opened::of(self.context.database.begin().await?));
        let outbox = Arc::new(Outbox::within(&self.context.publisher));
        let ctx = Self {
            context: Context {
                database: Arc::clone(&opened) as _,
                settings: Arc::clone(&self.context.settings),
                publisher: Arc::clone(&outbox) as _,
            },
            request: Arc::clone(&self.request),
        };
        Ok(Within {
            ctx,
            opened,
            outbox,
            outer: self.context.clone(),
            row,
        })
    }

    /// Sends `data` to all sockets that follow this event of this channel, on every server of the API. In a transaction the message
    /// waits for the commit; it is forgotten where the changes are taken back.
    ///
    /// `event` may be empty; patterns such as `*` match it then too. Whoever isn't connected now never gets the message.
    ///
    /// # Errors
    ///
    /// [`Error::Unavailable`] if the message didn't reach the broker. After a commit that is only logged, since the change is permanent.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use warp_openapi::prelude::*;
    /// # async fn example(ctx: Ctx, task: JsonValue) -> Result<(), Error> {
    /// ctx.publish("tasks", "created", &task).await
    /// # }
    /// ```
    pub async fn publish<T: FieldType>(&self, channel: &str, event: &str, data: &T) -> Result<(), Error> {
        let mut json = Vec::new();
        data.write(&mut json);
        let message = Message {
            channel: channel.to_owned(),
            event: event.to_owned(),
            data: json,
        };
        self.context.publisher.publish(message).await
    }

    /// The id of the request, which the reply and the log bear too.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request.id
    }

    /// Who asks; `None` where no check has run.
    #[must_use]
    pub fn principal(&self) -> Option<&Principal> {
        self.request.principal.as_ref()
    }

    /// The value of this type that the program was given: `Tasks::cli().state(MyState { .. })`.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if it was given none.
    pub fn state<T: Any + Send + Sync>(&self) -> Result<&T, Error> {
        self.request.values.get().ok_or_else(|| {
            let name = type_name::<T>();
            Error::internal(format!("no state of type `{name}`; give one with `.state(..)`"))
        })
    }

    /// The URL of a path of the API, as clients reach it: `ctx.url("/tasks")`. It is absolute if `PUBLIC_URL` gives the
    /// address, or a trusted proxy or `Host` names a host of `ALLOWED_HOSTS`, or this machine. Otherwise a client could put any host into it, so it is a path.
    /// Set `PUBLIC_URL` if you send it in mails.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.request.root)
    }

    /// Limits and texts.
    pub(crate) fn settings(&self) -> &Settings {
        &self.context.settings
    }

    /// What the engine takes.
    pub(crate) fn context(&self) -> &Context {
        &self.context
    }
}

/// A transaction that has begun. Dropped, it takes its changes back.
pub(super) struct Within {
    /// What functions get in it.
    pub(super) ctx: Ctx,
    opened: Arc<Opened>,
    outbox: Arc<Outbox>,
    /// What it has begun in.
    outer: Context,
    // Last, so that the next has its turn after this has ended.
    row: Option<RowTurn>,
}

impl Within {
    pub(super) async fn commit(self) -> Result<(), Error> {
        drop(self.ctx);
        // A clone that lives on would go on writing after the commit.
        let opened = Arc::into_inner(self.opened)
            .ok_or_else(|| Error::internal("a clone of the transaction's Ctx lives on; nothing is committed"))?;
        opened.probe().await?;
        commit(&self.outer, opened.commit(), self.outbox.take(), self.row).await
    }
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ctx")
            .field("request_id", &self.request.id)
            .finish_non_exhaustive()
    }
}

//! What functions of the application get of a request: the database, their state, and who sends it.

use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use sea_orm::DatabaseExecutor;

use super::transaction::TransactionScope;
use super::{Caller, Message, Principal, RequestContext, Services, Settings};
use crate::error::Error;
use crate::meta::Access;
use crate::observe::{RequestRecord, Trace};
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
    services: Services,
    request: Arc<RequestInfo>,
}

/// What every [`Ctx`] of a request shares.
#[derive(Clone, Default)]
pub(crate) struct RequestInfo {
    /// The request's id.
    pub(crate) id: String,
    /// What is learnt of it for the log.
    pub(crate) record: Arc<RequestRecord>,
    /// Where clients reach the API, base path included, without a slash at the end.
    pub(crate) root: String,
    /// Who sends it, if a check found out.
    pub(crate) principal: Option<Principal>,
    /// The address of the client, if it is known.
    pub(crate) address: Option<IpAddr>,
    /// The application's values.
    pub(crate) values: Arc<Values>,
    /// The access rule of operations that have none of their own.
    pub(crate) default_access: Access,
}

impl Ctx {
    /// The context of a request.
    pub(crate) fn new(services: Services, request: RequestInfo) -> Self {
        Self {
            services,
            request: Arc::new(request),
        }
    }

    /// The same request, once a check has found out who sends it.
    pub(crate) fn admitted(self, principal: Principal) -> Self {
        let mut request = Arc::unwrap_or_clone(self.request);
        request.principal = Some(principal);
        Self::new(self.services, request)
    }

    /// The same request with other services: those of a transaction.
    pub(super) fn with_services(&self, services: Services) -> Self {
        Self {
            services,
            request: Arc::clone(&self.request),
        }
    }

    /// Who sends it, for rate limits: the principal, else the address.
    pub(crate) fn caller(&self) -> Caller {
        let address = || Caller::address(self.request.address);
        self.principal()
            .map_or_else(address, |principal| Caller::principal(principal.id()))
    }

    /// The request's context.
    pub(super) fn into_request(self) -> Arc<RequestInfo> {
        self.request
    }

    /// The database, for statements of sea-orm: `task::Entity::find().all(&ctx.db())`. In a transaction it is the transaction.
    #[must_use]
    pub fn db(&self) -> DatabaseExecutor<'_> {
        self.services.database.sea_orm()
    }

    /// Runs `work` in a transaction, which is the database of the `Ctx` that it gets. It commits when `work` returns `Ok`; an error, a
    /// panic and a client that hangs up roll it back. In a transaction it sets a savepoint.
    ///
    /// # Errors
    ///
    /// Those of `work`, of the beginning and of the commit, which checks deferred constraints ([`Error::Conflict`]).
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
        let scope = TransactionScope::begin(self).await?;
        let value = work(&scope.ctx).await?;
        scope.commit(None).await?;
        Ok(value)
    }

    /// Sends `data` to all sockets that are subscribed to this event of this channel, on every server of the API. In a transaction the
    /// message waits for the commit; a rollback discards it.
    ///
    /// `event` may be empty; patterns such as `*` match it then too. A client that isn't connected now never gets the message.
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
        self.services.publisher.publish(message).await
    }

    /// The id of the request, which its reply and the log have, too.
    #[must_use]
    pub fn request_id(&self) -> &str {
        &self.request.id
    }

    /// The trace that the request belongs to, to be handed on when another service is called.
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.request.record.trace().clone()
    }

    /// Who sends the request; `None` if no check has run, or credentials are optional and the request has none.
    #[must_use]
    pub fn principal(&self) -> Option<&Principal> {
        self.request.principal.as_ref()
    }

    /// The value of this type that the check of credentials has found, such as the claims of a token: [`Principal::with`]. `None` if it has
    /// found none, or no check has run.
    #[must_use]
    pub fn claims<T: Any + Send + Sync>(&self) -> Option<&T> {
        self.principal()?.get()
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
        &self.services.settings
    }

    /// What the server gives to every request.
    pub(crate) fn services(&self) -> &Services {
        &self.services
    }
}

impl RequestContext for Ctx {
    fn services(&self) -> &Services {
        &self.services
    }

    fn request_id(&self) -> &str {
        self.request_id()
    }

    fn principal(&self) -> Option<&Principal> {
        self.principal()
    }

    fn default_access(&self) -> Access {
        self.request.default_access
    }

    fn ctx(&self) -> Ctx {
        self.clone()
    }
}

impl fmt::Debug for Ctx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ctx")
            .field("request_id", &self.request.id)
            .finish_non_exhaustive()
    }
}

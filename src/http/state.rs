//! The state of an API's filter: the database, the settings, the sockets, and values of the application.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::db::{Database, Executor};
#[cfg(feature = "testing")]
use crate::engine::ManualClock;
#[cfg(feature = "redis")]
use crate::engine::RedisStore;
use crate::engine::{RateLimits, Services, Settings, Values};
#[cfg(feature = "redis")]
use crate::error::Cause;
use crate::meta::{Api, Info};
use crate::ws::{Broker, Hub};

/// The state of an API's filter: the database, the settings, the sockets, and values of the application. A clone is cheap and shares them.
#[derive(Clone)]
pub struct State {
    services: Services,
    values: Arc<Values>,
    info: Option<&'static Info>,
    hub: Arc<Hub>,
    testing: bool,
}

impl State {
    /// Creates the state of an API on this connection; `None` if its backend isn't supported.
    ///
    /// [`connect`](crate::connect) opens connections that are configured as the crate needs them.
    #[must_use]
    pub fn new(connection: DatabaseConnection) -> Option<Self> {
        Database::new(connection).map(Self::from)
    }

    /// Creates the state of an API on this executor.
    pub(crate) fn of(database: Arc<dyn Executor>) -> Self {
        let settings = Settings::default();
        let hub = Hub::in_memory(&settings.sockets);
        Self {
            services: Services {
                database,
                limits: Arc::new(RateLimits::in_process(settings.rate_limit_callers)),
                settings: Arc::new(settings),
                publisher: Arc::clone(&hub) as _,
            },
            values: Arc::default(),
            info: None,
            hub,
            testing: false,
        }
    }

    /// Sets the settings. The default is [`Settings::default`].
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        let hub = self.hub.with_limits(&settings.sockets);
        self.services.limits = Arc::new(RateLimits::in_process(settings.rate_limit_callers));
        self.services.settings = Arc::new(settings);
        self.with_hub(hub)
    }

    /// Sets the broker, which connects the sockets of all servers of the API. The default is [`Memory`](crate::Memory), for a single server.
    #[must_use]
    pub fn broker(self, broker: impl Broker) -> Self {
        let hub = Hub::new(Arc::new(broker), &self.services.settings.sockets);
        self.with_hub(hub)
    }

    /// Counts requests against rate limits in Redis, for all servers of the API together. The keys begin with `prefix` and a colon, so that several
    /// APIs can share a server of Redis. Call it after [`settings`](Self::settings). Needs the feature `redis`.
    ///
    /// While Redis is out of reach, each server counts alone, which is logged once.
    ///
    /// # Errors
    ///
    /// If the URL isn't valid, or the server doesn't answer. The text has no password.
    #[cfg(feature = "redis")]
    pub async fn rate_limits_in_redis(mut self, url: &str, prefix: &str) -> Result<Self, Cause> {
        let store = RedisStore::connect(url, prefix).await?;
        let callers = self.services.settings.rate_limit_callers;
        self.services.limits = Arc::new(RateLimits::in_redis(callers, store));
        Ok(self)
    }

    /// Counts requests against rate limits by the clock of a test. Call it after [`settings`](Self::settings).
    #[cfg(feature = "testing")]
    #[must_use]
    pub fn rate_limit_clock(mut self, clock: &ManualClock) -> Self {
        let callers = self.services.settings.rate_limit_callers;
        self.services.limits = Arc::new(RateLimits::at(callers, clock));
        self
    }

    fn with_hub(mut self, hub: Arc<Hub>) -> Self {
        self.services.publisher = Arc::clone(&hub) as _;
        self.hub = hub;
        self
    }

    /// Closes all sockets with 1001 once their open requests are answered, and waits for that. No more are opened. If the future is dropped
    /// before, as by a timeout, they are aborted.
    ///
    /// `serve` calls it. If you serve the filter with a server of your own, call it when that server stops: sockets aren't connections of the
    /// server any more, and it doesn't wait for them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use warp_openapi::State;
    /// # async fn example(filter: warp::filters::BoxedFilter<(warp::reply::Response,)>, state: State, signal: impl Future<Output = ()> + Send + 'static) {
    /// // `filter` is `Tasks::filter(state.clone())`.
    /// warp::serve(filter).bind(([127, 0, 0, 1], 8080)).await.graceful(signal).run().await;
    /// let _ = tokio::time::timeout(Duration::from_secs(10), state.close_sockets()).await;
    /// # }
    /// ```
    pub async fn close_sockets(&self) {
        self.hub.shut_down().await;
    }

    /// Whether messages reach other servers, as far as that is known.
    #[cfg(feature = "cli")]
    pub(crate) fn is_broker_connected(&self) -> bool {
        self.hub.is_broker_connected()
    }

    /// The hub of the sockets.
    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Marks the state as that of a test: replies that the document doesn't describe fail.
    #[cfg(feature = "testing")]
    pub(crate) fn testing(mut self) -> Self {
        self.testing = true;
        self
    }

    /// Whether it is that of a test.
    pub(super) const fn is_testing(&self) -> bool {
        self.testing
    }

    /// The settings.
    #[cfg(feature = "testing")]
    pub(crate) fn current(&self) -> &Settings {
        &self.services.settings
    }

    /// Adds a value of the application. Its functions get it by its type: `ctx.state::<MyState>()`. A second value of the same type replaces
    /// the first.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, value: T) -> Self {
        Arc::make_mut(&mut self.values).insert(value);
        self
    }

    /// Sets the API of a resource of a part that is served alone: `billing::invoice::filter(state.api(Tasks::API))`. Its security schemes and
    /// its default access rule are needed there. Without them only public operations answer, and others are 503.
    #[must_use]
    pub fn api(mut self, api: &'static Api) -> Self {
        self.info = Some(&api.info);
        self
    }

    /// The description of the API of a resource that is served alone.
    pub(super) fn info(&self) -> Option<&'static Info> {
        self.info
    }

    /// Replaces the values of the application.
    pub(crate) fn with_values(mut self, values: Arc<Values>) -> Self {
        self.values = values;
        self
    }

    /// The values of the application.
    pub(super) fn values(&self) -> Arc<Values> {
        Arc::clone(&self.values)
    }

    /// The services of the engine.
    pub(super) fn services(&self) -> &Services {
        &self.services
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
            .field("settings", &self.services.settings)
            .finish_non_exhaustive()
    }
}

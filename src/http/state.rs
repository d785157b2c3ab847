//! What a filter needs to answer: a database and the settings.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use sea_orm::DatabaseConnection;

use crate::db::{Database, Executor};
use crate::engine::{Services, Settings, Values};
use crate::meta::{Api, Info};
use crate::ws::{Broker, Hub};

/// What an API's filter needs to answer: the database and the settings. Cheap to clone.
#[derive(Clone)]
pub struct State {
    services: Services,
    values: Arc<Values>,
    info: Option<&'static Info>,
    hub: Arc<Hub>,
    testing: bool,
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
        let settings = Settings::default();
        let hub = Hub::alone(&settings.sockets);
        Self {
            services: Services {
                database,
                settings: Arc::new(settings),
                publisher: Arc::clone(&hub) as _,
            },
            values: Arc::default(),
            info: None,
            hub,
            testing: false,
        }
    }

    /// Replaces the settings, which are [`Settings::default`] else.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        let hub = self.hub.with_limits(&settings.sockets);
        self.services.settings = Arc::new(settings);
        self.joined(hub)
    }

    /// Joins this server with others of the API, so that all their sockets follow the same channels; else it stands
    /// [alone](crate::Memory).
    #[must_use]
    pub fn broker(self, broker: impl Broker) -> Self {
        let hub = Hub::new(Arc::new(broker), &self.services.settings.sockets);
        self.joined(hub)
    }

    fn joined(mut self, hub: Arc<Hub>) -> Self {
        self.services.publisher = Arc::clone(&hub) as _;
        self.hub = hub;
        self
    }

    /// Closes all sockets with 1001, once they have answered what they were asked, and waits for them. No more are opened. Dropped before
    /// its end, as by a timeout, it cuts them off.
    ///
    /// `serve` calls it. Whoever serves the filter with a server of their own calls it when that ends, since sockets are no connections
    /// of the server any more and it doesn't wait for them.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # use std::time::Duration;
    /// # use warp_openapi::State;
    /// # async fn example(filter: warp::filters::BoxedFilter<(warp::reply::Response,)>, state: State, asked: impl Future<Output = ()> + Send + 'static) {
    /// // `filter` is `Tasks::filter(state.clone())`.
    /// warp::serve(filter).bind(([127, 0, 0, 1], 8080)).await.graceful(asked).run().await;
    /// let _ = tokio::time::timeout(Duration::from_secs(10), state.close_sockets()).await;
    /// # }
    /// ```
    pub async fn close_sockets(&self) {
        self.hub.end().await;
    }

    /// The sockets.
    pub(crate) fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// The same for tests, which miss nothing that the document doesn't say.
    #[cfg(feature = "testing")]
    pub(crate) fn testing(mut self) -> Self {
        self.testing = true;
        self
    }

    /// Whether this is a test.
    pub(super) const fn is_testing(&self) -> bool {
        self.testing
    }

    /// The settings.
    #[cfg(feature = "testing")]
    pub(crate) fn current(&self) -> &Settings {
        &self.services.settings
    }

    /// Adds a value of the application's own, which its functions get by its type: `ctx.state::<MyState>()`. A second one of the same
    /// type replaces the first.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(mut self, value: T) -> Self {
        Arc::make_mut(&mut self.values).insert(value);
        self
    }

    /// Tells to which API a resource of a part belongs that is served alone: `billing::invoice::filter(state.api(Tasks::API))`. Its
    /// schemes and its default rule of access are needed there; without them only public operations answer, and others are 503.
    #[must_use]
    pub fn api(mut self, api: &'static Api) -> Self {
        self.info = Some(&api.info);
        self
    }

    /// What the API of a resource that is served alone says of itself.
    pub(super) fn info(&self) -> Option<&'static Info> {
        self.info
    }

    /// Adds these values in place of those before.
    pub(crate) fn with_values(mut self, values: Arc<Values>) -> Self {
        self.values = values;
        self
    }

    /// The application's own values.
    pub(super) fn values(&self) -> Arc<Values> {
        Arc::clone(&self.values)
    }

    /// What the engine takes.
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

//! What is learnt of a request while it is answered.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderValue};

use super::access::millis;
use super::route::Route;
use super::trace::Trace;

tokio::task_local! {
    /// The record of the request that this task answers.
    static CURRENT: Arc<RequestRecord>;
}

/// What is learnt of a request while it is answered, by whichever layer.
#[derive(Debug)]
pub(crate) struct RequestRecord {
    id: HeaderValue,
    route: OnceLock<Arc<Route>>,
    principal: OnceLock<Box<str>>,
    trace: OnceLock<Trace>,
    /// Nanoseconds.
    database: AtomicU64,
    /// Nanoseconds.
    handler: AtomicU64,
}

impl RequestRecord {
    /// The record of a request with this ID. A trace of its own is made when one is first needed.
    pub(crate) fn new(id: HeaderValue, headers: &HeaderMap) -> Arc<Self> {
        Arc::new(Self {
            id,
            route: OnceLock::new(),
            principal: OnceLock::new(),
            trace: Trace::of(headers).map(OnceLock::from).unwrap_or_default(),
            database: AtomicU64::new(0),
            handler: AtomicU64::new(0),
        })
    }

    /// The request's ID, as its reply has it.
    pub(crate) fn id(&self) -> &HeaderValue {
        &self.id
    }

    /// The request's ID, as the log has it.
    pub(crate) fn id_text(&self) -> &str {
        self.id.to_str().unwrap_or_default()
    }

    /// Records the route, once it is found.
    pub(crate) fn set_route(&self, route: &Arc<Route>) {
        let _ = self.route.set(Arc::clone(route));
    }

    /// The route; `None` for a path that isn't the API's.
    pub(super) fn route(&self) -> Option<&Arc<Route>> {
        self.route.get()
    }

    /// The template of the route.
    pub(crate) fn template(&self) -> &str {
        self.route().map_or(Route::OTHER, |route| route.template())
    }

    /// Records who sends the request, once that is found out.
    pub(crate) fn set_principal(&self, id: &str) {
        self.principal.get_or_init(|| id.into());
    }

    pub(super) fn principal(&self) -> Option<&str> {
        self.principal.get().map(AsRef::as_ref)
    }

    /// The trace that the request belongs to; a new one if it came without.
    pub(crate) fn trace(&self) -> &Trace {
        self.trace.get_or_init(Trace::new)
    }

    /// The trace, if the request came with one or one was needed.
    pub(super) fn known_trace(&self) -> Option<&Trace> {
        self.trace.get()
    }

    /// The text of the header `traceresponse` (level 2 of the specification), if the request came with a trace.
    pub(crate) fn trace_response(&self) -> Option<HeaderValue> {
        let trace = self.known_trace().filter(|trace| trace.is_continued())?;
        HeaderValue::try_from(trace.traceparent()).ok()
    }

    /// The text of the header `Server-Timing` (<https://www.w3.org/TR/server-timing/>), in milliseconds.
    pub(crate) fn server_timing(&self, total: Duration) -> Option<HeaderValue> {
        let [database, handler, total] = [self.database(), self.handler(), total].map(millis);
        let handler = if handler > 0.0 {
            format!("handler;dur={handler}, ")
        } else {
            String::new()
        };
        HeaderValue::try_from(format!("db;dur={database}, {handler}total;dur={total}")).ok()
    }

    /// Adds the time of a statement.
    pub(super) fn add_statement(&self, time: Duration) {
        add(&self.database, time);
    }

    /// How long statements took, those that ran at the same time added up.
    fn database(&self) -> Duration {
        Duration::from_nanos(self.database.load(Ordering::Relaxed))
    }

    /// How long handlers of the application took, their statements included.
    fn handler(&self) -> Duration {
        Duration::from_nanos(self.handler.load(Ordering::Relaxed))
    }
}

impl Default for RequestRecord {
    fn default() -> Self {
        Self {
            id: HeaderValue::from_static(""),
            route: OnceLock::new(),
            principal: OnceLock::new(),
            trace: OnceLock::new(),
            database: AtomicU64::new(0),
            handler: AtomicU64::new(0),
        }
    }
}

fn add(sum: &AtomicU64, time: Duration) {
    sum.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
}

/// Looks at the record of the request that this task answers, if it answers one.
pub(crate) fn current<T>(look: impl FnOnce(&Arc<RequestRecord>) -> T) -> Option<T> {
    CURRENT.try_with(look).ok()
}

/// Runs a future that answers the request of this record.
pub(crate) fn scope<F: Future>(record: Arc<RequestRecord>, answer: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(record, answer)
}

/// Runs a handler of the application as part of the request that this task answers.
pub(crate) async fn handler<F: Future>(handler: F) -> F::Output {
    let started = Instant::now();
    let answer = handler.await;
    current(|record| add(&record.handler, started.elapsed()));
    answer
}

/// Makes work in another task part of the request that this task answers.
pub(crate) fn scope_of_current<F: Future>(work: F) -> impl Future<Output = F::Output> {
    scope(current(Arc::clone).unwrap_or_default(), work)
}

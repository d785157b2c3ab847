//! The requests of each route. Its numbers are found once, with the route, so that a request neither hashes a name nor allocates.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};
use std::time::Duration;

use http::Method;

use super::definition::{REQUEST_TIME, REQUESTS};
use super::text::Text;
use super::value::{Counter, Histogram, Times};
use crate::observe::Route;

/// The methods that have a label of their own. All others share the last one.
const METHODS: [&str; 8] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "other"];

/// The statuses that have a label of their own. All others share `other`.
const STATUSES: [u16; 38] = [
    101, 200, 201, 202, 203, 204, 205, 206, 301, 302, 303, 304, 307, 308, 400, 401, 402, 403, 404, 405, 406, 408, 409,
    410, 411, 412, 413, 414, 415, 422, 426, 428, 429, 431, 499, 500, 502, 503,
];

/// The requests of one route.
#[derive(Debug, Default)]
pub(crate) struct RouteMetrics {
    /// On the heap once there is a request: an API may have a thousand routes.
    methods: OnceLock<Box<[OnceLock<Box<Requests>>; METHODS.len()]>>,
}

/// The requests of one route by one method.
#[derive(Debug)]
struct Requests {
    statuses: [Counter; STATUSES.len()],
    other: Counter,
    times: Histogram,
}

impl Default for Requests {
    fn default() -> Self {
        Self {
            statuses: [const { Counter::new() }; STATUSES.len()],
            other: Counter::new(),
            times: Histogram::new(),
        }
    }
}

impl RouteMetrics {
    /// Counts a request that has ended.
    pub(crate) fn count(&self, method: &Method, status: u16, took: Duration) {
        let methods = self.methods.get_or_init(Box::default);
        let last = METHODS.len() - 1;
        let place = METHODS[..last].iter().position(|known| *known == method.as_str());
        let requests = methods[place.unwrap_or(last)].get_or_init(Box::default);
        match STATUSES.binary_search(&status) {
            Ok(place) => requests.statuses[place].add_one(),
            Err(_) => requests.other.add_one(),
        }
        requests.times.record(took);
    }
}

/// The requests for paths that aren't the API's.
static OTHER: RouteMetrics = RouteMetrics {
    methods: OnceLock::new(),
};

/// The requests of a route, or of all other paths.
pub(crate) fn of_route(route: Option<&Arc<Route>>) -> &RouteMetrics {
    route.map_or(&OTHER, |route| route.metrics())
}

/// All routes. A table of routes may be dropped.
static ROUTES: Mutex<Vec<Weak<Route>>> = Mutex::new(Vec::new());

fn routes() -> MutexGuard<'static, Vec<Weak<Route>>> {
    ROUTES.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Adds a route to those that are shown.
pub(crate) fn register(route: &Arc<Route>) {
    let mut routes = routes();
    if routes.len() == routes.capacity() {
        routes.retain(|route| route.strong_count() > 0);
    }
    routes.push(Arc::downgrade(route));
}

/// The numbers of one route and method.
#[derive(Default)]
struct Sum {
    statuses: BTreeMap<u16, u64>,
    other: u64,
    times: Times,
}

/// Writes the requests of all routes. Several tables may have the same route.
pub(super) fn write(text: &mut Text) {
    let routes: Vec<Arc<Route>> = routes().iter().filter_map(Weak::upgrade).collect();
    let mut sums = BTreeMap::<(&str, &str), Sum>::new();
    let named = routes.iter().map(|route| (route.template(), route.metrics()));
    for (template, metrics) in named.chain([(Route::OTHER, &OTHER)]) {
        for (method, requests) in METHODS
            .iter()
            .zip(metrics.methods.get().into_iter().flat_map(|all| all.iter()))
        {
            let Some(requests) = requests.get() else { continue };
            let sum = sums.entry((template, method)).or_default();
            for (status, count) in STATUSES.iter().zip(&requests.statuses) {
                if count.get() > 0 {
                    *sum.statuses.entry(*status).or_default() += count.get();
                }
            }
            sum.other += requests.other.get();
            sum.times.add(&requests.times.get());
        }
    }
    text.begin(REQUESTS);
    for ((route, method), sum) in &sums {
        for (status, count) in &sum.statuses {
            text.sample(&[method, route, &status.to_string()], count);
        }
        if sum.other > 0 {
            text.sample(&[method, route, "other"], sum.other);
        }
    }
    text.begin(REQUEST_TIME);
    for ((route, method), sum) in &sums {
        text.times(&[method, route], &sum.times);
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Format;
    use super::*;

    #[test]
    fn labels_are_bounded_whatever_is_requested() {
        let route = Route::registered("/bounded/{id}");
        for number in 0..1_000 {
            let method = Method::from_bytes(format!("M{number}").as_bytes()).unwrap();
            route.metrics().count(&method, 600 + number, Duration::ZERO);
        }
        route.metrics().count(&Method::GET, 200, Duration::from_millis(2));
        // Another table has the same route.
        let again = Route::registered("/bounded/{id}");
        again.metrics().count(&Method::GET, 200, Duration::from_millis(2));
        let mut text = Text::new(Format::Prometheus);
        write(&mut text);
        let text = text.end();
        let mut lines = text
            .lines()
            .filter(|line| line.contains("/bounded/{id}") && line.contains("requests_total"));
        let rest = "route=\"/bounded/{id}\",status";
        assert_eq!(
            lines.next(),
            Some(format!("http_requests_total{{method=\"GET\",{rest}=\"200\"}} 2").as_str())
        );
        let others = format!("http_requests_total{{method=\"other\",{rest}=\"other\"}} 1000");
        assert_eq!(lines.next(), Some(others.as_str()));
        assert_eq!(lines.next(), None);
    }

    #[test]
    fn statuses_are_sorted() {
        assert!(STATUSES.is_sorted());
    }
}

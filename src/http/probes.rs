//! What operators ask a server: whether it lives, whether it is ready, and its metrics. These routes are in no document, and need no
//! credentials and no valid host: orchestrators ask by the address of a machine.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use futures::future::{BoxFuture, join_all};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use serde::Serialize;
use tokio::sync::Mutex;
use tokio::time::Instant;
use warp::reply::Response;

use super::problem::Problem;
use super::reply::{JSON, empty};

/// How long a check may take.
const CHECK_TIMEOUT: Duration = Duration::from_secs(2);

/// How long the result of the checks is used again, so that many probes cost no more than one.
const KEPT: Duration = Duration::from_millis(500);

const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Where the probes are, each at a path such as `/ready`, or nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ProbeRoutes {
    pub(crate) live: Option<String>,
    pub(crate) ready: Option<String>,
    pub(crate) metrics: Option<String>,
}

impl Default for ProbeRoutes {
    fn default() -> Self {
        let at = |path: &str| Some(path.to_owned());
        Self {
            live: at("/live"),
            ready: at("/ready"),
            metrics: at("/metrics"),
        }
    }
}

impl ProbeRoutes {
    /// The routes of which none is of the API itself.
    fn without(mut self, is_taken: impl Fn(&str) -> bool) -> Self {
        for route in [&mut self.live, &mut self.ready, &mut self.metrics] {
            if let Some(path) = route.take_if(|path| is_taken(path)) {
                tracing::warn!(
                    path,
                    "the API has a path of its own there, so no probe is answered; set --admin-port to answer probes on another port"
                );
            }
        }
        self
    }
}

/// A check of something that requests need. An error says what is wrong, and nothing that is secret: clients see it.
pub(crate) struct Check {
    pub(crate) name: &'static str,
    pub(crate) run: Box<dyn Fn() -> BoxFuture<'static, Result<(), String>> + Send + Sync>,
}

/// Renders the metrics for a request with these headers: their media type and the text.
pub(crate) type RenderMetrics = Box<dyn Fn(&HeaderMap) -> (HeaderValue, String) + Send + Sync>;

/// The health of a server.
pub(crate) struct Health {
    checks: Vec<Check>,
    metrics: Option<RenderMetrics>,
    draining: AtomicBool,
    check_timeout: Duration,
    kept: Duration,
    last: Mutex<Option<(Instant, Report)>>,
}

/// The result of all checks.
#[derive(Debug, Clone, Serialize)]
struct Report {
    status: &'static str,
    checks: Vec<CheckResult>,
}

#[derive(Debug, Clone, Serialize)]
struct CheckResult {
    name: &'static str,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
    milliseconds: f64,
}

impl Health {
    /// A server with these checks.
    pub(crate) fn new(checks: Vec<Check>, metrics: Option<RenderMetrics>) -> Arc<Self> {
        Arc::new(Self::of(checks, metrics))
    }

    fn of(checks: Vec<Check>, metrics: Option<RenderMetrics>) -> Self {
        Self {
            checks,
            metrics,
            draining: AtomicBool::new(false),
            check_timeout: CHECK_TIMEOUT,
            kept: KEPT,
            last: Mutex::default(),
        }
    }

    /// The server is about to stop: it is no longer ready.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    async fn report(&self) -> Report {
        if self.draining.load(Ordering::Relaxed) {
            return Report {
                status: "draining",
                checks: Vec::new(),
            };
        }
        // Others wait for the result of the first.
        let mut last = self.last.lock().await;
        if let Some((at, report)) = &*last
            && at.elapsed() < self.kept
        {
            return report.clone();
        }
        let checks = join_all(self.checks.iter().map(|check| check.result(self.check_timeout))).await;
        let is_ready = checks.iter().all(|check| check.status == "ok");
        let report = Report {
            status: if is_ready { "ready" } else { "not ready" },
            checks,
        };
        *last = Some((Instant::now(), report.clone()));
        report
    }
}

impl Check {
    async fn result(&self, limit: Duration) -> CheckResult {
        let started = Instant::now();
        let failed = match tokio::time::timeout(limit, (self.run)()).await {
            Ok(Ok(())) => None,
            Ok(Err(detail)) => Some(detail),
            Err(_) => Some(format!("no answer within {} ms", limit.as_millis())),
        };
        let microseconds = u32::try_from(started.elapsed().as_micros()).unwrap_or(u32::MAX);
        CheckResult {
            name: self.name,
            status: if failed.is_none() { "ok" } else { "failed" },
            detail: failed,
            milliseconds: f64::from(microseconds) / 1_000.0,
        }
    }
}

impl fmt::Debug for Health {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Health")
            .field("draining", &self.draining)
            .finish_non_exhaustive()
    }
}

/// The probes of one port.
#[derive(Debug, Clone)]
pub(crate) struct Probes {
    health: Arc<Health>,
    routes: ProbeRoutes,
}

/// A probe that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Probe {
    Live,
    Ready,
    Metrics,
}

impl Probes {
    pub(crate) fn new(health: Arc<Health>, routes: ProbeRoutes) -> Self {
        Self { health, routes }
    }

    /// The probes whose routes aren't those of the API itself.
    pub(crate) fn without(self, is_taken: impl Fn(&str) -> bool) -> Self {
        Self {
            routes: self.routes.without(is_taken),
            ..self
        }
    }

    /// The probe at a path.
    pub(super) fn find(&self, path: &str) -> Option<Probe> {
        let is_at = |route: &Option<String>| route.as_deref() == Some(path);
        if is_at(&self.routes.live) {
            Some(Probe::Live)
        } else if is_at(&self.routes.ready) {
            Some(Probe::Ready)
        } else if is_at(&self.routes.metrics) && self.health.metrics.is_some() {
            Some(Probe::Metrics)
        } else {
            None
        }
    }

    /// The reply to a probe.
    pub(super) async fn answer(&self, probe: Probe, method: &Method, headers: &HeaderMap) -> Response {
        if method == Method::OPTIONS {
            let mut response = empty(StatusCode::NO_CONTENT);
            response
                .headers_mut()
                .insert(ALLOW, HeaderValue::from_static("GET, HEAD, OPTIONS"));
            return response;
        }
        if method != Method::GET && method != Method::HEAD {
            return Problem::not_allowed(method, HeaderValue::from_static("GET, HEAD, OPTIONS")).into_response();
        }
        let (status, media, body) = match probe {
            Probe::Live => (StatusCode::OK, JSON, r#"{"status":"live"}"#.to_owned()),
            Probe::Ready => {
                let report = self.health.report().await;
                let status = match report.status {
                    "ready" => StatusCode::OK,
                    _ => StatusCode::SERVICE_UNAVAILABLE,
                };
                // Strings and numbers always render.
                (status, JSON, serde_json::to_string(&report).unwrap_or_default())
            }
            Probe::Metrics => match &self.health.metrics {
                Some(render) => {
                    let (media, text) = render(headers);
                    (StatusCode::OK, media, text)
                }
                None => (StatusCode::NOT_FOUND, JSON, String::new()),
            },
        };
        let mut response = Response::new(body.into());
        *response.status_mut() = status;
        response.headers_mut().insert(CONTENT_TYPE, media);
        response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
        response
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

    use http_body_util::BodyExt as _;

    use super::*;

    fn check(name: &'static str, result: Result<(), &'static str>, runs: &Arc<AtomicUsize>) -> Check {
        let runs = Arc::clone(runs);
        Check {
            name,
            run: Box::new(move || {
                runs.fetch_add(1, Ordering::Relaxed);
                Box::pin(std::future::ready(result.map_err(str::to_owned)))
            }),
        }
    }

    fn probes(checks: Vec<Check>) -> Probes {
        of(Health::of(checks, None))
    }

    fn of(health: Health) -> Probes {
        let routes = ProbeRoutes {
            live: Some("/live".to_owned()),
            ready: Some("/ready".to_owned()),
            metrics: None,
        };
        Probes::new(Arc::new(health), routes)
    }

    async fn asked(probes: &Probes, path: &str) -> (u16, serde_json::Value) {
        let probe = probes.find(path).unwrap();
        let response = probes.answer(probe, &Method::GET, &HeaderMap::new()).await;
        let status = response.status().as_u16();
        assert_eq!(response.headers()[CACHE_CONTROL], NO_STORE);
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[tokio::test]
    async fn a_server_is_ready_if_all_checks_pass() {
        let runs = Arc::default();
        let ready = probes(vec![check("database", Ok(()), &runs), check("broker", Ok(()), &runs)]);
        let (status, report) = asked(&ready, "/ready").await;
        assert_eq!((status, &report["status"]), (200, &"ready".into()));
        assert_eq!(report["checks"][0]["name"], "database");
        assert!(report["checks"][0]["milliseconds"].is_number());
        let failing = probes(vec![
            check("database", Ok(()), &runs),
            check("broker", Err("not connected"), &runs),
        ]);
        let (status, report) = asked(&failing, "/ready").await;
        assert_eq!((status, &report["status"]), (503, &"not ready".into()));
        assert_eq!(report["checks"][1]["detail"], "not connected");
        assert_eq!(asked(&failing, "/live").await.0, 200);
    }

    #[tokio::test]
    async fn a_server_that_drains_is_live_and_not_ready() {
        let runs = Arc::default();
        let probes = probes(vec![check("database", Ok(()), &runs)]);
        assert_eq!(asked(&probes, "/ready").await.0, 200);
        probes.health.drain();
        let (status, report) = asked(&probes, "/ready").await;
        assert_eq!((status, &report["status"]), (503, &"draining".into()));
        assert_eq!(asked(&probes, "/live").await.0, 200);
    }

    #[tokio::test]
    async fn many_probes_share_one_result() {
        let runs = Arc::default();
        let mut health = Health::of(vec![check("database", Ok(()), &runs)], None);
        health.kept = Duration::from_hours(1);
        let probes = of(health);
        let many = (0..100).map(|_| asked(&probes, "/ready"));
        assert!(join_all(many).await.iter().all(|(status, _)| *status == 200));
        assert_eq!(runs.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_result_is_not_kept_for_ever() {
        let runs = Arc::default();
        let mut health = Health::of(vec![check("database", Ok(()), &runs)], None);
        health.kept = Duration::ZERO;
        let probes = of(health);
        asked(&probes, "/ready").await;
        asked(&probes, "/ready").await;
        assert_eq!(runs.load(Ordering::Relaxed), 2);
    }

    #[tokio::test]
    async fn a_check_that_hangs_fails() {
        let hanging = Check {
            name: "database",
            run: Box::new(|| Box::pin(std::future::pending())),
        };
        let mut health = Health::of(vec![hanging], None);
        health.check_timeout = Duration::from_millis(1);
        let (status, report) = asked(&of(health), "/ready").await;
        assert_eq!(
            (status, &report["checks"][0]["detail"]),
            (503, &"no answer within 1 ms".into())
        );
    }

    #[tokio::test]
    async fn other_methods_and_paths_are_no_probes() {
        let probes = probes(Vec::new());
        assert_eq!((probes.find("/ready/"), probes.find("/metrics")), (None, None));
        let posted = probes.answer(Probe::Live, &Method::POST, &HeaderMap::new()).await;
        assert_eq!(
            (posted.status().as_u16(), &posted.headers()[ALLOW]),
            (405, &HeaderValue::from_static("GET, HEAD, OPTIONS"))
        );
    }
}

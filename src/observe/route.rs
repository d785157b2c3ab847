//! The route of a request, as the log and metrics name it.

use std::sync::Arc;

use super::metrics::{self, RouteMetrics};

/// One path of an API, its template, which all requests for it share.
#[derive(Debug)]
pub(crate) struct Route {
    template: Box<str>,
    metrics: RouteMetrics,
}

impl Route {
    /// The route of requests for paths that aren't the API's.
    pub(crate) const OTHER: &str = "other";

    /// A route by its template, such as `/v1/tasks/{id}`. Its requests are among those that metrics show.
    pub(crate) fn registered(template: impl Into<Box<str>>) -> Arc<Self> {
        let route = Arc::new(Self {
            template: template.into(),
            metrics: RouteMetrics::default(),
        });
        metrics::register(&route);
        route
    }

    /// Its template.
    pub(crate) fn template(&self) -> &str {
        &self.template
    }

    /// Its requests.
    pub(super) fn metrics(&self) -> &RouteMetrics {
        &self.metrics
    }
}

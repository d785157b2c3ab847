//! The port for operators: probes and metrics, and nothing of the API.

use std::sync::Arc;
use std::time::Duration;

use futures::stream;
use tokio_util::task::AbortOnDropHandle;
use warp::Filter as _;
use warp::reply::Response;

use crate::engine::Settings;
use crate::http::{self, Limits, Listener, Probes, Served};
use crate::meta::Errors;

/// How many operators connect at a time.
const CONNECTIONS: usize = 256;

/// A server for operators. It answers until it is dropped, also while the API drains.
pub(super) struct AdminServer {
    _server: AbortOnDropHandle<()>,
}

impl AdminServer {
    /// Starts it.
    pub(super) fn start(listener: Listener, probes: Probes, settings: Arc<Settings>, errors: &'static Errors) -> Self {
        let nothing = warp::any().and_then(|| async { Err::<Response, _>(warp::reject::not_found()) });
        let served = Served {
            filter: nothing.boxed(),
            layers: Vec::new(),
            probes: Some(probes),
            settings,
            errors,
            cors: None,
        };
        let limits = Limits {
            connections: CONNECTIONS,
            per_address: None,
            handler: Duration::from_secs(10),
            ..Limits::default()
        };
        let server = http::listen(listener, served, limits, std::future::ready(()), stream::pending());
        Self {
            _server: AbortOnDropHandle::new(tokio::spawn(server)),
        }
    }
}

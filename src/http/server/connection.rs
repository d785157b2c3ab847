//! One connection: HTTP/1.1 or 2, each request within its limits and with its id.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures::FutureExt;
use http::{Method, Request};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::Watcher;
use tokio::net::TcpStream;
use tower::Service;
use warp::reply::Response;

use super::clock::{TimedBody, Waited, within};
use super::limits::Limits;
use crate::engine::Settings;
use crate::error::Error;
use crate::http::host;
use crate::http::problem::Problem;
use crate::http::reply::without_body;
use crate::http::request_id::{HEADER, RequestId};

/// How often an idle HTTP/2 connection is asked whether it still lives.
const PING: Duration = Duration::from_secs(20);

/// What all connections of a server share.
pub(super) struct Connections<S> {
    builder: Builder<TokioExecutor>,
    service: S,
    shared: Arc<Shared>,
}

struct Shared {
    settings: Arc<Settings>,
    limits: Limits,
}

impl<S> Connections<S>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    pub(super) fn new(service: S, settings: Arc<Settings>, limits: Limits) -> Self {
        let mut builder = Builder::new(TokioExecutor::new());
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.header_read)
            .max_buf_size(usize::try_from(limits.header_bytes).unwrap_or(usize::MAX).max(8192))
            .keep_alive(true);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .max_header_list_size(limits.header_bytes);
        Self {
            builder,
            service,
            shared: Arc::new(Shared { settings, limits }),
        }
    }

    /// Serves a connection to its end.
    pub(super) fn serve(
        &self,
        stream: TcpStream,
        watcher: Watcher,
    ) -> impl Future<Output = ()> + Send + 'static + use<S> {
        // Replies are written whole: waiting for more to send would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let heard = Arc::new(AtomicBool::new(false));
        let (service, shared) = (self.service.clone(), Arc::clone(&self.shared));
        let header_read = shared.limits.header_read;
        let first = Arc::clone(&heard);
        let service = service_fn(move |request| {
            first.store(true, Ordering::Relaxed);
            answer(service.clone(), Arc::clone(&shared), request)
        });
        let connection = self
            .builder
            .serve_connection_with_upgrades(TokioIo::new(stream), service);
        let connection = watcher.watch(connection.into_owned());
        async move {
            let mut connection = pin!(connection);
            // hyper's own clock only starts once it knows which version is spoken.
            let ended = tokio::select! {
                ended = &mut connection => ended,
                () = tokio::time::sleep(header_read) => {
                    if !heard.load(Ordering::Relaxed) {
                        return;
                    }
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "the connection broke off");
            }
        }
    }
}

/// Answers one request, whatever happens.
async fn answer<S>(mut service: S, shared: Arc<Shared>, mut request: Request<Incoming>) -> Result<Response, Infallible>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible>,
{
    let started = Instant::now();
    let Shared { settings, limits } = &*shared;
    let id = RequestId::of(request.headers());
    request.headers_mut().insert(HEADER, id.header());
    let (method, path) = (request.method().clone(), request.uri().clone());
    let waited = Arc::new(Waited::default());
    let version = request.version();
    let host = host::settle(&mut request, settings);
    let request = request.map(|body| TimedBody::new(body, limits.body_read, Arc::clone(&waited)));

    let answer = id.clone().scope(async move {
        match host {
            Ok(()) => service.call(request).await,
            Err(refused) => Ok(refused.into_last_response(version)),
        }
    });
    let answer = AssertUnwindSafe(within(limits.handler, &waited, answer)).catch_unwind();
    let mut response = match answer.await {
        Ok(Some(Ok(response))) => response,
        Ok(None) => {
            tracing::error!(request_id = id.text(), %method, path = path.path(), "the answer took too long");
            Problem::unavailable("the answer took too long").into_response()
        }
        Err(_) => Problem::of(Error::internal("a filter panicked"), settings, &id).into_response(),
    };
    id.stamp(&mut response);
    if method == Method::HEAD {
        response = without_body(response);
    }
    tracing::debug!(
        request_id = id.text(),
        %method,
        path = path.path(),
        status = response.status().as_u16(),
        took = ?started.elapsed(),
        "answered"
    );
    Ok(response)
}

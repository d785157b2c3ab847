//! One connection of HTTP/1.1 or HTTP/2: each request is answered within the limits, and has an ID.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures::FutureExt;
use http::header::{CONNECTION, EXPECT};
use http::{HeaderValue, Method, Request, StatusCode, Version};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::watch;
use tower_service::Service;
use warp::reply::Response;

use super::activity::Activity;
use super::addresses::AddressSlot;
use super::connection_state::{EndReason, ServerState};
use super::exchange::Exchange;
use super::limits::Limits;
use super::outgoing::{OutgoingBody, StreamExecutor, StreamProgress};
use super::target;
use super::timed_body::{BodyWait, TimedBody, within};
use super::transport::Transport;
use super::unsent::{BudgetExhausted, ConnectionUnsent, Unsent};
use crate::db::Overdue;
use crate::engine::Settings;
use crate::error::Error;
use crate::http::cors::{Cors, CorsRequest};
use crate::http::host;
use crate::http::problem::{Problem, declared};
use crate::http::rate_limit::Peer;
use crate::http::reply::{IsShared, without_body};
use crate::http::request_id::RequestId;
use crate::meta::Errors;

/// The interval of pings on an idle connection of HTTP/2.
const PING: Duration = Duration::from_secs(20);

/// The most requests at a time on a connection of HTTP/2.
const STREAMS: u32 = 100;

/// The most unsent bytes in a stream of HTTP/2.
const STREAM_BYTES: usize = 64 * 1024;

/// What all connections of a server share.
pub(super) struct Connections<S> {
    builder: Builder<StreamExecutor>,
    service: S,
    shared: Arc<Shared>,
}

struct Shared {
    settings: Arc<Settings>,
    errors: &'static Errors,
    cors: Option<Arc<Cors>>,
    limits: Limits,
    unsent: Arc<Unsent>,
}

/// What all requests of a connection share.
struct Connection {
    shared: Arc<Shared>,
    activity: Arc<Activity>,
    unsent: ConnectionUnsent,
    peer: Option<Peer>,
    server: watch::Receiver<ServerState>,
}

impl<S> Connections<S>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    pub(super) fn new(
        service: S,
        (settings, errors, cors): (Arc<Settings>, &'static Errors, Option<Arc<Cors>>),
        limits: Limits,
    ) -> Self {
        let mut builder = Builder::new(StreamExecutor { limit: limits.write });
        builder
            .http1()
            // hyper's time limit for heads would count while the connection is idle. `Activity` has one that doesn't.
            .header_read_timeout(None::<Duration>)
            .max_buf_size(usize::try_from(limits.header_bytes).unwrap_or(usize::MAX).max(8192))
            .keep_alive(true);
        builder
            .http2()
            .timer(TokioTimer::new())
            .keep_alive_interval(PING)
            .max_concurrent_streams(STREAMS)
            .max_send_buf_size(STREAM_BYTES)
            .max_header_list_size(limits.header_bytes);
        let unsent = Unsent::new(&limits);
        Self {
            builder,
            service,
            shared: Arc::new(Shared {
                settings,
                errors,
                cors,
                limits,
                unsent,
            }),
        }
    }

    /// Serves a connection to its end.
    pub(super) fn serve(
        &self,
        stream: TcpStream,
        address_slot: Option<AddressSlot>,
        mut server: watch::Receiver<ServerState>,
    ) -> impl Future<Output = ()> + Send + 'static + use<S> {
        // Replies are written as a whole, so Nagle's algorithm would only delay them.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "TCP_NODELAY");
        }
        let peer = stream.peer_addr().ok().map(|address| Peer(address.ip()));
        let activity = Arc::new(Activity::new(&self.shared.limits));
        let connection = Arc::new(Connection {
            shared: Arc::clone(&self.shared),
            activity: Arc::clone(&activity),
            unsent: self
                .shared
                .unsent
                .connection(address_slot.as_ref().and_then(AddressSlot::unsent)),
            peer,
            server: server.clone(),
        });
        let unsent = Arc::clone(&self.shared.unsent);
        let service = self.service.clone();
        let service = service_fn(move |request| answer(service.clone(), Arc::clone(&connection), request));
        let io = TokioIo::new(Transport::new(stream, Arc::clone(&activity), address_slot));
        let connection = self.builder.serve_connection_with_upgrades(io, service).into_owned();
        async move {
            let mut connection = pin!(connection);
            loop {
                tokio::select! {
                    biased;
                    ended = connection.as_mut() => {
                        if let Err(error) = ended {
                            tracing::debug!(%error, "the connection failed");
                        }
                        return;
                    }
                    reason = activity.overdue(&mut server, &unsent) => match reason {
                        EndReason::Idle if activity.start_shutdown() => connection.as_mut().graceful_shutdown(),
                        EndReason::Idle | EndReason::Head => return,
                        EndReason::Unread => {
                            tracing::debug!("the connection is reset: its client doesn't read its replies");
                            activity.reset();
                            return;
                        }
                    }
                }
            }
        }
    }
}

/// The service behind the checks of the request.
struct CheckedService<S> {
    service: S,
    /// The reply to a request that failed a check.
    refused: Option<Response>,
    connection: Arc<Connection>,
}

impl<S> CheckedService<S>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible>,
{
    async fn call(&mut self, request: Request<TimedBody>) -> Result<Response, Infallible> {
        if let Some(response) = self.refused.take() {
            return Ok(response);
        }
        self.connection.unsent.wait_for_room().await;
        self.service.call(request).await
    }
}

/// The type of a message's body.
trait HasBody {
    type Body;
}

impl<B> HasBody for http::Response<B> {
    type Body = B;
}

type Outgoing = http::Response<OutgoingBody<<Response as HasBody>::Body>>;

/// Answers one request, whatever happens.
async fn answer<S>(
    service: S,
    connection: Arc<Connection>,
    mut request: Request<Incoming>,
) -> Result<Outgoing, Infallible>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible>,
{
    let started = Instant::now();
    let Shared {
        settings,
        errors,
        cors,
        limits,
        ..
    } = &*connection.shared;
    let cors = cors
        .as_deref()
        .map(|cors| (cors, CorsRequest::of(request.method(), request.headers())));
    let id = RequestId::of(request.headers());
    let (method, path) = (request.method().clone(), request.uri().clone());
    let http2 = request.version() >= Version::HTTP_2;
    let expects_continue = request.headers().contains_key(EXPECT);
    let exchange = Exchange::new(Arc::clone(&connection.activity), http2, request.body());
    let mut service = CheckedService {
        service,
        refused: target::refused(&method, &path).or_else(|| {
            host::check_and_normalize(&mut request, settings)
                .err()
                .map(host::BadHost::into_response)
        }),
        connection: Arc::clone(&connection),
    };
    if let Some(peer) = connection.peer {
        request.extensions_mut().insert(peer);
    }
    let waited = Arc::new(BodyWait::default());
    let request =
        request.map(|body| TimedBody::new(body, Arc::clone(&exchange), limits.body_read, Arc::clone(&waited)));

    let answer = id.clone().scope(async move { service.call(request).await });
    let answer = AssertUnwindSafe(within(limits.handler, &waited, answer)).catch_unwind();
    let mut response = match answer.await {
        Ok(Ok(Ok(response))) => response,
        Ok(Err(Overdue::Unchanged)) => {
            tracing::error!(request_id = id.text(), %method, path = path.path(), "the answer took too long");
            Problem::unavailable("the answer took too long").into_response()
        }
        Ok(Err(Overdue::Changed)) => {
            let error = Error::OutcomeUnknown("the answer took too long".into());
            Problem::of(error, settings, &id).into_response()
        }
        Err(_) => Problem::of(Error::internal("a filter panicked"), settings, &id).into_response(),
    };
    declared(&mut response, errors, &id);
    if method == Method::HEAD {
        response = without_body(response);
    }
    let size = response.body().size_hint().exact().unwrap_or_default();
    let counts = response.extensions_mut().remove::<IsShared>().is_none();
    let reservation = connection.unsent.reserve(if counts { size } else { 0 }, limits.handler);
    let reservation = match reservation.await {
        Ok(reservation) => reservation,
        // The change is made, so its reply is sent without permits. The limits of requests bound its size.
        Err(BudgetExhausted) if !method.is_safe() => None,
        Err(BudgetExhausted) => {
            response = Problem::unavailable("too many replies wait to be read").into_response();
            declared(&mut response, errors, &id);
            None
        }
    };
    if let Some((cors, request)) = &cors {
        cors.complete(request, &mut response);
    }
    id.add_to(&mut response);
    let closes =
        !exchange.is_reusable(expects_continue, limits.body_read).await || connection.server.borrow().is_stopping();
    if closes && !http2 && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    tracing::debug!(
        request_id = id.text(),
        %method,
        path = path.path(),
        status = response.status().as_u16(),
        took = ?started.elapsed(),
        "answered"
    );
    let progress = StreamProgress::current();
    Ok(response.map(|body| OutgoingBody::new(body, reservation, progress, exchange)))
}

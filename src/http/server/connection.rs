//! One connection of HTTP/1.1 or HTTP/2: each request is answered within the limits, and has an ID.

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use http::header::{CONNECTION, EXPECT};
use http::{HeaderName, HeaderValue, Method, Request, StatusCode, Version};
use hyper::body::{Body as _, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::sync::watch;
use tower_service::Service;
use warp::reply::Response;

use super::activity::Activity;
use super::addresses::AddressSlot;
use super::connection_state::{EndReason, ServerState};
use super::exchange::Exchange;
use super::limits::Limits;
use super::listener::{ClientSocket, Handshake};
use super::outgoing::{OutgoingBody, StreamExecutor, StreamProgress};
use super::security_headers::SecurityHeaders;
use super::target;
use super::timed_body::{BodyWait, TimedBody, within};
use super::transport::Transport;
use super::unsent::{BudgetExhausted, ConnectionUnsent, Unsent};
use crate::db::Overdue;
use crate::engine::Settings;
use crate::error::Error;
use crate::http::address::client;
use crate::http::compression::{Accepted, Compression};
use crate::http::cors::{Cors, CorsRequest};
use crate::http::host;
use crate::http::layered::Endpoint;
use crate::http::probes::{Health, Probe, Probes};
use crate::http::problem::{Problem, declared};
use crate::http::rate_limit::Peer;
use crate::http::reply::{IsShared, empty, without_body};
use crate::http::request_id::RequestId;
use crate::meta::Errors;
use crate::observe::{self, Observation, RequestRecord};

/// The interval of pings on an idle connection of HTTP/2.
const PING: Duration = Duration::from_secs(20);

/// The most requests at a time on a connection of HTTP/2.
const STREAMS: u32 = 100;

/// The most unsent bytes in a stream of HTTP/2.
const STREAM_BYTES: usize = 64 * 1024;

/// The continuation of a caller's trace (W3C Trace Context, level 2).
const TRACE_RESPONSE: HeaderName = HeaderName::from_static("traceresponse");

/// Where the time of a request went (<https://www.w3.org/TR/server-timing/>).
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// What all connections of a server share.
pub(super) struct Connections<S> {
    builder: Arc<Builder<StreamExecutor>>,
    endpoint: Endpoint<S>,
    handshake: Handshake,
    shared: Arc<Shared>,
}

struct Shared {
    /// Whether clients speak TLS.
    is_tls: bool,
    probes: Option<Probes>,
    health: Arc<Health>,
    compression: Compression,
    settings: Arc<Settings>,
    errors: &'static Errors,
    cors: Option<Arc<Cors>>,
    limits: Limits,
    unsent: Arc<Unsent>,
}

/// What all requests of a connection share.
struct Connection {
    /// The other end: a client, or a proxy.
    peer: Option<IpAddr>,
    shared: Arc<Shared>,
    activity: Arc<Activity>,
    unsent: ConnectionUnsent,
    server: watch::Receiver<ServerState>,
}

impl Connection {
    /// Whether the server stops, or is about to: then the client's next request has to go to another server.
    fn is_ending(&self) -> bool {
        self.server.borrow().is_stopping() || self.shared.health.is_draining()
    }
}

impl<S> Connections<S>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send + 'static,
{
    pub(super) fn new(
        endpoint: Endpoint<S>,
        handshake: Handshake,
        (probes, health): (Option<Probes>, Arc<Health>),
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
            builder: Arc::new(builder),
            endpoint,
            shared: Arc::new(Shared {
                is_tls: handshake.is_tls(),
                probes,
                health,
                compression: Compression::default(),
                settings,
                errors,
                cors,
                limits,
                unsent,
            }),
            handshake,
        }
    }

    /// Serves a connection to its end.
    pub(super) fn serve(
        &self,
        socket: ClientSocket,
        peer: Option<IpAddr>,
        address_slot: Option<AddressSlot>,
        mut server: watch::Receiver<ServerState>,
    ) -> impl Future<Output = ()> + Send + 'static + use<S> {
        let (shared, endpoint) = (Arc::clone(&self.shared), self.endpoint.clone());
        let (builder, handshake) = (Arc::clone(&self.builder), self.handshake.clone());
        async move {
            // A client has as much time for its handshake as for a head.
            let stream = match tokio::time::timeout(shared.limits.header_read, handshake.perform(socket)).await {
                Ok(Ok(stream)) => stream,
                Ok(Err(error)) => {
                    tracing::debug!(%error, "the TLS handshake failed");
                    return;
                }
                Err(_) => {
                    tracing::debug!("the TLS handshake took too long");
                    return;
                }
            };
            let activity = Arc::new(Activity::new(&shared.limits));
            let unsent = Arc::clone(&shared.unsent);
            let connection = Arc::new(Connection {
                peer,
                unsent: unsent.connection(address_slot.as_ref().and_then(AddressSlot::unsent)),
                shared,
                activity: Arc::clone(&activity),
                server: server.clone(),
            });
            let service = service_fn(move |request| answer(endpoint.clone(), Arc::clone(&connection), request));
            let io = TokioIo::new(Transport::new(stream, Arc::clone(&activity), address_slot));
            let mut connection = pin!(builder.serve_connection_with_upgrades(io, service).into_owned());
            loop {
                tokio::select! {
                    biased;
                    ended = connection.as_mut() => {
                        if let Err(error) = ended {
                            log_failure(&*error, peer);
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

/// What answers a request.
enum Answerer<S> {
    /// A reply that is there: the request failed a check.
    Refusal(Response),
    Probe(Probe),
    Endpoint(Endpoint<S>),
}

impl<S> Answerer<S>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible>,
{
    async fn answer(self, request: Request<TimedBody>, connection: &Connection, id: &RequestId) -> Response {
        let Shared { settings, probes, .. } = &*connection.shared;
        match (self, probes) {
            (Self::Refusal(response), _) => response,
            (Self::Probe(probe), Some(probes)) => probes.answer(probe, request.method(), request.headers()).await,
            (Self::Probe(_), None) => empty(StatusCode::NOT_FOUND),
            (Self::Endpoint(mut endpoint), _) => {
                connection.unsent.wait_for_room().await;
                endpoint.call(request, settings, id).await
            }
        }
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
    endpoint: Endpoint<S>,
    connection: Arc<Connection>,
    mut request: Request<Incoming>,
) -> Result<Outgoing, Infallible>
where
    S: Service<Request<TimedBody>, Response = Response, Error = Infallible>,
{
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
    // It ends with the body of the reply, or here, if the client leaves before.
    let mut observation = Observation::begin(
        id.record(request.headers()),
        &method,
        client(settings, request.headers(), connection.peer),
    );
    let record = Arc::clone(observation.record());
    let http2 = request.version() >= Version::HTTP_2;
    let expects_continue = request.headers().contains_key(EXPECT);
    let exchange = Exchange::new(Arc::clone(&connection.activity), http2, request.body());
    if let Some(address) = connection.peer {
        request.extensions_mut().insert(Peer(address));
    }
    let accepted = settings.compression.then(|| Accepted::of(request.headers_mut()));
    let answerer = answerer(endpoint, &connection.shared, &mut request);
    let security = SecurityHeaders::of(&request, settings, connection.shared.is_tls);
    let waited = Arc::new(BodyWait::default());
    let request =
        request.map(|body| TimedBody::new(body, Arc::clone(&exchange), limits.body_read, Arc::clone(&waited)));

    let answer = observe::scope(Arc::clone(&record), answerer.answer(request, &connection, &id));
    let answer = AssertUnwindSafe(within(limits.handler, &waited, answer)).catch_unwind();
    let mut response = match answer.await {
        Ok(Ok(response)) => response,
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
    if let Some(accepted) = accepted {
        response = connection.shared.compression.apply(response, accepted);
    }
    if let Some((cors, request)) = &cors {
        cors.complete(request, &mut response);
    }
    security.add_to(&mut response);
    id.add_to(&mut response);
    add_trace(&record, &mut response);
    if cfg!(debug_assertions) {
        add_timing(&observation, &mut response);
    }
    let closes = !exchange.is_reusable(expects_continue, limits.body_read).await || connection.is_ending();
    if closes && !http2 && response.status() != StatusCode::SWITCHING_PROTOCOLS {
        response
            .headers_mut()
            .insert(CONNECTION, HeaderValue::from_static("close"));
    }
    observation.set_status(response.status().as_u16());
    let progress = StreamProgress::current();
    Ok(response.map(|body| OutgoingBody::new(body, reservation, progress, exchange, observation)))
}

/// Adds what a caller learns of the trace: its continuation here, if the caller began it.
fn add_trace(record: &RequestRecord, response: &mut Response) {
    if let Some(trace) = record.trace_response() {
        response.headers_mut().insert(TRACE_RESPONSE, trace);
    }
}

/// Adds where the time went, for whoever develops the application. A release says nothing about it, since it tells attackers more than users.
fn add_timing(observation: &Observation, response: &mut Response) {
    if let Some(timing) = observation.record().server_timing(observation.elapsed()) {
        response.headers_mut().insert(SERVER_TIMING, timing);
    }
}

/// Logs why a connection failed. A head that isn't one of HTTP is answered by hyper itself, so its line in the access log is written here.
fn log_failure(error: &(dyn std::error::Error + Send + Sync + 'static), peer: Option<IpAddr>) {
    if let Some(error) = error.downcast_ref::<hyper::Error>()
        && error.is_parse()
    {
        let status = match () {
            // hyper has one question for both.
            () if error.is_parse_too_large() && error.to_string().contains("URI") => StatusCode::URI_TOO_LONG,
            () if error.is_parse_too_large() => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            () => StatusCode::BAD_REQUEST,
        };
        observe::refused_head(status.as_u16(), peer.map(|peer| peer.to_canonical()));
    }
    tracing::debug!(%error, "the connection failed");
}

/// Chooses what answers a request, after the checks of its target and its host. Probes are asked by the address of a machine, whatever
/// hosts are served.
fn answerer<S>(endpoint: Endpoint<S>, shared: &Shared, request: &mut Request<Incoming>) -> Answerer<S> {
    if let Some(refused) = target::refused(request.method(), request.uri()) {
        return Answerer::Refusal(refused);
    }
    let probe = shared
        .probes
        .as_ref()
        .and_then(|probes| probes.find(request.uri().path()));
    if let Some(probe) = probe {
        return Answerer::Probe(probe);
    }
    match host::check_and_normalize(request, &shared.settings) {
        Ok(()) => Answerer::Endpoint(endpoint),
        Err(bad_host) => Answerer::Refusal(bad_host.into_response()),
    }
}

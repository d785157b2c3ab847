//! Upgrades a GET to a WebSocket (RFC 6455, section 4.2).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use headers::{HeaderMapExt as _, SecWebsocketAccept, SecWebsocketKey};
use http::header::{CONNECTION, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use warp::reply::Response;

use super::problem::Problem;
use super::reply::empty;
use super::state::State;
use crate::engine::Ctx;
use crate::meta::{Api, Socket};
use crate::observe;
use crate::ws::{self, NotAdmitted};

/// The only version of the protocol.
const VERSION: HeaderValue = HeaderValue::from_static("13");

/// Opens a socket.
pub(super) fn open(
    state: &State,
    declared: (&'static Api, &'static Socket),
    ctx: Ctx,
    (method, headers): (&Method, &HeaderMap),
    upgrade: Option<OnUpgrade>,
) -> Response {
    let key = headers
        .get(SEC_WEBSOCKET_KEY)
        .filter(|key| is_key(key))
        .and_then(|_| headers.typed_get::<SecWebsocketKey>());
    let wanted =
        method == Method::GET && has_word(headers, &CONNECTION, "upgrade") && has_word(headers, &UPGRADE, "websocket");
    let (Some(key), Some(upgrade), true) = (key, upgrade, wanted) else {
        return refused(StatusCode::BAD_REQUEST);
    };
    if headers.get(SEC_WEBSOCKET_VERSION) != Some(&VERSION) {
        return refused(StatusCode::UPGRADE_REQUIRED);
    }
    let slot = match state.hub().admit() {
        Ok(slot) => slot,
        Err(reason) => return Problem::unavailable(not_admitted(reason)).into_response(),
    };
    state.hub().spawn(observe::scope_of_current(async move {
        match upgrade.await {
            Ok(connection) => ws::run(slot, declared, ctx, TokioIo::new(connection)).await,
            Err(error) => tracing::debug!(%error, "the client disconnected before its socket was open"),
        }
    }));
    let mut response = empty(StatusCode::SWITCHING_PROTOCOLS);
    let headers = response.headers_mut();
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.typed_insert(SecWebsocketAccept::from(key));
    response
}

/// The detail of a 503.
const fn not_admitted(reason: NotAdmitted) -> &'static str {
    match reason {
        NotAdmitted::Full => "there are as many sockets as the server holds",
        NotAdmitted::BrokerLost => "no messages can be received at the moment",
        NotAdmitted::ShuttingDown => "the server is going away",
    }
}

/// The reply to a request that isn't an upgrade to a WebSocket.
fn refused(status: StatusCode) -> Response {
    let mut response = Problem::of_status(status, "Unable to open websocket connection").into_response();
    response.headers_mut().insert(SEC_WEBSOCKET_VERSION, VERSION);
    if status == StatusCode::UPGRADE_REQUIRED {
        let headers = response.headers_mut();
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        // `Upgrade` is a hop-by-hop header, and must be named in `Connection` (RFC 9110, section 7.8).
        headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    }
    response
}

/// Whether a comma-separated header has a word, in any case (RFC 9110, section 5.6.1).
fn has_word(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let lines = headers.get_all(name).iter().filter_map(|line| line.to_str().ok());
    let mut words = lines.flat_map(|line| line.split(','));
    words.any(|given| given.trim().eq_ignore_ascii_case(word))
}

/// Whether a key is valid: 16 bytes in base64 (RFC 6455, section 4.1).
fn is_key(key: &HeaderValue) -> bool {
    STANDARD.decode(key.as_bytes()).is_ok_and(|bytes| bytes.len() == 16)
}

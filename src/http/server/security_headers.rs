//! Headers that keep browsers from mistakes: each reply has them.

use http::header::{HOST, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Request};
use warp::reply::Response;

use crate::engine::{Host, Settings};

const NOSNIFF: HeaderValue = HeaderValue::from_static("nosniff");

/// The headers of one reply.
#[derive(Debug)]
pub(super) struct SecurityHeaders {
    /// That browsers are to use nothing but TLS from now on (RFC 6797, section 6.1).
    transport: Option<HeaderValue>,
}

impl SecurityHeaders {
    /// The headers of the reply to a request. The machine itself is left out where TLS is required: other programs listen on its ports, too.
    pub(super) fn of<B>(request: &Request<B>, settings: &Settings, is_tls: bool) -> Self {
        let seconds = settings.hsts.as_secs();
        if !is_tls || seconds == 0 {
            return Self { transport: None };
        }
        let host = request.uri().authority().map(|authority| authority.as_str());
        let host = host.or_else(|| request.headers().get(HOST)?.to_str().ok());
        let is_foreign = host.and_then(Host::parse).is_some_and(|host| !host.is_loopback());
        let value = HeaderValue::try_from(format!("max-age={seconds}")).ok();
        Self {
            transport: value.filter(|_| is_foreign),
        }
    }

    /// Adds them; those that are there already stay.
    pub(super) fn add_to(self, response: &mut Response) {
        let headers = response.headers_mut();
        headers.entry(X_CONTENT_TYPE_OPTIONS).or_insert(NOSNIFF);
        if let Some(transport) = self.transport {
            headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(transport);
        }
    }
}

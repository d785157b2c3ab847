//! Cross-origin requests: which pages of other origins may call the API and read its replies (Fetch standard, section 3.3, CORS protocol).
//!
//! Browsers ask before requests that a plain form couldn't send, by a preflight: `OPTIONS` with `Access-Control-Request-Method`. It has no
//! credentials, so it is answered before authentication. The filter answers for the paths of its API, and the server adds what it and the
//! user's own filters send. Headers that a reply has already stay, so that a filter with rules of its own keeps them.

use std::sync::Arc;

use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD,
    ALLOW, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use warp::reply::Response;

use super::reply::empty;
use crate::engine::{AllowedOrigin, Settings};
use crate::meta::{self, Api, ArgumentPlace, CredentialSource, Info, KeyPlace, OriginPattern};

/// The headers of requests that every API reads and that a page may not send by itself.
const REQUEST_HEADERS: [&str; 7] = [
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "X-Request-ID",
    "traceparent",
    "tracestate",
];

/// The headers of replies that APIs send and that a page may not read by itself.
const REPLY_HEADERS: [&str; 16] = [
    "Accept",
    "Accept-Patch",
    "Allow",
    "Content-Disposition",
    "Content-Encoding",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Server-Timing",
    "WWW-Authenticate",
    "X-Request-ID",
    "X-Total-Count",
    "traceresponse",
];

const TRUE: HeaderValue = HeaderValue::from_static("true");
const ANY: HeaderValue = HeaderValue::from_static("*");

/// The methods of requests to paths of which the API knows nothing.
const METHODS: HeaderValue = HeaderValue::from_static("DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");

/// The rules for requests of pages of other origins.
#[derive(Debug)]
pub(crate) struct Cors {
    origins: Vec<AllowedOrigin>,
    credentials: bool,
    headers: HeaderValue,
    expose: HeaderValue,
    max_age: HeaderValue,
}

/// The parts of a request on which its headers of CORS depend.
#[derive(Debug, Clone)]
pub(super) struct CorsRequest {
    /// The only `Origin`.
    origin: Option<HeaderValue>,
    is_options: bool,
    names_method: bool,
}

impl CorsRequest {
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Self {
        let mut lines = headers.get_all(ORIGIN).iter();
        let origin = lines.next().filter(|_| lines.next().is_none());
        Self {
            origin: origin.cloned(),
            is_options: method == Method::OPTIONS,
            names_method: headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD),
        }
    }

    fn is_preflight(&self) -> bool {
        self.is_options && self.names_method && self.origin.is_some()
    }
}

impl Cors {
    /// The rules of an API under these settings; `None` if neither names any.
    pub(crate) fn of_api(api: &'static Api, settings: &Settings) -> Option<Arc<Self>> {
        let arguments = api.ops().flat_map(|op| op.arguments);
        let own = arguments.filter_map(|argument| match argument.place {
            ArgumentPlace::Header(name) => Some(name),
            _ => None,
        });
        Self::new(Some(&api.info), own, settings)
    }

    /// The rules of a resource alone.
    pub(super) fn of_resource(info: Option<&'static Info>, settings: &Settings) -> Option<Arc<Self>> {
        Self::new(info, std::iter::empty(), settings)
    }

    fn new(
        info: Option<&'static Info>,
        own_headers: impl Iterator<Item = &'static str>,
        settings: &Settings,
    ) -> Option<Arc<Self>> {
        let declared = info.and_then(|info| info.cors);
        if declared.is_none() && settings.cors_origins.is_none() {
            return None;
        }
        let rules = declared.unwrap_or(meta::Cors::NONE);
        let mut origins = origins(&rules, settings);
        if let Some(fault) = fault(&rules, &origins) {
            tracing::error!("{fault}");
            origins.retain(|origin| !origin.is_of_anybody());
        }
        let schemes = info.map_or(&[][..], |info| info.security).iter();
        let keys = schemes.filter_map(|scheme| match scheme.kind.source() {
            CredentialSource::Key(KeyPlace::Header, name) => Some(name),
            _ => None,
        });
        let headers = REQUEST_HEADERS.into_iter().chain(keys).chain(own_headers);
        Some(Arc::new(Self {
            origins,
            credentials: rules.credentials,
            headers: listed(headers.chain(rules.headers.iter().copied())),
            expose: listed(REPLY_HEADERS.into_iter().chain(rules.expose.iter().copied())),
            max_age: rules.max_age.into(),
        }))
    }

    /// Whether a page of this origin may send requests with the user's cookies, and read their replies.
    pub(super) fn allows_credentials(&self, origin: &HeaderValue) -> bool {
        self.credentials && self.allows(origin)
    }

    fn allows(&self, origin: &HeaderValue) -> bool {
        self.origins.iter().any(|allowed| allowed.allows(origin.as_bytes()))
    }

    /// Whether every page may read replies, so that they are the same for all.
    fn allows_any(&self) -> bool {
        self.origins.iter().any(AllowedOrigin::is_any)
    }

    /// Adds the answer to a preflight to the reply to `OPTIONS`: the methods of its `Allow`. Other requests, and those of other origins, have
    /// none.
    pub(super) fn answer_preflight(&self, request: &CorsRequest, response: &mut Response) {
        if !request.is_preflight() || !request.origin.as_ref().is_some_and(|origin| self.allows(origin)) {
            return;
        }
        let headers = response.headers_mut();
        let methods = headers.get(ALLOW).cloned().unwrap_or(METHODS);
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, self.headers.clone());
        headers.insert(ACCESS_CONTROL_MAX_AGE, self.max_age.clone());
        self.add_origin(request, headers);
    }

    /// Adds what pages need to read a reply. One that another layer has made readable stays as it is.
    pub(super) fn add_to(&self, request: &CorsRequest, response: &mut Response) {
        // Sockets have no CORS: `origin.rs` checks them.
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            return;
        }
        let headers = response.headers_mut();
        if headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
            return;
        }
        self.add_origin(request, headers);
        let is_readable = headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN);
        if is_readable && !request.is_preflight() {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, self.expose.clone());
        }
    }

    /// Completes a reply of the server. A preflight that no filter has answered is answered for the path that it names, whatever is there: the
    /// page can read the error then.
    pub(super) fn complete(&self, request: &CorsRequest, response: &mut Response) {
        let status = response.status();
        // What is malformed, or can't be answered now, stays so.
        let is_refused = status == StatusCode::BAD_REQUEST || status.is_server_error();
        if request.is_preflight()
            && !is_refused
            && !response.headers().contains_key(ACCESS_CONTROL_ALLOW_ORIGIN)
            && request.origin.as_ref().is_some_and(|origin| self.allows(origin))
        {
            *response = empty(StatusCode::NO_CONTENT);
            self.answer_preflight(request, response);
        }
        self.add_to(request, response);
    }

    fn add_origin(&self, request: &CorsRequest, headers: &mut HeaderMap) {
        let any = self.allows_any();
        if any {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
        } else if let Some(origin) = request.origin.as_ref().filter(|origin| self.allows(origin)) {
            headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            if self.credentials {
                headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE);
            }
        }
        // Also without an origin: a cache must not answer a page with the reply to another client (Fetch standard, CORS protocol and HTTP caches).
        if !any || request.is_options {
            add_vary(headers, "Origin");
        }
        if request.is_options {
            add_vary(headers, "Access-Control-Request-Method");
            add_vary(headers, "Access-Control-Request-Headers");
        }
    }
}

/// The origins: those of the settings replace those of the declaration.
fn origins(rules: &meta::Cors, settings: &Settings) -> Vec<AllowedOrigin> {
    settings.cors_origins.clone().unwrap_or_else(|| {
        let declared = rules.origins.iter();
        // The compiler has checked them.
        declared
            .filter_map(|origin| OriginPattern::parse(origin).ok())
            .map(AllowedOrigin::from)
            .collect()
    })
}

/// Why the settings contradict the declaration.
#[cfg(feature = "cli")]
pub(crate) fn settings_fault(api: &'static Api, settings: &Settings) -> Option<String> {
    let rules = api.info.cors?;
    fault(&rules, &origins(&rules, settings))
}

fn fault(rules: &meta::Cors, origins: &[AllowedOrigin]) -> Option<String> {
    let open = origins
        .iter()
        .find(|origin| rules.credentials && origin.is_of_anybody())?;
    Some(format!(
        "CORS_ORIGINS has `{open}`, and the API declares `credentials: true`: any page could act in the user's name; list the origins"
    ))
}

/// Names of headers as a list, each once.
fn listed<'n>(names: impl Iterator<Item = &'n str>) -> HeaderValue {
    let mut list: Vec<&str> = Vec::new();
    for name in names {
        if !list.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            list.push(name);
        }
    }
    // The names were checked when they were declared.
    HeaderValue::try_from(list.join(", ")).unwrap_or(HeaderValue::from_static(""))
}

/// Adds a name to `Vary` (RFC 9110, section 12.5.5), unless it is there.
pub(super) fn add_vary(headers: &mut HeaderMap, name: &'static str) {
    let lines: Vec<&str> = headers
        .get_all(VARY)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .collect();
    let mut names = lines.iter().flat_map(|line| line.split(',')).map(str::trim);
    if names.any(|given| given == "*" || given.eq_ignore_ascii_case(name)) {
        return;
    }
    let joined = lines.iter().copied().chain([name]).collect::<Vec<_>>().join(", ");
    if let Ok(value) = HeaderValue::try_from(joined) {
        headers.insert(VARY, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vary_names_everything_once() {
        let mut headers = HeaderMap::new();
        add_vary(&mut headers, "Origin");
        assert_eq!(headers[VARY], "Origin");
        headers.append(VARY, HeaderValue::from_static("accept-encoding, ORIGIN"));
        add_vary(&mut headers, "Origin");
        assert_eq!(headers.get_all(VARY).iter().count(), 2);
        add_vary(&mut headers, "Accept");
        let lines: Vec<_> = headers.get_all(VARY).iter().collect();
        assert_eq!(lines, ["Origin, accept-encoding, ORIGIN, Accept"]);
        headers.insert(VARY, HeaderValue::from_static("*"));
        add_vary(&mut headers, "Origin");
        assert_eq!(headers[VARY], "*");
    }

    #[test]
    fn settings_that_would_let_any_page_act_for_the_user_count_as_none() {
        static INFO: Info = Info {
            cors: Some(meta::Cors {
                credentials: true,
                ..meta::Cors::NONE
            }),
            ..Info::of(&[])
        };
        let settings = Settings {
            cors_origins: Some(
                ["*", "null", "https://a.example"]
                    .map(|origin| origin.parse().unwrap())
                    .into(),
            ),
            ..Settings::default()
        };
        let cors = Cors::of_resource(Some(&INFO), &settings).unwrap();
        for (origin, expected) in [
            ("https://a.example", true),
            ("null", false),
            ("https://b.example", false),
        ] {
            assert_eq!(
                cors.allows_credentials(&HeaderValue::from_static(origin)),
                expected,
                "{origin}"
            );
        }
        assert!(Cors::of_resource(None, &Settings::default()).is_none());
    }
}

//! Credentials in requests: where they stand, and how a request without good ones is refused.
//!
//! This comes before the body is read, and before anything else of the request is looked at.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use warp::reply::Response;

use super::problem::Problem;
use super::request_id::RequestId;
use crate::engine::{Admitted, Brought, Credentials, Denial, Guard, RequestContext, Secret, Settings};
use crate::error::Error;
use crate::meta::{Access, Carrier, Info, KeyPlace, Operation, Resource};

/// What stands before an operation: its guard, and the name of what it guards.
#[derive(Debug)]
pub(super) struct Gate {
    guard: Guard,
    /// The API's title, as a quoted string.
    realm: String,
}

/// A reply to a request of one person is no other's: caches that many share must not store it, and a browser's own asks again each
/// time, with the credentials of then. For `Authorization` shared caches know (RFC 9111, section 3.5); for keys elsewhere they don't.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Says that a token isn't valid (RFC 6750, section 3.1).
const INVALID_TOKEN: &str = ", error=\"invalid_token\"";

impl Gate {
    /// The gate of an operation of the API that says `info` of itself; `None` where nobody is asked.
    pub(super) fn of(info: Option<&'static Info>, access: Access) -> Option<Self> {
        Some(Self {
            guard: Guard::of(info, access)?,
            realm: quoted(info.map_or("", |info| info.title)),
        })
    }

    /// The gate of an operation of a resource. One that nobody can pass is told to the operator.
    pub(super) fn of_operation(
        info: Option<&'static Info>,
        resource: &'static Resource,
        operation: &'static Operation,
    ) -> Option<Self> {
        let gate = Self::of(info, operation.access)?;
        if gate.guard.is_unresolved() {
            tracing::error!(
                resource = resource.name,
                operation = operation.kind.word(),
                "nobody may use it: nothing tells which API declares its security schemes; see `State::api`"
            );
        }
        Some(gate)
    }

    /// Finds out who sends a request.
    ///
    /// # Errors
    ///
    /// The reply to a request that isn't let through.
    pub(super) async fn admit(
        &self,
        context: &dyn RequestContext,
        headers: &HeaderMap,
        query: &str,
        id: &RequestId,
    ) -> Result<Option<Admitted>, Response> {
        if self.guard.is_public() {
            return Ok(None);
        }
        let failed = |cause: String| {
            let problem = Problem::of(Error::Unavailable(cause.into()), &context.services().settings, id);
            self.kept_private(problem.into_response())
        };
        if self.guard.is_unresolved() {
            return Err(failed(
                "nothing tells which API declares the security schemes of this operation; see `State::api`".to_owned(),
            ));
        }
        let brought = self.brought(headers, query);
        if brought.is_empty() {
            return Err(self.unauthorized(&[]));
        }
        match self.guard.admit(&context.ctx(), &brought).await {
            Ok(admitted) => Ok(Some(admitted)),
            Err(Denial::BadCredentials(bad)) => Err(self.unauthorized(&bad)),
            Err(Denial::Forbidden) => Err(self.forbidden()),
            Err(Denial::MissingScope(carrier, scopes)) => {
                let mut response = self.forbidden();
                if carrier == Carrier::Bearer {
                    let scope = scope(scopes).map(|scope| format!(", scope=\"{scope}\""));
                    let error = format!(", error=\"insufficient_scope\"{}", scope.unwrap_or_default());
                    challenge(&mut response, &self.challenge(carrier, &error));
                }
                Err(response)
            }
            Err(Denial::CheckFailed(cause)) => Err(failed(cause)),
            Err(Denial::Unavailable) => {
                let problem = Problem::unavailable("service unavailable");
                Err(self.kept_private(problem.into_response()))
            }
        }
    }

    /// Whether a browser may add a credential that it takes by itself, whatever page asks: a cookie, or a password that it knows.
    pub(super) fn takes_what_browsers_add(&self) -> bool {
        let adds = |carrier: &Carrier| matches!(carrier, Carrier::Key(KeyPlace::Cookie, _) | Carrier::Basic);
        self.guard.carriers().iter().any(adds)
    }

    /// The query without keys: they are no parameters of the operation, and no link may tell them.
    pub(super) fn without_keys<'q>(&self, query: &'q str) -> Cow<'q, str> {
        let mut keys = self.guard.query_keys().peekable();
        if keys.peek().is_none() || query.is_empty() {
            return Cow::Borrowed(query);
        }
        let kept = query.split('&').filter(|piece| {
            let name = form_urlencoded::parse(piece.as_bytes()).next();
            name.is_none_or(|(name, _)| self.guard.query_keys().all(|key| key != name))
        });
        Cow::Owned(kept.collect::<Vec<_>>().join("&"))
    }

    /// The reply of the operation behind it.
    pub(super) fn kept_private(&self, mut response: Response) -> Response {
        if !self.guard.is_public() {
            response.headers_mut().entry(CACHE_CONTROL).or_insert(PRIVATE);
        }
        response
    }

    /// The reply to a handler that finds the credentials wanting after all, which this carried. Where nobody was asked for any there is
    /// nothing that a 401 could ask for, as it must (RFC 9110, section 15.5.2): that is 403.
    pub(super) fn refused(gate: Option<(&Self, Option<Carrier>)>) -> Response {
        match gate {
            Some((gate, carrier)) if !gate.guard.is_public() => gate.unauthorized(carrier.as_slice()),
            _ => problem(Error::Forbidden),
        }
    }

    /// 401, with a challenge for each way in. Only where a token was among the `bad` credentials does its challenge say so: who brought
    /// none is told no error (RFC 6750, section 3.1).
    fn unauthorized(&self, bad: &[Carrier]) -> Response {
        let mut response = problem(Error::Unauthorized);
        for carrier in self.guard.carriers() {
            let is_bad_token = carrier == Carrier::Bearer && bad.contains(&carrier);
            let error = if is_bad_token { INVALID_TOKEN } else { "" };
            challenge(&mut response, &self.challenge(carrier, error));
        }
        self.kept_private(response)
    }

    fn forbidden(&self) -> Response {
        self.kept_private(problem(Error::Forbidden))
    }

    /// What says how to come in (RFC 9110, section 11.6.1). There is no registered scheme for keys; but a 401 without a challenge isn't
    /// allowed, clients pass over schemes that they don't know, and naming `Basic` would make browsers ask for a password. So keys
    /// have one of our own that says where they belong.
    fn challenge(&self, carrier: Carrier, error: &str) -> String {
        let realm = &self.realm;
        match carrier {
            Carrier::Basic => format!("Basic realm={realm}, charset=\"UTF-8\""),
            Carrier::Bearer => format!("Bearer realm={realm}{error}"),
            Carrier::Key(place, name) => {
                let place = match place {
                    KeyPlace::Header => "header",
                    KeyPlace::Query => "query",
                    KeyPlace::Cookie => "cookie",
                };
                format!("ApiKey realm={realm}, in=\"{place}\", name={}", quoted(name))
            }
        }
    }

    /// Finds what a request brings of all that the rule takes. What it brings beside is none of the operation's business.
    fn brought(&self, headers: &HeaderMap, query: &str) -> Vec<Brought> {
        let carriers = self.guard.carriers().into_iter();
        let brought = carriers.filter_map(|carrier| {
            let credentials = match carrier {
                Carrier::Key(place, name) => {
                    let text = key(place, name, headers, query)?;
                    let text = text.filter(|text| is_visible(text));
                    text.map(|text| Credentials::ApiKey(Secret::new(text)))
                }
                Carrier::Basic | Carrier::Bearer => authorization(carrier, headers)?,
            };
            Some((carrier, credentials))
        });
        brought.collect()
    }
}

/// Reads `Authorization` (RFC 9110, section 11.6.2) as this carrier's: `None` if there is none or it is another carrier's, `Some(None)`
/// if it can't be read.
fn authorization(carrier: Carrier, headers: &HeaderMap) -> Option<Option<Credentials>> {
    let mut lines = headers.get_all(AUTHORIZATION).iter();
    let line = lines.next()?;
    let Some(line) = line.to_str().ok().filter(|_| lines.next().is_none()) else {
        return Some(None);
    };
    let (scheme, text) = line.split_once(' ').unwrap_or((line, ""));
    let text = text.trim_matches(' ');
    let (named, credentials) = if scheme.eq_ignore_ascii_case("Basic") {
        (Carrier::Basic, basic(text))
    } else if scheme.eq_ignore_ascii_case("Bearer") {
        let token = is_token(text).then(|| Credentials::Bearer(Secret::new(text)));
        (Carrier::Bearer, token)
    } else {
        return Some(None);
    };
    (named == carrier).then_some(credentials)
}

/// The text of a key: `None` if there is none, `Some(None)` if there are several.
fn key<'r>(place: KeyPlace, name: &str, headers: &'r HeaderMap, query: &'r str) -> Option<Option<Cow<'r, str>>> {
    match place {
        KeyPlace::Header => {
            let lines = headers.get_all(name).iter();
            only(lines.map(|line| line.to_str().map_or(Cow::Borrowed(""), Cow::Borrowed)))
        }
        KeyPlace::Query => {
            let pairs = form_urlencoded::parse(query.as_bytes());
            only(pairs.filter(|(given, _)| given == name).map(|(_, text)| text))
        }
        KeyPlace::Cookie => {
            let lines = headers.get_all(COOKIE).iter().filter_map(|line| line.to_str().ok());
            let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| {
                let (given, text) = pair.trim().split_once('=')?;
                (given == name).then_some(Cow::Borrowed(text))
            });
            only(pairs)
        }
    }
}

/// The only one: `None` if there is none, `Some(None)` if there are several.
fn only<T>(mut all: impl Iterator<Item = T>) -> Option<Option<T>> {
    let first = all.next()?;
    Some(if all.next().is_some() { None } else { Some(first) })
}

/// A user's name and password (RFC 7617, section 2): no control characters, and the first colon ends the name.
fn basic(text: &str) -> Option<Credentials> {
    let text = String::from_utf8(STANDARD.decode(text).ok()?).ok()?;
    let (user, password) = text.split_once(':')?;
    (!text.contains(char::is_control)).then(|| Credentials::Basic {
        user: user.to_owned(),
        password: Secret::new(password),
    })
}

/// Whether a text can be a token (RFC 6750, section 2.1: `b64token`).
fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(allowed)
}

/// Whether a text can be a key: there is something, and nothing that can't be seen.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER)
}

/// Scopes as RFC 6750, section 3, writes them; `None` if one can't be written so.
fn scope(scopes: &[&str]) -> Option<String> {
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let all = scopes.iter().all(|scope| scope.bytes().all(allowed));
    all.then(|| scopes.join(" "))
}

/// A quoted string (RFC 9110, section 5.6.4). What isn't ASCII has no agreed meaning there.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => quoted.push('?'),
        }
    }
    quoted.push('"');
    quoted
}

fn challenge(response: &mut Response, text: &str) {
    // Visible ASCII, all of it.
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(WWW_AUTHENTICATE, value);
    }
}

/// The reply of an error that has nothing to log.
fn problem(error: Error) -> Response {
    Problem::of(error, &Settings::default(), &RequestId::current()).into_response()
}

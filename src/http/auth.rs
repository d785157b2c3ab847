//! Authentication: where requests have credentials, and how those without valid ones are refused.
//!
//! It comes before the body is read, and before anything else of the request is looked at.

use std::borrow::Cow;
use std::net::IpAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, CACHE_CONTROL, COOKIE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue};
use warp::reply::Response;

use super::problem::Problem;
use super::rate_limit::too_many;
use super::request_id::RequestId;
use crate::engine::{
    Admitted, Caller, Credentials, Denial, Guard, Policy, PresentedCredentials, RequestContext, Secret, Settings,
};
use crate::error::Error;
use crate::meta::{Access, CredentialSource, Info, KeyPlace, Operation, RateLimit, Resource};

/// The authentication before one operation: its guard, and the realm of its challenges.
#[derive(Debug)]
pub(super) struct AuthLayer {
    guard: Guard,
    /// The API's title, as a quoted string.
    realm: String,
}

/// Shared caches must not store the reply to one principal, and a browser's cache must revalidate it with the current credentials. Caches
/// do that by themselves for `Authorization` (RFC 9111, section 3.5), but not for keys elsewhere.
const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// The authentication scheme of names and passwords (RFC 7617).
const BASIC: &str = "Basic";

/// The error of a challenge after an invalid token (RFC 6750, section 3.1).
const INVALID_TOKEN: &str = ", error=\"invalid_token\"";

impl AuthLayer {
    /// The layer of an operation. `info` is that of its API. `None` if there is nothing to check.
    pub(super) fn of(info: Option<&'static Info>, access: Access) -> Option<Self> {
        Some(Self {
            guard: Guard::of(info, access)?,
            realm: quoted(info.map_or("", |info| info.title)),
        })
    }

    /// The layer of an operation of a resource. A layer that refuses every request is logged.
    pub(super) fn of_operation(
        info: Option<&'static Info>,
        resource: &'static Resource,
        operation: &'static Operation,
    ) -> Option<Self> {
        let layer = Self::of(info, operation.access)?;
        if layer.guard.is_unresolved() {
            tracing::error!(
                resource = resource.name,
                operation = operation.kind.word(),
                "no request is allowed: no API attached; call `State::api`"
            );
        }
        Some(layer)
    }

    /// Authenticates and authorizes a request. `None` if it has no credentials and needs none. Invalid credentials count against the limit of
    /// `failures`; beyond it none of the address are checked.
    ///
    /// # Errors
    ///
    /// The reply to a request that is refused.
    pub(super) async fn admit(
        &self,
        context: &dyn RequestContext,
        headers: &HeaderMap,
        query: &str,
        id: &RequestId,
        (failures, address): (Option<RateLimit>, Option<IpAddr>),
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
                "no API attached, so the security schemes of this operation are unknown; call `State::api`".to_owned(),
            ));
        }
        let presented = self.presented(headers, query);
        if presented.is_empty() {
            let is_anonymous = self.guard.admits_anybody() && !self.has_foreign_authorization(headers);
            return if is_anonymous {
                Ok(None)
            } else {
                Err(self.unauthorized(&[]))
            };
        }
        let limits = &context.services().limits;
        let failures = failures.map(|limit| Policy {
            name: Cow::Borrowed("failed_credentials"),
            limit,
        });
        let caller = Caller::address(address);
        if let Some(failures) = &failures
            && let Some(wait) = limits.wait(caller, failures).await
        {
            return Err(self.kept_private(too_many("too many invalid credentials", wait)));
        }
        match self.guard.admit(&context.ctx(), &presented).await {
            Ok(admitted) => Ok(Some(admitted)),
            Err(Denial::BadCredentials(bad)) => {
                if let Some(failures) = failures {
                    limits.count(caller, &[failures]).await;
                }
                Err(self.unauthorized(&bad))
            }
            Err(Denial::Forbidden) => Err(self.forbidden()),
            Err(Denial::MissingScope(source, scopes)) => {
                let mut response = self.forbidden();
                if matches!(source, CredentialSource::Bearer(_)) {
                    let scope = scope(scopes).map(|scope| format!(", scope=\"{scope}\""));
                    let error = format!(", error=\"insufficient_scope\"{}", scope.unwrap_or_default());
                    challenge(&mut response, &self.challenge(source, &error));
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

    /// Whether it accepts credentials that browsers add to requests of any page: a cookie, or a password that was entered before.
    pub(super) fn accepts_ambient_credentials(&self) -> bool {
        let is_ambient = |source: &CredentialSource| {
            matches!(
                source,
                CredentialSource::Key(KeyPlace::Cookie, _) | CredentialSource::Basic
            )
        };
        self.guard.sources().iter().any(is_ambient)
    }

    /// The query without keys: they aren't parameters of the operation, and must not appear in links.
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

    /// Adds `Cache-Control` to a reply of the operation.
    pub(super) fn kept_private(&self, mut response: Response) -> Response {
        if !self.guard.is_public() {
            response.headers_mut().entry(CACHE_CONTROL).or_insert(PRIVATE);
        }
        response
    }

    /// The reply if a handler returns `Unauthorized` after the guard admitted the credentials in `source`. If the operation requires none,
    /// it is 403, since a 401 must have a challenge (RFC 9110, section 15.5.2).
    pub(super) fn refused(layer: Option<(&Self, Option<CredentialSource>)>) -> Response {
        match layer {
            Some((layer, source)) if !layer.guard.is_public() => layer.unauthorized(source.as_slice()),
            _ => problem(Error::Forbidden),
        }
    }

    /// 401 with a challenge for each scheme. That of bearer tokens has an error only if a token is among the `invalid` credentials: a request
    /// without one gets no error (RFC 6750, section 3.1).
    fn unauthorized(&self, invalid: &[CredentialSource]) -> Response {
        let mut response = problem(Error::Unauthorized);
        for source in self.guard.sources() {
            let has_invalid_token = matches!(source, CredentialSource::Bearer(_)) && invalid.contains(&source);
            let error = if has_invalid_token { INVALID_TOKEN } else { "" };
            challenge(&mut response, &self.challenge(source, error));
        }
        self.kept_private(response)
    }

    fn forbidden(&self) -> Response {
        self.kept_private(problem(Error::Forbidden))
    }

    /// The challenge of one scheme (RFC 9110, section 11.6.1). No scheme is registered for keys, but a 401 needs a challenge, and `Basic` would
    /// make browsers ask for a password. Clients ignore schemes that they don't know, so keys have an unregistered one that names where the
    /// key belongs.
    fn challenge(&self, source: CredentialSource, error: &str) -> String {
        let realm = &self.realm;
        match source {
            CredentialSource::Basic => format!("{BASIC} realm={realm}, charset=\"UTF-8\""),
            CredentialSource::Bearer(prefix) => format!("{prefix} realm={realm}{error}"),
            CredentialSource::Key(place, name) => {
                let place = match place {
                    KeyPlace::Header => "header",
                    KeyPlace::Query => "query",
                    KeyPlace::Cookie => "cookie",
                };
                format!("ApiKey realm={realm}, in=\"{place}\", name={}", quoted(name))
            }
        }
    }

    /// Whether a request has an `Authorization` of another kind than the rule accepts there. It is no anonymous request then.
    fn has_foreign_authorization(&self, headers: &HeaderMap) -> bool {
        let in_authorization = |source: &CredentialSource| !matches!(source, CredentialSource::Key(..));
        headers.contains_key(AUTHORIZATION) && self.guard.sources().iter().any(in_authorization)
    }

    /// Finds the credentials of a request that the access rule accepts. Others are ignored.
    fn presented(&self, headers: &HeaderMap, query: &str) -> Vec<PresentedCredentials> {
        let sources = self.guard.sources().into_iter();
        let presented = sources.filter_map(|source| {
            let credentials = match source {
                CredentialSource::Key(place, name) => {
                    let text = key(place, name, headers, query)?;
                    let text = text.filter(|text| is_visible(text));
                    text.map(|text| Credentials::ApiKey(Secret::new(text)))
                }
                CredentialSource::Basic => self.authorization(BASIC, headers, basic)?,
                CredentialSource::Bearer(prefix) => self.authorization(prefix, headers, token)?,
            };
            Some((source, credentials))
        });
        presented.collect()
    }

    /// Parses `Authorization` (RFC 9110, section 11.6.2): `None` if it is absent or of another scheme, `Some(None)` if it can't be parsed or its
    /// scheme is unknown.
    fn authorization(
        &self,
        scheme: &str,
        headers: &HeaderMap,
        parse: impl FnOnce(&str) -> Option<Credentials>,
    ) -> Option<Option<Credentials>> {
        let mut lines = headers.get_all(AUTHORIZATION).iter();
        let line = lines.next()?;
        let Some(line) = line.to_str().ok().filter(|_| lines.next().is_none()) else {
            return Some(None);
        };
        let (given, text) = line.split_once(' ').unwrap_or((line, ""));
        if given.eq_ignore_ascii_case(scheme) {
            Some(parse(text.trim_matches(' ')))
        } else {
            let is_known = given.eq_ignore_ascii_case(BASIC) || self.guard.has_prefix(given);
            (!is_known).then_some(None)
        }
    }
}

/// A token.
fn token(text: &str) -> Option<Credentials> {
    is_token(text).then(|| Credentials::Bearer(Secret::new(text)))
}

/// The text of a key: `None` if it is absent, `Some(None)` if there are several.
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

/// Whether a text is a token (RFC 6750, section 2.1: `b64token`).
fn is_token(text: &str) -> bool {
    let body = text.trim_end_matches('=');
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~+/".contains(&byte);
    !body.is_empty() && body.bytes().all(allowed)
}

/// Whether a text can be a key: it isn't empty, and has no control characters.
fn is_visible(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_control() || c == char::REPLACEMENT_CHARACTER)
}

/// Scopes as RFC 6750, section 3, writes them; `None` if one can't be written so.
fn scope(scopes: &[&str]) -> Option<String> {
    let allowed = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    let all = scopes.iter().all(|scope| scope.bytes().all(allowed));
    all.then(|| scopes.join(" "))
}

/// A quoted string (RFC 9110, section 5.6.4). Other characters than ASCII become `?`, since their encoding isn't defined there.
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
    // The text is visible ASCII.
    if let Ok(value) = HeaderValue::from_str(text) {
        response.headers_mut().append(WWW_AUTHENTICATE, value);
    }
}

/// The reply of an error without a cause to log.
fn problem(error: Error) -> Response {
    Problem::of(error, &Settings::default(), &RequestId::current()).into_response()
}

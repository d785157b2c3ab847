//! Rate limits over HTTP: 429, `Retry-After` (RFC 6585, section 4; RFC 9110, section 10.2.3), and the headers `RateLimit` and `RateLimit-Policy`
//! (draft-ietf-httpapi-ratelimit-headers-10) of every reply to a limited request.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::net::IpAddr;
use std::time::Duration;

use http::HeaderName;
use http::header::RETRY_AFTER;
use warp::reply::Response;

use super::problem::Problem;
use super::reply::set;
use crate::engine::{Caller, Left, Policy, RateLimits, Verdict};
use crate::meta::{ErrorKind, RateLimit};

const STATE: HeaderName = HeaderName::from_static("ratelimit");
const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// The address of the other end of a connection: an extension of requests, which the server sets.
#[derive(Debug, Clone, Copy)]
pub(super) struct Peer(pub(super) IpAddr);

/// The limits of one request as its reply tells of them.
#[derive(Debug)]
pub(super) struct Told {
    policies: String,
    states: String,
}

impl Told {
    /// What is left of each limit.
    pub(super) fn within(policies: &[Policy], left: &[Left]) -> Self {
        let mut states = String::new();
        for (policy, left) in policies.iter().zip(left) {
            item(&mut states, policy, left.requests, seconds(left.reset));
        }
        Self {
            policies: listed(policies),
            states,
        }
    }

    /// One limit of which nothing is left.
    fn beyond(policies: &[Policy], at: usize, wait: Duration) -> Self {
        let mut states = String::new();
        if let Some(policy) = policies.get(at) {
            item(&mut states, policy, 0, seconds(wait));
        }
        Self {
            policies: listed(policies),
            states,
        }
    }

    /// Adds the headers.
    pub(super) fn add_to(self, response: &mut Response) {
        set(response, POLICY, self.policies);
        set(response, STATE, self.states);
    }
}

/// The reply to a request beyond a limit.
pub(super) fn refused(policies: &[Policy], at: usize, wait: Duration) -> Response {
    let mut response = too_many("too many requests", wait);
    Told::beyond(policies, at, wait).add_to(&mut response);
    response
}

/// 429 with the time to wait.
pub(super) fn too_many(what: &str, wait: Duration) -> Response {
    let seconds = seconds(wait);
    let detail = format!("{what}; try again in {seconds} s");
    let mut response = Problem::new(ErrorKind::TooManyRequests, detail).into_response();
    set(&mut response, RETRY_AFTER, seconds.to_string());
    response
}

/// Whole seconds, rounded up, so that a client that waits for them is admitted; one at least.
fn seconds(time: Duration) -> u64 {
    let whole = time.as_secs();
    (whole + u64::from(time.subsec_nanos() > 0)).max(1)
}

/// `"create_note";q=10;w=60`: as many requests as may come at once, and the time in which they come back.
fn listed(policies: &[Policy]) -> String {
    let mut text = String::new();
    for Policy { name, limit } in policies {
        let window = Duration::from_nanos(limit.interval().saturating_mul(u64::from(limit.burst)));
        named(&mut text, name);
        // Writing to a String can't fail.
        let _ = write!(text, ";q={};w={}", limit.burst, rounded(window));
    }
    text
}

/// `"create_note";r=9;t=6`: what is left, and when all is there again.
fn item(text: &mut String, policy: &Policy, left: u32, reset: u64) {
    named(text, &policy.name);
    let _ = write!(text, ";r={left};t={reset}");
}

/// The intervals of limits are rounded down to nanoseconds, so a window of a minute may lack some.
fn rounded(window: Duration) -> u64 {
    seconds(window.saturating_sub(Duration::from_millis(1)))
}

/// A member of a list whose item is a string (RFC 9651, sections 3.1 and 3.3.3).
fn named(text: &mut String, name: &str) {
    if !text.is_empty() {
        text.push_str(", ");
    }
    let plain = name.chars().map(|c| {
        if matches!(c, ' '..='~') && c != '"' && c != '\\' {
            c
        } else {
            '?'
        }
    });
    text.push('"');
    text.extend(plain);
    text.push('"');
}

/// The limits of a request with their names, the narrowest first.
pub(super) fn policies(limits: impl IntoIterator<Item = (Cow<'static, str>, Option<RateLimit>)>) -> Vec<Policy> {
    let declared = limits.into_iter();
    declared
        .filter_map(|(name, limit)| Some(Policy { name, limit: limit? }))
        .collect()
}

/// Counts a request: what its reply tells of its limits, or the refusal.
pub(super) async fn count(limits: &RateLimits, caller: Caller, policies: &[Policy]) -> Result<Told, Response> {
    match limits.count(caller, policies).await {
        Verdict::Within(left) => Ok(Told::within(policies, &left)),
        Verdict::Beyond(at, wait) => Err(refused(policies, at, wait)),
    }
}

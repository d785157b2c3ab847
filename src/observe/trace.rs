//! Traces across services (W3C Trace Context): the headers `traceparent` and `tracestate` of requests.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::{HeaderMap, HeaderName, HeaderValue};

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The longest `tracestate` that is handed on. Receivers must take 512 characters (section 3.3.1.5); longer ones are dropped as a whole.
const MAX_STATE: usize = 512;

/// The flags of version 00 that are handed on: sampled, and random trace ID (level 2 of the specification).
const KNOWN_FLAGS: u8 = 0b11;

const SAMPLED: u8 = 0b01;

/// The trace that a request belongs to ([W3C Trace Context](https://www.w3.org/TR/trace-context/)), for calls of other services.
///
/// It is the caller's, if the request has a valid `traceparent`, else a new one. The span in it is that of this request.
///
/// # Examples
///
/// ```no_run
/// # use warp_openapi::prelude::*;
/// # fn send(_: &str, _: warp_openapi::warp::http::HeaderMap) {}
/// # fn example(ctx: Ctx) {
/// // `send` is a client of another service.
/// send("https://billing.example/invoices", ctx.trace().headers());
/// # }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Trace {
    trace_id: u128,
    span_id: u64,
    parent_id: Option<u64>,
    flags: u8,
    state: Option<HeaderValue>,
}

impl Trace {
    /// The trace that the headers of a request name; `None` without a valid `traceparent`, of which there must be one (section 3.2).
    pub(crate) fn of(headers: &HeaderMap) -> Option<Self> {
        let mut lines = headers.get_all(TRACEPARENT).iter();
        let (line, None) = (lines.next()?, lines.next()) else {
            return None;
        };
        let (trace_id, parent_id, flags) = parse(line.as_bytes())?;
        Some(Self {
            trace_id,
            span_id: random(),
            parent_id: Some(parent_id),
            flags: flags & KNOWN_FLAGS,
            state: state(headers),
        })
    }

    /// A new trace.
    pub(crate) fn new() -> Self {
        Self {
            trace_id: u128::from(random()) << 64 | u128::from(random()),
            span_id: random(),
            parent_id: None,
            flags: 0,
            state: None,
        }
    }

    /// The ID of the trace: 32 hexadecimal digits.
    #[must_use]
    pub fn trace_id(&self) -> String {
        format!("{:032x}", self.trace_id)
    }

    /// The ID of this request's span: 16 hexadecimal digits.
    #[must_use]
    pub fn span_id(&self) -> String {
        format!("{:016x}", self.span_id)
    }

    /// Whether the caller may have recorded the trace.
    #[must_use]
    pub const fn is_sampled(&self) -> bool {
        self.flags & SAMPLED != 0
    }

    /// The text of the header `traceparent` of a call that this request makes.
    #[must_use]
    pub fn traceparent(&self) -> String {
        format!("00-{:032x}-{:016x}-{:02x}", self.trace_id, self.span_id, self.flags)
    }

    /// The headers of a call that this request makes: `traceparent`, and the caller's `tracestate` if there was one.
    #[must_use]
    pub fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        // It is visible ASCII.
        if let Ok(parent) = HeaderValue::try_from(self.traceparent()) {
            headers.insert(TRACEPARENT, parent);
        }
        if let Some(state) = &self.state {
            headers.insert(TRACESTATE, state.clone());
        }
        headers
    }

    /// Whether another service began it.
    pub(crate) const fn is_continued(&self) -> bool {
        self.parent_id.is_some()
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.traceparent())
    }
}

/// Parses `VERSION-TRACE-PARENT-FLAGS` (section 3.2.2): the trace's ID, that of the caller's span, and the flags.
fn parse(text: &[u8]) -> Option<(u128, u64, u8)> {
    let version = text.get(..2)?;
    if !version.iter().all(|byte| is_lower_hex(*byte)) || version == b"ff" {
        return None;
    }
    // Later versions may have more behind the flags.
    let ends = match text.get(55) {
        None => true,
        Some(next) => version != b"00" && *next == b'-',
    };
    if !ends || [2, 35, 52].iter().any(|at| text.get(*at) != Some(&b'-')) {
        return None;
    }
    let hex = |from: usize, to: usize| {
        let digits = text
            .get(from..to)
            .filter(|digits| digits.iter().all(|byte| is_lower_hex(*byte)))?;
        u128::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    let (trace, parent, flags) = (hex(3, 35)?, hex(36, 52)?, hex(53, 55)?);
    let parent = u64::try_from(parent).ok().filter(|parent| *parent != 0)?;
    (trace != 0).then_some((trace, parent, u8::try_from(flags).ok()?))
}

const fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// The `tracestate` of a request as one line (section 3.3). Its members are other systems' own.
fn state(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut lines = headers.get_all(TRACESTATE).iter();
    let first = lines.next()?;
    let Some(second) = lines.next() else {
        return (first.len() <= MAX_STATE && first.to_str().is_ok()).then(|| first.clone());
    };
    let mut joined = String::new();
    for line in [first, second].into_iter().chain(lines) {
        if !joined.is_empty() {
            joined.push(',');
        }
        joined.push_str(line.to_str().ok()?);
        if joined.len() > MAX_STATE {
            return None;
        }
    }
    HeaderValue::try_from(joined).ok()
}

/// A number that differs from others and isn't 0. It needn't be secret: a counter, hashed with the process's random key, spares a system
/// call.
fn random() -> u64 {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);

    KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn of(lines: &[(&'static str, &str)]) -> Option<Trace> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(*name, HeaderValue::from_str(value).unwrap());
        }
        Trace::of(&headers)
    }

    #[test]
    fn the_caller_s_trace_goes_on_with_a_span_of_its_own() {
        let trace = of(&[("traceparent", PARENT), ("tracestate", "a=1,b=2")]).unwrap();
        assert_eq!(trace.trace_id(), "4bf92f3577b34da6a3ce929d0e0e4736");
        assert!(trace.is_sampled() && trace.is_continued());
        let headers = trace.headers();
        let parent = headers["traceparent"].to_str().unwrap();
        assert!(parent.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-") && parent.ends_with("-01"));
        assert!(!parent.contains("00f067aa0ba902b7"), "{parent}");
        assert_eq!(headers["tracestate"], "a=1,b=2");
        // The next service takes what this one hands on.
        assert_eq!(of(&[("traceparent", parent)]).unwrap().trace_id, trace.trace_id);
    }

    #[test]
    fn only_valid_parents_are_taken() {
        for (text, is_taken) in [
            (PARENT, true),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", true),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff", true),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", true),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", true),
            ("cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.what", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what", false),
            ("ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("00-00000000000000000000000000000000-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01", false),
            ("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01", false),
            ("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", false),
            ("00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", false),
            ("00_4bf92f3577b34da6a3ce929d0e0e4736_00f067aa0ba902b7_01", false),
            ("0", false),
            ("", false),
        ] {
            assert_eq!(of(&[("traceparent", text)]).is_some(), is_taken, "{text}");
        }
        assert!(of(&[("traceparent", PARENT), ("traceparent", PARENT)]).is_none());
    }

    #[test]
    fn unknown_flags_are_not_handed_on() {
        let trace = of(&[("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-ff")]).unwrap();
        assert!(trace.traceparent().ends_with("-03"));
    }

    #[test]
    fn a_state_is_handed_on_in_one_line_and_dropped_if_it_is_too_long() {
        let state = |lines: &[&str]| {
            let parent = [("traceparent", PARENT)];
            let states = lines.iter().map(|line| ("tracestate", *line));
            let trace = of(&parent.into_iter().chain(states).collect::<Vec<_>>()).unwrap();
            trace
                .headers()
                .get("tracestate")
                .map(|state| state.to_str().unwrap().to_owned())
        };
        assert_eq!(state(&["a=1", "b=2"]).as_deref(), Some("a=1,b=2"));
        assert_eq!(state(&[]), None);
        let long = format!("a={}", "x".repeat(MAX_STATE));
        assert_eq!(state(&[&long]), None);
        assert_eq!(state(&["a=1", &long]), None);
        // Without a parent a state means nothing.
        assert!(of(&[("tracestate", "a=1")]).is_none());
    }

    #[test]
    fn new_traces_differ() {
        let (one, other) = (Trace::new(), Trace::new());
        assert_ne!(one.trace_id, other.trace_id);
        assert_ne!(one.span_id, other.span_id);
        assert!(!one.is_continued() && !one.is_sampled());
    }
}

//! The ID of a request, by which a client's report is found in the log: the client's own if it is valid, else a new one.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{SystemTime, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Builder;
use warp::reply::Response;

use crate::observe::{self, RequestRecord};

/// The header of the ID, in requests and replies.
const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const MAX_LENGTH: usize = 128;

/// The ID of one request. The crate's own server creates it, and the task that answers the request has it for replies and logs.
#[derive(Debug, Clone)]
pub(super) struct RequestId(HeaderValue);

impl RequestId {
    /// Returns the ID of the request that this task answers. If the crate's own server hasn't created it, it is the client's, if that is
    /// printable ASCII of at most 128 characters, else a new one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        Self::of_task().unwrap_or_else(|| match headers.get(HEADER) {
            Some(value) if is_valid(value.as_bytes()) => Self(value.clone()),
            _ => Self::new(),
        })
    }

    /// Returns the ID of the request that this task answers, for callers without headers; a new one if there is none.
    pub(super) fn current() -> Self {
        Self::of_task().unwrap_or_else(Self::new)
    }

    fn of_task() -> Option<Self> {
        observe::current(|record| Self(record.id().clone()))
    }

    /// The record of the request that has this ID.
    pub(super) fn record(&self, headers: &HeaderMap) -> Arc<RequestRecord> {
        RequestRecord::new(self.0.clone(), headers)
    }

    /// The ID as text, for the log.
    pub(super) fn text(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// Adds the ID to the reply.
    pub(super) fn add_to(&self, response: &mut Response) {
        response.headers_mut().insert(HEADER, self.0.clone());
    }

    /// A UUID of version 7. It has to differ from others, not to be a secret: a counter, hashed with the process's random key,
    /// spares a system call a request.
    fn new() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static COUNT: AtomicU64 = AtomicU64::new(0);

        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let mut random = [0; 10];
        random[..8].copy_from_slice(&KEY.hash_one(count).to_be_bytes());
        random[8..].copy_from_slice(&count.to_be_bytes()[6..]);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let millis = u64::try_from(now.as_millis()).unwrap_or_default();
        let text = Builder::from_unix_timestamp_millis(millis, &random)
            .into_uuid()
            .to_string();
        Self(HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("unknown")))
    }
}

fn is_valid(id: &[u8]) -> bool {
    !id.is_empty() && id.len() <= MAX_LENGTH && id.iter().all(u8::is_ascii_graphic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sent: &'static [u8], echoed: bool) {
        let mut headers = HeaderMap::new();
        headers.insert(HEADER, HeaderValue::from_bytes(sent).unwrap());
        let id = RequestId::of(&headers);
        assert_eq!(id.text().as_bytes() == sent, echoed);
        assert!(is_valid(id.text().as_bytes()));
    }

    #[test]
    fn only_valid_ids_are_taken() {
        case(b"abc-123", true);
        case(&[b'a'; 128], true);
        case(&[b'a'; 129], false);
        case(b"", false);
        case(b"two words", false);
        case("\u{e9}".as_bytes(), false);
    }
    #[test]
    fn new_ids_differ() {
        let ids: std::collections::HashSet<String> = (0..10_000).map(|_| RequestId::new().text().to_owned()).collect();
        assert_eq!(ids.len(), 10_000);
        let id = uuid::Uuid::parse_str(ids.iter().next().unwrap()).unwrap();
        assert_eq!(id.get_version_num(), 7);
    }
}

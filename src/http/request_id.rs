//! The id that joins a client's report to our log: the client's own, if it is sane, else a new one.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;
use warp::reply::Response;

/// The header that carries it, both ways.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

const LONGEST: usize = 128;

/// The id of one request.
#[derive(Debug, Clone)]
pub(super) struct RequestId(HeaderValue);

tokio::task_local! {
    /// The id of the request that this task answers; rejections carry none.
    static CURRENT: RequestId;
}

impl RequestId {
    /// Takes the client's id if it is printable ASCII of at most 128 characters, else makes one.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        match headers.get(HEADER) {
            Some(value) if is_sane(value.as_bytes()) => Self(value.clone()),
            _ => Self::new(),
        }
    }

    /// The id of the request that this task answers, else a new one.
    pub(super) fn current() -> Self {
        CURRENT.try_with(Clone::clone).unwrap_or_else(|_| Self::new())
    }

    /// Runs `answer` as the task of this request.
    pub(super) async fn scope<F: Future>(self, answer: F) -> F::Output {
        CURRENT.scope(self, answer).await
    }

    /// The id as a header.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }

    /// The id as text, for the log.
    pub(super) fn text(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// Echoes it.
    pub(super) fn stamp(&self, response: &mut Response) {
        response.headers_mut().insert(HEADER, self.header());
    }

    fn new() -> Self {
        let text = Uuid::now_v7().to_string();
        Self(HeaderValue::try_from(text).unwrap_or_else(|_| HeaderValue::from_static("unknown")))
    }
}

fn is_sane(id: &[u8]) -> bool {
    !id.is_empty() && id.len() <= LONGEST && id.iter().all(u8::is_ascii_graphic)
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
        assert!(is_sane(id.text().as_bytes()));
    }

    #[test]
    fn only_sane_ids_are_taken() {
        case(b"abc-123", true);
        case(&[b'a'; 128], true);
        case(&[b'a'; 129], false);
        case(b"", false);
        case(b"two words", false);
        case("\u{e9}".as_bytes(), false);
    }
}

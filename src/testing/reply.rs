//! What a server answered a test, and the questions that tests ask of it.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;
use serde_json::value::RawValue;

/// A reply, read to its end.
#[derive(Debug, Clone)]
pub struct Reply {
    request: String,
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    pub(super) const fn new(request: String, status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self {
            request,
            status,
            headers,
            body,
        }
    }

    /// The status code.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The text of a header; `None` if the reply has none of that name.
    ///
    /// # Panics
    ///
    /// When it stands there more than once, or isn't text.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?;
        assert!(
            values.next().is_none(),
            "{}: {name} stands more than once",
            self.request
        );
        Some(first.to_str().expect("a header of visible ASCII"))
    }

    /// The body as it came.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Panics
    ///
    /// When it isn't UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(error) => panic!("{}: the body is no UTF-8: {error}", self.request),
        }
    }

    /// Asserts the status and hands the reply on.
    ///
    /// # Panics
    ///
    /// When it has another status; with the body.
    #[track_caller]
    #[allow(clippy::must_use_candidate, reason = "often called for the assertion alone")]
    pub fn expect(self, status: u16) -> Self {
        assert!(
            self.status == status,
            "{}: expected {status}, got {}: {}",
            self.request,
            self.status,
            String::from_utf8_lossy(&self.body)
        );
        self
    }

    /// The body as JSON.
    ///
    /// # Panics
    ///
    /// When it isn't JSON.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> Value {
        match serde_json::from_slice(&self.body) {
            Ok(value) => value,
            Err(error) => panic!(
                "{}: {error} in the body {:?}",
                self.request,
                String::from_utf8_lossy(&self.body)
            ),
        }
    }

    /// The text of one member of the body's object, digit by digit as it came; `None` if it has none of that name.
    ///
    /// # Panics
    ///
    /// When the body is no JSON object.
    #[must_use]
    #[track_caller]
    pub fn raw(&self, member: &str) -> Option<&str> {
        match serde_json::from_slice::<BTreeMap<String, &RawValue>>(&self.body) {
            Ok(members) => members.get(member).map(|raw| raw.get()),
            Err(error) => panic!("{}: {error} in the body {}", self.request, self.text()),
        }
    }

    /// The breaches that a problem reply (RFC 9457) lists: field and message, in the order of the reply.
    ///
    /// # Panics
    ///
    /// When the reply isn't a problem with a list `errors`.
    #[must_use]
    #[track_caller]
    pub fn errors(&self) -> Vec<(String, String)> {
        let problem = self.json();
        let Some(list) = problem["errors"].as_array() else {
            panic!("{}: no errors in {problem}", self.request);
        };
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        list.iter()
            .map(|error| (text(&error["field"]), text(&error["message"])))
            .collect()
    }
}

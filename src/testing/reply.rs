//! A reply in a test, and accessors of its parts.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;
use serde_json::value::RawValue;

/// A reply that was read to its end.
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

    /// Returns the status code.
    #[must_use]
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// Returns the headers.
    #[must_use]
    pub const fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the text of a header; `None` if the reply doesn't have it.
    ///
    /// # Panics
    ///
    /// If the reply has it more than once, or it isn't text.
    #[must_use]
    #[track_caller]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?;
        assert!(values.next().is_none(), "{}: {name} is duplicated", self.request);
        Some(first.to_str().expect("a header of visible ASCII"))
    }

    /// Returns the body.
    #[must_use]
    pub const fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Returns the body as text.
    ///
    /// # Panics
    ///
    /// If it isn't UTF-8.
    #[must_use]
    #[track_caller]
    pub fn text(&self) -> &str {
        match std::str::from_utf8(&self.body) {
            Ok(text) => text,
            Err(error) => panic!("{}: the body isn't UTF-8: {error}", self.request),
        }
    }

    /// Asserts the status, and returns the reply.
    ///
    /// # Panics
    ///
    /// If it has another status. The message has the body.
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

    /// Returns the body as JSON.
    ///
    /// # Panics
    ///
    /// If it isn't JSON.
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

    /// Returns the JSON text of one member of the body's object, with its exact digits; `None` if there is none.
    ///
    /// # Panics
    ///
    /// If the body isn't a JSON object.
    #[must_use]
    #[track_caller]
    pub fn raw(&self, member: &str) -> Option<&str> {
        match serde_json::from_slice::<BTreeMap<String, &RawValue>>(&self.body) {
            Ok(members) => members.get(member).map(|raw| raw.get()),
            Err(error) => panic!("{}: {error} in the body {}", self.request, self.text()),
        }
    }

    /// Returns the violations that a problem (RFC 9457) lists: field and message, in the order of the reply.
    ///
    /// # Panics
    ///
    /// If the reply isn't a problem with a list `errors`.
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

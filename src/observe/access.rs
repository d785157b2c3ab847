//! The access log: one line for each request, and one for the end of each socket.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::Method;

use super::record::{RequestRecord, current};

/// The target of the access log's lines.
pub(crate) const ACCESS: &str = "warp_openapi::access";

/// The status in the log if the client left, or the server stopped, before there was a reply. It is nginx's, and no reply has it.
const NO_REPLY: u16 = 499;

/// A request from its head to the end of its reply. When it is dropped, that is logged, whatever has ended it.
#[derive(Debug)]
pub(crate) struct Observation {
    record: Arc<RequestRecord>,
    method: Method,
    client: Option<IpAddr>,
    started: Instant,
    status: u16,
    bytes: u64,
    complete: bool,
}

impl Observation {
    /// Begins with the head of a request.
    pub(crate) fn begin(record: Arc<RequestRecord>, method: &Method, client: Option<IpAddr>) -> Self {
        Self {
            record,
            method: method.clone(),
            client,
            started: Instant::now(),
            status: NO_REPLY,
            bytes: 0,
            complete: false,
        }
    }

    /// The record that the task which answers gets.
    pub(crate) fn record(&self) -> &Arc<RequestRecord> {
        &self.record
    }

    /// How long it has taken so far.
    pub(crate) fn elapsed(&self) -> Duration {
        self.started.elapsed()
    }

    /// Records the status of the reply.
    pub(crate) fn set_status(&mut self, status: u16) {
        self.status = status;
    }

    /// Records that bytes of the reply's body are sent.
    pub(crate) fn add_bytes(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// Records whether all of the reply is sent.
    pub(crate) fn set_complete(&mut self, complete: bool) {
        self.complete = complete;
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        let took = self.started.elapsed();
        let Self { record, status, .. } = self;
        let aborted = (!self.complete).then_some(true);
        tracing::info!(
            target: ACCESS,
            method = self.method.as_str(),
            route = record.template(),
            status = *status,
            duration_ms = millis(took),
            bytes = self.bytes,
            aborted,
            principal = record.principal(),
            client = self.client.map(tracing::field::display),
            request_id = record.id_text(),
            trace_id = record.known_trace().map(|trace| trace.trace_id()),
            "request"
        );
    }
}

/// Logs a request whose head was refused before anything was known of it.
pub(crate) fn refused_head(status: u16, client: Option<IpAddr>) {
    tracing::info!(
        target: ACCESS,
        status,
        client = client.map(tracing::field::display),
        "request without a valid head"
    );
}

/// A socket, from its upgrade to its end. When it is dropped, that is logged, whatever has ended it.
#[derive(Debug)]
pub(crate) struct SocketObservation {
    record: Arc<RequestRecord>,
    started: Instant,
    received: u64,
    code: Option<u16>,
}

impl SocketObservation {
    /// Begins a socket, which the request of this task has opened.
    pub(crate) fn begin() -> Self {
        Self {
            record: current(Arc::clone).unwrap_or_default(),
            started: Instant::now(),
            received: 0,
            code: None,
        }
    }

    /// Records a message of the client.
    pub(crate) fn add_received(&mut self) {
        self.received += 1;
    }

    /// Records the code of the close frame; without one the connection was lost.
    pub(crate) fn set_code(&mut self, code: u16) {
        self.code = Some(code);
    }
}

impl Drop for SocketObservation {
    fn drop(&mut self) {
        let record = &self.record;
        tracing::info!(
            target: ACCESS,
            route = record.template(),
            code = self.code,
            duration_ms = millis(self.started.elapsed()),
            received = self.received,
            principal = record.principal(),
            request_id = record.id_text(),
            trace_id = record.known_trace().map(|trace| trace.trace_id()),
            "socket closed"
        );
    }
}

/// Milliseconds, to the microsecond.
pub(super) fn millis(time: Duration) -> f64 {
    time.as_micros() as f64 / 1_000.0
}

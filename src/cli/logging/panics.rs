//! Panics as lines of the log: the usual report takes several, on a stream that may be JSON.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::panic;

use crate::observe;

/// Logs panics from now on, with the ID of the request that was answered.
pub(in crate::cli) fn log_panics() {
    panic::set_hook(Box::new(|panicked| {
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
        tracing::error!(
            panic = panicked.payload_as_str().unwrap_or("a value that isn't text"),
            location = panicked.location().map(tracing::field::display),
            request_id = observe::current(|record| record.id_text().to_owned()),
            backtrace,
            "panicked"
        );
    }));
}

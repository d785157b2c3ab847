//! A log in memory.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tracing::subscriber::DefaultGuard;

/// The log of a test, whose tasks run on its own thread.
#[derive(Clone, Default)]
pub(super) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Begins to log on this thread, until the guard is dropped.
    pub(super) fn start() -> (Self, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_max_level(tracing::Level::INFO)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn text(&self) -> String {
        String::from_utf8(self.bytes().clone()).expect("a text")
    }

    /// The lines that have this message.
    pub(super) fn lines(&self, message: &str) -> Vec<Value> {
        let text = self.text();
        let lines = text
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("an object"));
        lines.filter(|line| line["message"] == message).collect()
    }

    /// Waits until there are so many lines with this message.
    pub(super) async fn wait(&self, message: &str, count: usize) -> Vec<Value> {
        loop {
            let lines = self.lines(message);
            if lines.len() >= count {
                return lines;
            }
            tokio::task::yield_now().await;
        }
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

//! A log in memory, for tests.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use tracing::Level;
use tracing::subscriber::DefaultGuard;

/// The log of a test, whose tasks run on its own thread.
#[derive(Clone, Default)]
pub(crate) struct TestLog(Arc<Mutex<Vec<u8>>>);

impl TestLog {
    /// Begins to log on this thread, until the guard is dropped.
    pub(crate) fn start() -> (Self, DefaultGuard) {
        let log = Self::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .json()
            .flatten_event(true)
            .with_max_level(Level::INFO)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn bytes(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All of it.
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.bytes().clone()).unwrap()
    }

    /// The lines that have this message.
    pub(crate) fn lines(&self, message: &str) -> Vec<Value> {
        let text = self.text();
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
        lines.filter(|line| line["message"] == message).collect()
    }

    /// Waits until there are so many lines with this message.
    pub(crate) async fn wait(&self, message: &str, count: usize) -> Vec<Value> {
        loop {
            let lines = self.lines(message);
            if lines.len() >= count {
                return lines;
            }
            tokio::task::yield_now().await;
        }
    }
}

impl io::Write for TestLog {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

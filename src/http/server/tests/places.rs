//! What the log has of the limit of connections.

use std::io;
use std::sync::{Mutex, PoisonError};

use super::*;

/// A log in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn count(&self, words: &str) -> usize {
        let text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&text).matches(words).count()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        text.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn reaching_the_limit_is_logged_once_and_so_is_the_end_of_that() {
    const REACHED: &str = "CONNECTION_LIMIT is reached";
    const ROOM: &str = "new connections are accepted again";

    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let _log = tracing::subscriber::set_default(subscriber);
    let limits = Limits {
        connections: 20,
        ..Limits::default()
    };
    let (filter, called, _) = held();
    let server = server(filter, limits).await;
    let busy = async || {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").await.unwrap();
        called.notified().await;
        stream
    };
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(busy().await);
    }
    for _ in 0..5 {
        open.pop();
        open.push(busy().await);
    }
    assert_eq!((log.count(REACHED), log.count(ROOM)), (1, 0));
    open.clear();
    while log.count(ROOM) == 0 {
        tokio::task::yield_now().await;
    }
    busy().await;
    assert_eq!((log.count(REACHED), log.count(ROOM)), (1, 1));
}

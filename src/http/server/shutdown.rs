//! The signals that stop a server: the first stops it gracefully, the second at once.

use std::io;

use futures::{Stream, stream};

/// The signals that stop the server: Ctrl-C and SIGTERM.
///
/// # Errors
///
/// If the handlers can't be installed.
#[cfg(unix)]
pub(crate) fn signals() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    use tokio::signal::unix::{SignalKind, signal};
    let pair = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(Box::pin(stream::unfold(pair, |mut pair| async move {
        let received = tokio::select! {
            received = pair.0.recv() => received,
            received = pair.1.recv() => received,
        };
        received.map(|()| ((), pair))
    })))
}

/// The signal that stops the server: Ctrl-C.
///
/// # Errors
///
/// If the handlers can't be installed.
#[cfg(not(unix))]
pub(crate) fn signals() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    Ok(Box::pin(stream::unfold((), |()| async {
        tokio::signal::ctrl_c().await.ok().map(|()| ((), ()))
    })))
}

//! The signals that end a server: the first asks it to finish, the second to stop at once.

use std::io;

use futures::{Stream, stream};

/// The signals that ask to end: Ctrl-C and, on Unix, SIGTERM.
///
/// # Errors
///
/// When the system refuses to hand them over.
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

/// The signals that ask to end: Ctrl-C.
///
/// # Errors
///
/// When the system refuses to hand them over.
#[cfg(not(unix))]
pub(crate) fn signals() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    Ok(Box::pin(stream::unfold((), |()| async {
        tokio::signal::ctrl_c().await.ok().map(|()| ((), ()))
    })))
}

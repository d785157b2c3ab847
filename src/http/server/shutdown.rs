//! The signals of a server: the first that stops it does so gracefully, the second at once; another has it read its files again.

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

/// The signals that have the server read its files again: SIGHUP.
///
/// # Errors
///
/// If the handler can't be installed.
#[cfg(unix)]
pub(crate) fn hangups() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    use tokio::signal::unix::{SignalKind, signal};
    let hangup = signal(SignalKind::hangup())?;
    Ok(Box::pin(stream::unfold(hangup, |mut hangup| async move {
        hangup.recv().await.map(|()| ((), hangup))
    })))
}

/// Other systems have no such signal.
///
/// # Errors
///
/// None.
#[cfg(not(unix))]
pub(crate) fn hangups() -> io::Result<impl Stream<Item = ()> + Send + Unpin> {
    Ok(stream::pending())
}

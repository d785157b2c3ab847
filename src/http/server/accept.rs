//! Accepts connections, never more than the limit, until it is asked to end; then drains them.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::{FutureExt, Stream, StreamExt, future};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinSet;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::Limits;
use super::connection::Connections;
use crate::engine::Settings;
use crate::http::warp::recovered;

/// How long to wait after an accept failed for want of something, at first and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// Serves a filter until `stop` yields: then no connection is accepted any more, and the open requests have the time of
/// [`Limits::drain`], and so have the sockets, which `sockets` closes; dropped before its end, it must cut them off, since they are none
/// of the connections here. When `stop` yields again, they have no time. Rejections, the user's included, become problems.
pub(crate) async fn listen(
    listener: TcpListener,
    filter: BoxedFilter<(Response,)>,
    settings: Arc<Settings>,
    limits: Limits,
    sockets: impl Future<Output = ()>,
    mut stop: impl Stream<Item = ()> + Send + Unpin,
) {
    let slots = Arc::new(Semaphore::new(limits.connections));
    let drain = limits.drain;
    let graceful = GracefulShutdown::new();
    // Dropped on every way out, which ends the connections that are left.
    let mut open = JoinSet::new();
    let service = warp::service(recovered(filter, Arc::clone(&settings)));
    let connections = Connections::new(service, settings, limits);
    loop {
        tokio::select! {
            biased;
            () = asked(&mut stop) => break,
            (stream, slot) = next(&listener, &slots) => {
                let connection = connections.serve(stream, graceful.watcher());
                open.spawn(async move {
                    connection.await;
                    drop(slot);
                });
            }
            Some(_) = open.join_next() => {}
        }
    }
    // Those whose handshake is done are our clients already: a listener that is dropped would reset them.
    while let Some((stream, slot)) = next(&listener, &slots).now_or_never() {
        let connection = connections.serve(stream, graceful.watcher());
        open.spawn(async move {
            connection.await;
            drop(slot);
        });
    }
    drop(listener);
    tracing::info!(connections = graceful.count(), "ending");
    tokio::select! {
        ((), ()) = future::join(graceful.shutdown(), sockets) => {}
        () = tokio::time::sleep(drain) => tracing::warn!("open requests or sockets took too long and are cut off"),
        () = asked(&mut stop) => tracing::warn!("open requests are cut off"),
    }
}

/// Waits until the server is asked to end; a stream without an end asks never.
async fn asked(stop: &mut (impl Stream<Item = ()> + Unpin)) {
    if stop.next().await.is_none() {
        pending::<()>().await;
    }
}

/// Waits for a free slot, then for a client. No failure ends the server: what a client broke is nothing, and what the machine
/// lacks, such as file handles, comes back when connections end.
async fn next(listener: &TcpListener, slots: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let slot = Arc::clone(slots).acquire_owned().await.ok();
    let mut pause = PAUSE.0;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, slot),
            Err(error) if is_the_clients(&error) => {}
            Err(error) => {
                tracing::error!(%error, "can't accept connections");
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(PAUSE.1);
            }
        }
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

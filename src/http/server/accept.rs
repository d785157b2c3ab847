//! Accepts connections, never more than the limit, until it is asked to end; then drains them.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt, future};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::Limits;
use super::addresses::{Addresses, Place};
use super::connection::Connections;
use super::doing::ServerState;
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
    let drain = limits.drain;
    let mut acceptor = Acceptor::new(listener, &limits);
    // Dropped on every way out, which ends the connections that are left.
    let mut open = JoinSet::new();
    let service = warp::service(recovered(filter, Arc::clone(&settings)));
    let connections = Connections::new(service, settings, limits);
    let serve = |open: &mut JoinSet<()>, client: Client, server| {
        let connection = connections.serve(client.stream, client.place, server);
        open.spawn(async move {
            connection.await;
            drop(client.slot);
        });
    };
    loop {
        tokio::select! {
            biased;
            () = asked(&mut stop) => break,
            // Before others are let in, or ended ones would pile up while clients keep coming.
            Some(_) = open.join_next() => acceptor.notice_room(),
            client = acceptor.next() => serve(&mut open, client, acceptor.watch()),
        }
    }
    // Those whose handshake is done are our clients already: a listener that is dropped would reset them.
    let (server, waiting) = acceptor.end();
    for client in waiting {
        serve(&mut open, client, server.subscribe());
    }
    tracing::info!(connections = open.len(), "ending");
    server.send_replace(ServerState::Ending(Instant::now()));
    let ended = async { while open.join_next().await.is_some() {} };
    tokio::select! {
        ((), ()) = future::join(ended, sockets) => {}
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

/// A client that has connected.
struct Client {
    stream: TcpStream,
    slot: Option<OwnedSemaphorePermit>,
    place: Option<Place>,
}

/// Lets clients in, as many as there may be.
struct Acceptor {
    listener: TcpListener,
    limit: usize,
    slots: Arc<Semaphore>,
    addresses: Arc<Addresses>,
    server: watch::Sender<ServerState>,
    /// How long to wait after a failure.
    pause: Duration,
    /// Whether the log has that accepting fails.
    failing: bool,
}

impl Acceptor {
    fn new(listener: TcpListener, limits: &Limits) -> Self {
        Self {
            listener,
            limit: limits.connections,
            slots: Arc::new(Semaphore::new(limits.connections)),
            addresses: Addresses::new(limits.per_address),
            server: watch::Sender::new(ServerState::Open),
            pause: PAUSE.0,
            failing: false,
        }
    }

    fn watch(&self) -> watch::Receiver<ServerState> {
        self.server.subscribe()
    }

    /// Takes a slot, and notes if there is none.
    async fn slot(&self) -> Option<OwnedSemaphorePermit> {
        if let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            return Some(slot);
        }
        let was_open = self.server.send_if_modified(|server| {
            let was_open = *server == ServerState::Open;
            *server = ServerState::Full;
            was_open
        });
        if was_open {
            tracing::warn!(
                limit = self.limit,
                "the limit of connections is reached; others wait until one ends (CONNECTION_LIMIT)"
            );
        }
        // The semaphore is never closed.
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }

    /// Notes that there is room again: not with the first slot, or the log would tell of each.
    fn notice_room(&self) {
        if *self.server.borrow() == ServerState::Full && self.slots.available_permits() > self.limit / 10 {
            self.server.send_replace(ServerState::Open);
            tracing::info!(limit = self.limit, "there is room for connections again");
        }
    }

    /// Waits for a free slot, then for a client. No failure ends the server: what a client broke is nothing, and what the machine
    /// lacks, such as file handles, comes back when connections end.
    async fn next(&mut self) -> Client {
        let mut slot = self.slot().await;
        loop {
            match self.listener.accept().await {
                Ok((stream, address)) => {
                    self.pause = PAUSE.0;
                    if std::mem::take(&mut self.failing) {
                        tracing::info!("connections are accepted again");
                    }
                    // The others of its address leave it no place.
                    if let Ok(place) = self.addresses.enter(address.ip()) {
                        return Client {
                            stream,
                            slot: slot.take(),
                            place,
                        };
                    }
                }
                Err(error) if is_the_clients(&error) => {}
                Err(error) => {
                    if !std::mem::replace(&mut self.failing, true) {
                        tracing::error!(%error, "can't accept connections");
                    }
                    let pause = self.pause;
                    self.pause = (pause * 2).min(PAUSE.1);
                    tokio::time::sleep(pause).await;
                }
            }
        }
    }

    /// Lets nobody in any more but those who wait already.
    fn end(self) -> (watch::Sender<ServerState>, Vec<Client>) {
        let mut waiting = Vec::new();
        // The system's own accept knows of all; the runtime's only of those that it was told of.
        let Ok(listener) = self.listener.into_std() else {
            return (self.server, waiting);
        };
        while let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            let Ok((stream, address)) = listener.accept() else {
                break;
            };
            let stream = stream.set_nonblocking(true).and_then(|()| TcpStream::from_std(stream));
            if let (Ok(stream), Ok(place)) = (stream, self.addresses.enter(address.ip())) {
                let slot = Some(slot);
                waiting.push(Client { stream, slot, place });
            }
        }
        (self.server, waiting)
    }
}

fn is_the_clients(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

//! Accepts connections, at most as many as the limit, until the server is stopped. Then it drains them.

use std::future::pending;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt, future};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::Limits;
use super::addresses::{AddressSlot, Addresses};
use super::connection::Connections;
use super::connection_state::ServerState;
use super::listener::{Accepted, ClientSocket, Listener};
use crate::engine::Settings;
use crate::http::cors::Cors;
use crate::http::layered::{ApiService, Endpoint};
use crate::http::probes::Probes;
use crate::http::warp::recovered;
use crate::meta::Errors;

/// The first and the longest delay after accepting failed, for example because there are no file handles left.
const DELAYS: (Duration, Duration) = (Duration::from_millis(10), Duration::from_secs(1));

/// What a server serves.
pub(crate) struct Served {
    /// The API, with all that is served with it.
    pub(crate) filter: BoxedFilter<(Response,)>,
    /// The layers around the filter, the innermost first.
    pub(crate) layers: Vec<ApplyLayer>,
    /// Probes, which no layer sees.
    pub(crate) probes: Option<Probes>,
    pub(crate) settings: Arc<Settings>,
    /// The form of errors.
    pub(crate) errors: &'static Errors,
    /// Which pages of other origins may read replies.
    pub(crate) cors: Option<Arc<Cors>>,
}

/// Puts a layer around a service.
pub(crate) type ApplyLayer = Box<dyn FnOnce(ApiService) -> ApiService + Send + Sync>;

/// Serves until `stop` yields. Then it accepts no more connections, and open requests and sockets have the time of
/// [`Limits::drain`] to end. The future `sockets` closes the sockets, and must abort them when it is dropped, since they aren't connections
/// of this server any more. If `stop` yields again, everything ends at once. Rejections, the user's included, become problems, in the form
/// that is declared.
pub(crate) async fn listen(
    listener: Listener,
    served: Served,
    limits: Limits,
    sockets: impl Future<Output = ()>,
    mut stop: impl Stream<Item = ()> + Send + Unpin,
) {
    let drain = limits.drain;
    let handshake = listener.handshake();
    let mut acceptor = Acceptor::new(listener, &limits);
    // When it is dropped, the remaining connections are aborted.
    let mut open = JoinSet::new();
    let Served {
        filter,
        layers,
        probes,
        settings,
        errors,
        cors,
    } = served;
    let service = warp::service(recovered(filter, Arc::clone(&settings)));
    let endpoint = Endpoint::new(service, layers, errors);
    let connections = Connections::new(endpoint, handshake, probes, (settings, errors, cors), limits);
    let serve = |open: &mut JoinSet<()>, client: Client, server| {
        let connection = connections.serve(client.socket, client.address, client.address_slot, server);
        open.spawn(async move {
            connection.await;
            drop(client.slot);
        });
    };
    loop {
        tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            // Before the next accept: otherwise finished tasks would pile up while clients keep coming.
            Some(_) = open.join_next() => acceptor.update_state(),
            client = acceptor.next() => serve(&mut open, client, acceptor.watch()),
        }
    }
    // Clients that the kernel has connected already are served: dropping the listener would reset their connections.
    let (server, waiting) = acceptor.stop();
    for client in waiting {
        serve(&mut open, client, server.subscribe());
    }
    tracing::info!(connections = open.len(), "stopping");
    server.send_replace(ServerState::Stopping(Instant::now()));
    let ended = async { while open.join_next().await.is_some() {} };
    tokio::select! {
        ((), ()) = future::join(ended, sockets) => {}
        () = tokio::time::sleep(drain) => tracing::warn!("open requests or sockets took too long and are aborted"),
        () = stopped(&mut stop) => tracing::warn!("open requests are aborted"),
    }
}

/// Waits until the server is stopped. If the stream ends, that never happens.
async fn stopped(stop: &mut (impl Stream<Item = ()> + Unpin)) {
    if stop.next().await.is_none() {
        pending::<()>().await;
    }
}

/// A client that has connected.
struct Client {
    socket: ClientSocket,
    /// `None` of a Unix socket.
    address: Option<IpAddr>,
    slot: Option<OwnedSemaphorePermit>,
    address_slot: Option<AddressSlot>,
}

/// Accepts clients within the limits.
struct Acceptor {
    listener: Listener,
    limit: usize,
    slots: Arc<Semaphore>,
    addresses: Arc<Addresses>,
    server: watch::Sender<ServerState>,
    /// The delay after the next failure.
    delay: Duration,
    /// Whether it is logged that accepting fails.
    failing: bool,
}

impl Acceptor {
    fn new(listener: Listener, limits: &Limits) -> Self {
        Self {
            listener,
            limit: limits.connections,
            slots: Arc::new(Semaphore::new(limits.connections)),
            addresses: Addresses::new(limits.per_address),
            server: watch::Sender::new(ServerState::Open),
            delay: DELAYS.0,
            failing: false,
        }
    }

    fn watch(&self) -> watch::Receiver<ServerState> {
        self.server.subscribe()
    }

    /// Waits for a free slot. If there is none, it sets the state, and logs that.
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
                "CONNECTION_LIMIT is reached; new connections wait until others end"
            );
        }
        // The semaphore is never closed.
        Arc::clone(&self.slots).acquire_owned().await.ok()
    }

    /// Sets the state once a tenth of the slots is free again. With the first free slot, the state would change all the time, and the log
    /// would be flooded.
    fn update_state(&self) {
        if *self.server.borrow() == ServerState::Full && self.slots.available_permits() > self.limit / 10 {
            self.server.send_replace(ServerState::Open);
            tracing::info!(limit = self.limit, "new connections are accepted again");
        }
    }

    /// Waits for a free slot, then for a client. No error ends the server: one that a client caused is ignored, and resources that are
    /// exhausted, such as file handles, are free again when connections end.
    async fn next(&mut self) -> Client {
        let mut slot = self.slot().await;
        loop {
            match self.listener.accept().await {
                Ok(Accepted { socket, address }) => {
                    self.delay = DELAYS.0;
                    if std::mem::take(&mut self.failing) {
                        tracing::info!("connections are accepted again");
                    }
                    // Otherwise its address has too many connections, and this one is closed.
                    if let Ok(address_slot) = self.addresses.take_slot(address) {
                        return Client {
                            socket,
                            address,
                            slot: slot.take(),
                            address_slot,
                        };
                    }
                }
                Err(error) if is_caused_by_client(&error) => {}
                Err(error) => {
                    if !std::mem::replace(&mut self.failing, true) {
                        tracing::error!(%error, "can't accept connections");
                    }
                    let delay = self.delay;
                    self.delay = (delay * 2).min(DELAYS.1);
                    tokio::time::sleep(delay).await;
                }
            }
        }
    }

    /// Stops accepting, and returns the clients that the kernel has connected already.
    fn stop(self) -> (watch::Sender<ServerState>, Vec<Client>) {
        let mut clients = Vec::new();
        let Ok(waiting) = self.listener.stop() else {
            return (self.server, clients);
        };
        while let Ok(slot) = Arc::clone(&self.slots).try_acquire_owned() {
            let Some(accepted) = waiting.next() else {
                break;
            };
            if let Ok(Accepted { socket, address }) = accepted
                && let Ok(address_slot) = self.addresses.take_slot(address)
            {
                clients.push(Client {
                    socket,
                    address,
                    slot: Some(slot),
                    address_slot,
                });
            }
        }
        (self.server, clients)
    }
}

fn is_caused_by_client(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused | io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset
    )
}

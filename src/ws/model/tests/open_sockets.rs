//! Sockets that are admitted and closed.

use std::sync::Arc;

use loom::future::block_on;
use loom::sync::Mutex;

use super::super::channels::Channels;
use super::super::open_sockets::{NotAdmitted, OpenSockets};
use super::super::socket::CloseReason;
use super::channels::ModelBroker;
use super::{check, session, spawn};
use crate::engine::SocketLimits;

/// A server, and what its threads tell one another.
struct Server {
    sockets: Arc<OpenSockets>,
    /// How many sockets have a permit.
    admitted: Mutex<usize>,
    /// Whether it has waited for all sessions.
    ended: Mutex<bool>,
}

impl Server {
    fn new(open: usize) -> Arc<Self> {
        let limits = SocketLimits {
            open,
            ..SocketLimits::default()
        };
        let channels = Channels::new(ModelBroker::new());
        Arc::new(Self {
            sockets: OpenSockets::new(&limits, channels),
            admitted: Mutex::new(0),
            ended: Mutex::new(false),
        })
    }

    /// Runs one socket. It ends when it is closed, or at once. Returns why it was closed.
    fn run_socket(&self, at_once: bool) -> Result<Option<CloseReason>, NotAdmitted> {
        let permit = self.sockets.admit()?;
        *self.admitted.lock().unwrap() += 1;
        let registration = permit.register();
        let messages = if at_once { 0 } else { usize::MAX };
        let (_, closing) = session(&registration.socket().queue, messages);
        drop(registration);
        assert!(
            !*self.ended.lock().unwrap(),
            "the server hasn't waited for this session"
        );
        *self.admitted.lock().unwrap() -= 1;
        Ok(closing)
    }

    fn shut_down(&self) {
        self.sockets.close_all(CloseReason::GoingAway);
        block_on(self.sockets.wait());
        *self.ended.lock().unwrap() = true;
        assert_eq!(self.sockets.count(), 0);
    }
}

#[test]
fn a_server_that_stops_closes_all_sockets_and_waits_for_them() {
    check(3, || {
        let server = Server::new(2);
        let socket = spawn(&server, |server| server.run_socket(false));
        server.shut_down();
        let ended = socket.join().unwrap();
        assert!(
            matches!(ended, Ok(Some(CloseReason::GoingAway)) | Err(NotAdmitted::ShuttingDown)),
            "{ended:?}"
        );
        assert_eq!(server.run_socket(true), Err(NotAdmitted::ShuttingDown));
    });
}

#[test]
fn the_first_reason_closes_all_sockets() {
    check(2, || {
        let server = Server::new(2);
        let socket = spawn(&server, |server| server.run_socket(false));
        let broker = spawn(&server, |server| server.sockets.close_all(CloseReason::BrokerLost));
        server.shut_down();
        broker.join().unwrap();
        let ended = socket.join().unwrap();
        let now = server.run_socket(true);
        match ended {
            Ok(Some(CloseReason::GoingAway)) => assert_eq!(now, Err(NotAdmitted::ShuttingDown)),
            Ok(Some(CloseReason::BrokerLost)) => assert_eq!(now, Err(NotAdmitted::BrokerLost)),
            Err(_) => assert_eq!(now, ended),
            Ok(_) => panic!("closed for {ended:?}"),
        }
    });
}

#[test]
fn no_more_sockets_are_open_than_the_limit_allows_and_permits_come_back() {
    check(2, || {
        let server = Server::new(1);
        let run = |server: &Arc<Server>| match server.sockets.admit() {
            Ok(permit) => {
                let registration = permit.register();
                let mut admitted = server.admitted.lock().unwrap();
                *admitted += 1;
                assert_eq!((*admitted, server.sockets.count()), (1, 1), "more than the limit");
                *admitted -= 1;
                drop(admitted);
                drop(registration);
            }
            Err(reason) => assert_eq!(reason, NotAdmitted::Full),
        };
        let others = [spawn(&server, run), spawn(&server, run)];
        run(&server);
        for other in others {
            other.join().unwrap();
        }
        assert_eq!(server.run_socket(true), Ok(None));
        assert_eq!(server.sockets.count(), 0);
    });
}

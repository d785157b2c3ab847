//! Unix sockets, and ports that several servers share.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use tokio::net::UnixStream;

use super::*;

async fn ask(path: &Path) -> String {
    let mut stream = UnixStream::connect(path).await.unwrap();
    let request = b"GET /spec HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut reply = String::new();
    stream.read_to_string(&mut reply).await.unwrap();
    reply
}

#[tokio::test]
async fn a_unix_socket_is_served_and_its_file_is_removed_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.sock");
    let listener = Listener::bind_unix(&path, 0o620).unwrap();
    let server = serve(listener, served(api()), Limits::default(), std::future::ready(()));
    assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o620);
    let reply = ask(&path).await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    server.stop.unbounded_send(()).unwrap();
    server.running.await.unwrap();
    assert!(!path.exists());
}

#[tokio::test]
async fn a_file_that_a_killed_server_left_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).unwrap());
    let listener = Listener::bind_unix(&path, 0o600).unwrap();
    let _server = serve(listener, served(api()), Limits::default(), std::future::ready(()));
    assert!(ask(&path).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_socket_in_use_and_other_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.sock");
    let _first = Listener::bind_unix(&path, 0o600).unwrap();
    let refused = Listener::bind_unix(&path, 0o600).err().unwrap();
    assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "mine").unwrap();
    let refused = Listener::bind_unix(&file, 0o600).err().unwrap();
    assert_eq!(refused.kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");
}

#[tokio::test]
async fn a_port_is_shared_only_by_servers_that_all_want_it() {
    let first = Listener::bind("127.0.0.1", 0, true).await.unwrap();
    let Place::Tcp(address) = first.place().unwrap() else {
        panic!("a port")
    };
    assert!(Listener::bind("127.0.0.1", address.port(), true).await.is_ok());
    let refused = Listener::bind("127.0.0.1", address.port(), false).await.err().unwrap();
    assert_eq!(refused.kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn clients_that_wait_when_the_server_stops_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.sock");
    let listener = Listener::bind_unix(&path, 0o600).unwrap();
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let (filter, called, may) = held();
    let server = serve(listener, served(filter), limits, std::future::ready(()));
    let first = tokio::spawn({
        let path = path.clone();
        async move { ask(&path).await }
    });
    called.notified().await;
    server.stop.unbounded_send(()).unwrap();
    may.notify_one();
    assert!(first.await.unwrap().starts_with("HTTP/1.1 200"));
    server.running.await.unwrap();
}

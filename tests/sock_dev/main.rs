#[path = "../it/sockets/mod.rs"]
mod sockets;

//! The sockets' shared state under a model checker, which runs each test in every order that its threads can take.
//!
//! The files are compiled once more here, on primitives of the checker.

use super::{broker, pattern, socket};

mod sync;
mod tests;

#[path = "../channels.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
#[allow(dead_code, reason = "the models need only a part of it")]
mod channels;

#[path = "../open_sockets.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
mod open_sockets;

#[path = "../queue.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
mod queue;

#[path = "../socket_state.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
mod socket_state;

#[path = "../subscriptions.rs"]
#[allow(
    clippy::duplicate_mod,
    reason = "compiled once more, on the primitives of the checker"
)]
#[allow(dead_code, reason = "the models need only a part of it")]
mod subscriptions;

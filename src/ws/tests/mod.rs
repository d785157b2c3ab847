//! Sockets without connections. Tests of files that `model` compiles once more are here, since they would be compiled with them.

mod hub;
mod queue;
mod subscriptions;

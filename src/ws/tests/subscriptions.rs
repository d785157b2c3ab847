//! What `server_info` counts.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::pattern::Pattern;
use super::super::socket_state::SocketState;
use super::super::subscriptions::{COUNTED, Subscriptions};
use crate::engine::SocketLimits;

#[test]
fn counts_are_bounded() {
    let socket = Arc::new(SocketState::new(1, &SocketLimits::default()));
    let mut subscriptions = Subscriptions::default();
    for pattern in 0..=COUNTED {
        subscriptions.add("news", &pattern.to_string(), Pattern::Exact, &socket);
    }
    subscriptions.add("talk", "*", Pattern::parse("*").unwrap(), &socket);
    let counted: usize = subscriptions.counts().values().map(BTreeMap::len).sum();
    assert_eq!(counted, COUNTED);
}

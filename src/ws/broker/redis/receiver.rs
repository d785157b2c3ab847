//! The connection that receives messages.

use std::sync::Arc;

use redis::aio::{PubSub, PubSubSink, PubSubStream};

use super::read_ahead::{Metered, ReadAhead};
use crate::error::Cause;
use crate::redis_server::{Address, bounded};

/// A connection that receives messages.
pub(super) struct Receiver {
    /// Sends the commands.
    pub(super) sink: PubSubSink,
    /// The messages.
    pub(super) stream: PubSubStream,
    pub(super) read_ahead: Arc<ReadAhead>,
}

impl Receiver {
    /// Opens one.
    pub(super) async fn open(address: &Address) -> Result<Self, Cause> {
        let opened = async {
            let read_ahead = Arc::new(ReadAhead::default());
            let stream = Metered::new(address.open().await?, Arc::clone(&read_ahead));
            let (mut sink, stream) = PubSub::new(address.settings(), stream).await?.split();
            ping(&mut sink).await?;
            Ok(Self {
                sink,
                stream,
                read_ahead,
            })
        };
        bounded(opened).await
    }
}

/// Sends a ping. Its answer comes after all messages that were published before.
pub(super) async fn ping(sink: &mut PubSubSink) -> Result<(), Cause> {
    sink.ping::<redis::Value>().await?.extract_error()?;
    Ok(())
}

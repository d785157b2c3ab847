//! The messages that a change publishes on its resource's channel, as `publish` declares.

use super::change::Change;
use super::stored::Stored;
use crate::engine::publish::Message;
use crate::engine::visible_fields::VisibleFields;
use crate::error::Error;
use crate::meta::Published;

impl Change<'_> {
    /// Whether this kind of change is published, and there can be subscribers. If not, it costs nothing.
    pub(super) fn publishes(&self, event: Published) -> bool {
        self.scope.resource.publishes(event) && self.scope.context.services().publisher.has_listeners()
    }

    /// One message for each changed row, in their order. Its data is the row as a reply shows it to any client; of a deleted row, its address.
    pub(super) fn messages(&self, event: Published, stored: &[Stored]) -> Result<Vec<Message>, Error> {
        if !self.publishes(event) {
            return Ok(Vec::new());
        }
        let mut messages = Vec::with_capacity(stored.iter().map(Stored::len).sum());
        for batch in stored.iter().filter(|batch| batch.is_changed()) {
            let renderer = batch.renderer(&VisibleFields::of_anybody(self.scope.resource));
            for row in batch.rows() {
                let mut data = Vec::new();
                renderer.row(row, &mut data)?;
                messages.push(Message {
                    channel: self.scope.resource.channel().to_owned(),
                    event: event.event().to_owned(),
                    data,
                });
            }
        }
        Ok(messages)
    }
}

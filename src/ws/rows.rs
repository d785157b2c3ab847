//! Channels on which resources tell of their changes: only who may read the rows follows them, and no client sends there.
//!
//! The compiler has seen to it that a socket whose channels are resources is opened by their readers alone. What it can't see is judged
//! here, when a client subscribes: names that are free or fit a template, a name that a hook puts in place of another, and resources of
//! other APIs that have the same sockets.

use super::request::Desk;
use crate::engine::Guard;
use crate::error::Error;
use crate::meta::{Access, Resource, Socket, Source};

impl Desk {
    /// Whether a resource tells of its changes there, whatever this socket declares.
    pub(super) fn tells_of_changes(&self, channel: &str) -> bool {
        self.telling(channel).next().is_some()
    }

    /// Refuses to let a client follow the changes of rows that it may not read.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`].
    pub(super) fn check_reader(&self, channel: &str) -> Result<(), Error> {
        if self.telling(channel).all(|resource| self.may_read(resource)) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The resources that tell of their changes there: those of this API, and of others whose sockets are the same ones.
    fn telling(&self, channel: &str) -> impl Iterator<Item = &'static Resource> {
        let resources = self.api.resources().chain(self.hub.resources());
        resources.filter(move |resource| !resource.publish.is_empty() && resource.channel() == channel)
    }

    fn may_read(&self, resource: &Resource) -> bool {
        let mut own = self.api.resources();
        // Who asks was found out by the schemes of this API; those of another one say nothing of it.
        if !own.any(|own| (own.name, own.table) == (resource.name, resource.table)) {
            return false;
        }
        let lets = |access: Access| {
            let guard = Guard::of(Some(&self.api.info), access);
            guard.is_none_or(|guard| guard.admits(self.ctx.principal()))
        };
        let mut operations = resource.operations.iter();
        if resource.operations.is_empty() {
            lets(Access::Inherit)
        } else {
            operations.all(|operation| !resource.shows_rows(operation.kind) || lets(operation.access))
        }
    }
}

/// Whether a socket declares a channel as a resource's.
pub(super) fn is_of_resource(socket: &Socket, channel: &str) -> bool {
    let declared = socket.channel(channel);
    declared.is_some_and(|channel| matches!(channel.source, Source::Resource(_)))
}

//! Channels on which resources publish their changes: only clients that may read the rows can subscribe, and no client can publish.
//!
//! The compiler checks that only readers of a resource can open a socket that declares its channel. The rest is checked here at
//! each subscription: sockets that take any name, names that match a template, names that a hook changes, and resources of other APIs
//! that share the hub.

use super::dispatcher::RpcDispatcher;
use crate::engine::may_see_rows;
use crate::error::Error;
use crate::meta::{OperationKind, Resource, Socket, Source};

impl RpcDispatcher {
    /// Whether a resource publishes its changes there, whatever this socket declares.
    pub(super) fn is_published_by_resource(&self, channel: &str) -> bool {
        self.publishers(channel).next().is_some()
    }

    /// Checks that the client may read the rows whose changes are published there.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`].
    pub(super) fn check_reader(&self, channel: &str) -> Result<(), Error> {
        if self.publishers(channel).all(|resource| self.may_read(resource)) {
            Ok(())
        } else {
            Err(Error::Forbidden)
        }
    }

    /// The resources that publish their changes there, of this API and of others that share the hub.
    fn publishers(&self, channel: &str) -> impl Iterator<Item = &'static Resource> {
        let resources = self.api.resources().chain(self.hub.resources());
        resources.filter(move |resource| !resource.publish.is_empty() && resource.channel() == channel)
    }

    fn may_read(&self, resource: &Resource) -> bool {
        let mut own = self.api.resources();
        // The client was authenticated by the schemes of this API, which mean nothing to another one.
        if !own.any(|own| (own.name, own.table) == (resource.name, resource.table)) {
            return false;
        }
        // Rows of a nested resource are visible where those are to which they belong.
        may_see_rows(resource, self.api.info.default_access(), self.ctx.principal())
            && resource.parents.iter().all(|parent| {
                let above = resource.parent_relation(parent).target.resource();
                !above.is_owned_in(OperationKind::Read) && self.may_read(above)
            })
    }
}

/// Whether a socket declares the channel of a resource under this name.
pub(super) fn is_resource_channel(socket: &Socket, channel: &str) -> bool {
    let declared = socket.channel(channel);
    declared.is_some_and(|channel| matches!(channel.source, Source::Resource(_)))
}

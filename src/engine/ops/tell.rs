//! What a change tells to all who follow its resource's channel: `publish` of the declaration.

use super::change::{Change, Stored};
use crate::engine::publish::{Message, keep};
use crate::engine::request::Context;
use crate::engine::rows::Renderer;
use crate::error::Error;
use crate::meta::{Published, Resource};
use crate::types::Row;

impl Change<'_> {
    /// Whether a change has something to tell, and somebody to hear it. Where it hasn't, nothing else of this file costs anything.
    pub(super) fn tells(&self, what: Published) -> bool {
        self.resource.publishes(what) && self.cx.publisher.is_heard()
    }

    /// Tells that rows were created or changed. `cx` is that of the transaction, whose commit the messages wait for.
    pub(super) fn tell(&self, cx: &Context, what: Published, stored: &[Stored]) -> Result<(), Error> {
        keep(&cx.publisher, self.messages(what, stored)?)
    }

    /// The messages that rows were created or changed: one for each in their order, the row as a reply has it.
    pub(super) fn messages(&self, what: Published, stored: &[Stored]) -> Result<Vec<Message>, Error> {
        if !self.tells(what) {
            return Ok(Vec::new());
        }
        let mut messages = Vec::with_capacity(stored.iter().map(Stored::len).sum());
        for batch in stored.iter().filter(|batch| batch.changed()) {
            let renderer = batch.renderer();
            for row in batch.rows() {
                messages.push(message(self.resource, what, &renderer, row)?);
            }
        }
        Ok(messages)
    }
}

/// Messages that rows are gone: each holds its row's key, as an object.
#[derive(Default)]
pub(super) struct Gone(Vec<Message>);

impl Gone {
    /// Tells of them after the commit of the transaction whose `cx` this is.
    pub(super) fn tell(self, cx: &Context) -> Result<(), Error> {
        keep(&cx.publisher, self.0)
    }

    /// The messages.
    pub(super) fn messages(self) -> Vec<Message> {
        self.0
    }

    /// Adds the rows whose keys a statement returned.
    pub(super) fn add(&mut self, resource: &Resource, keys: &Stored) -> Result<(), Error> {
        let renderer = keys.renderer();
        for row in keys.rows() {
            self.0.push(message(resource, Published::Delete, &renderer, row)?);
        }
        Ok(())
    }
}

fn message(resource: &Resource, what: Published, renderer: &Renderer, row: &dyn Row) -> Result<Message, Error> {
    let mut data = Vec::new();
    renderer.row(row, &mut data)?;
    Ok(Message {
        channel: resource.channel().to_owned(),
        event: what.event().to_owned(),
        data,
    })
}

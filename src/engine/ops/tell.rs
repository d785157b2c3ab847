//! What a change tells to all who follow its resource's channel: `publish` of the declaration.

use super::change::{Change, Stored};
use crate::engine::publish::{Message, announce};
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

    /// Tells that rows were created or changed: a message for each in their order, the row as a reply has it. `cx` is that of the
    /// transaction, whose commit the messages wait for; without one the change is permanent already.
    pub(super) async fn tell(&self, cx: &Context, what: Published, stored: &[Stored]) -> Result<(), Error> {
        if !self.tells(what) {
            return Ok(());
        }
        let mut messages = Vec::with_capacity(stored.iter().map(Stored::len).sum());
        for batch in stored.iter().filter(|batch| batch.changed()) {
            let renderer = batch.renderer();
            for row in batch.rows() {
                messages.push(message(self.resource, what, &renderer, row)?);
            }
        }
        send(cx, messages).await
    }

    /// Tells that rows are gone.
    pub(super) async fn tell_gone(&self, cx: &Context, gone: Gone) -> Result<(), Error> {
        send(cx, gone.0).await
    }
}

/// Messages that rows are gone: each holds its row's key, as an object.
#[derive(Default)]
pub(super) struct Gone(Vec<Message>);

impl Gone {
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

async fn send(cx: &Context, messages: Vec<Message>) -> Result<(), Error> {
    if messages.is_empty() {
        return Ok(());
    }
    announce(&cx.publisher, messages).await
}

//! One request and one resource: whose rows it may touch, and what its statements run on.

use super::hooks::{Hooked, Hooks};
use super::owner::Owner;
use super::{RequestContext, Settings};
use crate::db::Executor;
use crate::error::Error;
use crate::meta::Resource;

/// What the operations of one resource work with, for one request or one function of the application.
pub(super) struct RequestScope<'r> {
    pub(super) resource: &'static Resource,
    pub(super) context: &'r dyn RequestContext,
    /// Whose rows it may touch.
    pub(super) owner: Owner,
    /// The hooks of the resource, if it has any.
    pub(super) hooks: Option<&'static dyn Hooked>,
}

impl<'r> RequestScope<'r> {
    /// The scope of a request: where the resource has an `owner`, the principal's rows.
    ///
    /// # Errors
    ///
    /// Those of [`Owner::of`].
    pub(super) fn new(context: &'r dyn RequestContext, resource: &'static Resource) -> Result<Self, Error> {
        Ok(Self {
            owner: Owner::of(resource, context.principal())?,
            ..Self::unscoped(context, resource)?
        })
    }

    /// A scope of all rows, where records themselves name their owner.
    ///
    /// # Errors
    ///
    /// [`Error::Internal`] if the declaration is broken.
    pub(super) fn unscoped(context: &'r dyn RequestContext, resource: &'static Resource) -> Result<Self, Error> {
        Ok(Self {
            resource,
            context,
            owner: Owner::Unscoped,
            hooks: hooks(resource)?,
        })
    }

    /// The database that statements run on.
    pub(super) fn database(&self) -> &'r dyn Executor {
        &*self.context.services().database
    }

    /// Limits and texts.
    pub(super) fn settings(&self) -> &'r Settings {
        &self.context.services().settings
    }
}

fn hooks(resource: &Resource) -> Result<Option<&'static dyn Hooked>, Error> {
    let Some(function) = resource.hooks else {
        return Ok(None);
    };
    match function.get::<Hooks>() {
        Some(hooks) => Ok(Some(hooks.0)),
        None => Err(Error::internal(
            "bug in warp-openapi: hooks of another type, please report it",
        )),
    }
}

//! Handlers of the methods of sockets: they parse the payload and call the user's function.

use serde_json::value::RawValue;

use super::Socket;
use crate::db::Pending;
use crate::engine::Ctx;
use crate::error::{Error, FieldErrors};
use crate::handler::Answer;
use crate::meta::{Function, Rpc};
use crate::types::{FieldType, Limits, Members};

/// Parses the payload of a method and calls the user's function.
pub struct RpcHandler(pub for<'r> fn(Ctx, Socket, Payload<'r>) -> Pending<'r, Answer>);

impl RpcHandler {
    /// The handler as metadata holds it.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

/// The payload of a request, which is an object.
pub struct Payload<'r> {
    pub(super) json: &'r RawValue,
    pub(super) rpc: &'static Rpc,
}

impl Payload<'_> {
    /// Parses it.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all violations.
    pub fn read<T: FieldType>(&self) -> Result<T, Error> {
        let mut errors = FieldErrors::new();
        let limits = self.rpc.payload.as_ref().map_or(Limits::NONE, |payload| payload.limits);
        let value = T::read(self.json, &limits, &mut errors);
        errors.finish()?;
        value.ok_or_else(|| Error::internal("bug in warp-openapi: a payload without value gave no violation"))
    }

    /// Checks that it has no members, for a method without parameter.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all members.
    pub(super) fn check_empty(&self) -> Result<(), Error> {
        let mut errors = FieldErrors::new();
        Members::open(self.json, 0, &|_| None, &mut errors);
        errors.finish()
    }
}

/// Adds the violations in the data of an event.
pub fn validate<T: FieldType>(json: &RawValue, errors: &mut FieldErrors) {
    let _ = T::read(json, &Limits::NONE, errors);
}

/// The data of an event as subscribers get it: as a reply has it, with defaults and without `write_only` properties. `None`, with violations,
/// if it can't be parsed. A hook may have added `read_only` properties to it.
#[must_use]
pub fn rendered<T: FieldType>(json: &RawValue, errors: &mut FieldErrors) -> Option<Vec<u8>> {
    // First as a client sends it: in a union, data with all properties may match another variant.
    let mut violations = FieldErrors::new();
    let value = match T::read(json, &Limits::NONE, &mut violations) {
        Some(value) if violations.is_empty() => value,
        _ => T::read_stored(json, &Limits::NONE, errors)?,
    };
    if !errors.is_empty() {
        return None;
    }
    let mut out = Vec::new();
    value.write(&mut out);
    Some(out)
}

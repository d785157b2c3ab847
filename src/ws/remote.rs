//! Methods of the application: what calls the user's function.

use serde_json::value::RawValue;

use super::Socket;
use crate::db::Pending;
use crate::engine::Ctx;
use crate::error::{Error, FieldErrors};
use crate::handler::Answer;
use crate::meta::{Function, Rpc};
use crate::types::{FieldType, Limits, Members};

/// What a method runs: the user's function, and how its payload is read.
pub struct Remote(pub for<'r> fn(Ctx, Socket, Payload<'r>) -> Pending<'r, Answer>);

impl Remote {
    /// The method as metadata carries it.
    #[must_use]
    pub const fn function(&'static self) -> Function {
        Function::of(self)
    }
}

/// The payload of a request: an object.
pub struct Payload<'r> {
    pub(super) json: &'r RawValue,
    pub(super) rpc: &'static Rpc,
}

impl Payload<'_> {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all breaches.
    pub fn read<T: FieldType>(&self) -> Result<T, Error> {
        let mut errors = FieldErrors::new();
        let limits = self.rpc.payload.as_ref().map_or(Limits::NONE, |payload| payload.limits);
        let value = T::read(self.json, &limits, &mut errors);
        errors.finish()?;
        value.ok_or_else(|| Error::internal("a payload without value, and no breach"))
    }

    /// Refuses what a method that takes nothing gets.
    pub(super) fn refuse_any(&self) -> Result<(), Error> {
        let mut errors = FieldErrors::new();
        Members::open(self.json, 0, &|_| None, &mut errors);
        errors.finish()
    }
}

/// Reads the data of an event, for what is wrong with it.
pub fn validate<T: FieldType>(json: &RawValue, errors: &mut FieldErrors) {
    let _ = T::read(json, &Limits::NONE, errors);
}

/// The data of an event as followers get it, without `write_only` properties; `None`, with breaches, if it can't be read. A hook may have
/// added `read_only` properties to it.
#[must_use]
pub fn without_write_only<T: FieldType>(json: &RawValue, errors: &mut FieldErrors) -> Option<Vec<u8>> {
    // First as a client sends it: within a union, another variant may fit what has all properties.
    let mut breaches = FieldErrors::new();
    let value = match T::read(json, &Limits::NONE, &mut breaches) {
        Some(value) if breaches.is_empty() => value,
        _ => T::read_stored(json, &Limits::NONE, errors)?,
    };
    if !errors.is_empty() {
        return None;
    }
    if !T::one_way(&mut Vec::new()).write_only {
        return Some(json.get().as_bytes().to_vec());
    }
    let mut out = Vec::new();
    value.write(&mut out);
    Some(out)
}

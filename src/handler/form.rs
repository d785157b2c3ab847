//! Bodies of ops: `application/x-www-form-urlencoded`.

use std::ops::Deref;

use super::gathered::{Gathered, MOST_FIELDS};
use super::{Body, Call};
use crate::engine::Query;
use crate::error::Error;
use crate::meta::{self, Argument, Media, Object};

/// A body of the fields of a `schema`, as HTML forms send them (WHATWG URL, section 5): `body: Form<Login>`.
///
/// Each field is read by its type and held against its options, just as a property of JSON; a list is a field given several times.
#[derive(Debug, Clone, PartialEq)]
pub struct Form<T>(pub T);

impl<T> Deref for Form<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Object> Body for Form<T> {
    const SHAPE: meta::Body = meta::Body {
        media: Media::Form,
        schema: T::SCHEMA,
        fields: T::FIELDS,
        required: true,
        bulk: false,
    };

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let bytes = call.collect(Media::Form).await?;
        let malformed = || Error::Malformed(call.settings.bad_data_message.clone().into());
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
        let pairs = Query::parse(text).map_err(|error| match error {
            Error::Malformed(_) => malformed(),
            _ => Error::invalid("", format!("more than {MOST_FIELDS} fields")),
        })?;
        let mut gathered = Gathered::new(T::FIELDS);
        for (name, value) in pairs.into_pairs() {
            if let Some(index) = gathered.index(&name) {
                gathered.text(index, &value);
            }
        }
        Ok(gathered.read(&mut call.errors)?.map(Self))
    }
}

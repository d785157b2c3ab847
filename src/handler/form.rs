//! Bodies of ops that are `application/x-www-form-urlencoded`.

use std::ops::Deref;

use super::form_to_json::{FormToJson, MAX_FIELDS};
use super::{Body, Call};
use crate::engine::Query;
use crate::error::Error;
use crate::meta::{self, Argument, Media, Object};

/// A body with the fields of a `schema`, as HTML forms send it (WHATWG URL, section 5): `body: Form<Login>`.
///
/// Each field is parsed by its type and validated by its options, like a property of JSON. A list is a field that is sent several times.
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
        unchecked: false,
    };

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let bytes = call.collect(Media::Form).await?;
        let malformed = || Error::Malformed(call.settings.bad_data_message.clone().into());
        let text = std::str::from_utf8(&bytes).map_err(|_| malformed())?;
        let pairs = Query::parse(text).map_err(|error| match error {
            Error::Malformed(_) => malformed(),
            _ => Error::invalid("", format!("more than {MAX_FIELDS} fields")),
        })?;
        let mut form = FormToJson::new(T::FIELDS);
        for (name, value) in pairs.into_pairs() {
            if let Some(index) = form.index(&name) {
                form.add_text(index, &value);
            }
        }
        Ok(form.read(&mut call.errors)?.map(Self))
    }
}

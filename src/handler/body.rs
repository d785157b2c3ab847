//! JSON bodies of ops.

use serde_json::value::RawValue;

use crate::error::Error;
use crate::meta::{self, Argument, Media};
use crate::types::{FieldType, check_document};

use super::Call;

/// A type that can be the parameter `body` of an `op`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the body of an op",
    label = "not a body",
    note = "a body is a field type such as a `schema` of your API or `task::Create` (sent as JSON), `Form<T>`, `Multipart<T>` or `Parts<T>` of such a `schema`, or `ByteStream`"
)]
pub trait Body: Sized + Send + 'static {
    /// The body as the document describes it.
    const SHAPE: meta::Body;

    /// Takes it from a request. `None` after a violation, which is collected with those of the other arguments.
    fn receive(
        call: &mut Call<'_>,
        argument: &'static Argument,
    ) -> impl Future<Output = Result<Option<Self>, Error>> + Send;
}

impl<T: FieldType> Body for T {
    const SHAPE: meta::Body = meta::Body {
        media: Media::Json,
        schema: T::SCHEMA,
        fields: &[],
        required: !T::SCHEMA.nullable,
        bulk: T::IS_BULK,
    };

    async fn receive(call: &mut Call<'_>, argument: &'static Argument) -> Result<Option<Self>, Error> {
        let bytes = call.collect(Media::Json).await?;
        if bytes.is_empty() && T::SCHEMA.nullable {
            return Ok(T::absent());
        }
        let json = document(call, &bytes)?;
        let most = call.settings.bulk_limit;
        // Before any of them is read.
        if T::IS_BULK && items(json) > most {
            call.errors.push(format!("too long (at most {most})"));
            return Ok(None);
        }
        Ok(T::read(json, &argument.field.limits, &mut call.errors))
    }
}

/// How many items a list has; none if it is something else, which its type reports.
fn items(json: &RawValue) -> usize {
    serde_json::from_str::<Vec<serde::de::IgnoredAny>>(json.get()).map_or(0, |items| items.len())
}

/// Checks that a body is JSON.
///
/// # Errors
///
/// [`Error::Malformed`] if it is empty, isn't JSON or nests too deep.
pub(super) fn document<'b>(call: &Call<'_>, bytes: &'b [u8]) -> Result<&'b RawValue, Error> {
    check_document(bytes).map_err(|_| Error::Malformed(call.settings.bad_data_message.clone().into()))
}

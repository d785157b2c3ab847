//! JSON bodies of ops.

use serde_json::value::RawValue;

use crate::error::{Error, FieldErrors};
use crate::meta::{self, Argument, Media};
use crate::types::envelope::inside;
use crate::types::{FieldType, check_document, too_long};

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
        unchecked: false,
    };

    async fn receive(call: &mut Call<'_>, argument: &'static Argument) -> Result<Option<Self>, Error> {
        let bytes = call.collect(Media::Json).await?;
        if bytes.is_empty() && T::SCHEMA.nullable {
            return Ok(T::absent());
        }
        let most = T::IS_BULK.then_some(call.settings.bulk_limit);
        json(call, &bytes, |json, errors| {
            // Before any of them is read.
            if let Some(most) = most
                && items(json) > most
            {
                errors.push(too_long(most));
                return None;
            }
            T::read(json, &argument.field.limits, errors)
        })
    }
}

/// How many items a list has; none if it is something else, which its type reports.
fn items(json: &RawValue) -> usize {
    serde_json::from_str::<Vec<serde::de::IgnoredAny>>(json.get()).map_or(0, |items| items.len())
}

/// Reads a body that is JSON, in the op's envelope. `None` after a violation.
///
/// # Errors
///
/// [`Error::Malformed`] if it is empty, isn't JSON or nests too deep.
fn json<T>(
    call: &mut Call<'_>,
    bytes: &[u8],
    read: impl FnOnce(&RawValue, &mut FieldErrors) -> Option<T>,
) -> Result<Option<T>, Error> {
    let Call {
        op, settings, errors, ..
    } = call;
    let envelope = op.envelope.body;
    let json = check_document(bytes).map_err(|_| Error::Malformed(settings.bad_data_message.clone().into()))?;
    Ok(inside(envelope, json, errors).and_then(|json| errors.below(envelope, |errors| read(json, errors))))
}

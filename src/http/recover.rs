//! Renders rejections as problems, those of the API's filter and of the user's own.

use http::StatusCode;
use warp::filters::body::BodyDeserializeError;
use warp::filters::cors::CorsForbidden;
use warp::reject::{
    InvalidHeader, InvalidQuery, LengthRequired, MethodNotAllowed, MissingCookie, MissingHeader, PayloadTooLarge,
    Reject, Rejection, UnsupportedMediaType,
};

use super::problem::Problem;
use super::request_id::RequestId;
use crate::engine::Settings;
use crate::error::{Cause, Error, FieldError};

/// Lets a user's own filters reject with an [`Error`]: `warp::reject::custom(Error::NotFound)`.
impl Reject for Error {}

/// The problem of a rejection.
///
/// The order is warp's own: an error in the request takes precedence over a method that another filter doesn't offer.
pub(super) fn recover(rejection: &Rejection, settings: &Settings, id: &RequestId) -> Problem {
    if rejection.is_not_found() {
        return Problem::of(Error::NotFound, settings, id);
    }
    if let Some(error) = rejection.find::<Error>() {
        return Problem::of(copy(error), settings, id);
    }
    if let Some(problem) = known(rejection) {
        return problem;
    }
    Problem::of(Error::internal(format!("{rejection:?}")), settings, id)
}

/// The problem of a rejection of warp's own filters.
fn known(rejection: &Rejection) -> Option<Problem> {
    of_warp::<UnsupportedMediaType>(rejection, StatusCode::UNSUPPORTED_MEDIA_TYPE)
        .or_else(|| of_warp::<PayloadTooLarge>(rejection, StatusCode::PAYLOAD_TOO_LARGE))
        .or_else(|| of_warp::<LengthRequired>(rejection, StatusCode::LENGTH_REQUIRED))
        .or_else(|| of_warp::<CorsForbidden>(rejection, StatusCode::FORBIDDEN))
        .or_else(|| of_warp::<BodyDeserializeError>(rejection, StatusCode::BAD_REQUEST))
        .or_else(|| of_warp::<InvalidQuery>(rejection, StatusCode::BAD_REQUEST))
        .or_else(|| of_warp::<MissingHeader>(rejection, StatusCode::BAD_REQUEST))
        .or_else(|| of_warp::<InvalidHeader>(rejection, StatusCode::BAD_REQUEST))
        .or_else(|| of_warp::<MissingCookie>(rejection, StatusCode::BAD_REQUEST))
        .or_else(|| of_warp::<MethodNotAllowed>(rejection, StatusCode::METHOD_NOT_ALLOWED))
}

fn of_warp<T: ToString + 'static>(rejection: &Rejection, status: StatusCode) -> Option<Problem> {
    rejection
        .find::<T>()
        .map(|cause| Problem::of_status(status, cause.to_string()))
}

/// Copies an error, since a rejection only lends it. A cause becomes its text.
fn copy(error: &Error) -> Error {
    let text = |cause: &Cause| Cause::from(cause.to_string());
    match error {
        Error::Malformed(detail) => Error::Malformed(detail.clone()),
        Error::Invalid(errors) => Error::Invalid(errors.iter().map(FieldError::clone).collect()),
        Error::Unauthorized => Error::Unauthorized,
        Error::Forbidden => Error::Forbidden,
        Error::NotFound => Error::NotFound,
        Error::Conflict(conflict) => Error::Conflict(conflict.clone()),
        Error::PreconditionFailed(precondition) => Error::PreconditionFailed(*precondition),
        Error::PreconditionRequired => Error::PreconditionRequired,
        Error::TooLarge { limit } => Error::TooLarge { limit: *limit },
        Error::UnsupportedMediaType { expected } => Error::UnsupportedMediaType { expected },
        Error::UnsupportedEncoding => Error::UnsupportedEncoding,
        Error::Status { status, detail } => Error::status(*status, detail.clone()),
        Error::Timeout => Error::Timeout,
        Error::Unavailable(cause) => Error::Unavailable(text(cause)),
        Error::OutcomeUnknown(cause) => Error::OutcomeUnknown(text(cause)),
        Error::Internal(cause) => Error::Internal(text(cause)),
    }
}

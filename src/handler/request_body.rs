//! Bodies of requests: their type and length are checked, then they are read, never more than the limit.

use bytes::Bytes;
use futures::StreamExt;
use futures::stream::BoxStream;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use mime::Mime;

use crate::error::Error;
use crate::meta::Media;

/// A body that is read in chunks.
pub(crate) type Incoming = BoxStream<'static, Result<Bytes, Error>>;

/// Reads a whole body of this media type. It is empty if the request has none.
///
/// # Errors
///
/// In this order: [`Error::UnsupportedMediaType`], [`Error::TooLarge`], then errors of the transfer.
pub(crate) async fn collect(
    headers: &HeaderMap,
    body: &mut Incoming,
    media: Media,
    limit: u64,
) -> Result<Vec<u8>, Error> {
    let refused = Error::UnsupportedMediaType { expected: media.name() };
    let typed = match content(headers, media) {
        Content::Accepted => true,
        Content::Missing => false,
        Content::Refused => return Err(refused),
        Content::Encoded => return Err(Error::UnsupportedEncoding),
    };
    let declared = declared_length(headers);
    if declared > limit {
        return Err(if typed { Error::TooLarge { limit } } else { refused });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(declared).unwrap_or(0).min(64 * 1024));
    while let Some(chunk) = body.next().await {
        let chunk = chunk?;
        if !chunk.is_empty() && !typed {
            return Err(refused);
        }
        let length = bytes.len().saturating_add(chunk.len());
        if u64::try_from(length).unwrap_or(u64::MAX) > limit {
            return Err(Error::TooLarge { limit });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// The length in `Content-Length`; zero if there is none.
pub(super) fn declared_length(headers: &HeaderMap) -> u64 {
    headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse().ok())
        .unwrap_or(0)
}

/// Whether the content type of a request is accepted.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// It is accepted.
    Accepted,
    /// There is none.
    Missing,
    /// It isn't accepted.
    Refused,
    /// The body has a content encoding, which isn't accepted.
    Encoded,
}

/// Compares the content type of a request with the declared one.
pub(super) fn content(headers: &HeaderMap, media: Media) -> Content {
    typed(headers, |mime| fits(mime, media))
}

/// Compares the content type of a request with a list of media types and ranges. An empty list accepts all.
pub(super) fn is_accepted(headers: &HeaderMap, accepts: &[&str]) -> Content {
    typed(headers, |mime| {
        accepts.is_empty() || is_one_of(mime.essence_str(), accepts)
    })
}

/// Whether a media type is in a list of types, `image/png`, and ranges, `image/*`.
pub(super) fn is_one_of(media: &str, ranges: &[&str]) -> bool {
    ranges.iter().any(|range| match range.strip_suffix('*') {
        Some(family) => media
            .get(..family.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(family)),
        None => media.eq_ignore_ascii_case(range),
    })
}

fn typed(headers: &HeaderMap, fits: impl FnOnce(&Mime) -> bool) -> Content {
    let coded = |coding: &HeaderValue| !coding.as_bytes().eq_ignore_ascii_case(b"identity");
    if headers.get_all(CONTENT_ENCODING).iter().any(coded) {
        return Content::Encoded;
    }
    let mut lines = headers.get_all(CONTENT_TYPE).iter();
    let line = match (lines.next(), lines.next()) {
        (None, _) => return Content::Missing,
        (Some(line), None) => line,
        (Some(_), Some(_)) => return Content::Refused,
    };
    match line.to_str().ok().and_then(|text| text.parse::<Mime>().ok()) {
        Some(mime) if fits(&mime) => Content::Accepted,
        _ => Content::Refused,
    }
}

/// Patch formats with rules of their own (RFC 7396 and 6902). They aren't accepted as plain JSON, since they mean something else.
const PATCHES: [&str; 2] = ["application/merge-patch+json", "application/json-patch+json"];

/// JSON is `application/json` and `application/*+json`, in UTF-8 (RFC 8259, section 8.1).
fn fits(mime: &Mime, media: Media) -> bool {
    let utf8 = mime
        .get_param(mime::CHARSET)
        .is_none_or(|charset| charset.as_str().eq_ignore_ascii_case("utf-8"));
    match media {
        Media::Json => {
            let json = mime.subtype() == mime::JSON || mime.suffix() == Some(mime::JSON);
            mime.type_() == mime::APPLICATION && json && utf8 && !PATCHES.contains(&mime.essence_str())
        }
        Media::Form => mime.essence_str() == Media::Form.name() && utf8,
        Media::Multipart => mime.essence_str() == Media::Multipart.name(),
        Media::Bytes => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(sent: &[&'static str], expected: Content) {
        let mut headers = HeaderMap::new();
        for line in sent {
            headers.append(CONTENT_TYPE, line.parse().unwrap());
        }
        assert_eq!(content(&headers, Media::Json), expected, "{sent:?}");
    }

    #[test]
    fn json_in_utf8_is_accepted() {
        case(&["application/json"], Content::Accepted);
        case(&["Application/JSON"], Content::Accepted);
        case(&["application/json; charset=utf-8"], Content::Accepted);
        case(&["application/json;charset=\"UTF-8\""], Content::Accepted);
        case(&["application/json; profile=x"], Content::Accepted);
        case(&["application/vnd.api+json; v=1"], Content::Accepted);
    }

    #[test]
    fn other_types_are_not() {
        case(&[], Content::Missing);
        case(&[""], Content::Refused);
        case(&["json"], Content::Refused);
        case(&["text/json"], Content::Refused);
        case(&["application/merge-patch+json"], Content::Refused);
        case(&["Application/JSON-Patch+json; charset=utf-8"], Content::Refused);
        case(&["text/plain"], Content::Refused);
        case(&["application/x-www-form-urlencoded"], Content::Refused);
        case(&["application/jsonx"], Content::Refused);
        case(&["application/json; charset=latin1"], Content::Refused);
        case(&["application/json", "application/json"], Content::Refused);
    }
}

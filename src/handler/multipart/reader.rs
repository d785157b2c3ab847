//! Reads the parts of a body one after the other.

use http::HeaderMap;
use http::header::CONTENT_TYPE;
use mime::Mime;
use multer::Field as Received;

use super::limited::{BytesBetweenParts, limited};
use crate::error::Error;
use crate::handler::Call;
use crate::handler::form_to_json::MAX_FIELDS;
use crate::handler::request_body::{Content, content, declared_length, is_one_of};
use crate::meta::{Field, Media};
use crate::types::Kind;

/// The longest boundary (RFC 2046, section 5.1.1).
const MAX_BOUNDARY: usize = 70;

/// Reads a body part by part.
pub(super) struct Reader {
    parser: multer::Multipart<'static>,
    current: Option<Received<'static>>,
    between: BytesBetweenParts,
    count: usize,
    /// How many bytes all further texts together may have, and all texts: they are kept in memory.
    texts_left: u64,
    texts: u64,
    body_limit: u64,
}

impl Reader {
    /// Starts to read a body.
    ///
    /// # Errors
    ///
    /// [`Error::UnsupportedMediaType`], [`Error::Malformed`] for an invalid boundary, [`Error::TooLarge`].
    pub(super) fn open(call: &mut Call<'_>) -> Result<Self, Error> {
        if content(call.headers, Media::Multipart) != Content::Accepted {
            return Err(Error::UnsupportedMediaType {
                expected: Media::Multipart.name(),
            });
        }
        let boundary = boundary(call.headers).ok_or_else(|| {
            Error::Malformed(
                "multipart/form-data needs a boundary of 1 to 70 characters (RFC 2046, section 5.1.1)".into(),
            )
        })?;
        let body_limit = call.body_limit();
        if declared_length(call.headers) > body_limit {
            return Err(Error::TooLarge { limit: body_limit });
        }
        let between = BytesBetweenParts::default();
        let texts = call.settings.body_limit;
        Ok(Self {
            parser: multer::Multipart::new(limited(call.take_body(), body_limit, between.clone()), boundary),
            current: None,
            between,
            count: 0,
            texts_left: texts,
            texts,
            body_limit,
        })
    }

    /// Moves to the next part and returns its name. The rest of the current part is skipped. `None` after the last part.
    ///
    /// # Errors
    ///
    /// [`Error::Malformed`] for an invalid multipart body, [`Error::TooLarge`], and errors of the transfer.
    pub(super) async fn next(&mut self) -> Result<Option<String>, Error> {
        while self.chunk().await?.is_some() {}
        self.current = None;
        let Some(part) = self.parser.next_field().await.map_err(parser_error)? else {
            return Ok(None);
        };
        self.between.reset();
        self.count += 1;
        if self.count > MAX_FIELDS {
            return Err(Error::invalid("", format!("more than {MAX_FIELDS} parts")));
        }
        let name = part.name().map(str::to_owned);
        self.current = Some(part);
        name.map(Some).ok_or_else(|| {
            Error::Malformed("a part of the multipart body has no name in UTF-8 (RFC 7578, section 4.2)".into())
        })
    }

    /// The next bytes of the current part.
    ///
    /// # Errors
    ///
    /// Those of [`Reader::next`].
    pub(super) async fn chunk(&mut self) -> Result<Option<bytes::Bytes>, Error> {
        let Some(part) = &mut self.current else {
            return Ok(None);
        };
        loop {
            let chunk = part.chunk().await.map_err(parser_error)?;
            self.between.reset();
            // The parser returns an empty chunk at the end of an empty part.
            if !chunk.as_ref().is_some_and(|chunk| chunk.is_empty()) {
                return Ok(chunk);
            }
        }
    }

    /// The current part as text; `None` if it isn't UTF-8.
    ///
    /// # Errors
    ///
    /// Those of [`Reader::next`].
    pub(super) async fn text(&mut self) -> Result<Option<String>, Error> {
        let mime = self.current.as_ref().and_then(|part| part.content_type());
        let utf8 = mime
            .and_then(|mime| mime.get_param(mime::CHARSET))
            .is_none_or(|charset| {
                let charset = charset.as_str();
                charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("us-ascii")
            });
        let mut bytes = Vec::new();
        while let Some(chunk) = self.chunk().await? {
            let too_large = Error::TooLarge { limit: self.texts };
            self.texts_left = self.texts_left.checked_sub(chunk.len() as u64).ok_or(too_large)?;
            bytes.extend_from_slice(&chunk);
        }
        Ok(if utf8 { String::from_utf8(bytes).ok() } else { None })
    }

    /// The violation in the head of the current part, if there is one.
    pub(super) fn violation(&self, field: &Field) -> Option<String> {
        let part = self.current.as_ref()?;
        let encoding = part.headers().get("Content-Transfer-Encoding");
        let plain = encoding.is_none_or(|encoding| {
            let encoding = encoding.as_bytes();
            [&b"7bit"[..], b"8bit", b"binary"]
                .iter()
                .any(|plain| encoding.eq_ignore_ascii_case(plain))
        });
        if !plain {
            return Some("sent in a Content-Transfer-Encoding; send it as it is".to_owned());
        }
        let allowed = field.limits.media;
        let refused = is_file(field) && !allowed.is_empty() && !is_one_of(&self.media(), allowed);
        refused.then(|| format!("not one of {}", allowed.join(", ")))
    }

    /// The media type of the current part, without parameters.
    pub(super) fn media(&self) -> String {
        let mime = self.current.as_ref().and_then(|part| part.content_type());
        mime.map_or_else(|| Media::Bytes.name().to_owned(), |mime| mime.essence_str().to_owned())
    }

    /// The file name of the current part, as the client sends it. Browsers write some characters percent-encoded (HTML, section 4.10.22.8).
    pub(super) fn file_name(&self) -> Option<String> {
        let name = self.current.as_ref()?.file_name()?;
        Some(name.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
    }

    /// The most bytes of a file of this field.
    pub(super) fn file_limit(&self, field: &Field) -> u64 {
        field.limits.max_bytes.unwrap_or(self.body_limit)
    }
}

/// Whether the parts of a field are files.
pub(super) fn is_file(field: &Field) -> bool {
    match field.schema.kind {
        Kind::List(item) => item.kind == Kind::File,
        kind => kind == Kind::File,
    }
}

/// 413 for a file over the limit of its field.
pub(super) fn file_too_large(field: &Field, limit: u64) -> Error {
    Error::status(
        413,
        format!("a file of `{}` is over the limit of {limit} bytes", field.property),
    )
}

fn boundary(headers: &HeaderMap) -> Option<String> {
    let mime: Mime = headers.get(CONTENT_TYPE)?.to_str().ok()?.parse().ok()?;
    let boundary = mime.get_param(mime::BOUNDARY)?.as_str().to_owned();
    let valid = (1..=MAX_BOUNDARY).contains(&boundary.len()) && !boundary.ends_with(' ');
    valid.then_some(boundary)
}

/// The error of the parser or the transfer.
fn parser_error(error: multer::Error) -> Error {
    match error {
        multer::Error::StreamReadFailed(cause) => match cause.downcast::<Error>() {
            Ok(error) => *error,
            Err(cause) => Error::Internal(cause),
        },
        multer::Error::LockFailure => Error::internal(error),
        multer::Error::IncompleteStream | multer::Error::IncompleteFieldData { .. } => Error::Malformed(
            "the multipart body ends early, or its boundary isn't the one that the header names".into(),
        ),
        _ => Error::Malformed("the head of a part of the multipart body can't be read".into()),
    }
}

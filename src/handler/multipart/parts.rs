//! `Parts<T>`: the body is read part by part while the handler runs.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::reader::{Reader, file_too_large, is_file};
use crate::db::Pending;
use crate::error::{Error, FieldError, FieldErrors};
use crate::handler::call::Unread;
use crate::handler::form_to_json::FormToJson;
use crate::handler::{Body, Call};
use crate::meta::{self, Argument, Field, Media, Object};
use crate::types::{Kind, too_long};

/// A multipart body as the document describes it; `unchecked`: checks of the whole never run.
pub(super) const fn shape<T: Object>(unchecked: bool) -> meta::Body {
    meta::Body {
        media: Media::Multipart,
        schema: T::SCHEMA,
        fields: T::FIELDS,
        required: true,
        bulk: false,
        unchecked,
    }
}

/// A multipart body with the fields of a `schema`, read part by part (RFC 7578): `body: Parts<Upload>`.
///
/// The handler runs at once and reads one part after the other. Nothing is buffered: the client sends no faster than the handler reads. Each
/// part is validated when it is read, and missing ones are reported at the end, by [`Parts::finish`]. So the handler must undo what it has
/// done by then if there is an error. If a handler answers without calling it, the rest is read and validated all the same, and an error there
/// becomes the answer. [`Multipart`](crate::Multipart) validates the whole body before the handler runs; a schema with a `check` needs that.
///
/// ```no_run
/// # use warp_openapi::prelude::*;
/// # api! {
/// #     /// Files
/// #     api Files { title: "Files", version: "1" }
/// /// What is sent
/// schema Upload { note: Option<String>, file: File [max_bytes(5_000_000_000)] }
///
/// /// Count the bytes of a file
/// op count_bytes(body: Parts<Upload>) -> i64 { route: POST "/count", body_limit: 5_100_000_000 }
/// # }
///
/// async fn count_bytes(_: Ctx, mut body: Parts<Upload>) -> Result<i64, Error> {
///     let mut count = 0;
///     while let Some(part) = body.next().await? {
///         match part {
///             Part::Text { .. } => {}
///             Part::File(mut file) => {
///                 while let Some(bytes) = file.chunk().await? {
///                     count += bytes.len() as i64;
///                 }
///             }
///         }
///     }
///     body.finish().await?;
///     Ok(count)
/// }
/// # fn main() {}
/// ```
pub struct Parts<T> {
    /// `None` once it has ended.
    open: Option<OpenBody<T>>,
    /// Gets the rest of the body if the handler doesn't finish it.
    rest: SharedRest<T>,
}

/// A body that isn't read to its end yet.
struct OpenBody<T> {
    reader: Reader,
    form: FormToJson,
    ended: bool,
    /// The violations so far, in case the handler ignores the errors.
    violations: Vec<FieldError>,
    read: PhantomData<fn() -> T>,
}

type SharedRest<T> = Arc<Mutex<Option<OpenBody<T>>>>;

/// One part of a body.
#[derive(Debug)]
pub enum Part<'p> {
    /// A valid text of its field.
    Text {
        /// The field's name in the form.
        field: &'static str,
        /// The text.
        text: String,
    },
    /// A file, of which only the head was read.
    File(FilePart<'p>),
}

impl<T: Object> Parts<T> {
    /// Waits for the next part. The rest of the current one is skipped.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for an invalid part, [`Error::Malformed`] for an invalid multipart body, [`Error::TooLarge`], and errors of the
    /// transfer.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Error> {
        match &mut self.open {
            Some(open) => open.next().await,
            None => Ok(None),
        }
    }

    /// Skips the rest, and reports missing parts.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all violations, and those of [`Parts::next`].
    pub async fn finish(mut self) -> Result<(), Error> {
        match self.open.take() {
            Some(open) => open.finish().await,
            None => Ok(()),
        }
    }
}

impl<T> Drop for Parts<T> {
    fn drop(&mut self) {
        *self.rest.lock().unwrap_or_else(PoisonError::into_inner) = self.open.take();
    }
}

/// The rest of a body that a handler hasn't read. It is read and checked before the answer is sent.
struct Rest<T>(SharedRest<T>);

impl<T: Object> Unread for Rest<T> {
    fn finish(self: Box<Self>) -> Pending<'static, ()> {
        let open = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        Box::pin(async move {
            match open {
                Some(open) => open.finish().await,
                None => Ok(()),
            }
        })
    }
}

impl<T: Object> OpenBody<T> {
    async fn next(&mut self) -> Result<Option<Part<'_>>, Error> {
        while let Some(name) = self.reader.next().await? {
            let Some(index) = self.form.index(&name) else {
                return Err(self.refuse(Error::invalid(name, "unknown field")));
            };
            let field = &T::FIELDS[index];
            if let Err(error) = self.check_head(field, index) {
                return Err(self.refuse(error));
            }
            if !is_file(field) {
                let text = self.reader.text().await?;
                let text = text.ok_or_else(|| Error::invalid(field.property, "not text in UTF-8"));
                let text = match text.and_then(|text| check_text::<T>(index, &text).map(|()| text)) {
                    Ok(text) => text,
                    Err(error) => return Err(self.refuse(error)),
                };
                self.form.add_text(index, &text);
                let field = field.property;
                return Ok(Some(Part::Text { field, text }));
            }
            let name = self.reader.file_name();
            // Browsers send this if no file was chosen (HTML, section 4.10.22.4).
            let first = if name.as_deref() == Some("") {
                match self.reader.chunk().await? {
                    Some(first) => Some(first),
                    None => continue,
                }
            } else {
                None
            };
            self.form.add_file(index);
            return Ok(Some(Part::File(FilePart {
                field,
                name: name.as_deref().and_then(crate::types::plain_name),
                media: self.reader.media(),
                limit: self.reader.file_limit(field),
                size: 0,
                first,
                reader: &mut self.reader,
            })));
        }
        self.ended = true;
        Ok(None)
    }

    async fn finish(mut self) -> Result<(), Error> {
        while !self.ended {
            self.next().await?;
        }
        let mut errors = FieldErrors::new();
        for error in self.violations {
            errors.push_at(error.field, error.message);
        }
        self.form.read::<T>(&mut errors)?;
        errors.finish()
    }

    /// Records the violations of a part, in case the handler ignores the error.
    fn refuse(&mut self, error: Error) -> Error {
        if let Error::Invalid(errors) = &error {
            self.violations.extend(errors.iter().cloned());
        }
        error
    }

    /// Checks the head of the current part, and that its field may have one more.
    fn check_head(&self, field: &Field, index: usize) -> Result<(), Error> {
        if let Some(message) = self.reader.violation(field) {
            return Err(Error::invalid(field.property, message));
        }
        let count = self.form.count(index);
        match (field.schema.kind, field.limits.max_length) {
            (Kind::List(_), Some(most)) if count >= most as usize => {
                Err(Error::invalid(field.property, too_long(most)))
            }
            (Kind::List(_), _) => Ok(()),
            _ if count > 0 => Err(Error::invalid(field.property, "given more than once")),
            _ => Ok(()),
        }
    }
}

/// Validates the text of one field.
fn check_text<T: Object>(index: usize, text: &str) -> Result<(), Error> {
    let mut form = FormToJson::new(T::FIELDS);
    form.add_text(index, text);
    let mut errors = FieldErrors::new();
    form.check::<T>(index, &mut errors)?;
    errors.finish()
}

impl<T: Object> Body for Parts<T> {
    const SHAPE: meta::Body = shape::<T>(!T::CHECKS.is_empty());

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let rest = SharedRest::default();
        let open = OpenBody {
            reader: Reader::open(call)?,
            form: FormToJson::new(T::FIELDS),
            ended: false,
            violations: Vec::new(),
            read: PhantomData,
        };
        call.set_unread(Rest(Arc::clone(&rest)));
        Ok(Some(Self { open: Some(open), rest }))
    }
}

impl<T> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// A file that is received.
pub struct FilePart<'p> {
    field: &'static Field,
    name: Option<String>,
    media: String,
    limit: u64,
    size: u64,
    first: Option<Bytes>,
    reader: &'p mut Reader,
}

impl FilePart<'_> {
    /// Returns the name of its field in the form.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field.property
    }

    /// Returns the name that the client sent, as [`File::name`](crate::File::name).
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type that the client sent, as [`File::media`](crate::File::media).
    #[must_use]
    pub fn media(&self) -> &str {
        &self.media
    }

    /// Waits for its next bytes. `None` at the end.
    ///
    /// # Errors
    ///
    /// [`Error::Status`] 413 once it is over its `max_bytes`, and those of [`Parts::next`].
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        let chunk = match self.first.take() {
            Some(first) => Some(first),
            None => self.reader.chunk().await?,
        };
        self.size += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        if self.size > self.limit {
            return Err(file_too_large(self.field, self.limit));
        }
        Ok(chunk)
    }
}

impl fmt::Debug for FilePart<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("field", &self.field.property)
            .field("name", &self.name)
            .field("media", &self.media)
            .finish_non_exhaustive()
    }
}

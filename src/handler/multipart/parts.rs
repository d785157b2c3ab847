//! `Parts<T>`: each part as it arrives.

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::reader::{Reader, file_too_large, is_file};
use crate::db::Pending;
use crate::error::{Error, FieldError, FieldErrors};
use crate::handler::call::Unread;
use crate::handler::gathered::Gathered;
use crate::handler::{Body, Call};
use crate::meta::{self, Argument, Field, Media, Object};
use crate::types::Kind;

/// What the document says of a body of parts.
pub(super) const fn shape<T: Object>() -> meta::Body {
    meta::Body {
        media: Media::Multipart,
        schema: T::SCHEMA,
        fields: T::FIELDS,
        required: true,
        bulk: false,
    }
}

/// A body of the parts of a `schema`, each as it arrives (RFC 7578): `body: Parts<Upload>`.
///
/// The handler runs at once and reads part after part; what it hasn't read waits with the client, and nothing is kept. Each part is
/// held against the schema when it is its turn, and what is missing shows at the end, in [`Parts::finish`]: so what the
/// handler has done by then must be undone if there is an error. If a handler answers without it, the rest is read and checked all the
/// same, and an error there becomes the answer. [`Multipart`](crate::Multipart) checks all before the handler runs.
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
    open: Option<Open<T>>,
    /// Takes the rest of the body if the handler doesn't finish it.
    left: Left<T>,
}

/// A body that isn't read to its end yet.
struct Open<T> {
    reader: Reader,
    gathered: Gathered,
    ended: bool,
    /// An error in a part that the handler ignored.
    broken: Vec<FieldError>,
    read: PhantomData<fn() -> T>,
}

type Left<T> = Arc<Mutex<Option<Open<T>>>>;

/// One part of a body.
#[derive(Debug)]
pub enum Part<'p> {
    /// A text that has the type of its field.
    Text {
        /// The field's name in the form.
        field: &'static str,
        /// The text.
        text: String,
    },
    /// A file, of which only the head has arrived.
    File(FilePart<'p>),
}

impl<T: Object> Parts<T> {
    /// Waits for the next part; what is left of the one before is skipped.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] for a part that breaks the rules, [`Error::Malformed`] for what is no multipart body, [`Error::TooLarge`], and
    /// what breaks off the transfer.
    pub async fn next(&mut self) -> Result<Option<Part<'_>>, Error> {
        match &mut self.open {
            Some(open) => open.next().await,
            None => Ok(None),
        }
    }

    /// Ends the reading: skips the rest, and reports what is missing.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] with all that is missing, and those of [`Parts::next`].
    pub async fn finish(mut self) -> Result<(), Error> {
        match self.open.take() {
            Some(open) => open.finish().await,
            None => Ok(()),
        }
    }
}

impl<T> Drop for Parts<T> {
    fn drop(&mut self) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) = self.open.take();
    }
}

/// What a handler has left unread of a body, to be read and checked before its answer is sent.
struct Rest<T>(Left<T>);

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

impl<T: Object> Open<T> {
    async fn next(&mut self) -> Result<Option<Part<'_>>, Error> {
        while let Some(name) = self.reader.next().await? {
            let Some(index) = self.gathered.index(&name) else {
                return Err(self.refuse(Error::invalid(name, "unknown field")));
            };
            let field = &T::FIELDS[index];
            if let Err(error) = self.expect(field, index) {
                return Err(self.refuse(error));
            }
            if !is_file(field) {
                let text = self.reader.text().await?;
                let text = text.ok_or_else(|| Error::invalid(field.property, "not text in UTF-8"));
                let text = match text.and_then(|text| check::<T>(index, &text).map(|()| text)) {
                    Ok(text) => text,
                    Err(error) => return Err(self.refuse(error)),
                };
                self.gathered.text(index, &text);
                let field = field.property;
                return Ok(Some(Part::Text { field, text }));
            }
            let name = self.reader.file_name();
            // Browsers send this for a file that nobody chose (HTML, section 4.10.22.4).
            let first = if name.as_deref() == Some("") {
                match self.reader.chunk().await? {
                    Some(first) => Some(first),
                    None => continue,
                }
            } else {
                None
            };
            self.gathered.file(index);
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
        for breach in self.broken {
            errors.push_at(breach.field, breach.message);
        }
        self.gathered.read::<T>(&mut errors)?;
        errors.finish()
    }

    /// Records an error in a part, in case the handler ignores it.
    fn refuse(&mut self, error: Error) -> Error {
        if let Error::Invalid(breaches) = &error {
            self.broken.extend(breaches.iter().cloned());
        }
        error
    }

    /// Tells whether one more part may be for this field.
    fn expect(&self, field: &Field, index: usize) -> Result<(), Error> {
        if let Some(message) = self.reader.refused(field) {
            return Err(Error::invalid(field.property, message));
        }
        let count = self.gathered.count(index);
        match (field.schema.kind, field.limits.max_length) {
            (Kind::List(_), Some(most)) if count >= most as usize => {
                Err(Error::invalid(field.property, format!("too long (at most {most})")))
            }
            (Kind::List(_), _) => Ok(()),
            _ if count > 0 => Err(Error::invalid(field.property, "given more than once")),
            _ => Ok(()),
        }
    }
}

/// Holds one text against its field.
fn check<T: Object>(index: usize, text: &str) -> Result<(), Error> {
    let mut alone = Gathered::new(T::FIELDS);
    alone.text(index, text);
    let mut errors = FieldErrors::new();
    alone.check::<T>(index, &mut errors)?;
    errors.finish()
}

impl<T: Object> Body for Parts<T> {
    const SHAPE: meta::Body = shape::<T>();

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let left = Left::default();
        let open = Open {
            reader: Reader::open(call)?,
            gathered: Gathered::new(T::FIELDS),
            ended: false,
            broken: Vec::new(),
            read: PhantomData,
        };
        call.leave(Rest(Arc::clone(&left)));
        Ok(Some(Self { open: Some(open), left }))
    }
}

impl<T> fmt::Debug for Parts<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Parts")
    }
}

/// A file that arrives.
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
    /// The name of its field in the form.
    #[must_use]
    pub fn field(&self) -> &'static str {
        self.field.property
    }

    /// The name that the client gave it, as [`File::name`](crate::File::name).
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The media type that the client claims, as [`File::media`](crate::File::media).
    #[must_use]
    pub fn media(&self) -> &str {
        &self.media
    }

    /// Waits for its next bytes; `None`: that was all of it.
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

//! `Multipart<T>`: the whole body, read and validated before the handler runs.

use std::ops::{Deref, Range};
use std::sync::Arc;

use super::reader::{Reader, file_too_large, is_file};
use crate::error::Error;
use crate::handler::form_to_json::FormToJson;
use crate::handler::{Body, Call};
use crate::meta::{self, Argument, Field, Object};
use crate::types::{File, Kind, Spool};

/// A multipart body with the fields of a `schema`, which may be files (RFC 7578): `body: Multipart<Upload>`.
///
/// The handler runs after the whole body was received and validated. Large files are in a temporary file, texts and small files in memory.
/// [`Parts`](crate::Parts) reads part by part instead.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipart<T>(pub T);

impl<T> Deref for Multipart<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Object> Body for Multipart<T> {
    const SHAPE: meta::Body = super::parts::shape::<T>(false);

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let mut reader = Reader::open(call)?;
        let mut form = FormToJson::new(T::FIELDS);
        let mut files = ReceivedFiles::default();
        while let Some(name) = reader.next().await? {
            let Some(index) = form.index(&name) else {
                continue;
            };
            let field = &T::FIELDS[index];
            let item = form.count(index);
            let mut refuse = |message: String| {
                call.errors.at(&name, |errors| match field.schema.kind {
                    Kind::List(_) => errors.push_at(item, message),
                    _ => errors.push(message),
                });
            };
            let violation = reader.violation(field);
            if is_file(field) && reader.file_name().as_deref() == Some("") {
                // It may be that no file was chosen, which is known at the end of the part. Then the media type is meaningless.
                let chosen = files.receive(&mut reader, field, index, &mut form).await?;
                violation.filter(|_| chosen).into_iter().for_each(&mut refuse);
            } else if let Some(message) = violation {
                refuse(message);
                if is_file(field) {
                    form.add_file(index);
                } else {
                    form.refuse(index);
                }
            } else if is_file(field) {
                files.receive(&mut reader, field, index, &mut form).await?;
            } else {
                match reader.text().await? {
                    Some(text) => form.add_text(index, &text),
                    None => {
                        call.errors.push_at(name, "not text in UTF-8");
                        form.refuse(index);
                    }
                }
            }
        }
        files.finish(&mut form).await?;
        Ok(form.read(&mut call.errors)?.map(Self))
    }
}

/// The files that were received so far.
#[derive(Default)]
struct ReceivedFiles {
    spool: Spool,
    files: Vec<(usize, Option<String>, String, Range<u64>)>,
}

impl ReceivedFiles {
    /// Stores the current part as a file. `false` if no file was chosen.
    async fn receive(
        &mut self,
        reader: &mut Reader,
        field: &Field,
        index: usize,
        form: &mut FormToJson,
    ) -> Result<bool, Error> {
        let (name, media, limit) = (reader.file_name(), reader.media(), reader.file_limit(field));
        let start = self.spool.len();
        while let Some(chunk) = reader.chunk().await? {
            if self.spool.len() - start + chunk.len() as u64 > limit {
                return Err(file_too_large(field, limit));
            }
            self.spool.append(&chunk).await.map_err(spool_error)?;
        }
        let range = start..self.spool.len();
        // Browsers send this if no file was chosen (HTML, section 4.10.22.4).
        let none = range.is_empty() && name.as_deref() == Some("");
        if !none {
            self.files.push((form.add_file(index), name, media, range));
        }
        Ok(!none)
    }

    async fn finish(self, form: &mut FormToJson) -> Result<(), Error> {
        let stored = Arc::new(self.spool.finish().await.map_err(spool_error)?);
        for (number, name, media, range) in self.files {
            form.set_file(number, File::new(name.as_deref(), media, range, Arc::clone(&stored)));
        }
        Ok(())
    }
}

fn spool_error(error: std::io::Error) -> Error {
    Error::Unavailable(format!("an upload can't be stored in a temporary file: {error}").into())
}

//! `Multipart<T>`: all parts, once all are there and right.

use std::ops::{Deref, Range};
use std::sync::Arc;

use super::reader::{Reader, file_too_large, is_file};
use crate::error::Error;
use crate::handler::gathered::Gathered;
use crate::handler::{Body, Call};
use crate::meta::{self, Argument, Field, Object};
use crate::types::{File, Kind, Spool};

/// A body of the parts of a `schema`, files among them (RFC 7578): `body: Multipart<Upload>`.
///
/// The handler runs when all has arrived and is right. Until then files go to a temporary file; nothing is held in memory but
/// texts and small files. [`Parts`](crate::Parts) gives bytes as they arrive.
#[derive(Debug, Clone, PartialEq)]
pub struct Multipart<T>(pub T);

impl<T> Deref for Multipart<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Object> Body for Multipart<T> {
    const SHAPE: meta::Body = super::parts::shape::<T>();

    async fn receive(call: &mut Call<'_>, _: &'static Argument) -> Result<Option<Self>, Error> {
        let mut reader = Reader::open(call)?;
        let mut gathered = Gathered::new(T::FIELDS);
        let mut arriving = Arriving::default();
        while let Some(name) = reader.next().await? {
            let Some(index) = gathered.index(&name) else {
                continue;
            };
            let field = &T::FIELDS[index];
            let item = gathered.count(index);
            let mut refuse = |message: String| {
                call.errors.at(&name, |errors| match field.schema.kind {
                    Kind::List(_) => errors.push_at(item, message),
                    _ => errors.push(message),
                });
            };
            let refused = reader.refused(field);
            if is_file(field) && reader.file_name().as_deref() == Some("") {
                // Whether a file was chosen at all shows at the part's end; if none was, its type is the browser's.
                let chosen = arriving.take(&mut reader, field, index, &mut gathered).await?;
                refused.filter(|_| chosen).into_iter().for_each(&mut refuse);
            } else if let Some(message) = refused {
                refuse(message);
                if is_file(field) {
                    gathered.file(index);
                } else {
                    gathered.refuse(index);
                }
            } else if is_file(field) {
                arriving.take(&mut reader, field, index, &mut gathered).await?;
            } else {
                match reader.text().await? {
                    Some(text) => gathered.text(index, &text),
                    None => {
                        call.errors.push_at(name, "not text in UTF-8");
                        gathered.refuse(index);
                    }
                }
            }
        }
        arriving.finish(&mut gathered).await?;
        Ok(gathered.read(&mut call.errors)?.map(Self))
    }
}

/// The files that have arrived so far.
#[derive(Default)]
struct Arriving {
    spool: Spool,
    files: Vec<(usize, Option<String>, String, Range<u64>)>,
}

impl Arriving {
    /// Takes the present part for a file, and tells whether it is one.
    async fn take(
        &mut self,
        reader: &mut Reader,
        field: &Field,
        index: usize,
        gathered: &mut Gathered,
    ) -> Result<bool, Error> {
        let (name, media, limit) = (reader.file_name(), reader.media(), reader.file_limit(field));
        let start = self.spool.len();
        while let Some(chunk) = reader.chunk().await? {
            if self.spool.len() - start + chunk.len() as u64 > limit {
                return Err(file_too_large(field, limit));
            }
            self.spool.append(&chunk).await.map_err(no_room)?;
        }
        let place = start..self.spool.len();
        // Browsers send this for a file that nobody chose (HTML, section 4.10.22.4).
        let none = place.is_empty() && name.as_deref() == Some("");
        if !none {
            self.files.push((gathered.file(index), name, media, place));
        }
        Ok(!none)
    }

    async fn finish(self, gathered: &mut Gathered) -> Result<(), Error> {
        let stored = Arc::new(self.spool.finish().await.map_err(no_room)?);
        for (number, name, media, place) in self.files {
            gathered.put(number, File::new(name.as_deref(), media, place, Arc::clone(&stored)));
        }
        Ok(())
    }
}

fn no_room(error: std::io::Error) -> Error {
    Error::Unavailable(format!("an upload can't be kept in a temporary file: {error}").into())
}

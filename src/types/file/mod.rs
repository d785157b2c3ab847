//! Files that a client sends in a form.

mod current;
mod spool;

use std::fmt;
use std::io;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;
use futures::{Stream, StreamExt};
use serde_json::value::RawValue;
use tokio::io::AsyncRead;
use tokio_util::io::StreamReader;

use self::spool::Stored;
use super::{FieldType, Kind, Limits, Schema};
use crate::error::{Error, FieldErrors};

pub(crate) use current::with_files;
pub(crate) use spool::Spool;

/// How many bytes are read at once.
const CHUNK: u64 = 64 * 1024;

/// A file that a client sent, as a property of a schema that is the body of an op: `Multipart<Upload>`.
///
/// The whole file was received. A small one is in memory, another in a temporary file without a name, which is deleted when the last clone is
/// dropped. Its options are `max_bytes(10_000_000)` and `media("image/png", "image/*")`.
#[derive(Clone)]
pub struct File {
    name: Option<String>,
    media: String,
    range: Range<u64>,
    stored: Arc<Stored>,
}

impl File {
    /// Creates a file from a range of a store, with the name that the client sent.
    pub(crate) fn new(name: Option<&str>, media: String, range: Range<u64>, stored: Arc<Stored>) -> Self {
        Self {
            name: name.and_then(plain_name),
            media,
            range,
            stored,
        }
    }

    /// Returns the name that the client sent, without folders and control characters; `None` if it sent none.
    ///
    /// It is untrusted, and for display only: two files may have the same one. Don't use it as a path.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the media type that the client sent, such as `image/png`; `application/octet-stream` if it sent none.
    #[must_use]
    pub fn media(&self) -> &str {
        &self.media
    }

    /// Returns the number of its bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.range.end - self.range.start
    }

    /// Returns its bytes as a stream, which is read lazily. As a reply: `ByteStream::new(file.stream())`.
    pub fn stream(&self) -> impl Stream<Item = io::Result<Bytes>> + Send + use<> {
        let (stored, range) = (Arc::clone(&self.stored), self.range.clone());
        futures::stream::try_unfold(range.start, move |at| {
            let (stored, end) = (Arc::clone(&stored), range.end);
            async move {
                if at >= end {
                    return Ok(None);
                }
                let next = end.min(at + CHUNK);
                let bytes = stored.read(at..next).await?;
                Ok(Some((bytes, next)))
            }
        })
    }

    /// Returns its bytes as a reader, for `tokio::io::copy`.
    pub fn reader(&self) -> impl AsyncRead + Send + Unpin + use<> {
        StreamReader::new(self.stream().boxed())
    }

    /// Reads all of its bytes, at most `limit`.
    ///
    /// # Errors
    ///
    /// [`Error::TooLarge`] if it has more, [`Error::Unavailable`] if it can't be read back.
    pub async fn bytes(&self, limit: u64) -> Result<Bytes, Error> {
        if self.size() > limit {
            return Err(Error::TooLarge { limit });
        }
        let read = Arc::clone(&self.stored).read(self.range.clone()).await;
        read.map_err(|error| Error::Unavailable(error.into()))
    }

    /// Copies it to a new file at `path`, without blocking the runtime.
    ///
    /// # Errors
    ///
    /// If there is a file at `path` already, or it can't be written.
    pub async fn save(&self, path: impl Into<PathBuf>) -> io::Result<()> {
        let (stored, range, path) = (Arc::clone(&self.stored), self.range.clone(), path.into());
        spool::blocking(move || {
            let mut out = std::fs::File::create_new(path)?;
            stored.copy(range, &mut out)
        })
        .await
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("media", &self.media)
            .field("size", &self.size())
            .finish_non_exhaustive()
    }
}

/// Clones of one file are equal. Two files aren't, even if their bytes are.
impl PartialEq for File {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stored, &other.stored) && self.range == other.range
    }
}

impl FieldType for File {
    type Base = Self;
    const SCHEMA: Schema = Schema::of(Kind::File);

    /// JSON can't hold a file. It has the index of one of the form's files.
    fn read(json: &RawValue, _: &Limits, errors: &mut FieldErrors) -> Option<Self> {
        match json.get().parse().ok().and_then(current::get) {
            Some(file) => file,
            None => {
                errors.push("not a file");
                None
            }
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"null");
    }

    fn is_null(&self) -> bool {
        true
    }
}

/// The last segment of a file name, without control characters and those that change the direction of text, at most 255 bytes.
pub(crate) fn plain_name(name: &str) -> Option<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let is_direction =
        |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let kept: String = last.chars().filter(|c| !c.is_control() && !is_direction(*c)).collect();
    let kept = kept[..kept.floor_char_boundary(255)].trim();
    (!kept.is_empty() && kept != "." && kept != "..").then(|| kept.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(given: &str, expected: Option<&str>) {
        assert_eq!(plain_name(given).as_deref(), expected, "{given}");
    }

    #[test]
    fn names_lose_folders_and_control_characters() {
        case("photo.png", Some("photo.png"));
        case("Übersicht 1.pdf", Some("Übersicht 1.pdf"));
        case("../../etc/passwd", Some("passwd"));
        case(r"C:\Users\me\photo.png", Some("photo.png"));
        case("a\u{1b}[2Jb\n\0", Some("a[2Jb"));
        case("exe\u{202e}gnp.scr", Some("exegnp.scr"));
        case("", None);
        case("/", None);
        case("..", None);
        case(" . ", None);
        case(&"ä".repeat(200), Some(&"ä".repeat(127)));
    }
}

//! The store of the files of one body: one after the other, in memory if they are small, else in a temporary file.

use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

/// The most bytes that stay in memory.
const MAX_IN_MEMORY: usize = 64 * 1024;

/// How many bytes are written at a time.
const BLOCK: usize = 256 * 1024;

/// The files of one body while it is received.
#[derive(Debug, Default)]
pub(crate) struct Spool {
    /// The bytes that aren't written yet.
    buffer: Vec<u8>,
    /// Without a name, so that no file is left whatever happens.
    disk: Option<std::fs::File>,
    length: u64,
}

impl Spool {
    /// How many bytes it has.
    pub(crate) fn len(&self) -> u64 {
        self.length
    }

    /// Appends bytes.
    ///
    /// # Errors
    ///
    /// If a temporary file can't be created or written.
    pub(crate) async fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.buffer.extend_from_slice(bytes);
        self.length += bytes.len() as u64;
        let limit = if self.disk.is_some() { BLOCK } else { MAX_IN_MEMORY };
        if self.buffer.len() > limit {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> io::Result<()> {
        let (buffer, disk) = (std::mem::take(&mut self.buffer), self.disk.take());
        let (mut buffer, disk) = blocking(move || {
            let mut disk = match disk {
                Some(disk) => disk,
                None => tempfile::tempfile()?,
            };
            disk.write_all(&buffer)?;
            Ok((buffer, disk))
        })
        .await?;
        buffer.clear();
        self.buffer = buffer;
        self.disk = Some(disk);
        Ok(())
    }

    /// Writes the rest.
    ///
    /// # Errors
    ///
    /// Those of [`Spool::append`].
    pub(crate) async fn finish(mut self) -> io::Result<Stored> {
        if self.disk.is_some() && !self.buffer.is_empty() {
            self.flush().await?;
        }
        Ok(match self.disk {
            Some(disk) => Stored::OnDisk(Mutex::new(disk)),
            None => Stored::InMemory(self.buffer.into()),
        })
    }
}

/// The files of one body after it was received.
#[derive(Debug)]
pub(crate) enum Stored {
    InMemory(Bytes),
    /// Behind a lock, since reading changes the position of the file.
    OnDisk(Mutex<std::fs::File>),
}

impl Stored {
    /// The bytes of a range.
    pub(super) async fn read(self: std::sync::Arc<Self>, range: Range<u64>) -> io::Result<Bytes> {
        if let Self::InMemory(bytes) = &*self {
            return Ok(bytes.slice(range.start as usize..range.end as usize));
        }
        blocking(move || {
            let mut bytes = Vec::new();
            self.copy(range, &mut bytes)?;
            Ok(bytes.into())
        })
        .await
    }

    /// Writes the bytes of a range; blocks.
    pub(super) fn copy(&self, range: Range<u64>, out: &mut impl Write) -> io::Result<()> {
        let wanted = range.end - range.start;
        match self {
            Self::InMemory(bytes) => out.write_all(&bytes[range.start as usize..range.end as usize]),
            Self::OnDisk(disk) => {
                let mut disk = disk.lock().unwrap_or_else(PoisonError::into_inner);
                disk.seek(SeekFrom::Start(range.start))?;
                let copied = io::copy(&mut (&mut *disk).take(wanted), out)?;
                if copied == wanted {
                    Ok(())
                } else {
                    Err(io::ErrorKind::UnexpectedEof.into())
                }
            }
        }
    }
}

/// Runs blocking work on the threads for that.
pub(super) async fn blocking<R: Send + 'static>(
    work: impl FnOnce() -> io::Result<R> + Send + 'static,
) -> io::Result<R> {
    tokio::task::spawn_blocking(work).await?
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Writes chunks of this size and reads them back, all and the middle.
    async fn case(chunk: usize, count: usize, on_disk: bool) {
        let mut spool = Spool::default();
        let mut all = Vec::new();
        for index in 0..count {
            let bytes = vec![index as u8; chunk];
            spool.append(&bytes).await.unwrap();
            all.extend(bytes);
        }
        let length = spool.len();
        assert_eq!(length, all.len() as u64);
        let stored = Arc::new(spool.finish().await.unwrap());
        assert_eq!(matches!(*stored, Stored::OnDisk(_)), on_disk);
        assert!(Arc::clone(&stored).read(0..length).await.unwrap() == all);
        let (from, to) = (length / 3, length / 2);
        let middle = stored.read(from..to).await.unwrap();
        assert!(middle == all[from as usize..to as usize]);
    }

    #[tokio::test]
    async fn what_is_written_is_read_back() {
        case(1, 0, false).await;
        case(64 * 1024, 1, false).await;
        case(64 * 1024 + 1, 1, true).await;
        case(1_000, 66, true).await;
        case(100_000, 20, true).await;
    }
}

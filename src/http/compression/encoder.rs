//! The encoders, behind one type that writes to memory.

use std::io::{self, Write as _};

use brotli::CompressorWriter;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::coding::Coding;

/// Little time matters more than few bytes: a reply is compressed once, for one client.
const GZIP_LEVEL: u32 = 4;
const BROTLI_QUALITY: u32 = 4;
const ZSTANDARD_LEVEL: i32 = 3;

/// The logarithms of the windows of Brotli and Zstandard: half a megabyte, which bounds the memory of an encoder.
const WINDOW_LOG: u32 = 19;
const LEAST_WINDOW_LOG: u32 = 10;

/// Bytes that the encoder of Brotli passes on at a time.
const BROTLI_BUFFER: usize = 4096;

/// An encoder.
pub(super) enum Encoder {
    Gzip(GzEncoder<Vec<u8>>),
    Brotli(Box<CompressorWriter<Vec<u8>>>),
    Zstandard(zstd::stream::write::Encoder<'static, Vec<u8>>),
}

impl Encoder {
    /// Makes an encoder for so many bytes, if that is known.
    pub(super) fn new(coding: Coding, size: Option<u64>) -> Self {
        let gzip = || Self::Gzip(GzEncoder::new(Vec::new(), Compression::new(GZIP_LEVEL)));
        match coding {
            Coding::Gzip => gzip(),
            Coding::Brotli => {
                let writer = CompressorWriter::new(Vec::new(), BROTLI_BUFFER, BROTLI_QUALITY, window(size));
                Self::Brotli(Box::new(writer))
            }
            Coding::Zstandard => Self::zstandard(size).unwrap_or_else(|_| gzip()),
        }
    }

    fn zstandard(size: Option<u64>) -> io::Result<Self> {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), ZSTANDARD_LEVEL)?;
        encoder.window_log(window(size))?;
        Ok(Self::Zstandard(encoder))
    }

    /// Compresses bytes; [`Encoder::take`] has what comes out.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Self::Gzip(encoder) => encoder.write_all(bytes),
            Self::Brotli(encoder) => encoder.write_all(bytes),
            Self::Zstandard(encoder) => encoder.write_all(bytes),
        }
    }

    /// Has everything come out that was written.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Gzip(encoder) => encoder.flush(),
            Self::Brotli(encoder) => encoder.flush(),
            Self::Zstandard(encoder) => encoder.flush(),
        }
    }

    /// Takes what has come out.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(match self {
            Self::Gzip(encoder) => encoder.get_mut(),
            Self::Brotli(encoder) => encoder.get_mut(),
            Self::Zstandard(encoder) => encoder.get_mut(),
        })
    }

    /// Compresses all that there is.
    pub(super) fn whole(mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.write(bytes)?;
        self.finish()
    }

    /// Ends the coding, and returns the rest.
    pub(super) fn finish(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Gzip(encoder) => encoder.finish(),
            Self::Brotli(encoder) => Ok(encoder.into_inner()),
            Self::Zstandard(encoder) => encoder.finish(),
        }
    }
}

/// The logarithm of a window for so many bytes.
fn window(size: Option<u64>) -> u32 {
    size.map_or(WINDOW_LOG, |size| {
        (size.max(1).ilog2() + 1).clamp(LEAST_WINDOW_LOG, WINDOW_LOG)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn decoded(coding: Coding, bytes: &[u8]) -> Vec<u8> {
        let mut decoded = Vec::new();
        match coding {
            Coding::Gzip => flate2::read::GzDecoder::new(bytes).read_to_end(&mut decoded),
            Coding::Brotli => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut decoded),
            Coding::Zstandard => {
                decoded = zstd::stream::decode_all(bytes).unwrap();
                Ok(decoded.len())
            }
        }
        .unwrap();
        decoded
    }

    #[test]
    fn what_goes_in_comes_out_after_decoding() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|number| (number % 997).to_string().into_bytes())
            .collect();
        for coding in Coding::ALL {
            for size in [0, 1, 1023, 1024, 65_536, text.len()] {
                for hint in [Some(size as u64), None] {
                    let mut encoder = Encoder::new(coding, hint);
                    let mut whole = Vec::new();
                    for piece in text[..size].chunks(10_000) {
                        encoder.write(piece).unwrap();
                        whole.extend(encoder.take());
                    }
                    whole.extend(encoder.finish().unwrap());
                    assert!(decoded(coding, &whole) == text[..size], "{coding:?} {size}");
                    assert!(
                        size <= 1024 || whole.len() < size / 2,
                        "{coding:?} {size}: {}",
                        whole.len()
                    );
                }
            }
        }
    }

    #[test]
    fn a_flush_sends_all_that_was_written() {
        for coding in Coding::ALL {
            let mut encoder = Encoder::new(coding, None);
            encoder.write(b"first").unwrap();
            encoder.flush().unwrap();
            let mut sent = encoder.take();
            assert!(!sent.is_empty(), "{coding:?}");
            encoder.write(b"second").unwrap();
            sent.extend(encoder.finish().unwrap());
            assert_eq!(decoded(coding, &sent), b"firstsecond", "{coding:?}");
        }
    }
}

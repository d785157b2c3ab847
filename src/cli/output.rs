//! The two streams of the program.

use std::fmt::Display;
use std::io::{self, Write as _};

/// Prints text as it is. A reader that closes its end early, such as `head`, is no error.
///
/// # Errors
///
/// Those of the stream, a closed one aside.
pub(super) fn print(text: &str) -> io::Result<()> {
    let mut stream = io::stdout().lock();
    ended(stream.write_all(text.as_bytes()).and_then(|()| stream.flush()))
}

fn ended(written: io::Result<()>) -> io::Result<()> {
    match written {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(io::Error::new(
            error.kind(),
            format!("standard output can't be written: {error}"),
        )),
        Ok(()) => Ok(()),
    }
}

/// Prints one line to the error stream: a note, not an error.
pub(super) fn note(line: &dyn Display) {
    let _ = io::stderr().write_all(format!("note: {line}\n").as_bytes());
}

/// Prints one line to the error stream.
pub(super) fn error(line: &dyn Display) {
    // In one piece, so that the log doesn't get between; if the stream is closed, there is nowhere to report it.
    let _ = io::stderr().write_all(format!("error: {line}\n").as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_that_fails_is_named_and_a_closed_one_is_fine() {
        let of = |kind: io::ErrorKind| ended(Err(kind.into()));
        assert!(of(io::ErrorKind::BrokenPipe).is_ok());
        let message = of(io::ErrorKind::StorageFull).unwrap_err().to_string();
        assert_eq!(message, "standard output can't be written: no storage space");
    }
}

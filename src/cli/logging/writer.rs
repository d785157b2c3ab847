//! Writes the log to the error stream: one line for each event, whatever its values have in them.
//!
//! Lines of the access log are collected for some milliseconds and written by a thread of their own: a system call for each would cost
//! requests more than the rest of the line, and a reader that doesn't read would stop them. Others are written at once, after those
//! collected before. `tracing-appender` wakes its thread for each line.

use std::io::{self, Write};
use std::mem;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::Metadata;
use tracing_subscriber::fmt::MakeWriter;

use crate::observe::ACCESS;

/// How long lines are collected.
const COLLECT: Duration = Duration::from_millis(5);

/// The most bytes that are collected. Further lines are dropped and counted: a reader that doesn't read mustn't fill the memory.
const MAX_COLLECTED: usize = 1024 * 1024;

/// The capacity that an empty buffer keeps.
const KEPT: usize = 64 * 1024;

/// Where the lines go.
type Output = Box<dyn Write + Send>;

/// The writer of the log. A clone writes to the same stream.
#[derive(Clone)]
pub(super) struct LogWriter(Arc<Shared>);

struct Shared {
    has_colours: bool,
    collected: Mutex<Collected>,
    wake: Condvar,
    /// Held while bytes are written, so that lines keep their order. It is locked before `collected`.
    output: Mutex<Output>,
    thread: OnceLock<()>,
}

#[derive(Default)]
struct Collected {
    lines: Vec<u8>,
    dropped: u64,
}

impl LogWriter {
    /// A writer of lines to `output`, with the colours of the formatter or none.
    pub(super) fn new(output: impl Write + Send + 'static, has_colours: bool) -> Self {
        Self(Arc::new(Shared {
            has_colours,
            collected: Mutex::default(),
            wake: Condvar::new(),
            output: Mutex::new(Box::new(output)),
            thread: OnceLock::new(),
        }))
    }

    /// Whether its lines have colours.
    pub(super) fn has_colours(&self) -> bool {
        self.0.has_colours
    }

    /// Writes what is collected.
    pub(super) fn flush(&self) {
        self.0.write_out(None);
    }
}

impl Shared {
    fn collected(&self) -> MutexGuard<'_, Collected> {
        self.collected.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a line to those collected.
    fn collect(self: &Arc<Self>, line: &[u8]) {
        let was_empty = {
            let mut collected = self.collected();
            if collected.lines.len() + line.len() > MAX_COLLECTED {
                collected.dropped += 1;
                return;
            }
            let was_empty = collected.lines.is_empty();
            escape(line, self.has_colours, &mut collected.lines);
            was_empty
        };
        if was_empty {
            self.thread.get_or_init(|| {
                let shared = Arc::clone(self);
                // Without a thread the lines are written with the next one that isn't collected.
                let _ = thread::Builder::new()
                    .name("log".to_owned())
                    .spawn(move || shared.write_collected());
            });
            self.wake.notify_one();
        }
    }

    /// Writes the lines that are collected, then this one.
    fn write_out(&self, line: Option<&[u8]>) {
        let mut output = self.output.lock().unwrap_or_else(PoisonError::into_inner);
        let Collected { mut lines, dropped } = mem::take(&mut *self.collected());
        if dropped > 0 {
            // Not an event: the log itself has no room.
            let _ = writeln!(
                lines,
                "{dropped} lines of the access log were dropped: nobody reads them fast enough"
            );
        }
        if let Some(line) = line {
            escape(line, self.has_colours, &mut lines);
        }
        // A closed stream must not cost a request, and there is nowhere to report it.
        let _ = output.write_all(&lines).and_then(|()| output.flush());
        drop(output);
        lines.clear();
        lines.shrink_to(KEPT);
        let mut collected = self.collected();
        if collected.lines.is_empty() {
            collected.lines = lines;
        }
    }

    /// Writes collected lines for as long as the program runs.
    fn write_collected(&self) {
        loop {
            let mut collected = self.collected();
            while collected.lines.is_empty() {
                collected = self.wake.wait(collected).unwrap_or_else(PoisonError::into_inner);
            }
            drop(collected);
            thread::sleep(COLLECT);
            self.write_out(None);
        }
    }
}

/// The end of a line is the only control character in it: values can't begin another line, or change what a terminal shows. Colours are
/// left to the formatter of a log that has some.
fn escape(line: &[u8], has_colours: bool, lines: &mut Vec<u8>) {
    let mut rest = line.strip_suffix(b"\n").unwrap_or(line);
    while let Some(at) = rest.iter().position(u8::is_ascii_control) {
        let (plain, special) = rest.split_at(at);
        lines.extend_from_slice(plain);
        let colour = if has_colours { length_of_colour(special) } else { 0 };
        if colour > 0 {
            lines.extend_from_slice(&special[..colour]);
        } else {
            lines.extend(special[0].escape_ascii());
        }
        rest = &special[colour.max(1)..];
    }
    lines.extend_from_slice(rest);
    lines.push(b'\n');
}

/// The length of the escape sequence at the beginning that sets a colour (ECMA-48, section 8.3.117); 0 if there is none.
fn length_of_colour(text: &[u8]) -> usize {
    let Some(parameters) = text.strip_prefix(b"\x1b[") else {
        return 0;
    };
    let digits = parameters
        .iter()
        .take_while(|byte| matches!(byte, b'0'..=b'9' | b';'))
        .count();
    if parameters.get(digits) == Some(&b'm') {
        digits + 3
    } else {
        0
    }
}

/// A line of the log.
pub(super) struct Line<'w> {
    shared: &'w Arc<Shared>,
    is_collected: bool,
}

/// The formatter writes each event as a whole.
impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if self.is_collected {
            self.shared.collect(line);
        } else {
            self.shared.write_out(Some(line));
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for LogWriter {
    type Writer = Line<'w>;

    fn make_writer(&'w self) -> Line<'w> {
        Line {
            shared: &self.0,
            is_collected: false,
        }
    }

    fn make_writer_for(&'w self, event: &Metadata<'_>) -> Line<'w> {
        Line {
            shared: &self.0,
            is_collected: event.target() == ACCESS,
        }
    }
}

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use super::*;

#[track_caller]
fn case(given: Option<&str>, verbose: u8, quiet: u8, expected: &str) {
    assert_eq!(directives(given, verbose, quiet), expected);
}

#[test]
fn flags_win_over_the_variable() {
    case(None, 0, 0, USUAL);
    case(Some("DEBUG"), 0, 0, "DEBUG");
    case(Some("WARNING"), 0, 0, "warn");
    case(Some("none"), 0, 0, "off");
    case(Some("None"), 0, 0, "off");
    case(Some("none"), 1, 0, "debug,h2=info,hyper=info,hyper_util=info");
    case(Some("info,sqlx=debug"), 0, 0, "info,sqlx=debug");
    case(Some("error"), 1, 0, "debug,h2=info,hyper=info,hyper_util=info");
    case(None, 2, 0, "trace");
    case(Some("debug"), 0, 1, "warn");
    case(None, 0, 3, "error");
}

/// What is written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What the events are written as.
fn written(is_json: bool, events: impl FnOnce()) -> String {
    written_in(false, is_json, events)
}

fn written_in(has_colours: bool, is_json: bool, events: impl FnOnce()) -> String {
    let written = Written::default();
    let writer = LogWriter::new(written.clone(), has_colours);
    let subscriber = tracing_subscriber::registry().with(lines(writer.clone(), is_json));
    tracing::subscriber::with_default(subscriber, events);
    writer.flush();
    written.text()
}

/// A text that would begin a line, and change what a terminal shows.
const FORGED: &str = "x\n2026-01-01T00:00:00Z ERROR forged\r\x1b[2J\u{7}";

#[test]
fn values_can_not_forge_lines() {
    for is_json in [false, true] {
        let text = written(is_json, || {
            tracing::warn!(principal = FORGED, cause = %FORGED, "a message: {FORGED}");
            tracing::info!(target: ACCESS, principal = FORGED, "request");
        });
        assert_eq!(text.lines().count(), 2, "{text}");
        assert!(
            text.bytes().all(|byte| byte == b'\n' || !byte.is_ascii_control()),
            "{text:?}"
        );
    }
}

#[test]
fn colours_are_the_formatter_s_own() {
    let text = written_in(true, false, || tracing::warn!(cause = %FORGED, "a message"));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.contains("\x1b[33m") && !text.contains("\x1b[2J"), "{text:?}");
}

#[test]
fn a_line_of_json_is_one_object_with_the_names_of_its_fields() {
    let text = written(true, || {
        tracing::info!(target: ACCESS, method = "GET", status = 200_u16, duration_ms = 0.25, "request");
    });
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    for (name, value) in [
        ("level", serde_json::json!("INFO")),
        ("target", ACCESS.into()),
        ("message", "request".into()),
        ("method", "GET".into()),
        ("status", 200.into()),
        ("duration_ms", 0.25.into()),
    ] {
        assert_eq!(line[name], value, "{line}");
    }
    assert!(line["timestamp"].as_str().unwrap().ends_with('Z'), "{line}");
}

#[test]
fn lines_keep_their_order_though_some_are_collected() {
    let text = written(false, || {
        for number in 0..1_000 {
            if number % 7 == 0 {
                tracing::warn!(number, "at once");
            } else {
                tracing::info!(target: ACCESS, number, "request");
            }
        }
    });
    let numbers: Vec<u32> = text
        .lines()
        .map(|line| line.rsplit('=').next().unwrap().parse().unwrap())
        .collect();
    assert!(numbers.iter().copied().eq(0..1_000), "{text}");
}

#[test]
fn lines_that_nobody_reads_are_counted_and_dropped() {
    /// Blocks as long as it is locked.
    struct Stalled(Arc<Mutex<()>>, Written);
    impl Write for Stalled {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _held = self.0.lock().unwrap();
            self.1.write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let (stall, written) = (Arc::new(Mutex::new(())), Written::default());
    let writer = LogWriter::new(Stalled(Arc::clone(&stall), written.clone()), false);
    let subscriber = tracing_subscriber::registry().with(lines(writer.clone(), false));
    tracing::subscriber::with_default(subscriber, || {
        let held = stall.lock().unwrap();
        for _ in 0..30_000 {
            tracing::info!(target: ACCESS, text = "some words, so that the line has some length", "request");
        }
        drop(held);
    });
    writer.flush();
    let text = written.text();
    let lines = text.matches("request").count();
    let dropped = text
        .lines()
        .find_map(|line| line.split_once(" lines of the access log were dropped"));
    let dropped: usize = dropped.expect("a count").0.parse().unwrap();
    assert_eq!(lines + dropped, 30_000, "{dropped}");
    assert!(text.len() < 4 * 1024 * 1024);
}

#[test]
fn a_panic_is_one_line() {
    let text = written(true, || {
        let before = std::panic::take_hook();
        log_panics();
        let _ = std::panic::catch_unwind(|| panic!("{FORGED}"));
        std::panic::set_hook(before);
    });
    let line: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(line["panic"], FORGED);
    assert!(
        line["location"].as_str().unwrap().contains("logging/tests.rs"),
        "{line}"
    );
}

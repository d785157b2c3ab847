//! rustfmt, where it is installed.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The text as rustfmt sets it by the configuration of this folder; none without rustfmt, or if it doesn't understand the text.
pub(super) fn formatted(program: &str, folder: &Path, edition: &str, text: &str) -> Option<String> {
    // A file that is given by its name would bring in those of all its modules.
    let mut running = Command::new(program)
        .args(["--edition", edition, "--emit", "stdout", "--quiet"])
        .current_dir(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    // It reads all before it writes. One that ends early has a failing exit code.
    let written = running.stdin.take()?.write_all(text.as_bytes());
    let output = running.wait_with_output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    (written.is_ok() && output.status.success() && !text.is_empty()).then_some(text)
}

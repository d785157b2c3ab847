//! `migrate new` and `migrate init`: migrations as files, and the crate that holds them.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use super::Failure;
use crate::db::Step;

/// What `migrate init` is asked for.
#[derive(Debug)]
pub(super) struct Init {
    /// The folder of the crate: `migration`.
    pub folder: PathBuf,
}

/// What `migrate new` is asked for.
#[derive(Debug)]
pub(super) struct New {
    /// The folder of the crate: `migration`.
    pub folder: PathBuf,
    /// What the migration does, in the words of who wants it.
    pub message: String,
    /// Whether steps that lose data are written like the others.
    pub allow_loss: bool,
    /// Whether the steps are a difference, so that none of them means that there is nothing to do.
    pub auto: bool,
    /// The time that names the file.
    pub now: DateTime<Utc>,
    /// The program's name, for messages.
    pub program: String,
}

/// What `migrate new` has done.
#[derive(Debug)]
pub(super) struct Written {
    /// The file that was written; none if there was nothing to do.
    pub file: Option<PathBuf>,
    /// What to print: lines, each with its end.
    pub said: String,
}

/// Makes the crate; gives what to print: lines, each with its end.
///
/// # Errors
///
/// When it is there already, or can't be written.
pub(super) fn init(_options: &Init) -> Result<String, Failure> {
    Err("not yet".into())
}

/// Writes a migration of these steps and registers it in the crate's `lib.rs`. Both happen or neither.
///
/// # Errors
///
/// When there is no crate, the message makes no name, `lib.rs` isn't understood, or a file can't be written.
pub(super) fn new(_options: &New, _steps: &[Step]) -> Result<Written, Failure> {
    Err("not yet".into())
}

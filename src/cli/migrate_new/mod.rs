//! `migrate new` and `migrate init`: migrations as files, and the crate that holds them.

mod init;
mod lib_rs;
mod new;
mod packages;
mod rustfmt;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

pub(super) use self::init::init;
pub(super) use self::new::{has_migrations, new};

/// The arguments of `migrate init`.
#[derive(Debug)]
pub(super) struct Init {
    /// The folder of the crate: `migration`.
    pub folder: PathBuf,
    /// The program's name, for messages.
    pub program: String,
}

/// The arguments of `migrate new`.
#[derive(Debug)]
pub(super) struct New {
    /// The folder of the crate: `migration`.
    pub folder: PathBuf,
    /// What the migration does, in the user's words.
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
    #[cfg_attr(not(test), expect(dead_code, reason = "tests look into it; people read `message`"))]
    pub file: Option<PathBuf>,
    /// What to print: lines, each with its end.
    pub message: String,
}

//! The machine: space on its disks.

use std::path::{Path, PathBuf};

use super::super::config::Configuration;
use super::finding::Finding;

const ABOUT: &str = "disk";

/// With less than this, an operator should know.
const LITTLE: u64 = 1 << 30;
/// With less than this, changes are about to fail.
const NONE: u64 = 64 << 20;

/// The space where SQLite has its file, and where uploads wait for their handlers.
pub(super) fn disks(configuration: &Configuration, program: &str) -> Vec<Finding> {
    let place = configuration.place(program);
    let folder = place.path().map(|path| {
        let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        parent.map_or_else(|| PathBuf::from("."), Path::to_path_buf)
    });
    let database = folder.map(|folder| ("the database", folder));
    let uploads = cfg!(feature = "multipart").then(|| ("temporary files", std::env::temp_dir()));
    let places = database.into_iter().chain(uploads);
    places
        .map(|(what, folder)| match fs4::available_space(&folder) {
            Ok(bytes) => space(what, &folder, bytes),
            Err(error) => Finding::error(
                ABOUT,
                &format!("{what}: {}: {error}; create the folder", folder.display()),
            ),
        })
        .collect()
}

/// What so many free bytes come to.
pub(super) fn space(what: &str, folder: &Path, bytes: u64) -> Finding {
    let (folder, mebibytes) = (folder.display(), bytes >> 20);
    let text = format!("{what}: {mebibytes} MiB are free in {folder}");
    match bytes {
        ..NONE => Finding::error(ABOUT, &format!("{text}; make room")),
        NONE..LITTLE => Finding::warning(ABOUT, &format!("{text}; make room")),
        _ => Finding::ok(ABOUT, &text),
    }
}

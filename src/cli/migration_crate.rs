//! Whether a folder holds the crate of the migrations.

use std::path::Path;

use super::Failure;

/// Whether there is a crate of migrations, whole.
pub(super) fn is_crate(folder: &Path) -> bool {
    find(folder, "").is_ok()
}

/// Looks for the crate of migrations.
///
/// # Errors
///
/// When it isn't there, or one of its two files isn't.
pub(super) fn find(folder: &Path, program: &str) -> Result<(), Failure> {
    let files = ["Cargo.toml", "src/lib.rs"].map(|file| folder.join(file));
    match files.each_ref().map(|file| file.is_file()) {
        [true, true] => Ok(()),
        [true, false] => Err(half(&files[1], &files[0], program).into()),
        [false, true] => Err(half(&files[0], &files[1], program).into()),
        [false, false] => Err(format!(
            "there is no migration crate at `{}`; run `{program} migrate init` or name its folder with --folder",
            folder.display()
        )
        .into()),
    }
}

/// Half a crate, which is neither one nor none.
fn half(missing: &Path, there: &Path, program: &str) -> String {
    format!(
        "{} is missing: bring it back, or move {} away and run `{program} migrate init`",
        missing.display(),
        there.display()
    )
}

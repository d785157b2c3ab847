//! The document is what `openapi.json` holds: a change of it shows in a review.

use crate::Original;

const FILE: &str = include_str!("../../openapi.json");

#[test]
fn the_document_is_that_of_the_file() {
    // Without the megabyte that `assert_eq!` would print.
    let differs = FILE
        .bytes()
        .zip(Original::openapi().bytes())
        .position(|(old, new)| old != new);
    let at = differs.unwrap_or_else(|| FILE.len().min(Original::openapi().len()));
    let rest = |text: &'static str| text.get(at.saturating_sub(60)..).unwrap_or_default();
    assert!(
        FILE == Original::openapi(),
        "the document differs from openapi.json at byte {at}:\n  document      ..{:.120}\n  openapi.json  ..{:.120}\n\
         If that is wanted, renew the file: cargo run -q -p original -- spec > examples/original/openapi.json",
        rest(Original::openapi()),
        rest(FILE),
    );
}

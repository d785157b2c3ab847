//! Swagger UI's files, out of the zip archive in which they come.

use std::io::Cursor;

use bytes::Bytes;
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;
use zip::{CompressionMethod, ZipArchive};

/// A file of the distribution, compressed by gzip (RFC 1952): what the archive has, between another head and foot.
pub(super) fn gzip(name: &str) -> Option<Bytes> {
    let mut archive = ZipArchive::new(Cursor::new(ARCHIVE)).ok()?;
    let suffix = format!("/dist/{name}");
    let index = archive
        .file_names()
        .position(|path| path.is_ok_and(|path| path.ends_with(&suffix)))?;
    let file = archive.by_index_raw(index).ok()?;
    if file.compression() != CompressionMethod::DEFLATE {
        return None;
    }
    let start = usize::try_from(file.data_start()?).ok()?;
    let length = usize::try_from(file.compressed_size()).ok()?;
    let deflated = ARCHIVE.get(start..start.checked_add(length)?)?;
    // No name, no time, an unknown system.
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let size = u32::try_from(file.size()).ok()?;
    Some(
        [&head, deflated, &file.crc32().to_le_bytes(), &size.to_le_bytes()]
            .concat()
            .into(),
    )
}

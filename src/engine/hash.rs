//! One small stable hash, for entity tags and cursors. `std`'s may change between releases, and tags outlive a release.

/// FNV-1a with 64 bits (RFC 9923). It isn't cryptographic: clients can produce collisions, which here affect only their own requests.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hash(u64);

impl Hash {
    pub(super) const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    #[must_use]
    pub(super) fn add(mut self, bytes: &[u8]) -> Self {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
        self
    }

    /// Adds a text and its end, so that `ab`, `c` and `a`, `bc` differ.
    #[must_use]
    pub(super) fn add_text(self, text: &str) -> Self {
        self.add(text.as_bytes()).add(&[0xff])
    }

    pub(super) const fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

/// The strong entity tag (RFC 9110, section 8.8.3) of a reply: the hash of its bytes. That of a row covers everything that clients see of it.
pub(crate) fn entity_tag(body: &[u8]) -> String {
    format!("\"{:016x}\"", Hash::new().add(body).0)
}

/// The tag of a row that is shown with others: that of the row, a dot, and the hash of the others.
pub(super) fn entity_tag_with(row: &[u8], related: &[u8]) -> String {
    if related.is_empty() {
        return entity_tag(row);
    }
    format!(
        "\"{:016x}.{:016x}\"",
        Hash::new().add(row).0,
        Hash::new().add(related).0
    )
}

/// The tag of the row alone, of a tag that may be of related rows, too.
pub(super) fn of_row(tag: &str) -> &str {
    tag.split_once('.').map_or(tag, |(row, _)| row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_rfc_does() {
        assert_eq!(entity_tag(b""), "\"cbf29ce484222325\"");
        assert_eq!(entity_tag(b"a"), "\"af63dc4c8601ec8c\"");
        assert_eq!(entity_tag(b"foobar"), "\"85944171f73967e8\"");
    }

    #[test]
    fn a_tag_of_related_rows_holds_that_of_the_row() {
        assert_eq!(entity_tag_with(b"a", b""), entity_tag(b"a"));
        let tag = entity_tag_with(b"a", b"foobar");
        assert_eq!(tag, "\"af63dc4c8601ec8c.85944171f73967e8\"");
        assert_eq!(of_row(&tag), of_row(&entity_tag(b"a")).trim_end_matches('"'));
    }
}

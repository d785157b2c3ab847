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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_as_the_rfc_does() {
        assert_eq!(entity_tag(b""), "\"cbf29ce484222325\"");
        assert_eq!(entity_tag(b"a"), "\"af63dc4c8601ec8c\"");
        assert_eq!(entity_tag(b"foobar"), "\"85944171f73967e8\"");
    }
}

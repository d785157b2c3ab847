//! Bytes, which are base64 in JSON.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{GeneralPurpose, GeneralPurposeConfig};

/// With padding. Unused bits at the end may be set (RFC 4648, section 3.5), since the pattern in the document can't exclude that.
const STANDARD: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_allow_trailing_bits(true),
);

/// Bytes. In JSON they are a string of base64 with padding (RFC 4648, section 4), in a table a blob.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Bytes(pub Vec<u8>);

impl Bytes {
    /// Returns the base64 text.
    #[must_use]
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0)
    }

    /// Parses base64 text; `None` if it is invalid.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Self> {
        STANDARD.decode(text).ok().map(Self)
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Bytes;

    #[test]
    fn unused_bits_may_be_set_and_padding_is_required() {
        assert_eq!(Bytes::from_base64("AB=="), Some(Bytes(vec![0])));
        assert_eq!(Bytes::from_base64("AA"), None);
        assert_eq!(Bytes::from_base64("A-=="), None);
        assert_eq!(Bytes(vec![0]).to_base64(), "AA==");
    }
}

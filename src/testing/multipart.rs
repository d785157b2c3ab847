//! Multipart forms for tests.

/// The boundary between parts, which no part of a test contains.
const BOUNDARY: &str = "between-the-parts-of-this-form";

/// A form with files: `multipart/form-data` (RFC 7578).
///
/// ```
/// use warp_openapi::testing::Multipart;
///
/// let form = Multipart::new().text("title", "Cover").file("image", "cover.png", "image/png", b"\x89PNG");
/// assert!(form.content_type().starts_with("multipart/form-data; boundary="));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Multipart {
    parts: Vec<u8>,
}

impl Multipart {
    /// Creates an empty form.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    #[must_use]
    pub fn text(self, field: &str, text: &str) -> Self {
        self.part(&format!("Content-Disposition: form-data; name=\"{field}\""), text)
    }

    /// Adds a file, with its name and its media type.
    #[must_use]
    pub fn file(self, field: &str, name: &str, media: &str, bytes: impl AsRef<[u8]>) -> Self {
        let head =
            format!("Content-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\nContent-Type: {media}");
        self.part(&head, bytes)
    }

    /// Adds a part with its own head, whose lines are separated by CRLF.
    #[must_use]
    pub fn part(mut self, head: &str, bytes: impl AsRef<[u8]>) -> Self {
        let begin = format!("--{BOUNDARY}\r\n{head}\r\n\r\n");
        self.parts.extend_from_slice(begin.as_bytes());
        self.parts.extend_from_slice(bytes.as_ref());
        self.parts.extend_from_slice(b"\r\n");
        self
    }

    /// Returns the `Content-Type`, with the boundary.
    #[must_use]
    pub fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={BOUNDARY}")
    }

    /// Returns the body.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.parts.clone();
        bytes.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        bytes
    }
}

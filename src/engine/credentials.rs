//! Credentials of requests.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The credentials of a request, as its security scheme transmits them. A check returns their [`Principal`](crate::Principal).
///
/// `Debug` shows none of them, so that they don't get into a log.
///
/// # Examples
///
/// ```
/// use warp_openapi::prelude::*;
///
/// async fn check_key(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
///     match credentials {
///         Credentials::ApiKey(key) if key.matches("0b5cf7") => Ok(Principal::new("importer").scope("tasks:write")),
///         _ => Err(Error::Unauthorized),
///     }
/// }
/// ```
#[derive(Clone)]
pub enum Credentials {
    /// A key, of an `ApiKey` scheme.
    ApiKey(Secret),
    /// A user's name and password, of a `Basic` scheme (RFC 7617).
    Basic {
        /// The name; it may be empty.
        user: String,
        /// The password; it may be empty.
        password: Secret,
    },
    /// A token, of a `Bearer`, `OAuth2` or `OpenIdConnect` scheme (RFC 6750).
    Bearer(Secret),
}

/// A secret text.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Makes a secret of a text, to test checks with.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Whether this is the text, compared in a time that doesn't depend on where they differ, nor on how long the expected one is
    /// beyond whole blocks of 64 bytes: it compares digests of both (SHA-256).
    #[must_use]
    pub fn matches(&self, expected: &str) -> bool {
        let (ours, theirs) = (Sha256::digest(&self.0), Sha256::digest(expected));
        ours[..].ct_eq(&theirs[..]).into()
    }

    /// The text itself, to look it up by its digest or to verify its signature. Comparing it with `==` takes longer the more of it is
    /// right, which attackers can measure; [`matches`](Self::matches) doesn't.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Credentials {
    /// Removes them from a text.
    pub(super) fn redact(&self, text: String) -> String {
        let secrets = match self {
            Self::ApiKey(secret) | Self::Bearer(secret) => [secret.expose(), ""],
            Self::Basic { user, password } => [password.expose(), user],
        };
        let secrets = secrets.into_iter().filter(|secret| !secret.is_empty());
        secrets.fold(text, |text, secret| text.replace(secret, "[redacted]"))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ApiKey(_) => "ApiKey(..)",
            Self::Basic { .. } => "Basic { .. }",
            Self::Bearer(_) => "Bearer(..)",
        })
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(given: &str, expected: &str, same: bool) {
        assert_eq!(Secret::new(given).matches(expected), same, "{given} {expected}");
    }

    #[test]
    fn a_secret_matches_itself_alone() {
        case("", "", true);
        case("key", "key", true);
        case("k\u{e9}y", "k\u{e9}y", true);
        case(&"k".repeat(1_000), &"k".repeat(1_000), true);
        case("key", "Key", false);
        case("key", "kez", false);
        case("key", "key1", false);
        case("key1", "key", false);
        case("", "key", false);
        case("key", "", false);
        case(&"k".repeat(1_000), &"k".repeat(1_001), false);
    }

    #[test]
    fn debug_shows_nothing() {
        let basic = Credentials::Basic {
            user: "alice".to_owned(),
            password: Secret::new("s3cret"),
        };
        let all = [
            basic,
            Credentials::ApiKey(Secret::new("s3cret")),
            Credentials::Bearer(Secret::new("s3cret")),
        ];
        let shown = format!("{all:?} {:?}", Secret::new("s3cret"));
        assert!(!shown.contains("s3cret") && !shown.contains("alice"), "{shown}");
        let redacted = all[0].redact("no alice with s3cret".to_owned());
        assert_eq!(redacted, "no [redacted] with [redacted]");
    }
}

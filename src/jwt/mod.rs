//! The ready-made check of JSON Web Tokens (RFC 7519): signature, issuer, audience and times; scopes and principal from claims.
//!
//! Algorithms are pinned by the declaration, never chosen by a token (RFC 8725, section 3.1). Public keys are fetched from a set at a URL
//! (RFC 7517, section 5), and renewed.

mod fetch;
mod keys;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::OnceLock;

use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};

pub use self::keys::JwtKeys;
use self::keys::RemoteKeys;
use crate::db::Pending;
use crate::engine::{Credentials, Ctx, Principal};
use crate::error::{Cause, Error};

/// The longest token that is looked at. Servers and proxies limit headers to some 8 KiB.
const LONGEST: usize = 8 * 1024;

/// The shortest secret for HMAC with SHA-256 (RFC 7518, section 3.2), in bytes.
const SHORTEST_SECRET: usize = 32;

/// An algorithm of signatures (RFC 7518, section 3.1; RFC 8037).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum JwtAlgorithm {
    /// HMAC with SHA-256, for secrets.
    Hs256,
    /// HMAC with SHA-384, for secrets.
    Hs384,
    /// HMAC with SHA-512, for secrets.
    Hs512,
    /// RSA with SHA-256.
    Rs256,
    /// RSA with SHA-384.
    Rs384,
    /// RSA with SHA-512.
    Rs512,
    /// RSA-PSS with SHA-256.
    Ps256,
    /// RSA-PSS with SHA-384.
    Ps384,
    /// RSA-PSS with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// Ed25519.
    EdDsa,
}

impl JwtAlgorithm {
    const fn get(self) -> Algorithm {
        match self {
            Self::Hs256 => Algorithm::HS256,
            Self::Hs384 => Algorithm::HS384,
            Self::Hs512 => Algorithm::HS512,
            Self::Rs256 => Algorithm::RS256,
            Self::Rs384 => Algorithm::RS384,
            Self::Rs512 => Algorithm::RS512,
            Self::Ps256 => Algorithm::PS256,
            Self::Ps384 => Algorithm::PS384,
            Self::Ps512 => Algorithm::PS512,
            Self::Es256 => Algorithm::ES256,
            Self::Es384 => Algorithm::ES384,
            Self::EdDsa => Algorithm::EdDSA,
        }
    }

    const fn is_of_secret(self) -> bool {
        matches!(self, Self::Hs256 | Self::Hs384 | Self::Hs512)
    }
}

/// A ready-made check of tokens, for a `Bearer`, `OAuth2` or `OpenIdConnect` scheme. Feature `jwt`.
///
/// ```text
/// security: {
///     bearer: Bearer::jwt() = Jwt::jwks("https://id.example.com/.well-known/jwks.json")
///         .issuer("https://id.example.com")
///         .audience("notes"),
/// },
/// ```
///
/// A token must have `exp`, and `sub`, which becomes the ID of the principal. Scopes are those in `scope` and `scp`. A token with `aud` is
/// refused unless an audience is set and among them (RFC 7519, section 4.1.3).
pub struct Jwt {
    keys: Keys,
    algorithms: &'static [JwtAlgorithm],
    issuer: Option<&'static str>,
    audience: Option<&'static str>,
    leeway: u32,
    principal: &'static str,
    scopes: &'static [&'static str],
}

enum Keys {
    Remote(RemoteKeys),
    /// A secret, in the environment variable of this name.
    SecretFrom(&'static str, OnceLock<Result<DecodingKey, String>>),
}

impl Jwt {
    const fn of(keys: Keys, algorithms: &'static [JwtAlgorithm]) -> Self {
        Self {
            keys,
            algorithms,
            issuer: None,
            audience: None,
            leeway: 60,
            principal: "sub",
            scopes: &["scope", "scp"],
        }
    }

    /// Verifies tokens by the public keys at this URL, `https://..`; for a server on this machine, `http://localhost..`. They are fetched once they
    /// are needed. Algorithms: RS256, ES256 and EdDSA.
    #[must_use]
    pub const fn jwks(url: &'static str) -> Self {
        let asymmetric = &[JwtAlgorithm::Rs256, JwtAlgorithm::Es256, JwtAlgorithm::EdDsa];
        Self::of(Keys::Remote(RemoteKeys::at(url)), asymmetric)
    }

    /// Verifies tokens by a secret of 32 bytes at least, in the environment variable of this name, or in the file that the variable with `_FILE`
    /// behind it names. Algorithm: HS256.
    #[must_use]
    pub const fn secret_from(variable: &'static str) -> Self {
        Self::of(Keys::SecretFrom(variable, OnceLock::new()), &[JwtAlgorithm::Hs256])
    }

    /// Sets the algorithms that tokens may have, instead of the usual ones.
    ///
    /// # Panics
    ///
    /// If one is for secrets and the keys are public, or the other way round; in a declaration that is a compile error.
    #[must_use]
    #[track_caller]
    pub const fn algorithms(mut self, algorithms: &'static [JwtAlgorithm]) -> Self {
        let has_secret = matches!(self.keys, Keys::SecretFrom(..));
        assert!(
            !algorithms.is_empty(),
            "`algorithms` is empty, so every token would be refused; name one"
        );
        let mut at = 0;
        while at < algorithms.len() {
            assert!(
                algorithms[at].is_of_secret() == has_secret,
                "HS256, HS384 and HS512 are for `Jwt::secret_from`, and all other algorithms for `Jwt::jwks`"
            );
            at += 1;
        }
        self.algorithms = algorithms;
        self
    }

    /// Sets who must have issued tokens: `iss`.
    #[must_use]
    pub const fn issuer(mut self, issuer: &'static str) -> Self {
        self.issuer = Some(issuer);
        self
    }

    /// Sets for whom tokens must be: `aud`, which may have others beside.
    #[must_use]
    pub const fn audience(mut self, audience: &'static str) -> Self {
        self.audience = Some(audience);
        self
    }

    /// Sets by how many seconds clocks may differ, for `exp` and `nbf`: 60.
    #[must_use]
    pub const fn leeway(mut self, seconds: u32) -> Self {
        self.leeway = seconds;
        self
    }

    /// Sets the claim that is the ID of the principal: `sub`. `user.name` is one in an object.
    #[must_use]
    pub const fn principal(mut self, claim: &'static str) -> Self {
        self.principal = claim;
        self
    }

    /// Sets the claims that have scopes, texts with spaces between or lists: `scope` and `scp`. `realm_access.roles` is one in an object.
    #[must_use]
    pub const fn scopes(mut self, claims: &'static [&'static str]) -> Self {
        self.scopes = claims;
        self
    }

    /// Checks credentials; the macro calls it.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthorized`] if the token is invalid; [`Error::Unavailable`] if there are no keys to verify it by.
    pub fn check<'c>(&'static self, ctx: &'c Ctx, credentials: Credentials) -> Pending<'c, Principal> {
        Box::pin(async move {
            let Credentials::Bearer(token) = credentials else {
                return Err(Error::Unauthorized);
            };
            self.verify(token.expose(), ctx.state::<JwtKeys>().ok()).await
        })
    }

    async fn verify(&'static self, token: &str, given: Option<&JwtKeys>) -> Result<Principal, Error> {
        if token.len() > LONGEST {
            return Err(refused("it is too long"));
        }
        let header = decode_header(token).map_err(refused)?;
        if !self.algorithms.iter().any(|allowed| allowed.get() == header.alg) {
            return Err(refused("its algorithm isn't allowed"));
        }
        let unavailable = |cause: Cause| Error::Unavailable(cause);
        let key = match (&self.keys, given) {
            (Keys::SecretFrom(..), Some(given)) => given.secret().map_err(unavailable)?,
            (Keys::Remote(_), Some(given)) => given.find(header.kid.as_deref(), header.alg),
            (Keys::SecretFrom(variable, read), None) => {
                let read = read.get_or_init(|| secret(&variable_or_file(variable)?));
                Some(read.clone().map_err(|cause| unavailable(cause.into()))?)
            }
            (Keys::Remote(remote), None) => remote
                .find(header.kid.as_deref(), header.alg)
                .await
                .map_err(unavailable)?,
        };
        let key = key.ok_or_else(|| refused("no key has its ID and algorithm"))?;
        let claims = decode::<Map<String, Value>>(token, &key, &self.validation(header.alg))
            .map_err(refused)?
            .claims;
        self.admit(&claims)
    }

    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        let mut required = vec!["exp"];
        validation.leeway = self.leeway.into();
        validation.validate_nbf = true;
        if let Some(issuer) = self.issuer {
            validation.set_issuer(&[issuer]);
            required.push("iss");
        }
        if let Some(audience) = self.audience {
            validation.set_audience(&[audience]);
            required.push("aud");
        }
        validation.set_required_spec_claims(&required);
        validation
    }

    /// The principal of valid claims.
    fn admit(&self, claims: &Map<String, Value>) -> Result<Principal, Error> {
        // The crate takes a list for an issuer, too, which it can't be (RFC 7519, section 4.1.1).
        if self.issuer.is_some() && claims.get("iss").and_then(Value::as_str) != self.issuer {
            return Err(refused("its issuer is another one"));
        }
        let id = claim(claims, self.principal)
            .and_then(Value::as_str)
            .filter(|id| !id.is_empty());
        let id = id.ok_or_else(|| refused("it names no principal"))?;
        let all = self.scopes.iter().filter_map(|name| claim(claims, name));
        let scopes = all.flat_map(|value| match value {
            Value::String(text) => text.split_ascii_whitespace().map(str::to_owned).collect(),
            Value::Array(list) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            _ => Vec::new(),
        });
        Ok(scopes.fold(Principal::new(id), Principal::scope))
    }
}

impl fmt::Debug for Jwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Jwt")
            .field("algorithms", &self.algorithms)
            .field("issuer", &self.issuer)
            .field("audience", &self.audience)
            .finish_non_exhaustive()
    }
}

/// A claim, or one in an object: `realm_access.roles`. A claim whose own name has dots comes first.
fn claim<'c>(claims: &'c Map<String, Value>, name: &str) -> Option<&'c Value> {
    claims.get(name).or_else(|| {
        let (outer, inner) = name.split_once('.')?;
        claim(claims.get(outer)?.as_object()?, inner)
    })
}

/// Why a token is refused is for the log of who looks for it; clients get a 401.
fn refused(reason: impl fmt::Display) -> Error {
    tracing::debug!(%reason, "a token is refused");
    Error::Unauthorized
}

/// The key of a secret.
fn secret(text: &str) -> Result<DecodingKey, String> {
    if text.len() < SHORTEST_SECRET {
        return Err(format!(
            "the secret for tokens has less than {SHORTEST_SECRET} bytes (RFC 7518, section 3.2)"
        ));
    }
    DecodingKey::from_secret(text.as_bytes()).map_err(|error| error.to_string())
}

/// The value of an environment variable, or the content of the file that the variable with `_FILE` behind it names.
fn variable_or_file(variable: &str) -> Result<String, String> {
    if let Ok(text) = std::env::var(variable) {
        return Ok(text);
    }
    let file = format!("{variable}_FILE");
    let path =
        std::env::var(&file).map_err(|_| format!("neither {variable} nor {file} is set, the secret for tokens"))?;
    let text = std::fs::read_to_string(path).map_err(|error| format!("{file} can't be read: {error}"))?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

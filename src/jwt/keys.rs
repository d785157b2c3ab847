//! Public keys at a URL: fetched once they are needed, renewed by age and for unknown IDs, and kept for a day if that fails.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{Jwk, PublicKeyUse};
use jsonwebtoken::{Algorithm, AlgorithmFamily, DecodingKey};
use serde_json::Value;
use tokio::sync::Mutex;

use super::{fetch, secret};
use crate::error::Cause;

/// The most keys of a set. Issuers have a few.
const MOST_KEYS: usize = 100;

/// When keys are renewed, and for how long they count if that fails.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    /// The age at which they are renewed, while the old ones are used.
    pub(super) renewal: Duration,
    /// The least time between two attempts.
    pub(super) pause: Duration,
    /// The age beyond which they aren't used any more: a key that was withdrawn must not count for ever.
    pub(super) end: Duration,
}

impl Times {
    const USUAL: Self = Self {
        renewal: Duration::from_mins(10),
        pause: Duration::from_secs(10),
        end: Duration::from_hours(24),
    };
}

/// The keys at a URL.
pub(super) struct RemoteKeys {
    url: &'static str,
    times: Times,
    known: RwLock<Known>,
    /// Held while they are fetched: by one request at a time.
    fetching: Mutex<()>,
}

#[derive(Clone)]
struct Known {
    keys: Option<(Arc<KeySet>, Instant)>,
    /// When they were last tried to be fetched.
    tried: Option<Instant>,
}

/// The keys of a set that can verify signatures.
#[derive(Debug, Default)]
pub(super) struct KeySet(Vec<Key>);

struct Key {
    id: Option<String>,
    algorithm: Option<Algorithm>,
    key: DecodingKey,
}

impl RemoteKeys {
    pub(super) const fn at(url: &'static str) -> Self {
        Self {
            url,
            times: Times::USUAL,
            known: RwLock::new(Known {
                keys: None,
                tried: None,
            }),
            fetching: Mutex::const_new(()),
        }
    }

    #[cfg(test)]
    pub(super) const fn with_times(mut self, times: Times) -> Self {
        self.times = times;
        self
    }

    /// Finds a key; `None` if the set has none of this ID and algorithm.
    ///
    /// # Errors
    ///
    /// If there are no keys, since they can't be fetched.
    pub(super) async fn find(
        &'static self,
        id: Option<&str>,
        algorithm: Algorithm,
    ) -> Result<Option<DecodingKey>, Cause> {
        let before = self.known();
        if let Some((keys, fetched)) = self.usable(&before)
            && let Some(key) = keys.find(id, algorithm)
        {
            if fetched.elapsed() >= self.times.renewal && self.may_try(&before) {
                tokio::spawn(async move { self.renew(None).await });
            }
            return Ok(Some(key));
        }
        if self.may_try(&before) {
            self.renew(before.tried).await;
        }
        match self.usable(&self.known()) {
            Some((keys, _)) => Ok(keys.find(id, algorithm)),
            None => Err(format!("the keys at {} can't be fetched", self.url).into()),
        }
    }

    /// Fetches the keys, unless another request has done so since this one has seen when that was last `tried`.
    async fn renew(&self, tried: Option<Instant>) {
        let _one = self.fetching.lock().await;
        let known = self.known();
        if known.tried != tried && !self.may_try(&known) {
            return;
        }
        let fetched = fetch::fetch(self.url).await.and_then(|json| KeySet::parse(&json));
        let now = Instant::now();
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.tried = Some(now);
        match fetched {
            Ok(keys) => known.keys = Some((Arc::new(keys), now)),
            Err(cause) => tracing::error!(url = self.url, %cause, "the keys for tokens can't be fetched"),
        }
    }

    fn may_try(&self, known: &Known) -> bool {
        known.tried.is_none_or(|tried| tried.elapsed() >= self.times.pause)
    }

    fn usable(&self, known: &Known) -> Option<(Arc<KeySet>, Instant)> {
        known
            .keys
            .clone()
            .filter(|(_, fetched)| fetched.elapsed() < self.times.end)
    }

    fn known(&self) -> Known {
        self.known.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl KeySet {
    /// Parses a set of keys. Those that can't be used are left out: of other kinds, for encryption, and secrets, which no public set has.
    pub(super) fn parse(json: &[u8]) -> Result<Self, Cause> {
        let set: Value = serde_json::from_slice(json)?;
        let keys = set
            .get("keys")
            .and_then(Value::as_array)
            .ok_or("it is no set of keys (RFC 7517, section 5)")?;
        let keys = keys.iter().take(MOST_KEYS);
        Ok(Self(
            keys.filter_map(|key| Key::of(serde_json::from_value(key.clone()).ok()?))
                .collect(),
        ))
    }

    /// The only key of this ID and algorithm. A token without an ID needs a set in which its algorithm has one key.
    fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let fitting = |key: &&Key| {
            let is_kind = key.key.family() == algorithm.family() && key.algorithm.is_none_or(|own| own == algorithm);
            is_kind && (id.is_none() || key.id.as_deref() == id)
        };
        let mut fitting = self.0.iter().filter(fitting);
        let key = fitting.next()?;
        fitting.next().is_none().then(|| key.key.clone())
    }
}

impl Key {
    fn of(jwk: Jwk) -> Option<Self> {
        let key = DecodingKey::from_jwk(&jwk).ok()?;
        let is_for_encryption = jwk.common.public_key_use == Some(PublicKeyUse::Encryption);
        if is_for_encryption || key.family() == AlgorithmFamily::Hmac {
            return None;
        }
        let algorithm = match jwk.common.key_algorithm {
            // One of encryption, or unknown.
            Some(algorithm) => Some(algorithm.to_string().parse().ok()?),
            None => None,
        };
        Some(Self {
            id: jwk.common.key_id,
            algorithm,
            key,
        })
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Keys by which every [`Jwt`](super::Jwt) of an API verifies tokens, instead of its own: a value of the state, for tests and where there is no
/// network.
///
/// ```no_run
/// # fn example(state: warp_openapi::State, json: &[u8]) -> Result<warp_openapi::State, warp_openapi::Cause> {
/// use warp_openapi::JwtKeys;
///
/// let state = state.with(JwtKeys::parse(json)?);
/// # Ok(state)
/// # }
/// ```
#[derive(Debug, Default)]
pub struct JwtKeys {
    set: KeySet,
    secret: Option<SecretText>,
}

struct SecretText(String);

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

impl JwtKeys {
    /// Parses a set of public keys (RFC 7517, section 5).
    ///
    /// # Errors
    ///
    /// If it is none.
    pub fn parse(json: &[u8]) -> Result<Self, Cause> {
        Ok(Self {
            set: KeySet::parse(json)?,
            secret: None,
        })
    }

    /// A secret, for tokens of [`Jwt::secret_from`](super::Jwt::secret_from).
    #[must_use]
    pub fn of_secret(secret: impl Into<String>) -> Self {
        Self {
            secret: Some(SecretText(secret.into())),
            ..Self::default()
        }
    }

    pub(super) fn find(&self, id: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        self.set.find(id, algorithm)
    }

    pub(super) fn secret(&self) -> Result<Option<DecodingKey>, Cause> {
        let secret = self.secret.as_ref().map(|text| secret(&text.0)).transpose();
        secret.map_err(Cause::from)
    }
}

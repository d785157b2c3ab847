//! Whose credentials these are.
//!
//! A check gets what its scheme found. `Unauthorized` means that the credentials are invalid; any other error, that this is unknown
//! now: then the request is refused with 503.

use sha2::{Digest as _, Sha256};
use warp_openapi::prelude::*;
use warp_openapi::sea_orm::{ConnectionTrait, DbErr};

use super::token;

/// The keys of programs, as the operator gives them.
#[derive(Clone, Default)]
pub(crate) struct Keys(Vec<String>);

impl Keys {
    /// From `API_KEYS`, parted by commas.
    pub(crate) fn of_environment() -> Self {
        Self::of(&std::env::var("API_KEYS").unwrap_or_default())
    }

    pub(crate) fn of(text: &str) -> Self {
        let keys = text.split(',').filter(|key| !key.is_empty());
        Self(keys.map(str::to_owned).collect())
    }
}

/// Knows the keys that the program was given.
pub(crate) async fn check_key(ctx: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    let Credentials::ApiKey(key) = credentials else {
        return Err(Error::Unauthorized);
    };
    // All of them each time, and never with `==`: the duration reveals nothing.
    let keys = &ctx.state::<Keys>()?.0;
    let known = keys.iter().fold(false, |known, ours| key.matches(ours) | known);
    known.then(|| Principal::new("program")).ok_or(Error::Unauthorized)
}

/// Knows the tokens whose digests are in the database.
pub(crate) async fn check_token(ctx: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    let Credentials::Bearer(secret) = credentials else {
        return Err(Error::Unauthorized);
    };
    // The duration of the search for a digest reveals nothing about the token.
    let found = token::Entity::find_by_id(digest(secret.expose()))
        .one(&ctx.db())
        .await?
        .ok_or(Error::Unauthorized)?;
    let principal = Principal::new(found.person);
    Ok(found.scopes.split(' ').fold(principal, Principal::scope))
}

/// Makes a token. It is random, so its digest needs no salt.
pub(crate) async fn make(database: &impl ConnectionTrait, person: &str, scopes: &str) -> Result<String, DbErr> {
    let secret = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
    let row = token::ActiveModel {
        digest: Set(digest(&secret)),
        person: Set(person.to_owned()),
        scopes: Set(scopes.to_owned()),
    };
    row.insert(database).await?;
    Ok(secret)
}

fn digest(secret: &str) -> String {
    let bytes = Sha256::digest(secret);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

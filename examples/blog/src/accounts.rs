//! Users: registration, login, passwords and tokens.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use warp_openapi::prelude::*;

use super::{LoginError, LoginUser, NewUser, User, user};

/// Makes a random token, which nobody can guess.
pub(crate) fn new_token() -> String {
    format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple())
}

/// Finds the user who has this token.
pub(crate) async fn check_token(ctx: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    let Credentials::Bearer(token) = credentials else {
        return Err(Error::Unauthorized);
    };
    let found = user::Entity::find().filter(user::Column::Token.eq(token.expose()));
    let user = found.one(&ctx.db()).await?.ok_or(Error::Unauthorized)?;
    Ok(Principal::new(user.id.to_string()))
}

/// Registers a user. It inserts the row itself: `user::ops::create` would make the caller its owner, but here the caller has no ID yet.
pub(crate) async fn create_user(ctx: Ctx, body: NewUser) -> Result<Created<User>, Error> {
    let new = user::ActiveModel {
        id: Set(Uuid::now_v7()),
        username: Set(body.username),
        email: Set(body.email),
        password: Set(hash(body.password).await?),
        token: Set(new_token()),
        ..Default::default()
    };
    let user = new.insert(&ctx.db()).await?;
    Ok(Created::new(user).at("/user"))
}

/// Logs a user in, with a new token. Their earlier token, which somebody may have stolen, is invalid from then on.
pub(crate) async fn login(ctx: Ctx, body: LoginUser) -> Result<User, LoginError> {
    let found = user::Entity::find().filter(user::Column::Email.eq(&body.email));
    let user = found.one(&ctx.db()).await?;
    // Verify even without a user, so that timing doesn't reveal who is registered.
    let stored = user.as_ref().map_or(DUMMY_HASH, |user| &user.password).to_owned();
    let is_right = verify(body.password, stored).await?;
    let Some(user) = user.filter(|_| is_right) else {
        return Err(LoginError::Unknown);
    };
    let mut user = user.into_active_model();
    user.token = Set(new_token());
    let user = user.update(&ctx.db()).await?;
    Ok(user)
}

/// Hashes a new password before it is stored.
pub(crate) async fn hash_password(_: &Ctx, user: &mut user::ActiveModel) -> Result<(), Error> {
    if let Set(password) = &mut user.password {
        *password = hash(std::mem::take(password)).await?;
    }
    Ok(())
}

/// The hash of a random text, which is no user's password. Login checks the password against it if there is no such user.
const DUMMY_HASH: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdA$1rrmT6u7jZ2Ai4HZeKMmw1xHqoEWnZqM8bMxY8ZV1mM";

/// Hashes a password. That is slow on purpose, so it doesn't run on the threads that serve requests.
async fn hash(password: String) -> Result<String, Error> {
    let hash = move || {
        Argon2::default()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    };
    let hashed = tokio::task::spawn_blocking(hash).await.map_err(Error::internal)?;
    hashed.map_err(|error| Error::internal(error.to_string()))
}

/// Returns whether a password has this hash.
async fn verify(password: String, hash: String) -> Result<bool, Error> {
    let is_right = move || {
        let hash = PasswordHash::new(&hash).ok()?;
        Argon2::default().verify_password(password.as_bytes(), &hash).ok()
    };
    let checked = tokio::task::spawn_blocking(is_right).await.map_err(Error::internal)?;
    Ok(checked.is_some())
}

#[cfg(test)]
mod tests {
    use super::{DUMMY_HASH, hash, verify};

    #[tokio::test]
    async fn a_password_has_its_hash_and_nobody_has_one() -> Result<(), warp_openapi::Error> {
        let stored = hash("correct horse".to_owned()).await?;
        assert!(verify("correct horse".to_owned(), stored.clone()).await?);
        assert!(!verify("correct house".to_owned(), stored.clone()).await?);
        assert!(!verify("correct horse".to_owned(), DUMMY_HASH.to_owned()).await?);
        // It takes as long only if it is as costly.
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(DUMMY_HASH), cost(&stored));
        assert!(argon2::password_hash::phc::PasswordHash::new(DUMMY_HASH).is_ok());
        Ok(())
    }
}

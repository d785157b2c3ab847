//! The ready-made check of JSON Web Tokens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use warp_openapi::JwtKeys;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database};

use super::challenges;

api! {
    api Vault {
        title: "Vault",
        version: "1.0.0",
        security: {
            bearer: Bearer::jwt() = Jwt::secret_from("VAULT_SECRET").issuer("https://id.example.com").audience("vault"),
            remote: OAuth2::client_credentials("https://id.example.com/token").scopes(&[("vault:open", "Open it")])
                = Jwt::jwks("https://id.example.com/jwks.json").audience("vault"),
        },
        access: bearer,
    }

    /// Who asks
    op whoami() -> String { route: GET "/whoami" }
    /// Open it
    op open_vault() -> String { route: POST "/open", access: bearer[vault:open] }
    /// Look
    op look() { route: GET "/look", access: remote }
}

async fn whoami(ctx: Ctx) -> Result<String, Error> {
    Ok(ctx.principal().ok_or(Error::Unauthorized)?.id().to_owned())
}

async fn open_vault(ctx: Ctx) -> Result<String, Error> {
    whoami(ctx).await
}

async fn look(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

const SECRET: &str = "a secret of thirty-two bytes, at least";

/// A token whose header and claims are these (RFC 7515, appendix A.1).
fn token(header: Value, claims: Value) -> String {
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let signature = hmac(SECRET.as_bytes(), message.as_bytes());
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// RFC 2104, with SHA-256.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let block = |pad: u8| -> Vec<u8> { (0..64).map(|at| key.get(at).copied().unwrap_or(0) ^ pad).collect() };
    let inner = Sha256::new().chain_update(block(0x36)).chain_update(message).finalize();
    Sha256::new()
        .chain_update(block(0x5c))
        .chain_update(inner)
        .finalize()
        .to_vec()
}

fn claims() -> Value {
    let exp = Utc::now().timestamp() + 60;
    json!({"iss": "https://id.example.com", "aud": "vault", "sub": "ann", "exp": exp})
}

#[tokio::test]
async fn a_token_is_verified_and_its_claims_are_the_principal() {
    let app = App::start_as(Vault::API, Database::sqlite().await, |state| {
        state.with(JwtKeys::of_secret(SECRET))
    })
    .await;
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let good = token(header.clone(), claims());
    assert_eq!(app.get("/whoami").bearer(&good).await.expect(200).json(), "ann");
    let refused = app.request("POST", "/open").bearer(&good).await.expect(403);
    assert!(challenges(&refused)[0].contains("insufficient_scope"));
    let mut scoped = claims();
    scoped["scope"] = json!("vault:look vault:open");
    app.request("POST", "/open")
        .bearer(&token(header.clone(), scoped))
        .await
        .expect(200);
    let mut foreign = claims();
    foreign["aud"] = json!("shop");
    for bad in [
        token(header.clone(), foreign),
        token(json!({"alg": "none"}), claims()),
        token(json!({"alg": "HS512"}), claims()),
        good[..good.len() - 4].to_owned(),
        "abc".to_owned(),
    ] {
        let reply = app.get("/whoami").bearer(&bad).await.expect(401);
        assert!(challenges(&reply)[0].contains("invalid_token"), "{bad}");
    }
    app.get("/whoami").await.expect(401);
    // No key of the set can verify it.
    app.get("/look").bearer(&good).await.expect(401);
}

#[tokio::test]
async fn without_its_secret_an_api_admits_nobody() {
    let app = App::start(Vault::API, Database::sqlite().await).await;
    let good = token(json!({"alg": "HS256"}), claims());
    app.get("/whoami").bearer(&good).await.expect(503);
}

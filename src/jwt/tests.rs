//! Tokens that are valid and invalid, and sets of keys that rotate.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{EncodingKey, Header, encode, get_current_timestamp};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::keys::Times;
use super::*;

/// A private key of Ed25519, from a seed (RFC 8410, section 7).
fn key(seed: u8) -> EncodingKey {
    let mut der = vec![0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
    der.extend([seed; 32]);
    EncodingKey::from_ed_der(&der)
}

fn jwk(id: &str, seed: u8) -> Jwk {
    let mut jwk = Jwk::from_encoding_key(&key(seed), Algorithm::EdDSA).unwrap();
    jwk.common.key_id = Some(id.to_owned());
    jwk
}

/// A set of keys, each an ID and a seed.
fn set(keys: &[(&str, u8)]) -> String {
    let keys: Vec<Jwk> = keys.iter().map(|(id, seed)| jwk(id, *seed)).collect();
    json!({ "keys": keys }).to_string()
}

fn token(id: Option<&str>, seed: u8, claims: &Value) -> String {
    let mut header = Header::new(Algorithm::EdDSA);
    header.kid = id.map(str::to_owned);
    encode(&header, claims, &key(seed)).unwrap()
}

/// Valid claims, changed by others; null leaves one out.
fn claims(changes: Value) -> Value {
    let mut claims = json!({
        "iss": "https://id.example.com", "aud": "notes", "sub": "ann", "exp": get_current_timestamp() + 60, "scope": "a b",
    });
    for (name, value) in changes.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let all = claims.as_object_mut().unwrap();
    all.retain(|_, value| !value.is_null());
    claims
}

fn leaked(jwt: Jwt) -> &'static Jwt {
    Box::leak(Box::new(jwt))
}

fn usual() -> &'static Jwt {
    leaked(
        Jwt::jwks("http://127.0.0.1:1")
            .issuer("https://id.example.com")
            .audience("notes"),
    )
}

/// What a check says of a token, with these keys: the principal's ID, 401 or 503.
async fn verdict(jwt: &'static Jwt, keys: &JwtKeys, token: &str) -> String {
    match jwt.verify(token, Some(keys)).await {
        Ok(principal) => principal.id().to_owned(),
        Err(Error::Unauthorized) => "401".to_owned(),
        Err(Error::Unavailable(_)) => "503".to_owned(),
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn claims_are_validated() {
    let keys = JwtKeys::parse(set(&[("a", 1)]).as_bytes()).unwrap();
    let now = get_current_timestamp();
    for (changes, expected) in [
        (json!({}), "ann"),
        (json!({"exp": null}), "401"),
        (json!({"exp": now - 120}), "401"),
        (json!({"exp": now - 30}), "ann"),
        (json!({"exp": (now + 60).to_string()}), "401"),
        (json!({"nbf": now + 120}), "401"),
        (json!({"nbf": now + 30}), "ann"),
        (json!({"nbf": "soon"}), "401"),
        (json!({"iss": null}), "401"),
        (json!({"iss": "https://id.example.org"}), "401"),
        (json!({"iss": ["https://id.example.com"]}), "401"),
        (json!({"aud": null}), "401"),
        (json!({"aud": "other"}), "401"),
        (json!({"aud": ["other", "notes"]}), "ann"),
        (json!({"aud": []}), "401"),
        (json!({"sub": null}), "401"),
        (json!({"sub": ""}), "401"),
        (json!({"sub": 7}), "401"),
    ] {
        let token = token(Some("a"), 1, &claims(changes.clone()));
        assert_eq!(verdict(usual(), &keys, &token).await, expected, "{changes}");
    }
    // Without an audience, tokens for others are refused.
    let anyone = leaked(Jwt::jwks("http://127.0.0.1:1"));
    for (changes, expected) in [(json!({}), "401"), (json!({"aud": null, "iss": null}), "ann")] {
        let token = token(Some("a"), 1, &claims(changes));
        assert_eq!(verdict(anyone, &keys, &token).await, expected);
    }
}

#[tokio::test]
async fn signatures_keys_and_algorithms_are_pinned() {
    let keys = JwtKeys::parse(set(&[("a", 1), ("b", 2)]).as_bytes()).unwrap();
    let one = JwtKeys::parse(set(&[("a", 1)]).as_bytes()).unwrap();
    let good = token(Some("a"), 1, &claims(json!({})));
    assert_eq!(verdict(usual(), &keys, &good).await, "ann");
    for (id, seed, keys, expected) in [
        (Some("b"), 2, &keys, "ann"),
        (Some("a"), 2, &keys, "401"),
        (Some("c"), 1, &keys, "401"),
        // Without an ID, only if there is no doubt.
        (None, 1, &keys, "401"),
        (None, 1, &one, "ann"),
        (None, 2, &one, "401"),
    ] {
        let token = token(id, seed, &claims(json!({})));
        assert_eq!(verdict(usual(), keys, &token).await, expected, "{id:?} {seed}");
    }
    let part = |json: Value| URL_SAFE_NO_PAD.encode(json.to_string());
    let payload = part(claims(json!({})));
    let AlgorithmParameters::OctetKeyPair(public) = jwk("a", 1).algorithm else {
        panic!("another kind of key");
    };
    // The public key as the secret of an HMAC (RFC 8725, section 2.1).
    let confused = |secret: &[u8]| {
        let mut header = Header::new(Algorithm::HS256);
        header.kid = Some("a".to_owned());
        encode(&header, &claims(json!({})), &EncodingKey::from_secret(secret).unwrap()).unwrap()
    };
    let (rest, signature) = good.rsplit_once('.').unwrap();
    let mut critical = Header::new(Algorithm::EdDSA);
    critical.kid = Some("a".to_owned());
    critical.crit = Some(vec!["exp".to_owned()]);
    for bad in [
        format!("{}.{payload}.", part(json!({"alg": "none", "kid": "a"}))),
        format!("{}.{payload}.", part(json!({"alg": "None"}))),
        format!("{}.{payload}.{signature}", part(json!({"alg": "EdDSA", "kid": "a"}))),
        format!("{}.{payload}.{signature}", part(json!({"kid": "a"}))),
        confused(&URL_SAFE_NO_PAD.decode(&public.x).unwrap()),
        confused(public.x.as_bytes()),
        encode(&critical, &claims(json!({})), &key(1)).unwrap(),
        rest.to_owned(),
        format!("{rest}."),
        format!("{good}.{signature}"),
        String::new(),
        "..".to_owned(),
        token(Some("a"), 1, &claims(json!({"pad": "x".repeat(LONGEST)}))),
    ] {
        assert_eq!(verdict(usual(), &keys, &bad).await, "401", "{bad:.80}");
    }
    // A set never gives a secret, nor a key for encryption or of another algorithm.
    let mut encryption = serde_json::to_value(jwk("a", 1)).unwrap();
    encryption["use"] = json!("enc");
    let mut other = serde_json::to_value(jwk("a", 1)).unwrap();
    other["alg"] = json!("RS256");
    let secret = json!({"kty": "oct", "kid": "a", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode([7; 32])});
    for unusable in [encryption, other, secret, json!({"kty": "new"}), json!(7)] {
        let keys = JwtKeys::parse(json!({ "keys": [unusable] }).to_string().as_bytes()).unwrap();
        assert_eq!(verdict(usual(), &keys, &good).await, "401");
    }
    assert!(JwtKeys::parse(b"{}").is_err() && JwtKeys::parse(b"[").is_err());
}

/// RFC 7515, appendix A.2.
#[tokio::test]
async fn signatures_of_rsa_are_verified() {
    const N: &str = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
    const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let keys = json!({"keys": [{"kty": "RSA", "n": N, "e": "AQAB"}]}).to_string();
    let keys = JwtKeys::parse(keys.as_bytes()).unwrap();
    let since = u32::try_from(get_current_timestamp() - 1_300_819_380 + 60).unwrap();
    let joe = leaked(Jwt::jwks("http://127.0.0.1:1").leeway(since).principal("iss"));
    assert_eq!(verdict(joe, &keys, TOKEN).await, "joe");
    let changed = TOKEN.replace(".cC4h", ".cC5h");
    assert_eq!(verdict(joe, &keys, &changed).await, "401");
    let expired = leaked(Jwt::jwks("http://127.0.0.1:1").principal("iss"));
    assert_eq!(verdict(expired, &keys, TOKEN).await, "401");
}

#[tokio::test]
async fn secrets_are_long_enough_and_for_hmac_alone() {
    let jwt = leaked(Jwt::secret_from("WARP_OPENAPI_NO_SUCH_VARIABLE").audience("notes"));
    let long = "0123456789abcdef0123456789abcdef";
    let signed = |algorithm, secret: &str| {
        let key = EncodingKey::from_secret(secret.as_bytes()).unwrap();
        encode(&Header::new(algorithm), &claims(json!({})), &key).unwrap()
    };
    let keys = JwtKeys::of_secret(long);
    assert_eq!(verdict(jwt, &keys, &signed(Algorithm::HS256, long)).await, "ann");
    assert_eq!(verdict(jwt, &keys, &signed(Algorithm::HS512, long)).await, "401");
    assert_eq!(
        verdict(
            jwt,
            &keys,
            &signed(Algorithm::HS256, "another secret of thirty-two bytes")
        )
        .await,
        "401"
    );
    assert_eq!(verdict(jwt, &keys, &token(None, 1, &claims(json!({})))).await, "401");
    let short = JwtKeys::of_secret("short");
    assert_eq!(verdict(jwt, &short, &signed(Algorithm::HS256, "short")).await, "503");
    // Without the variable nobody is admitted.
    let missing = jwt.verify(&signed(Algorithm::HS256, long), None).await;
    assert!(
        matches!(missing, Err(Error::Unavailable(cause)) if cause.to_string().contains("WARP_OPENAPI_NO_SUCH_VARIABLE_FILE"))
    );
}

#[tokio::test]
async fn scopes_and_principals_are_those_of_the_named_claims() {
    let keys = JwtKeys::parse(set(&[("a", 1)]).as_bytes()).unwrap();
    let granted = async |jwt: Jwt, changes: Value| {
        let token = token(Some("a"), 1, &claims(changes));
        let principal = leaked(jwt).verify(&token, Some(&keys)).await.unwrap();
        let scopes = ["a", "b", "c", "d", "a b"]
            .into_iter()
            .filter(|scope| principal.has_scope(scope));
        (principal.id().to_owned(), scopes.collect::<Vec<_>>().join(","))
    };
    let jwt = || Jwt::jwks("http://127.0.0.1:1").audience("notes");
    let expected = |id: &str, scopes: &str| (id.to_owned(), scopes.to_owned());
    assert_eq!(granted(jwt(), json!({})).await, expected("ann", "a,b"));
    assert_eq!(
        granted(jwt(), json!({"scp": ["c", 7], "roles": ["d"]})).await,
        expected("ann", "a,b,c")
    );
    assert_eq!(
        granted(jwt(), json!({"scope": 7, "scp": null})).await,
        expected("ann", "")
    );
    let roles = || jwt().scopes(&["roles", "realm.roles"]).principal("user.name");
    let changes = json!({"roles": ["c"], "realm": {"roles": ["d"]}, "user": {"name": "bob"}});
    assert_eq!(granted(roles(), changes).await, expected("bob", "c,d"));
}

/// A server of a set of keys, which counts its requests.
struct Issuer {
    url: &'static str,
    reply: Arc<Mutex<String>>,
    requests: Arc<AtomicUsize>,
}

impl Issuer {
    async fn start(body: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/jwks.json", listener.local_addr().unwrap());
        let issuer = Self {
            url: Box::leak(url.into_boxed_str()),
            reply: Arc::default(),
            requests: Arc::default(),
        };
        issuer.says(body);
        let (reply, requests) = (Arc::clone(&issuer.reply), Arc::clone(&issuer.requests));
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                requests.fetch_add(1, Ordering::SeqCst);
                let _ = stream.read(&mut [0; 4096]).await;
                let text = reply.lock().unwrap().clone();
                let _ = stream.write_all(text.as_bytes()).await;
            }
        });
        issuer
    }

    fn says(&self, body: &str) {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", body.len());
        *self.reply.lock().unwrap() = head + body;
    }

    fn fails(&self) {
        *self.reply.lock().unwrap() = "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n".to_owned();
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    fn jwt(&self, times: Times) -> &'static Jwt {
        let keys = Keys::Remote(RemoteKeys::at(self.url).with_times(times));
        leaked(Jwt::of(keys, &[JwtAlgorithm::EdDsa]).audience("notes"))
    }
}

const HOUR: Duration = Duration::from_hours(1);

/// Keys that aren't renewed by age, and at once for an unknown ID.
const EAGER: Times = Times {
    renewal: HOUR,
    pause: Duration::ZERO,
    end: HOUR,
};

async fn says(jwt: &'static Jwt, id: &str, seed: u8) -> String {
    match jwt.verify(&token(Some(id), seed, &claims(json!({}))), None).await {
        Ok(principal) => principal.id().to_owned(),
        Err(Error::Unauthorized) => "401".to_owned(),
        Err(Error::Unavailable(_)) => "503".to_owned(),
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn keys_are_fetched_once_and_again_when_they_rotate() {
    let issuer = Issuer::start(&set(&[("a", 1)])).await;
    let jwt = issuer.jwt(EAGER);
    for _ in 0..5 {
        assert_eq!(says(jwt, "a", 1).await, "ann");
    }
    assert_eq!(issuer.requests(), 1);
    issuer.says(&set(&[("b", 2)]));
    assert_eq!(says(jwt, "a", 1).await, "ann");
    assert_eq!(says(jwt, "b", 2).await, "ann");
    assert_eq!(issuer.requests(), 2);
    // The old one is gone.
    assert_eq!(says(jwt, "a", 1).await, "401");
}

#[tokio::test]
async fn unknown_ids_fetch_no_more_often_than_the_pause_allows() {
    let issuer = Issuer::start(&set(&[("a", 1)])).await;
    let jwt = issuer.jwt(Times { pause: HOUR, ..EAGER });
    let all = futures::future::join_all((0..20).map(|_| says(jwt, "a", 1))).await;
    assert!(all.iter().all(|said| said == "ann"), "{all:?}");
    issuer.says(&set(&[("b", 2)]));
    for _ in 0..5 {
        assert_eq!(says(jwt, "b", 2).await, "401");
    }
    assert_eq!(issuer.requests(), 1);
}

#[tokio::test]
async fn old_keys_are_used_while_the_issuer_is_away_but_not_for_ever() {
    let issuer = Issuer::start(&set(&[("a", 1)])).await;
    let times = Times {
        renewal: Duration::ZERO,
        ..EAGER
    };
    let jwt = issuer.jwt(times);
    assert_eq!(says(jwt, "a", 1).await, "ann");
    issuer.fails();
    assert_eq!(says(jwt, "b", 2).await, "401");
    assert!(issuer.requests() >= 2);
    assert_eq!(says(jwt, "a", 1).await, "ann");
    let short = issuer.jwt(Times {
        end: Duration::ZERO,
        ..times
    });
    issuer.says(&set(&[("a", 1)]));
    assert_eq!(says(short, "a", 1).await, "503");
}

#[tokio::test]
async fn an_issuer_that_sends_no_keys_leaves_none() {
    let issuer = Issuer::start("").await;
    let jwt = issuer.jwt(EAGER);
    let huge = format!("{{\"keys\":[],\"pad\":\"{}\"}}", "x".repeat(300 * 1024));
    for body in ["", "[]", "{\"keys\":7}", "<html>", huge.as_str()] {
        issuer.says(body);
        assert_eq!(says(jwt, "a", 1).await, "503", "{body:.20}");
    }
    issuer.fails();
    assert_eq!(says(jwt, "a", 1).await, "503");
    issuer.says("{\"keys\":[]}");
    assert_eq!(says(jwt, "a", 1).await, "401");
}

#[tokio::test]
async fn keys_come_over_https_only_unless_from_this_machine() {
    for (url, says) in [
        ("http://192.0.2.1/jwks", "https only"),
        ("ftp://127.0.0.1/jwks", "https only"),
        ("file:///etc/passwd", "no host"),
        ("jwks", "relative URL"),
    ] {
        let cause = fetch::fetch(url).await.unwrap_err().to_string();
        assert!(cause.contains(says), "{url}: {cause}");
    }
}

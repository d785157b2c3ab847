//! Where requests are counted against rate limits: the choice, and the connection.

use super::Failure;
use crate::http::State;
use crate::meta::{Api, ApiLimits, Resource, Socket};

/// The values of `--rate-limit-store`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Store {
    /// Redis if there is a URL, else this process.
    Auto,
    /// This process.
    Memory,
    /// Redis.
    Redis,
}

const REMEDY: &str = "or set RATE_LIMIT_STORE or --rate-limit-store to memory, so that each server counts alone";

/// Counts together with the other servers of the API, if that is chosen.
///
/// # Errors
///
/// When Redis is out of reach, or not a part of this program; the text has the remedy.
pub(super) async fn join(
    state: State,
    store: Store,
    redis_url: Option<String>,
    api: &'static Api,
) -> Result<State, Failure> {
    match choose(store, redis_url, is_limited(api), cfg!(feature = "redis"))? {
        None => Ok(state),
        Some(url) => connect(state, &url, api).await,
    }
}

#[cfg(feature = "redis")]
async fn connect(state: State, url: &str, api: &'static Api) -> Result<State, Failure> {
    let joined = state.rate_limits_in_redis(url, api.name).await;
    joined.map_err(|error| {
        format!("Redis for rate limits: {error}; set REDIS_URL to a server that answers, {REMEDY}").into()
    })
}

#[cfg(not(feature = "redis"))]
async fn connect(_: State, _: &str, _: &'static Api) -> Result<State, Failure> {
    Err(without_redis())
}

fn without_redis() -> Failure {
    format!(
        "RATE_LIMIT_STORE=redis: this program is built without Redis; build it with the feature `redis` of warp-openapi, {REMEDY}"
    )
    .into()
}

/// Whether the API declares a rate limit.
fn is_limited(api: &Api) -> bool {
    let ApiLimits {
        every,
        failed_credentials,
    } = api.info.limits;
    let of_operations = |resource: &Resource| resource.operations.iter().any(|operation| operation.limit.is_some());
    let of_methods = |socket: &Socket| socket.rpc.iter().any(|rpc| rpc.limit.is_some());
    every.is_some()
        || failed_credentials.is_some()
        || api.ops().any(|op| op.limit.is_some())
        || api
            .resources()
            .any(|resource| resource.limit.is_some() || of_operations(resource))
        || api.sockets().any(|socket| socket.limit.is_some() || of_methods(socket))
}

/// The URL of the Redis that counts; `None`: this process does.
fn choose(
    store: Store,
    redis_url: Option<String>,
    is_limited: bool,
    with_redis: bool,
) -> Result<Option<String>, Failure> {
    if !is_limited {
        return Ok(None);
    }
    match (store, redis_url) {
        (Store::Memory, _) | (Store::Auto, None) => Ok(None),
        (Store::Redis, None) => Err(format!(
            "RATE_LIMIT_STORE=redis: no server is named; set REDIS_URL to one, such as redis://127.0.0.1:6379, {REMEDY}"
        )
        .into()),
        (Store::Redis, Some(_)) if !with_redis => Err(without_redis()),
        (Store::Auto, Some(_)) if !with_redis => Ok(None),
        (Store::Auto | Store::Redis, Some(url)) => Ok(Some(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::API;
    use crate::meta::{Info, RateLimit};

    const URL: &str = "redis://:secret@127.0.0.1:1";

    fn chosen(store: Store, url: Option<&str>, is_limited: bool, with_redis: bool) -> Result<Option<String>, String> {
        choose(store, url.map(str::to_owned), is_limited, with_redis).map_err(|error| error.to_string())
    }

    #[test]
    fn redis_counts_where_it_is_named_and_something_is_limited() {
        let redis = Ok(Some(URL.to_owned()));
        assert_eq!(chosen(Store::Auto, Some(URL), true, true), redis);
        assert_eq!(chosen(Store::Redis, Some(URL), true, true), redis);
        for (store, url, is_limited, with_redis) in [
            (Store::Auto, None, true, true),
            (Store::Memory, Some(URL), true, true),
            (Store::Auto, Some(URL), true, false),
            (Store::Redis, None, false, true),
            (Store::Redis, Some(URL), false, false),
        ] {
            assert_eq!(
                chosen(store, url, is_limited, with_redis),
                Ok(None),
                "{store:?} {url:?}"
            );
        }
        for (url, with_redis, says) in [
            (None, true, "no server is named"),
            (Some(URL), false, "the feature `redis`"),
        ] {
            let text = chosen(Store::Redis, url, true, with_redis).unwrap_err();
            assert!(
                text.contains(says) && text.contains(REMEDY) && !text.contains("secret"),
                "{text}"
            );
        }
    }

    #[tokio::test]
    async fn a_redis_that_does_not_answer_is_reported_without_the_password() {
        static LIMITED: Api = Api {
            info: Info {
                limits: ApiLimits {
                    every: Some(RateLimit::per_minute(60)),
                    ..ApiLimits::NONE
                },
                ..API.info
            },
            ..API
        };
        assert!(is_limited(&LIMITED) && !is_limited(&API));
        let database = crate::db::connect(&crate::db::Config::memory()).await.unwrap();
        let joined = connect(State::from(database), URL, &LIMITED).await;
        let text = joined.unwrap_err().to_string();
        assert!(
            text.starts_with("Redis for rate limits: ") && text.contains(REMEDY),
            "{text}"
        );
        assert!(!text.contains("secret"), "{text}");
    }
}

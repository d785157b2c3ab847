//! Where requests are counted against rate limits: the choice, the connection.

use super::Failure;
use super::config::Configuration;
use crate::http::State;
use crate::meta::{Api, ApiLimits, Resource, Socket};

/// The values of `--rate-limit-store`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Word {
    /// Redis if there is a URL, else this process.
    #[default]
    Auto,
    /// This process.
    Memory,
    /// Redis.
    Redis,
}

const REMEDY: &str = "or set RATE_LIMIT_STORE or --rate-limit-store to memory, so that each server counts alone";

impl Word {
    /// Reads the word.
    ///
    /// # Errors
    ///
    /// For another word.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "memory" => Ok(Self::Memory),
            "redis" => Ok(Self::Redis),
            _ => Err("expected auto, memory or redis".to_owned()),
        }
    }
}

/// Counts together with the other servers of the API, if that is chosen.
///
/// # Errors
///
/// When Redis is out of reach, or not a part of this program; the text has the remedy.
pub(super) async fn join(state: State, configuration: &Configuration, api: &'static Api) -> Result<State, Failure> {
    let url = configuration.redis_url.clone();
    match choose(
        configuration.rate_limit_store,
        url,
        is_limited(api),
        cfg!(feature = "redis"),
    )? {
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
    word: Word,
    redis_url: Option<String>,
    is_limited: bool,
    with_redis: bool,
) -> Result<Option<String>, Failure> {
    if !is_limited {
        return Ok(None);
    }
    match (word, redis_url) {
        (Word::Memory, _) | (Word::Auto, None) => Ok(None),
        (Word::Redis, None) => Err(format!(
            "RATE_LIMIT_STORE=redis: no server is named; set REDIS_URL to one, such as redis://127.0.0.1:6379, {REMEDY}"
        )
        .into()),
        (Word::Redis, Some(_)) if !with_redis => Err(without_redis()),
        (Word::Auto, Some(_)) if !with_redis => Ok(None),
        (Word::Auto | Word::Redis, Some(url)) => Ok(Some(url)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::tests::API;
    use crate::meta::{Info, RateLimit};

    const URL: &str = "redis://:secret@127.0.0.1:1";

    fn chosen(word: Word, url: Option<&str>, is_limited: bool, with_redis: bool) -> Result<Option<String>, String> {
        choose(word, url.map(str::to_owned), is_limited, with_redis).map_err(|error| error.to_string())
    }

    #[test]
    fn redis_counts_where_it_is_named_and_something_is_limited() {
        let redis = Ok(Some(URL.to_owned()));
        assert_eq!(chosen(Word::Auto, Some(URL), true, true), redis);
        assert_eq!(chosen(Word::Redis, Some(URL), true, true), redis);
        for (word, url, is_limited, with_redis) in [
            (Word::Auto, None, true, true),
            (Word::Memory, Some(URL), true, true),
            (Word::Auto, Some(URL), true, false),
            (Word::Redis, None, false, true),
            (Word::Redis, Some(URL), false, false),
        ] {
            assert_eq!(chosen(word, url, is_limited, with_redis), Ok(None), "{word:?} {url:?}");
        }
        for (url, with_redis, says) in [
            (None, true, "no server is named"),
            (Some(URL), false, "the feature `redis`"),
        ] {
            let text = chosen(Word::Redis, url, true, with_redis).unwrap_err();
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

//! Which broker joins the servers of the API: the choice, the connection.

use std::str::FromStr;

use super::Failure;
use super::config::Configuration;
use crate::db::{self};
use crate::http::State;
use crate::meta::Api;

/// The values of `--broker`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Word {
    /// Redis if there is a URL, else the database if it can, else none.
    #[default]
    Auto,
    /// This process alone.
    Memory,
    /// Redis.
    Redis,
    /// The database.
    Postgres,
}

/// The broker that is chosen.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// This process alone.
    Memory,
    /// Redis at this URL.
    Redis(String),
    /// The database.
    Postgres,
}

const WITHOUT_REDIS: &str = "this program is built without Redis; build it with the feature `redis` of warp-openapi, or set BROKER or --broker to another";

const WITHOUT_TLS: &str = "this program is built without TLS; build it with the feature `tls` of warp-openapi, or set REDIS_URL to one with redis://";

impl FromStr for Word {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "memory" => Ok(Self::Memory),
            "redis" => Ok(Self::Redis),
            "postgres" => Ok(Self::Postgres),
            _ => Err("expected auto, memory, redis or postgres".to_owned()),
        }
    }
}

/// Chooses the broker of a configuration.
///
/// # Errors
///
/// When it contradicts the database or what this program is built with; the text has the remedy.
pub(super) fn of(configuration: &Configuration, datastore: &db::Config, api: &Api) -> Result<Choice, Failure> {
    let (word, url) = (configuration.broker, configuration.redis_url.clone());
    if sends_messages(api)
        && let Some(problem) = ignored(word, url.as_deref())
    {
        tracing::warn!("{problem}");
    }
    choose(word, url, datastore, sends_messages(api))
}

/// Why `REDIS_URL` is ignored although it is set, unless another broker is asked for: this program can't use it.
pub(super) fn ignored(word: Word, redis_url: Option<&str>) -> Option<String> {
    let reason = unusable(redis_url?)?;
    (word == Word::Auto).then(|| format!("REDIS_URL is ignored: {reason}"))
}

/// Why this program can't use a URL of Redis.
fn unusable(url: &str) -> Option<&'static str> {
    if !cfg!(feature = "redis") {
        return Some(WITHOUT_REDIS);
    }
    let is_encrypted = ["rediss:", "valkeys:"].iter().any(|scheme| url.starts_with(scheme));
    (is_encrypted && !cfg!(feature = "tls")).then_some(WITHOUT_TLS)
}

/// Whether the API has messages that a broker would deliver.
fn sends_messages(api: &Api) -> bool {
    api.sockets().next().is_some() || api.resources().any(|resource| !resource.publish.is_empty())
}

/// Chooses a broker. An API that sends no messages gets none.
pub(super) fn choose(
    word: Word,
    redis_url: Option<String>,
    datastore: &db::Config,
    sends_messages: bool,
) -> Result<Choice, Failure> {
    let unusable = redis_url.as_deref().and_then(unusable);
    let redis_url = redis_url.filter(|_| word != Word::Auto || unusable.is_none());
    let choice = match (word, redis_url) {
        (Word::Auto, _) if !sends_messages => Choice::Memory,
        (Word::Memory, _) => Choice::Memory,
        (Word::Auto | Word::Redis, Some(url)) => match unusable {
            Some(reason) => return Err(format!("BROKER=redis: {reason}").into()),
            None => Choice::Redis(url),
        },
        (Word::Redis, None) => {
            let remedy = "set REDIS_URL or --redis-url to one, such as redis://127.0.0.1:6379";
            return Err(format!("BROKER=redis: no server is named; {remedy}").into());
        }
        (Word::Postgres, _) if !datastore.dialect().carries_messages() => {
            let remedy = "set DATASTORE or --datastore to a PostgreSQL database, or BROKER or --broker to another";
            return Err(format!("BROKER=postgres: the database is {datastore}; {remedy}").into());
        }
        (Word::Postgres, _) => Choice::Postgres,
        (Word::Auto, None) if datastore.dialect().carries_messages() => Choice::Postgres,
        (Word::Auto, None) => Choice::Memory,
    };
    Ok(if sends_messages { choice } else { Choice::Memory })
}

/// Connects to a broker, and disconnects; returns its place, `None` if this server is alone.
///
/// # Errors
///
/// When it is out of reach; the text has the place and the remedy.
pub(super) async fn reach(
    choice: &Choice,
    api: &'static Api,
    datastore: &db::Config,
) -> Result<Option<String>, Failure> {
    Ok(match choice {
        Choice::Memory => None,
        Choice::Redis(url) => Some(redis(url, api).await?.1),
        Choice::Postgres => Some(postgres(api, datastore).await?.1),
    })
}

/// Joins the servers of the API; returns what joins them, `None` if this server is alone.
///
/// # Errors
///
/// When the broker is out of reach; the text has the place and the remedy.
pub(super) async fn join(
    state: State,
    choice: Choice,
    api: &'static Api,
    datastore: &db::Config,
) -> Result<(State, Option<String>), Failure> {
    match choice {
        Choice::Memory => Ok((state, None)),
        Choice::Redis(url) => {
            let (broker, place) = redis(&url, api).await?;
            Ok((state.broker(broker), Some(place)))
        }
        Choice::Postgres => {
            let (broker, place) = postgres(api, datastore).await?;
            Ok((state.broker(broker), Some(place)))
        }
    }
}

#[cfg(feature = "redis")]
async fn redis(url: &str, api: &'static Api) -> Result<(crate::ws::Redis, String), Failure> {
    let redis = crate::ws::Redis::connect(url, api.name).await.map_err(|error| {
        format!("{error}; set REDIS_URL or --redis-url to a server that answers, or BROKER or --broker to another")
    })?;
    let place = format!("Redis at {}", redis.place());
    Ok((redis, place))
}

#[cfg(not(feature = "redis"))]
async fn redis(_: &str, api: &'static Api) -> Result<(crate::ws::Memory, String), Failure> {
    std::future::ready(Err(format!("{}: {WITHOUT_REDIS}", api.name).into())).await
}

#[cfg(feature = "postgres")]
async fn postgres(api: &'static Api, datastore: &db::Config) -> Result<(crate::ws::Postgres, String), Failure> {
    let postgres = crate::ws::Postgres::connect(datastore, api.name)
        .await
        .map_err(|error| format!("messages between servers: {error}; or set BROKER or --broker to another"))?;
    Ok((postgres, format!("PostgreSQL at {datastore}")))
}

#[cfg(not(feature = "postgres"))]
async fn postgres(_: &'static Api, datastore: &db::Config) -> Result<(crate::ws::Memory, String), Failure> {
    std::future::ready(Err(
        format!("{datastore}: this program is built without PostgreSQL").into()
    ))
    .await
}

#[cfg(test)]
mod tests {
    use std::process::ExitCode;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::cli::cli;
    use crate::http::tests::API;
    use crate::meta::{Access, BuiltIn, Item, Part, Published, Resource, Socket};
    use crate::testing::RedisServer;

    const URL: &str = "redis://:secret@127.0.0.1:1";

    static SOCKET: Socket = Socket {
        name: "Follow",
        docs: &["Follow"],
        path: "/follow",
        tag: None,
        rpc: &[],
        channels: &[],
        allow: &[BuiltIn::Subscribe],
        limit: None,
        access: Access::Public,
        hooks: None,
    };
    static SPEAKING: Api = Api {
        parts: &[&Part {
            name: "Tasks",
            nulls: crate::meta::Nulls::Inherit,
            names: crate::meta::Names::Inherit,
            error_model: None,
            items: &[Item::Socket(&SOCKET)],
        }],
        ..API
    };

    fn chosen(word: Word, url: Option<&str>, datastore: &str, sends_messages: bool) -> Result<Choice, String> {
        let datastore = db::Config::parse(datastore).unwrap();
        choose(word, url.map(str::to_owned), &datastore, sends_messages).map_err(|error| error.to_string())
    }

    #[test]
    fn redis_is_taken_where_it_is_named() {
        let redis = Ok(Choice::Redis(URL.to_owned()));
        for word in [Word::Auto, Word::Redis] {
            assert_eq!(chosen(word, Some(URL), "sqlite::memory:", true), redis, "{word:?}");
        }
    }

    #[test]
    fn there_is_no_broker_by_default() {
        for (word, url) in [(Word::Auto, None), (Word::Memory, None), (Word::Memory, Some(URL))] {
            assert_eq!(
                chosen(word, url, "sqlite::memory:", true),
                Ok(Choice::Memory),
                "{word:?}"
            );
        }
    }

    #[cfg(feature = "postgres")]
    #[test]
    fn postgresql_is_used_as_the_broker() {
        const DATABASE: &str = "postgres://me@host/tasks";
        for word in [Word::Auto, Word::Postgres] {
            assert_eq!(chosen(word, None, DATABASE, true), Ok(Choice::Postgres), "{word:?}");
            assert_eq!(chosen(word, None, DATABASE, false), Ok(Choice::Memory), "{word:?}");
        }
        assert_eq!(chosen(Word::Memory, None, DATABASE, true), Ok(Choice::Memory));
    }

    #[test]
    fn an_api_that_sends_no_messages_gets_no_broker() {
        for word in [Word::Auto, Word::Memory, Word::Redis] {
            let choice = chosen(word, Some(URL), "sqlite::memory:", false);
            assert_eq!(choice, Ok(Choice::Memory), "{word:?}");
        }
    }

    #[test]
    fn apis_with_sockets_or_resources_that_publish_send_messages() {
        static SILENT: Resource = Resource::new("Task", "task", &["Task"], &[]);
        static PUBLISHING: Resource = Resource {
            publish: &[Published::Create],
            ..SILENT
        };
        #[track_caller]
        fn case(item: Item, expected: bool) {
            let part: &'static Part = Box::leak(Box::new(Part {
                nulls: crate::meta::Nulls::Inherit,
                names: crate::meta::Names::Inherit,
                error_model: None,
                name: "Tasks",
                items: Box::leak(Box::new([item])),
            }));
            let parts = Box::leak(Box::new([part]));
            assert_eq!(sends_messages(&Api { parts, ..API }), expected);
        }
        case(Item::Socket(&SOCKET), true);
        case(Item::Resource(&PUBLISHING), true);
        case(Item::Resource(&SILENT), false);
    }

    #[test]
    fn contradictions_are_reported_with_the_remedy() {
        #[track_caller]
        fn case(word: Word, datastore: &str, expected: &str) {
            for sends_messages in [true, false] {
                let text = chosen(word, None, datastore, sends_messages).unwrap_err();
                assert_eq!(text, expected);
            }
        }
        case(
            Word::Redis,
            "sqlite::memory:",
            "BROKER=redis: no server is named; set REDIS_URL or --redis-url to one, such as redis://127.0.0.1:6379",
        );
        case(
            Word::Postgres,
            "sqlite:tasks.sqlite",
            "BROKER=postgres: the database is sqlite:tasks.sqlite; set DATASTORE or --datastore to a PostgreSQL database, or BROKER or \
             --broker to another",
        );
    }

    #[test]
    fn a_url_that_this_program_cant_use_is_ignored_unless_it_is_asked_for() {
        #[track_caller]
        fn case(url: &str, is_usable: bool) {
            assert_eq!(ignored(Word::Auto, Some(url)).is_none(), is_usable, "{url}");
            for word in [Word::Redis, Word::Memory, Word::Postgres] {
                assert_eq!(ignored(word, Some(url)), None, "{url}");
            }
            let auto = chosen(Word::Auto, Some(url), "sqlite::memory:", true).unwrap();
            let redis = chosen(Word::Redis, Some(url), "sqlite::memory:", true);
            if is_usable {
                let expected = Choice::Redis(url.to_owned());
                assert_eq!(redis.as_ref(), Ok(&expected));
                assert_eq!(auto, expected);
            } else {
                assert_eq!(auto, Choice::Memory, "{url}");
                let text = redis.unwrap_err();
                assert!(
                    text.starts_with("BROKER=redis: this program is built without"),
                    "{text}"
                );
                assert!(!text.contains("secret"), "{text}");
            }
        }
        case(URL, cfg!(feature = "redis"));
        case(
            "rediss://:secret@127.0.0.1:1",
            cfg!(all(feature = "redis", feature = "tls")),
        );
        assert_eq!(ignored(Word::Auto, None), None);
    }

    #[tokio::test]
    async fn an_unreachable_redis_is_reported_without_the_password() {
        let database = db::connect(&db::Config::memory()).await.unwrap();
        let api = &SPEAKING;
        let joined = join(
            State::from(database),
            Choice::Redis(URL.to_owned()),
            api,
            &db::Config::memory(),
        )
        .await;
        let text = joined.unwrap_err().to_string();
        assert!(text.starts_with("Redis at 127.0.0.1:1 is out of reach: "), "{text}");
        assert!(
            text.contains("; set REDIS_URL or --redis-url to a server that answers"),
            "{text}"
        );
        assert!(!text.contains("secret"), "{text}");
    }

    #[test]
    fn serve_begins_only_once_redis_is_there() {
        #[track_caller]
        fn case(api: &'static Api, url: &str, expected: bool) {
            let begun = Arc::new(AtomicBool::new(false));
            let noted = Arc::clone(&begun);
            let code = cli(api)
                .on_start(move |_| {
                    noted.store(true, Ordering::Relaxed);
                    async { Err::<(), _>("far enough") }
                })
                .run_from([
                    "tasks",
                    "--datastore=sqlite::memory:",
                    "serve",
                    "--port=0",
                    "--broker=redis",
                    &format!("--redis-url={url}"),
                ]);
            assert_eq!(code, ExitCode::FAILURE);
            assert_eq!(begun.load(Ordering::Relaxed), expected, "{url}");
        }
        case(&SPEAKING, URL, false);
        case(&API, URL, true);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        if let Some(server) = runtime.block_on(RedisServer::private()) {
            case(&SPEAKING, server.url(), true);
        }
    }
}

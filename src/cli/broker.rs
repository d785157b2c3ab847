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
    choose(word, url, datastore, sends_messages(api), cfg!(feature = "redis"))
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
    with_redis: bool,
) -> Result<Choice, Failure> {
    let choice = match (word, redis_url) {
        (Word::Auto, _) if !sends_messages => Choice::Memory,
        (Word::Memory, _) => Choice::Memory,
        (Word::Auto | Word::Redis, Some(url)) if with_redis => Choice::Redis(url),
        (Word::Auto, Some(_)) => return Err(format!("REDIS_URL is set, and {WITHOUT_REDIS}").into()),
        (Word::Redis, Some(_)) => return Err(format!("BROKER=redis: {WITHOUT_REDIS}").into()),
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
        #[cfg(feature = "redis")]
        Choice::Redis(url) => {
            let redis = crate::ws::Redis::connect(&url, api.name).await.map_err(|error| {
                format!(
                    "{error}; set REDIS_URL or --redis-url to a server that answers, or BROKER or --broker to another"
                )
            })?;
            let place = format!("Redis at {}", redis.place());
            Ok((state.broker(redis), Some(place)))
        }
        #[cfg(not(feature = "redis"))]
        Choice::Redis(_) => Err(format!("{}: {WITHOUT_REDIS}", api.name).into()),
        #[cfg(feature = "postgres")]
        Choice::Postgres => {
            let postgres = crate::ws::Postgres::connect(datastore, api.name)
                .await
                .map_err(|error| format!("messages between servers: {error}; or set BROKER or --broker to another"))?;
            Ok((state.broker(postgres), Some(format!("PostgreSQL at {datastore}"))))
        }
        #[cfg(not(feature = "postgres"))]
        Choice::Postgres => Err(format!("{datastore}: this program is built without PostgreSQL").into()),
    }
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
        choose(word, url.map(str::to_owned), &datastore, sends_messages, true).map_err(|error| error.to_string())
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
    fn a_missing_redis_feature_is_reported() {
        for (word, begin) in [
            (Word::Auto, "REDIS_URL is set, and this"),
            (Word::Redis, "BROKER=redis: this"),
        ] {
            let chosen = choose(word, Some(URL.to_owned()), &db::Config::memory(), true, false);
            let text = chosen.unwrap_err().to_string();
            assert!(text.starts_with(begin), "{text}");
            assert!(
                text.contains("with the feature `redis`") && !text.contains("secret"),
                "{text}"
            );
        }
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

//! Sockets: methods, channels, and what a bad client gets.

mod access;
mod brokers;
mod broker_calls;
mod clients;
mod endings;
mod frames;
mod openings;
mod order;
mod protocol;
mod raw;
mod requests;
mod resources;
mod rows;
#[cfg(all(feature = "sqlite", feature = "postgres"))]
mod servers;

use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};
use warp_openapi::{Settings, SocketLimits, State};

api! {
    /// Messages between users.
    api Talk {
        title: "Talk",
        version: "1.0.0",
        base_path: "/v1",
        tags: { Talk: "Messages" },
    }

    /// A greeting
    schema Greeting {
        /// The name to greet
        name: String [len(2..=20)],
        /// How often
        times: i32 [range(1..=3), default(1)],
    }

    /// A message
    schema Said {
        /// The words
        words: String [len(1..=40)],
    }

    /// A thing to talk of
    resource Topic {
        path: "/topics",
        tag: Talk,
        key: { id: i64 [auto_increment] },
        fields: { title: String [len(1..=20)] },
        ops: [list, create, read, update, delete],
    }

    /// Follow whatever there is, by any name
    socket Open {
        path: "/open",
        tag: Talk,
        rpc: {
            /// Answers with its payload
            echo(payload: JsonValue) -> JsonValue,
            /// Greets
            greet(payload: Greeting) -> Vec<String>,
            /// Waits until it may go on
            wait() = wait_for_it,
            /// Ends the socket
            cancel(),
            /// Ends the socket without an answer
            hang_up(),
            /// Fails
            fail(payload: Said) -> Said = fail_somehow,
        },
        allow: [subscribe, unsubscribe, publish, server_info],
        hooks: { can_subscribe: lower_case, can_publish: not_shouting },
    }

    /// Follow the declared channels
    socket Rooms {
        path: "/rooms",
        tag: Talk,
        channels: {
            /// One room
            "rooms/{room}": {
                /// A user sent a message
                said: Said,
            },
            /// The lobby
            lobby: {
                /// A user entered
                entered: String,
            },
            /// The room of its subscribers
            mine: {
                /// A user sent a message
                said: Said,
            },
        },
        allow: [subscribe, unsubscribe, publish],
        hooks: { can_subscribe: own_room },
    }

    /// Say something in all rooms
    op announce(body: Said) { route: POST "/announcements", tag: Talk }
}

async fn announce(ctx: Ctx, body: Said) -> Result<NoContent, Error> {
    ctx.publish("news", "said", &body).await?;
    Ok(NoContent)
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

async fn greet(_: Ctx, socket: Socket, payload: Greeting) -> Result<Vec<String>, Error> {
    let _ = socket.id();
    Ok((0..payload.times).map(|_| format!("hello {}", payload.name)).collect())
}

/// What `wait` waits for.
#[derive(Default, Clone)]
pub(crate) struct Gate(std::sync::Arc<tokio::sync::Notify>);

async fn wait_for_it(ctx: Ctx, _: Socket) -> Result<NoContent, Error> {
    ctx.state::<Gate>()?.0.notified().await;
    Ok(NoContent)
}

async fn cancel(_: Ctx, socket: Socket) -> Result<NoContent, Error> {
    socket.close();
    Ok(NoContent)
}

async fn hang_up(_: Ctx, socket: Socket) -> Result<NoContent, Error> {
    socket.close_unanswered();
    Ok(NoContent)
}

async fn fail_somehow(_: Ctx, _: Socket, payload: Said) -> Result<Said, Error> {
    match payload.words.as_str() {
        "panic" => panic!("on demand"),
        "internal" => Err(Error::internal("a secret cause")),
        "conflict" => Err(Error::conflict("said already")),
        _ => Err(Error::invalid("words", "not these")),
    }
}

async fn lower_case(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    if wanted.channel == "secret" {
        return Err(Error::Forbidden);
    }
    if wanted.channel.contains(char::is_uppercase) {
        return Err(Error::invalid("channel", "Invalid channel"));
    }
    Ok(())
}

async fn own_room(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    if wanted.channel == "mine" {
        wanted.channel = "own/7".to_owned();
    }
    Ok(())
}

async fn not_shouting(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
    if let JsonValue::String(text) = &mut wanted.data {
        *text = text.to_lowercase();
    }
    Ok(())
}

/// Calls `start` with a state of each broker that there is, by turns, and runs a case.
pub(crate) async fn with_each_broker(start: impl AsyncFn(&dyn Fn(State) -> State) -> App, case: impl AsyncFn(&App)) {
    case(&start(&|state| state).await).await;
    #[cfg(feature = "redis")]
    if let Some(server) = warp_openapi::testing::RedisServer::private().await {
        let redis = warp_openapi::Redis::connect(server.url(), "Talk").await.expect("Redis");
        let redis = std::sync::Mutex::new(Some(redis));
        let join = |state: State| state.broker(redis.lock().expect("no panic").take().expect("one server"));
        case(&start(&join).await).await;
    }
    #[cfg(feature = "postgres")]
    if let Some(database) = Database::postgres().await {
        let config = warp_openapi::Config::parse(database.url()).expect("a URL");
        let postgres = warp_openapi::Postgres::connect(&config, "Talk")
            .await
            .expect("PostgreSQL");
        let postgres = std::sync::Mutex::new(Some(postgres));
        let join = |state: State| state.broker(postgres.lock().expect("no panic").take().expect("one server"));
        case(&start(&join).await).await;
    }
}

/// Runs a case on each database, against an API of its own.
pub(crate) async fn talk(case: impl AsyncFn(&App, &Gate)) {
    for database in databases().await {
        let gate = Gate::default();
        let app = App::start_as(Talk::API, database, |state| state.with(gate.clone())).await;
        case(&app, &gate).await;
    }
}

/// Runs a case that is the same on all databases, within these limits.
pub(crate) async fn talk_within(limits: impl FnOnce(&mut SocketLimits), case: impl AsyncFn(&App, &Gate, &State)) {
    let gate = Gate::default();
    let mut settings = Settings::default();
    limits(&mut settings.sockets);
    let mut kept = None;
    let app = App::start_as(Talk::API, Database::sqlite().await, |state| {
        let state = state.with(gate.clone()).settings(settings);
        kept.insert(state).clone()
    });
    case(&app.await, &gate, &kept.expect("a state")).await;
}

/// The same, for cases that need but the server.
pub(crate) async fn within(limits: impl FnOnce(&mut SocketLimits), case: impl AsyncFn(&App)) {
    talk_within(limits, async |app, _, _| case(app).await).await;
}

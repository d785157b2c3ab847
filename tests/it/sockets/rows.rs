//! Channels of resources: only clients that may read the rows can subscribe, by whatever name.

use serde_json::{Value, json};
use warp::Filter as _;
use warp_openapi::State;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Socket as Client};

use super::with_each_broker;

api! {
    /// Accounts, and sockets of all kinds.
    api Bank {
        title: "Bank",
        version: "1.0.0",
        base_path: "/v1",
        security: {
            bearer: Bearer::new() = check_token,
            key: ApiKey::header("X-Api-Key") = check_key,
        },
        access: bearer[accounts:read],
    }

    /// An account
    resource Account {
        table: "bank_accounts",
        path: "/accounts",
        key: { id: i64 [auto_increment] },
        fields: { name: String [len(1..=40)] },
        ops: [list, create, read],
        access: { list: bearer[accounts:read] | key, read: bearer[accounts:read] | key, create: public },
        publish: [create],
    }

    /// Take any name
    socket Free { path: "/free", allow: [subscribe, unsubscribe, publish], access: public }

    /// Take any name that a template fits
    socket Fitting {
        path: "/fitting",
        channels: { "{room}": { created: JsonValue } },
        allow: [subscribe, unsubscribe, publish],
        access: public,
    }

    /// Take the name from a hook
    socket Renamed {
        path: "/renamed",
        channels: { mine: { created: JsonValue } },
        allow: [subscribe, unsubscribe, publish],
        hooks: { can_subscribe: follow_accounts, can_publish: say_accounts },
        access: bearer,
    }

    /// Follow the accounts
    socket Readers {
        path: "/readers",
        channels: { accounts: Account },
        allow: [subscribe, unsubscribe, publish],
        access: key | bearer[accounts:write, accounts:read],
    }
}

/// Another API, which may have the same sockets.
mod other {
    use warp_openapi::prelude::*;

    api! {
        /// Chatter
        api Chat { title: "Chat", version: "1.0.0", base_path: "/chat" }

        /// Take any name
        socket Any { path: "/any", allow: [subscribe, publish] }
    }
}

async fn check_token(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.matches("reader") => Ok(Principal::new("reader").scope("accounts:read")),
        Credentials::Bearer(token) if token.matches("clerk") => {
            Ok(Principal::new("clerk").scope("accounts:read").scope("accounts:write"))
        }
        Credentials::Bearer(token) if token.matches("stranger") => Ok(Principal::new("stranger")),
        _ => Err(Error::Unauthorized),
    }
}

async fn check_key(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::ApiKey(key) if key.matches("k3y") => Ok(Principal::new("app")),
        _ => Err(Error::Unauthorized),
    }
}

async fn follow_accounts(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    wanted.channel = "accounts".to_owned();
    Ok(())
}

async fn say_accounts(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
    wanted.channel = "accounts".to_owned();
    Ok(())
}

async fn start(join: &dyn Fn(State) -> State) -> App {
    App::start_as(Bank::API, Database::sqlite().await, join).await
}

async fn open(app: &App, path: &str, headers: &[(&str, &str)]) -> Client {
    let socket = Client::open(app.address(), path, headers).await;
    socket.unwrap_or_else(|status| panic!("{path}: {status}"))
}

fn refusal(message: &str) -> Value {
    json!({ "message": "Invalid RPC parameters", "errors": [{ "field": "channel", "message": message }] })
}

#[tokio::test]
async fn sockets_of_any_channel_have_no_access_to_that_of_a_resource() {
    with_each_broker(start, async |app| {
        for path in ["/v1/free", "/v1/fitting"] {
            let mut socket = open(app, path, &[]).await;
            for event in ["*", "created", "c*", "[a-z]reated"] {
                let wanted = json!({ "channel": "accounts", "event": event });
                assert_eq!(socket.call("subscribe", wanted).await, refusal("not allowed"), "{path}");
            }
            let message = json!({ "channel": "accounts", "event": "created", "data": {} });
            assert_eq!(
                socket.call("publish", message).await,
                refusal("Cannot publish to channel")
            );
            // Names that only look like it are others.
            for channel in ["Accounts", "account", "accounts.created", "accounts*"] {
                let followed = socket.call("subscribe", json!({ "channel": channel })).await;
                assert_eq!(followed, json!({ "subscribed": { channel: ["*"] } }), "{path}");
            }
            app.post("/v1/accounts", json!({ "name": "secret" })).await.expect(201);
            // What comes next is no row.
            let message = json!({ "channel": "account", "event": "created", "data": "hello" });
            assert_eq!(socket.call("publish", message.clone()).await, message);
            assert_eq!(socket.receive().await, message);
        }
    })
    .await;
}

#[tokio::test]
async fn a_hook_may_lead_only_readers_to_a_resources_channel() {
    with_each_broker(start, async |app| {
        let mut reader = open(app, "/v1/renamed", &[("Authorization", "Bearer reader")]).await;
        let mut stranger = open(app, "/v1/renamed", &[("Authorization", "Bearer stranger")]).await;
        let wanted = json!({ "channel": "mine" });
        let followed = reader.call("subscribe", wanted.clone()).await;
        assert_eq!(followed, json!({ "subscribed": { "accounts": ["*"] } }));
        assert_eq!(stranger.call("subscribe", wanted).await, refusal("not allowed"));
        app.post("/v1/accounts", json!({ "name": "a" })).await.expect(201);
        assert_eq!(reader.receive().await["data"]["name"], "a");
        // And no publisher there.
        for socket in [&mut reader, &mut stranger] {
            let message = json!({ "channel": "mine", "event": "created", "data": {} });
            assert_eq!(
                socket.call("publish", message).await,
                refusal("Cannot publish to channel")
            );
        }
    })
    .await;
}

#[tokio::test]
async fn who_may_open_a_socket_of_rows_follows_them() {
    with_each_broker(start, async |app| {
        for header in [("X-Api-Key", "k3y"), ("Authorization", "Bearer clerk")] {
            let mut socket = open(app, "/v1/readers", &[header]).await;
            let followed = socket.call("subscribe", json!({ "channel": "accounts" })).await;
            assert_eq!(followed, json!({ "subscribed": { "accounts": ["*"] } }));
            app.post("/v1/accounts", json!({ "name": "a" })).await.expect(201);
            assert_eq!(socket.receive().await["data"]["name"], "a");
        }
    })
    .await;
}

#[tokio::test]
async fn another_api_at_the_same_sockets_has_no_way_to_them() {
    let database = Database::sqlite().await;
    database.create_tables(Bank::API).await;
    let state = State::new(database.connection().clone()).expect("a backend");
    // Whichever is mounted first.
    let filter = other::Chat::filter(state.clone()).or(Bank::filter(state)).unify();
    let app = App::serve(database, filter).await;
    let mut socket = open(&app, "/chat/any", &[]).await;
    let followed = socket.call("subscribe", json!({ "channel": "accounts" })).await;
    assert_eq!(followed, refusal("not allowed"));
    let message = json!({ "channel": "accounts", "data": 1 });
    assert_eq!(
        socket.call("publish", message).await,
        refusal("Cannot publish to channel")
    );
}

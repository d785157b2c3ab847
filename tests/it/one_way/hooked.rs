//! Events that a hook changes before they are sent: checked again, and sent without `write_only` members.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database};

/// A schema of the same name as another one.
mod inner {
    use warp_openapi::prelude::*;

    api_part! {
        part Inner {}

        /// How somebody signs in
        schema Secret {
            /// Code
            code: Option<String> [write_only],
        }
    }
}

api! {
    /// Guests
    api Hall { title: "Hall", version: "1.0.0" }

    /// Who somebody is
    schema Visitor {
        /// Number
        number: Option<i64> [read_only],
        /// Name
        name: String,
        /// Password
        password: Option<String> [write_only],
    }

    /// How somebody signs in, and how before
    schema Secret {
        /// Hint
        hint: String,
        /// Before
        before: Option<inner::Secret>,
    }

    /// Follow visitors
    socket Gate {
        path: "/gate",
        channels: {
            /// News
            news: {
                /// Somebody came
                came: Visitor,
                /// Somebody has a new secret
                renewed: Secret,
            },
        },
        allow: [subscribe, publish],
        hooks: { can_subscribe: lead, can_publish: change },
    }
}

async fn lead(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    if wanted.event == "elsewhere" {
        *wanted = Subscription {
            channel: "elsewhere".to_owned(),
            event: "*".to_owned(),
        };
    }
    Ok(())
}

async fn change(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
    let JsonValue::Object(data) = &mut wanted.data else {
        return Ok(());
    };
    let name = data.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
    if name.contains("number") {
        data.insert("number".to_owned(), json!(7));
    }
    if name.contains("channel") {
        wanted.channel = "elsewhere".to_owned();
    }
    if name.contains("event") {
        wanted.event = Some("left".to_owned());
    }
    if name.contains("member") {
        data.insert("strange".to_owned(), json!(1));
    }
    if name.contains("text") {
        wanted.data = json!("s3cret");
    }
    Ok(())
}

/// A follower of both channels, and a publisher.
async fn hall(case: impl AsyncFn(&mut warp_openapi::testing::Socket, &mut warp_openapi::testing::Socket)) {
    let app = App::start(Hall::API, Database::sqlite().await).await;
    let (mut follower, mut publisher) = (app.socket("/gate").await, app.socket("/gate").await);
    follower.call("subscribe", json!({ "channel": "news" })).await;
    let wanted = json!({ "channel": "news", "event": "elsewhere" });
    let followed = follower.call("subscribe", wanted).await;
    assert_eq!(followed, json!({ "subscribed": { "elsewhere": ["*"] } }));
    case(&mut follower, &mut publisher).await;
}

fn came(name: &str) -> Value {
    json!({ "channel": "news", "event": "came", "data": { "name": name, "password": "s3cret" } })
}

#[tokio::test]
async fn what_a_hook_changes_is_sent_without_what_is_write_only() {
    hall(async |follower, publisher| {
        for (name, channel, data) in [
            ("a number", "news", json!({ "number": 7, "name": "a number" })),
            ("a channel", "elsewhere", json!({ "name": "a channel" })),
            (
                "a channel and a number",
                "elsewhere",
                json!({ "number": 7, "name": "a channel and a number" }),
            ),
        ] {
            let expected = json!({ "channel": channel, "event": "came", "data": data });
            assert_eq!(publisher.call("publish", came(name)).await, expected, "{name}");
            assert_eq!(follower.receive().await, expected, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_a_hook_leaves_in_no_declared_form_is_not_sent() {
    hall(async |follower, publisher| {
        for (name, field) in [
            ("an event", "event"),
            ("a member", "data.strange"),
            ("a text", "data"),
            ("a channel and a member", "data.strange"),
            ("a channel and a text", "data"),
        ] {
            let refused = publisher.call("publish", came(name)).await;
            assert_eq!(refused["errors"][0]["field"], field, "{name}: {refused}");
        }
        // The next message is the next one sent.
        publisher.call("publish", came("nothing")).await;
        assert_eq!(follower.receive().await["data"], json!({ "name": "nothing" }));
    })
    .await;
}

#[tokio::test]
async fn schemas_of_one_name_in_two_modules_are_two() {
    hall(async |follower, publisher| {
        let data = json!({ "hint": "old", "before": { "code": "s3cret" } });
        let event = json!({ "channel": "news", "event": "renewed", "data": data });
        publisher.call("publish", event).await;
        assert_eq!(follower.receive().await["data"], json!({ "hint": "old", "before": {} }));
    })
    .await;
}

//! What operators see of an API: its log and its traces.

mod log;

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use self::log::Log;

api! {
    api Watched {
        title: "Watched",
        version: "1",
        base_path: "/v1",
        security: {
            /// A token
            token: Bearer::jwt() = check,
        },
        access: token,
    }

    /// A lamp
    resource Lamp {
        path: "/lamps",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list, create, read],
    }

    /// The headers that a call of another service would have
    op traced() -> Vec<String> { route: GET "/traced", access: public }

    /// Panics
    op broken(room: String) -> i64 { route: GET "/rooms/{room}/broken", access: public }

    socket Lamps { path: "/live", allow: [subscribe] }
}

async fn check(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.matches("hunter2") => Ok(Principal::new("ada\n\"lovelace\"")),
        _ => Err(Error::Unauthorized),
    }
}

async fn traced(ctx: Ctx) -> Result<Vec<String>, Error> {
    let headers = ctx.trace().headers();
    let of = |name: &str| Some(headers.get(name)?.to_str().ok()?.to_owned());
    Ok(["traceparent", "tracestate"].into_iter().filter_map(of).collect())
}

async fn broken(_: Ctx, _: String) -> Result<i64, Error> {
    panic!("a defect")
}

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

fn fields(line: &Value, names: &[&str]) -> Value {
    names.iter().map(|name| line[*name].clone()).collect()
}

#[tokio::test]
async fn a_request_is_one_line_with_its_route_and_its_principal() {
    for database in databases().await {
        let (log, _guard) = Log::start();
        let app = App::start(Watched::API, database).await;
        let lamp = app.post("/v1/lamps", r#"{"name": "s3cret"}"#).bearer("hunter2").await;
        let id = lamp.expect(201).json()["id"].clone();
        app.get(&format!("/v1/lamps/{id}")).bearer("hunter2").await.expect(200);
        app.get("/v1/lamps?order_by=s3cret").bearer("wr0ng").await.expect(401);
        app.get("/v1/rooms/s3cret/broken")
            .header("X-Request-Id", "me")
            .await
            .expect(500);
        let lines = log.wait("request", 4).await;
        let names = ["method", "route", "status", "principal"];
        let principal = "ada\n\"lovelace\"";
        for (line, expected) in lines.iter().zip([
            json!(["POST", "/v1/lamps", 201, principal]),
            json!(["GET", "/v1/lamps/{id}", 200, principal]),
            json!(["GET", "/v1/lamps", 401, null]),
            json!(["GET", "/v1/rooms/{room}/broken", 500, null]),
        ]) {
            assert_eq!(fields(line, &names), expected);
        }
        let error = log.wait("internal error", 1).await.remove(0);
        assert_eq!(
            (&error["request_id"], &lines[3]["request_id"]),
            (&json!("me"), &json!("me"))
        );
        for secret in ["s3cret", "hunter2", "wr0ng"] {
            assert!(!log.text().contains(secret), "{}", log.text());
        }
    }
}

#[tokio::test]
async fn a_handler_gets_the_caller_s_trace_or_a_new_one() {
    for database in databases().await {
        let (log, _guard) = Log::start();
        let app = App::start(Watched::API, database).await;
        let continued = app
            .get("/v1/traced")
            .header("traceparent", PARENT)
            .header("tracestate", "a=1")
            .await;
        let continued = continued.expect(200);
        let response = continued.header("traceresponse").expect("a trace").to_owned();
        assert!(
            response.starts_with("00-4bf92f3577b34da6a3ce929d0e0e4736-"),
            "{response}"
        );
        assert_eq!(continued.json(), json!([response, "a=1"]));
        let new = app.get("/v1/traced").await.expect(200);
        assert_eq!(new.header("traceresponse"), None);
        let lines = log.wait("request", 2).await;
        assert_eq!(lines[0]["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
        let trace = lines[1]["trace_id"].as_str().expect("a trace");
        let parent = new.json()[0].clone();
        assert!(
            parent.as_str().is_some_and(|parent| parent[3..35] == *trace),
            "{parent}"
        );
    }
}

#[tokio::test]
async fn a_socket_is_a_line_at_its_upgrade_and_one_at_its_end() {
    for database in databases().await {
        let (log, _guard) = Log::start();
        let app = App::start(Watched::API, database).await;
        let headers = [("authorization", "Bearer hunter2"), ("x-request-id", "me")];
        let mut socket = warp_openapi::testing::Socket::open(app.address(), "/v1/live", &headers)
            .await
            .expect("a socket");
        let upgrade = log.wait("request", 1).await.remove(0);
        assert_eq!(fields(&upgrade, &["route", "status"]), json!(["/v1/live", 101]));
        socket.call("server_info", json!({})).await;
        assert!(log.lines("socket closed").is_empty());
        drop(socket);
        let end = log.wait("socket closed", 1).await.remove(0);
        let names = ["route", "received", "request_id", "principal"];
        assert_eq!(fields(&end, &names), json!(["/v1/live", 1, "me", "ada\n\"lovelace\""]));
    }
}

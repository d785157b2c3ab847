//! Problems in a form of the API's own: `errors: { model: Failure = render, statuses: { conflict: 422 } }`.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, databases};
use warp_openapi::{Precondition, Problem, State};

use super::{FAILURE, documented};

api! {
    /// Members, and errors as nobody else has them.
    api Club {
        title: "Club",
        version: "1.0.0",
        base_path: "/v1",
        security: { key: ApiKey::header("X-Key") = check },
        access: public,
        errors: { model: Failure = render, statuses: { conflict: 422, not_found: 410, not_allowed: 400, forbidden: 401 } },
    }

    /// What went wrong
    schema Failure { code: i32, message: String, fields: Vec<Wrong>, request: String, hint: Option<String> }

    /// What is wrong with a field
    schema Wrong { name: String, is: String }

    /// A member
    resource Member {
        table: "members",
        path: "/members",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique, len(2..=20)] },
        ops: [list, create, read, update, delete],
        if_match: required,
    }

    /// Fail in some way
    op fail(kind: String, body: String) { route: POST "/fail/{kind}", errors: { 409: "closed already", 418: "a teapot" }, body_limit: 100 }
    /// Needs a key
    op secret() { route: GET "/secret", access: key }
    /// Also at the path of members
    op count_members() -> i64 { route: GET "/members/count", errors: { 422: "too many" } }
    /// Takes a failure
    op report(body: Failure) { route: POST "/reports" }

    socket Board { path: "/board", rpc: { fail_there(payload: Wrong) -> Wrong }, allow: [] }
}

fn render(problem: &Problem) -> Failure {
    assert_ne!(problem.detail(), "panic", "as the test wants it");
    let wrong = |error: &warp_openapi::FieldError| Wrong {
        name: error.field.clone(),
        is: error.message.to_string(),
    };
    Failure {
        code: problem.status().into(),
        message: format!("{}: {}", problem.title(), problem.detail()),
        fields: problem.errors().iter().map(wrong).collect(),
        request: problem.request_id().to_owned(),
        hint: None,
    }
}

async fn check(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::ApiKey(key) if key.matches("weak") => Err(Error::Forbidden),
        Credentials::ApiKey(key) if key.matches("down") => Err(Error::Unavailable("no checks today".into())),
        Credentials::ApiKey(key) if key.matches("good") => Ok(Principal::new("ada")),
        _ => Err(Error::Unauthorized),
    }
}

async fn fail(_: Ctx, kind: String, _: String) -> Result<NoContent, Error> {
    Err(failing(&kind))
}

async fn fail_there(_: Ctx, _: Socket, wrong: Wrong) -> Result<Wrong, Error> {
    Err(failing(&wrong.name))
}

fn failing(kind: &str) -> Error {
    match kind {
        "malformed" => Error::Malformed("bad".into()),
        "unauthorized" => Error::Unauthorized,
        "forbidden" => Error::Forbidden,
        "not_found" => Error::NotFound,
        "timeout" => Error::Timeout,
        "conflict" => Error::conflict("taken"),
        "precondition" => Error::PreconditionFailed(Precondition::Unchanged),
        "required" => Error::PreconditionRequired,
        "large" => Error::TooLarge { limit: 7 },
        "media" => Error::UnsupportedMediaType { expected: "image/png" },
        "encoding" => Error::UnsupportedEncoding,
        "invalid" => Error::invalid("kind", "odd"),
        "internal" => Error::internal("secret cause"),
        "unknown" => Error::OutcomeUnknown("secret cause".into()),
        "unavailable" => Error::Unavailable("secret cause".into()),
        "closed" => Error::status(409, "closed already"),
        "teapot" => Error::status(418, "short and stout"),
        "odd" => Error::status(204, "no error"),
        "unrendered" => Error::status(418, "panic"),
        _ => panic!("as the test wants it"),
    }
}

async fn secret(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn count_members(_: Ctx) -> Result<i64, Error> {
    Err(Error::status(422, "too many"))
}

async fn report(_: Ctx, _: Failure) -> Result<NoContent, Error> {
    Ok(NoContent)
}

/// Asserts the form of a failure, and returns it.
#[track_caller]
fn failure(reply: &Reply, status: u16, message: &str) -> Value {
    let body = reply.json();
    assert_eq!(reply.status(), status, "{body}");
    assert_eq!(reply.header("Content-Type"), Some("application/json"));
    let id = reply.header("X-Request-Id").unwrap_or_default();
    assert_eq!(body["code"], json!(status), "{body}");
    assert_eq!(body["message"], message, "{body}");
    assert_eq!(body["request"], id, "{body}");
    let members: Vec<&String> = body
        .as_object()
        .map(|members| members.keys().collect())
        .unwrap_or_default();
    assert_eq!(members, ["code", "fields", "message", "request"], "{body}");
    body
}

pub(super) async fn app(database: Database) -> App {
    App::start(Club::API, database).await
}

#[tokio::test]
async fn each_kind_of_error_is_rendered_and_documented() {
    for database in databases().await {
        let app = app(database).await;
        let document: Value = app.get("/openapi.json").await.expect(200).json();
        let made = app.post("/v1/members", json!({"name": "Ada"})).await.expect(201);
        let tag = made.header("ETag").unwrap_or_default().to_owned();
        let change = json!({"name": "Bob"});
        let plain = |method: &str, path: &str| app.request(method, path).header("Content-Type", "text/plain").body("x");
        let cases = [
            (
                "post",
                "/members",
                app.post("/v1/members", "{").await,
                400,
                "Bad Request: Invalid data format",
            ),
            (
                "get",
                "/members",
                app.get("/v1/members?limit=%FF").await,
                400,
                "Bad Request: the query isn't valid percent-encoded UTF-8",
            ),
            (
                "get",
                "/secret",
                app.get("/v1/secret").await,
                401,
                "Unauthorized: valid credentials are needed",
            ),
            (
                "get",
                "/secret",
                app.get("/v1/secret").header("X-Key", "bad").await,
                401,
                "Unauthorized: valid credentials are needed",
            ),
            (
                "get",
                "/secret",
                app.get("/v1/secret").header("X-Key", "weak").await,
                401,
                "Unauthorized: the credentials don't allow this",
            ),
            (
                "get",
                "/secret",
                app.get("/v1/secret").header("X-Key", "down").await,
                503,
                "Service Unavailable: service unavailable",
            ),
            (
                "get",
                "/members/{id}",
                app.get("/v1/members/9").await,
                410,
                "Gone: not found",
            ),
            (
                "get",
                "/members/{id}",
                app.get("/v1/members/x").await,
                410,
                "Gone: not found",
            ),
            (
                "post",
                "/members",
                app.post("/v1/members", json!({"name": "Ada"})).await,
                422,
                "Unprocessable Content: name already exists",
            ),
            (
                "post",
                "/members",
                app.post("/v1/members", json!({"name": ""})).await,
                422,
                "Unprocessable Content: the request breaks declared rules",
            ),
            (
                "patch",
                "/members/{id}",
                app.patch("/v1/members/1", &change).await,
                428,
                "Precondition Required: this request needs an If-Match header",
            ),
            (
                "patch",
                "/members/{id}",
                app.patch("/v1/members/1", &change).header("If-Match", "\"x\"").await,
                412,
                "Precondition Failed: the row has changed since it was read",
            ),
            (
                "patch",
                "/members/{id}",
                app.patch("/v1/members/9", &change).header("If-Match", &tag).await,
                410,
                "Gone: not found",
            ),
            (
                "post",
                "/members",
                plain("POST", "/v1/members").await,
                415,
                "Unsupported Media Type: content type not accepted; send application/json",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/x", format!("\"{}\"", "x".repeat(100))).await,
                413,
                "Content Too Large: the body is over the limit of 100 bytes",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/malformed", "\"\"").await,
                400,
                "Bad Request: bad",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/not_found", "\"\"").await,
                410,
                "Gone: not found",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/timeout", "\"\"").await,
                408,
                "Request Timeout: the request took too long to arrive",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/conflict", "\"\"").await,
                422,
                "Unprocessable Content: taken",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/large", "\"\"").await,
                413,
                "Content Too Large: the body is over the limit of 7 bytes",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/media", "\"\"").await,
                415,
                "Unsupported Media Type: content type not accepted; send image/png",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/encoding", "\"\"").await,
                415,
                "Unsupported Media Type: the body has a Content-Encoding; send it as it is, without one",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/invalid", "\"\"").await,
                422,
                "Unprocessable Content: the request breaks declared rules",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/internal", "\"\"").await,
                500,
                "Internal Server Error: Internal Server Error",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/unknown", "\"\"").await,
                500,
                "Internal Server Error: the change may have been made; read before you try again",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/odd", "\"\"").await,
                500,
                "Internal Server Error: Internal Server Error",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/panic", "\"\"").await,
                500,
                "Internal Server Error: Internal Server Error",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/unavailable", "\"\"").await,
                503,
                "Service Unavailable: service unavailable",
            ),
            // A status that an op declares is that, whatever its kind has elsewhere.
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/closed", "\"\"").await,
                409,
                "Conflict: closed already",
            ),
            (
                "post",
                "/fail/{kind}",
                app.post("/v1/fail/teapot", "\"\"").await,
                418,
                "I'm a teapot: short and stout",
            ),
            (
                "get",
                "/members/count",
                app.get("/v1/members/count").await,
                422,
                "Unprocessable Content: too many",
            ),
        ];
        for (method, path, reply, status, message) in cases {
            failure(&reply, status, message);
            let reply = documented(&document, method, path, status);
            let content = reply["content"].as_object();
            assert!(
                content.is_some_and(|content| content.len() == 1),
                "{method} {path} {status}: {reply}"
            );
            assert_eq!(
                reply["content"]["application/json"]["schema"]["$ref"], FAILURE,
                "{method} {path} {status}"
            );
        }
    }
}

#[tokio::test]
async fn fields_and_headers_stay() {
    for database in databases().await {
        let app = app(database).await;
        app.post("/v1/members", json!({"name": "Ada"})).await.expect(201);
        let again = app.post("/v1/members", json!({"name": "Ada"})).await.expect(422);
        assert_eq!(
            again.json()["fields"],
            json!([{"name": "name", "is": "already exists"}])
        );
        let invalid = app.post("/v1/members", json!({"nam": 1})).await.expect(422);
        assert_eq!(
            invalid.json()["fields"],
            json!([{"name": "nam", "is": "unknown field"}, {"name": "name", "is": "required"}])
        );
        let unauthorized = app.get("/v1/secret").await.expect(401);
        assert_eq!(
            unauthorized.header("WWW-Authenticate"),
            Some("ApiKey realm=\"Club\", in=\"header\", name=\"X-Key\"")
        );
        let unavailable = app.post("/v1/fail/unavailable", "\"\"").await.expect(503);
        assert_eq!(unavailable.header("Retry-After"), Some("1"));
        let not_allowed = app.put("/v1/members", "{}").await;
        failure(&not_allowed, 400, "Bad Request: PUT is not offered at this path");
        assert_eq!(not_allowed.header("Allow"), Some("GET, HEAD, OPTIONS, POST"));
        let media = app
            .request("PATCH", "/v1/members/1")
            .header("Content-Type", "text/plain")
            .body("x");
        let media = media.await.expect(415);
        assert_eq!(media.header("Accept"), Some("application/json"));
        assert_eq!(media.header("Accept-Patch"), Some("application/json"));
        let head = app.request("HEAD", "/v1/members/9").await.expect(410);
        assert_eq!(head.bytes().len(), 0);
        assert_eq!(head.header("Content-Type"), Some("application/json"));
    }
}

#[tokio::test]
async fn what_is_no_operation_is_rendered_too() {
    let app = app(Database::sqlite().await).await;
    failure(&app.get("/elsewhere").await, 410, "Gone: not found");
    failure(&app.get("/v1/members/%FF").await, 410, "Gone: not found");
    let version = app.get("/openapi.json?version=9").await;
    failure(
        &version,
        422,
        "Unprocessable Content: the request breaks declared rules",
    );
    failure(
        &app.get("/v1/board").await,
        400,
        "Bad Request: Unable to open websocket connection",
    );
    let old = app
        .get("/v1/board")
        .header("Connection", "upgrade")
        .header("Upgrade", "websocket")
        .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==")
        .header("Sec-WebSocket-Version", "8");
    failure(&old.await, 426, "Upgrade Required: Unable to open websocket connection");
}

#[tokio::test]
async fn problems_of_connections_are_rendered_too() {
    let app = app(Database::sqlite().await).await;
    for (request, line, message) in [
        ("GET /v1/members HTTP/1.1\r\n", "400 Bad Request", "`Host` is missing"),
        (
            "GET ftp://a/b HTTP/1.1\r\nHost: a\r\n",
            "400 Bad Request",
            "must be a path",
        ),
        (
            "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n",
            "400 Bad Request",
            "CONNECT is not offered",
        ),
        (
            "GET /a HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
            "400 Bad Request",
            "more than one `Host`",
        ),
        // The reason phrase is that of the status, too.
        (
            "POST /v1/members HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 2\r\n",
            "422 Unprocessable Content",
            "breaks declared rules",
        ),
    ] {
        let reply = app.raw(format!("{request}Connection: close\r\n\r\n{{}}")).await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {line}\r\n")), "{reply}");
        assert!(reply.contains("content-type: application/json\r\n"), "{reply}");
        assert!(reply.contains("\"code\":") && reply.contains(message), "{reply}");
    }
}

#[tokio::test]
async fn a_function_that_panics_costs_only_the_form() {
    let app = app(Database::sqlite().await).await;
    for _ in 0..2 {
        let reply = app.post("/v1/fail/unrendered", "\"\"").await.expect(418);
        assert_eq!(reply.header("Content-Type"), Some("text/plain; charset=utf-8"));
        assert_eq!(reply.text(), "I'm a teapot");
    }
    failure(&app.get("/v1/members/1").await, 410, "Gone: not found");
}

#[tokio::test]
async fn filters_alone_render_their_errors() {
    for database in databases().await {
        database.create_tables(Club::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let app = App::serve(database, Club::filter(state)).await;
        failure(&app.get("/v1/members/9").await, 410, "Gone: not found");
        // What isn't the API's has the form of the program that serves it.
        let foreign = app.get("/elsewhere").await.expect(404);
        assert_eq!(foreign.header("Content-Type"), Some("application/problem+json"));
    }
    for database in databases().await {
        database.create_tables(Club::API).await;
        let state = State::new(database.connection().clone()).expect("a supported database");
        let app = App::serve(database, member::filter(state)).await;
        failure(&app.get("/members/9").await, 410, "Gone: not found");
        failure(
            &app.put("/members", "{}").await,
            400,
            "Bad Request: PUT is not offered at this path",
        );
    }
}

/// The error with which the application's function is called back, and one that it never sees.
const TAKEN: &str = r#"{"id": "1", "method": "fail_there", "payload": {"name": "conflict", "is": "b"}}"#;

#[tokio::test]
async fn errors_in_frames_are_rendered_too() {
    let app = app(Database::sqlite().await).await;
    let mut socket = app.socket("/v1/board").await;
    let call =
        |id: &str, method: &str, payload: Value| json!({"id": id, "method": method, "payload": payload}).to_string();
    let wrong = |kind: &str| call("1", "fail_there", json!({"name": kind, "is": "b"}));
    let invalid = "Unprocessable Content: Invalid RPC parameters";
    for (frame, code, message, fields) in [
        (TAKEN.to_owned(), 422, "Unprocessable Content: taken", json!([])),
        (
            wrong("forbidden"),
            401,
            "Unauthorized: the credentials don't allow this",
            json!([]),
        ),
        (wrong("not_found"), 410, "Gone: not found", json!([])),
        (
            wrong("internal"),
            500,
            "Internal Server Error: Internal Server Error",
            json!([]),
        ),
        (
            wrong("odd"),
            500,
            "Internal Server Error: Internal Server Error",
            json!([]),
        ),
        (wrong("teapot"), 418, "I'm a teapot: short and stout", json!([])),
        (
            wrong("boom"),
            500,
            "Internal Server Error: Internal Server Error",
            json!([]),
        ),
        (wrong("invalid"), 422, invalid, json!([{"name": "kind", "is": "odd"}])),
        (
            call("1", "fail_there", json!({"name": 1})),
            422,
            invalid,
            json!([{"name": "name", "is": "not a string"}, {"name": "is", "is": "required"}]),
        ),
        (
            call("1", "sing", json!({})),
            422,
            invalid,
            json!([{"name": "method", "is": "sing method not available"}]),
        ),
        ("hello".to_owned(), 400, "Bad Request: JSON string expected", json!([])),
        (
            "[]".to_owned(),
            400,
            "Bad Request: Malformed message; expected an object, got list",
            json!([]),
        ),
    ] {
        socket.send(&frame).await;
        let answer = socket.receive().await;
        let error = &answer["error"];
        assert_eq!(error["code"], code, "{frame}: {answer}");
        assert_eq!(error["message"], message, "{frame}: {answer}");
        assert_eq!(error["fields"], fields, "{frame}: {answer}");
        assert!(error["request"].as_str().is_some_and(|id| !id.is_empty()), "{answer}");
        if frame.starts_with('{') {
            assert_eq!(answer["id"], "1");
        }
    }
    // A render function that panics costs no more than the form.
    socket.send(&wrong("unrendered")).await;
    assert_eq!(socket.receive().await["error"], json!({"message": "I'm a teapot"}));
}

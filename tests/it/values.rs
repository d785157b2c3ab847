//! Values of every type but numbers: which texts are accepted, how they are rendered, and which are refused.

use serde_json::{Value, json};
use warp_openapi::testing::App;

use crate::support::{create, on_every_database, refuses};

const PATH: &str = "/v1/everything";

/// Asserts that `field: given` is stored and returned as `expected`, by the create and by a later read.
async fn keeps(app: &App, field: &str, given: Value, expected: Value) {
    let row = create(app, PATH, json!({ field: given })).await;
    assert_eq!(row[field], expected, "{field}: {given}, as created");
    let read = app.get(&format!("{PATH}/{}", row["id"])).await.expect(200).json();
    assert_eq!(read[field], expected, "{field}: {given}, as read");
}

/// Asserts that `field: given` is refused with one message, and that nothing is written.
async fn rejects(app: &App, field: &str, given: Value, message: &str) {
    let reply = app.post(PATH, json!({ field: given })).await;
    assert_eq!(reply.status(), 422, "{field}: {given}: {}", reply.text());
    refuses(reply, &[(field, message)]);
    assert_eq!(app.get(PATH).await.json(), json!([]), "{field}: {given}");
}

#[tokio::test]
async fn accepted_values_are_returned() {
    let uuid = "01890a5d-ac96-774b-bcce-b302099a8057";
    let cases = [
        ("uuid", json!(uuid), json!(uuid)),
        ("uuid", json!("01890A5DAC96774BBCCEB302099A8057"), json!(uuid)),
        ("uuid", json!("{01890a5d-AC96-774b-bcce-b302099a8057}"), json!(uuid)),
        (
            "uuid",
            json!("urn:uuid:01890a5d-ac96-774b-bcce-b302099a8057"),
            json!(uuid),
        ),
        ("date", json!("2024-02-29"), json!("2024-02-29")),
        ("date", json!("0001-01-01"), json!("0001-01-01")),
        ("date", json!("9999-12-31"), json!("9999-12-31")),
        ("time", json!("00:00:00"), json!("00:00:00")),
        ("time", json!("23:59:59.25"), json!("23:59:59.250")),
        ("time", json!("12:34:56.123456"), json!("12:34:56.123456")),
        ("instant", json!("2024-06-30T12:00:00Z"), json!("2024-06-30T12:00:00Z")),
        (
            "instant",
            json!("2024-06-30T12:00:00.000001Z"),
            json!("2024-06-30T12:00:00.000001Z"),
        ),
        (
            "instant",
            json!("2024-06-30T12:00:00.123456+02:00"),
            json!("2024-06-30T10:00:00.123456Z"),
        ),
        (
            "instant",
            json!("2024-01-01T00:30:00+01:00"),
            json!("2023-12-31T23:30:00Z"),
        ),
        (
            "instant",
            json!("1969-12-31T23:59:59.999999-00:00"),
            json!("1969-12-31T23:59:59.999999Z"),
        ),
        ("instant", json!("2024-06-30t12:00:00z"), json!("2024-06-30T12:00:00Z")),
        ("bytes", json!("AAEC/w=="), json!("AAEC/w==")),
        ("bytes", json!(""), json!("")),
        ("flag", json!(true), json!(true)),
        ("flag", json!(false), json!(false)),
        ("words", json!(["a", "", "ü"]), json!(["a", "", "ü"])),
        ("words", json!([]), json!([])),
        ("reference", json!("seven"), json!("seven")),
        ("reference", json!(7), json!(7)),
        ("text", json!("NULL"), json!("NULL")),
        ("text", json!(" spaces \r\n kept "), json!(" spaces \r\n kept ")),
        ("code", json!("abcde"), json!("abcde")),
        ("email", json!("a.b+c@example.com"), json!("a.b+c@example.com")),
        (
            "url",
            json!("https://example.com/a?b=c#d"),
            json!("https://example.com/a?b=c#d"),
        ),
        ("ipv4", json!("192.0.2.1"), json!("192.0.2.1")),
        ("ipv6", json!("2001:db8::1"), json!("2001:db8::1")),
        ("host", json!("a-1.example.com"), json!("a-1.example.com")),
        ("type", json!("renamed"), json!("renamed")),
        ("stored", json!("elsewhere"), json!("elsewhere")),
        ("any", json!("text"), json!("text")),
        ("any", json!(1), json!(1)),
        ("any", json!(false), json!(false)),
        ("any", json!([1, null, {"a": []}]), json!([1, null, {"a": []}])),
        (
            "any",
            json!({"b": {"c": null}, "a": 1.5}),
            json!({"b": {"c": null}, "a": 1.5}),
        ),
    ];
    on_every_database(async |app| {
        for (field, given, expected) in &cases {
            keeps(app, field, given.clone(), expected.clone()).await;
        }
    })
    .await;
}

#[tokio::test]
async fn refused_values_say_why() {
    let date_time = "not a valid date-time (offset needed)";
    let cases = [
        ("uuid", json!("01890a5d"), "not a valid uuid"),
        ("uuid", json!(""), "not a valid uuid"),
        ("uuid", json!(7), "not a string"),
        ("date", json!("2023-02-29"), "not a valid date"),
        ("date", json!("2024-2-1"), "not a valid date"),
        ("date", json!("2024-02-01T00:00:00Z"), "not a valid date"),
        ("date", json!(20_240_201), "not a string"),
        ("time", json!("24:00:00"), "not a valid time"),
        ("time", json!("12:00"), "not a valid time"),
        ("time", json!("23:59:60"), "not a valid time"),
        ("instant", json!("2024-06-30T12:00:00"), date_time),
        ("instant", json!("2024-06-30"), date_time),
        ("instant", json!("2024-06-30T25:00:00Z"), date_time),
        ("instant", json!("2024-06-31T12:00:00Z"), date_time),
        ("instant", json!("2016-12-31T23:59:60Z"), date_time),
        ("instant", json!(1_719_748_800), "not a string"),
        ("bytes", json!("not base64!"), "not valid base64"),
        ("bytes", json!("AAE"), "not valid base64"),
        ("bytes", json!("AAAAAAAAAAAAAAAAAAAAAAA="), "too long (at most 16)"),
        ("flag", json!(1), "not a boolean"),
        ("flag", json!("true"), "not a boolean"),
        ("words", json!("a"), "not a list"),
        ("words", json!({"0": "a"}), "not a list"),
        ("words", json!(["a", "b", "c", "d"]), "too long (at most 3)"),
        ("prices", json!([]), "not an object"),
        ("text", json!(7), "not a string"),
        ("text", json!(["a"]), "not a string"),
        ("text", json!("a\u{0}b"), "contains a NUL character"),
        ("any", json!("a\u{0}b"), "contains a NUL character"),
        ("code", json!("abc1"), "does not match ^[a-z]+$"),
        ("code", json!("a"), "too short (at least 2)"),
        ("code", json!("abcdef"), "too long (at most 5)"),
        ("email", json!("nobody"), "not a valid email"),
        ("email", json!("a b@example.com"), "not a valid email"),
        ("url", json!("/relative"), "not a valid url"),
        ("url", json!(" http://x/\n"), "not a valid url"),
        ("url", json!("http:x"), "not a valid url"),
        ("url", json!("http:\\\\x"), "not a valid url"),
        ("url", json!("https://"), "not a valid url"),
        ("ipv4", json!("192.0.2.256"), "not a valid ipv4"),
        ("ipv6", json!("192.0.2.1"), "not a valid ipv6"),
        ("host", json!("-a.example.com"), "not a valid hostname"),
        ("host", json!("a_b"), "not a valid hostname"),
    ];
    on_every_database(async |app| {
        for (field, given, message) in &cases {
            rejects(app, field, given.clone(), message).await;
        }
    })
    .await;
}

#[tokio::test]
async fn violations_inside_of_values_have_their_path() {
    on_every_database(async |app| {
        refuses(
            app.post(
                PATH,
                json!({"words": ["a", 1, null], "prices": {"EUR": "x", "CHF": true}}),
            )
            .await,
            &[
                ("words.1", "not a string"),
                ("words.2", "may not be null"),
                ("prices.EUR", "not a number"),
                ("prices.CHF", "not a number"),
            ],
        );
        let place = json!({"street": "", "near": [{"street": "a"}, {"stret": "a"}], "prices": {"EUR": null}});
        refuses(
            app.post("/v1/tasks", json!({"title": "Buy milk", "place": place}))
                .await,
            &[
                ("place.street", "too short (at least 1)"),
                ("place.near.1.stret", "unknown field"),
                ("place.near.1.street", "required"),
                ("place.prices.EUR", "may not be null"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn lengths_count_unicode_scalar_values() {
    on_every_database(async |app| {
        let bells = "🔔".repeat(64);
        let task = create(app, "/v1/tasks", json!({ "title": bells })).await;
        assert_eq!(task["title"], bells);
        let reply = app.post("/v1/tasks", json!({ "title": "🔔".repeat(65) })).await;
        refuses(reply, &[("title", "too long (at most 64)")]);
        refuses(
            app.post("/v1/tasks", json!({ "title": "éé" })).await,
            &[("title", "too short (at least 3)")],
        );
    })
    .await;
}

#[tokio::test]
async fn an_enum_takes_its_words_alone() {
    on_every_database(async |app| {
        let task = create(app, "/v1/tasks", json!({"title": "Buy milk", "type": "issue"})).await;
        assert_eq!(task["type"], "issue");
        for other in [json!("Issue"), json!("bug"), json!("")] {
            let reply = app.post("/v1/tasks", json!({"title": "Another", "type": other})).await;
            refuses(reply, &[("type", "not one of todo, issue")]);
        }
        let reply = app.post("/v1/tasks", json!({"title": "Another", "type": 1})).await;
        refuses(reply, &[("type", "not a string")]);
    })
    .await;
}

//! Bodies that HTML forms send: `application/x-www-form-urlencoded`.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::refuses;

api! {
    /// Votes
    api Poll { title: "Poll", version: "1.0.0" }

    /// A colour
    enum Colour { Red = "red", Blue = "blue" }

    /// One vote
    schema Vote {
        /// Who votes
        name: String [len(2..=20)],
        /// How sure
        weight: f64 [range(0.0..=1.0), default(0.5)],
        /// How old
        age: i32 [name("years"), range(0..=150)],
        /// How much it costs
        price: Option<Decimal>,
        /// Whether to tell
        tell: Option<bool>,
        /// Which
        colour: Colour [default("red")],
        /// Others
        also: Vec<Colour> [len(1..=2), default_empty],
        /// Since when
        since: Option<NaiveDate>,
        /// At which times
        times: Option<Vec<i64>>,
    }

    /// Vote
    op vote(
        /// Whether it counts
        counts: Option<bool>,
        body: Form<Vote>,
    ) -> Vote { route: POST "/vote", body_limit: 500 }
}

async fn vote(_: Ctx, counts: Option<bool>, body: Form<Vote>) -> Result<Vote, Error> {
    if counts == Some(false) {
        return Err(Error::NotFound);
    }
    Ok(body.0)
}

async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Poll::API, database).await).await;
    }
}

#[tokio::test]
async fn fields_have_their_types() {
    on_every_database(async |app| {
        let reply = app
            .request("POST", "/vote")
            .form([
                ("name", "Zoë & co"),
                ("weight", ".25"),
                ("years", "007"),
                ("price", "1.50"),
                ("tell", "true"),
                ("colour", "blue"),
                ("also", "red"),
                ("also", "blue"),
                ("since", "2026-02-28"),
                ("times", "-1"),
            ])
            .await
            .expect(200);
        assert_eq!(
            reply.text(),
            concat!(
                r#"{"name":"Zoë & co","weight":0.25,"years":7,"price":1.50,"tell":true,"colour":"blue","#,
                r#""also":["red","blue"],"since":"2026-02-28","times":[-1]}"#
            )
        );
        let reply = app
            .request("POST", "/vote")
            .form([("name", "me"), ("years", "0")])
            .await;
        assert_eq!(
            reply.expect(200).json(),
            json!({"name": "me", "weight": 0.5, "years": 0, "colour": "red", "also": []})
        );
    })
    .await;
}

#[tokio::test]
async fn violations_are_those_of_json() {
    on_every_database(async |app| {
        let cases: [(&str, &[(&str, &str)]); 13] = [
            ("", &[("name", "required"), ("years", "required")]),
            ("name=me&years=", &[("years", "not an integer")]),
            ("name=me&years=NaN", &[("years", "not an integer")]),
            ("name=me&years=1.5", &[("years", "not an integer")]),
            ("name=me&years=151", &[("years", "greater than 150")]),
            ("name=me&years=1&weight=NaN", &[("weight", "not a number")]),
            (
                "name=me&years=1&price=1,50&tell=yes",
                &[("price", "not a number"), ("tell", "not a boolean")],
            ),
            ("name=me&years=1&tell=True", &[("tell", "not a boolean")]),
            ("name=me&name=you&years=1", &[("name", "given more than once")]),
            (
                "name=m&years=1&nmae=me",
                &[("name", "too short (at least 2)"), ("nmae", "unknown field")],
            ),
            (
                "name=me&years=1&colour=green&also=red&also=green",
                &[("colour", "not one of red, blue"), ("also.1", "not one of red, blue")],
            ),
            (
                "name=me&years=1&also=red&also=red&also=red",
                &[("also", "too long (at most 2)")],
            ),
            (
                "name=null&years=null&since=2026-02-30",
                &[("years", "not an integer"), ("since", "not a valid date")],
            ),
        ];
        for (body, expected) in cases {
            let reply = app
                .request("POST", "/vote")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(body)
                .await;
            refuses(reply, expected);
        }
        // All at once, and before the handler runs.
        let reply = app
            .request("POST", "/vote?counts=x&more=1")
            .form([("name", "m"), ("years", "x")]);
        refuses(
            reply.await,
            &[
                ("counts", "not a boolean"),
                ("more", "unknown parameter"),
                ("name", "too short (at least 2)"),
                ("years", "not an integer"),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn bodies_that_are_not_forms_are_refused() {
    const FORM: &str = "application/x-www-form-urlencoded";
    on_every_database(async |app| {
        let long = format!("name={}", "a".repeat(500));
        let cases: [(&str, &[u8], u16); 10] = [
            (FORM, b"name=%zz", 400),
            (FORM, b"name=%ff", 400),
            (FORM, b"name=\xff", 400),
            (FORM, b"na%me=1", 400),
            (FORM, long.as_bytes(), 413),
            ("application/json", b"{\"name\":\"me\",\"years\":1}", 415),
            ("multipart/form-data; boundary=x", b"--x--\r\n", 415),
            (
                "application/x-www-form-urlencoded; charset=latin1",
                b"name=me&years=1",
                415,
            ),
            (
                "application/x-www-form-urlencoded; charset=UTF-8",
                b"name=me&years=1",
                200,
            ),
            ("Application/X-WWW-Form-Urlencoded", b"name=me&years=1&", 200),
        ];
        for (media, body, status) in cases {
            let reply = app
                .request("POST", "/vote")
                .header("Content-Type", media)
                .body(body)
                .await;
            reply.expect(status);
        }
        // Without a type it is refused only if there is something.
        app.request("POST", "/vote").body("name=me&years=1").await.expect(415);
    })
    .await;
}

#[test]
fn forms_are_documented() {
    let document: serde_json::Value = serde_json::from_str(Poll::openapi()).expect("JSON");
    let operation = &document["paths"]["/vote"]["post"];
    assert_eq!(
        operation["requestBody"],
        json!({"required": true, "content": {
            "application/x-www-form-urlencoded": {"schema": {"$ref": "#/components/schemas/VoteRequest"}}
        }})
    );
    for status in ["400", "408", "413", "415", "422"] {
        assert!(operation["responses"][status].is_object(), "{status}");
    }
}

//! Values in the form that an existing contract has: digits of seconds, numbers in strings, empty texts as null.

use chrono::{DateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    api Bank { title: "Bank", version: "1" }

    /// A payment
    resource Payment {
        table: "payments",
        path: "/payments",
        key: { id: i64 [auto_increment, json_string] },
        fields: {
            at: DateTime<Utc> [digits(3)],
            time: Option<NaiveTime> [digits(0), null_shown],
            amount: Decimal [precision(20, 2), json_string],
            number: i64 [json_string, default(7), example(9_007_199_254_740_993)],
            share: Option<i32> [json_string, range(1..=10)],
        },
        filters: { number: [eq, ge], at: [eq] },
        order: [number],
        ops: [list(offset), create, create_many, read, update, put],
        publish: [create],
    }

    /// A payment elsewhere
    schema Receipt {
        at: DateTime<Utc> [digits(6)],
        amount: Option<Decimal> [json_string],
        number: i64 [json_string, default(7)],
    }

    /// What a form sends
    schema Search { text: Option<String> [empty_as_null], day: Option<NaiveDate> [empty_as_null, null_shown], number: Option<i64> [json_string] }

    /// A receipt, as it came
    op echo(body: Receipt) -> Receipt { route: POST "/echo" }
    /// A form, as it came
    op look(body: Form<Search>) -> Search { route: POST "/look" }
    /// Parameters, as they came
    op query(day: Option<NaiveDate> [empty_as_null], text: Option<String>) -> Vec<String> { route: GET "/query" }
    /// The first payment, as a row
    op first() -> Payment { route: GET "/first", errors: { 404: "none" } }

    socket News { path: "/news", channels: { payments: Payment }, allow: [subscribe] }
}

async fn echo(_: Ctx, body: Receipt) -> Result<Receipt, Error> {
    Ok(body)
}

async fn look(_: Ctx, body: Form<Search>) -> Result<Search, Error> {
    Ok(body.0)
}

async fn query(_: Ctx, day: Option<NaiveDate>, text: Option<String>) -> Result<Vec<String>, Error> {
    Ok(vec![format!("{day:?}"), format!("{text:?}")])
}

async fn first(ctx: Ctx) -> Result<Payment, Error> {
    payment::Entity::find().one(&ctx.db()).await?.ok_or(Error::NotFound)
}

fn sent() -> Value {
    json!({ "at": "2026-01-02T03:04:05.98765+00:00", "time": "10:20:30.5", "amount": "1234567890123456.70", "number": "9007199254740993" })
}

fn shown() -> Value {
    json!({
        "id": "1", "at": "2026-01-02T03:04:05.987Z", "time": "10:20:30", "amount": "1234567890123456.70", "number": "9007199254740993",
    })
}

#[tokio::test]
async fn rows_have_the_declared_form_wherever_they_are() {
    for database in databases().await {
        let app = App::start(Bank::API, database).await;
        let mut socket = app.socket("/news").await;
        socket.call("subscribe", json!({ "channel": "payments" })).await;
        assert_eq!(app.post("/payments", sent()).await.expect(201).json(), shown());
        assert_eq!(socket.receive().await["data"], shown());
        assert_eq!(app.get("/payments/1").await.json(), shown());
        assert_eq!(app.get("/payments").await.json(), json!([shown()]));
        assert_eq!(app.get("/first").await.json(), shown());
        // Filters are texts of the value itself.
        let found = "/payments?number=9007199254740993&number:ge=1&at=2026-01-02T03:04:05.98765Z&order_by=-number";
        assert_eq!(app.get(found).await.expect(200).json(), json!([shown()]));
        let patched = app
            .patch("/payments/1", json!({ "id": "1", "share": "3", "time": null }))
            .await;
        let patched = patched.expect(200).json();
        assert_eq!((&patched["share"], &patched["time"]), (&json!("3"), &Value::Null));
        let put = json!({ "at": "2026-01-02T03:04:05Z", "amount": "0.10" });
        let put = app.put("/payments/1", put).await.expect(200).json();
        assert_eq!(
            (&put["at"], &put["number"]),
            (&json!("2026-01-02T03:04:05.000Z"), &json!("7"))
        );
    }
}

#[tokio::test]
async fn other_forms_are_violations() {
    let app = App::start(Bank::API, Database::sqlite().await).await;
    let body = json!({ "at": "2026-01-02T03:04:05Z", "amount": 1.5, "number": 7, "share": "7.0" });
    let errors = app.post("/payments", body).await.expect(422).errors();
    let expected = [
        ("amount", "not a number in a string"),
        ("number", "not an integer in a string"),
        ("share", "not an integer in plain digits"),
    ];
    assert_eq!(
        errors,
        expected.map(|(field, message)| (field.to_owned(), message.to_owned()))
    );
    let body = json!({ "at": "2026-01-02T03:04:05Z", "amount": "1", "number": "9223372036854775808", "share": "11" });
    let errors = app.post("/payments", body).await.expect(422).errors();
    assert_eq!(
        errors[0],
        ("number".to_owned(), "greater than 9223372036854775807".to_owned())
    );
    assert_eq!(errors[1].0, "share");
}

#[tokio::test]
async fn schemas_have_the_declared_form() {
    let app = App::start(Bank::API, Database::sqlite().await).await;
    let sent = json!({ "at": "2026-01-02T03:04:05Z", "amount": "1.50" });
    let shown = json!({ "at": "2026-01-02T03:04:05.000000Z", "amount": "1.50", "number": "7" });
    assert_eq!(app.post("/echo", sent).await.expect(200).json(), shown);
    let null = json!({ "at": "2026-01-02T03:04:05Z", "amount": null, "number": "-1" });
    let shown = json!({ "at": "2026-01-02T03:04:05.000000Z", "number": "-1" });
    assert_eq!(app.post("/echo", null).await.expect(200).json(), shown);
}

#[tokio::test]
async fn empty_texts_are_null_where_declared() {
    let app = App::start(Bank::API, Database::sqlite().await).await;
    let form = [("text", ""), ("day", ""), ("number", "12")];
    let reply = app.request("POST", "/look").form(form).await.expect(200).json();
    assert_eq!(reply, json!({ "day": null, "number": "12" }));
    let reply = app.get("/query?day=&text=").await.expect(200).json();
    assert_eq!(reply, json!(["None", "Some(\"\")"]));
    app.request("POST", "/look").form([("number", "")]).await.expect(422);
}

#[test]
fn the_document_has_the_declared_form() {
    let document: Value = serde_json::from_str(Bank::openapi()).expect("JSON");
    let property = |schema: &str, name: &str| document["components"]["schemas"][schema]["properties"][name].clone();
    let digits = json!({ "type": "string", "format": "date-time", "pattern": ":[0-9]{2}\\.[0-9]{3}Z$" });
    assert_eq!(property("Payment", "at"), digits);
    assert_eq!(
        property("PaymentCreate", "at"),
        json!({ "type": "string", "format": "date-time" })
    );
    assert_eq!(
        property("Payment", "time")["pattern"],
        "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$"
    );
    let number =
        json!({ "type": "string", "format": "int64", "pattern": "^-?[0-9]+$", "examples": ["9007199254740993"] });
    assert_eq!(property("Payment", "number"), number);
    assert_eq!(property("PaymentCreate", "number")["default"], "7");
    let amount = property("Payment", "amount");
    assert_eq!(
        (&amount["type"], &amount["format"]),
        (&json!("string"), &json!("decimal"))
    );
    assert_eq!(property("PaymentCreate", "share")["type"], json!(["string", "null"]));
    let list = &document["paths"]["/payments"]["get"]["parameters"];
    let filter = list
        .as_array()
        .expect("parameters")
        .iter()
        .find(|parameter| parameter["name"] == "number");
    assert_eq!(filter.expect("a filter")["schema"]["items"]["type"], "integer");
}

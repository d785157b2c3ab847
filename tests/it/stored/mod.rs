//! Whatever a request can store, every reader reads back: the reply, the row, lists by offset and cursor, filters, hooks, entities,
//! and clients that send a row's values again, as seeds do.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases, query};

mod bodies;

use bodies::body;

api! {
    /// Values of every type
    api Store { title: "Store", version: "1.0.0" }

    /// One of a few
    enum Colour { Red = "red", Blue = "sky blue" }

    /// A schema in a column
    schema Part {
        name: String,
        weight: f64,
        share: Option<f32>,
        price: Decimal,
        count: i64,
        when: Option<DateTime<Utc>>,
        colour: Option<Colour>,
        near: Option<Vec<Part>>,
        free: Option<JsonValue>,
    }

    /// One or the other
    union Either { Text(String), Number(i64) }

    /// A row of values
    resource Thing {
        table: "stored_things",
        path: "/things",
        key: { id: i64 [auto_increment] },
        fields: {
            text: Option<String>,
            small: Option<i16>,
            int: Option<i32>,
            big: Option<i64>,
            single: Option<f32>,
            double: Option<f64>,
            decimal: Option<Decimal>,
            money: Option<Decimal> [precision(10, 2)],
            flag: Option<bool>,
            date: Option<NaiveDate>,
            time: Option<NaiveTime>,
            instant: Option<DateTime<Utc>>,
            uuid: Option<Uuid>,
            bytes: Option<Bytes>,
            colour: Option<Colour>,
            any: Option<JsonValue>,
            part: Option<Json<Part>>,
            numbers: Option<Json<Vec<f64>>>,
            prices: Option<Json<HashMap<String, Decimal>>>,
            either: Option<Json<Either>>,
            touched: i32 [default(0)],
        },
        filters: {
            text: [eq], small: [eq], int: [eq], big: [eq], single: [eq], double: [eq], decimal: [eq], money: [eq],
            date: [eq], time: [eq], instant: [eq], uuid: [eq], bytes: [eq], colour: [eq],
        },
        ops: [list, create, create_many, read, update, put],
        hooks: { after_update: see },
    }

    /// All rows, through the entity
    op all_things() -> Vec<Thing> { route: GET "/entities" }

    /// All rows, along a cursor
    op walk_things(list: thing::Query [list(cursor(double, text, decimal).limit(100))]) -> Page<Thing> {
        route: GET "/walk",
    }
}

/// The rows that the hook saw, as JSON.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Vec<String>>>);

async fn see(ctx: &Ctx, thing: &Thing) -> Result<(), Error> {
    let mut json = Vec::new();
    FieldType::write(thing, &mut json);
    let json = String::from_utf8(json).map_err(Error::internal)?;
    ctx.state::<Seen>()?.0.lock().expect("no panic").push(json);
    Ok(())
}

async fn all_things(ctx: Ctx) -> Result<Vec<Thing>, Error> {
    Ok(thing::Entity::find().all(&ctx.db()).await?)
}

async fn walk_things(ctx: Ctx, list: thing::Query) -> Result<Page<Thing>, Error> {
    list.page(&ctx, thing::Entity::find()).await
}

/// The members of an object, each as the text that it is.
fn members(json: &str) -> HashMap<String, Box<RawValue>> {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

/// Asserts that a reader has what the reply had: the same text, but in free JSON, where any spelling of a number will do.
#[track_caller]
fn same(body: &str, reader: &str, reply: &str, read: &str) {
    let (mut reply, mut read) = (members(reply), members(read));
    for name in ["any", "part"] {
        let value = |row: &mut HashMap<String, Box<RawValue>>| {
            row.remove(name)
                .map(|json| serde_json::from_str::<Value>(json.get()).expect("JSON"))
        };
        assert_eq!(value(&mut reply), value(&mut read), "{name}, by {reader}: {body}");
    }
    reply.remove("touched");
    read.remove("touched");
    let text = |row: HashMap<String, Box<RawValue>>| {
        let mut members: Vec<_> = row
            .into_iter()
            .map(|(name, json)| format!("{name}: {}", json.get()))
            .collect();
        members.sort();
        members
    };
    assert_eq!(text(reply), text(read), "by {reader}: {body}");
}

/// The only row of a list.
#[track_caller]
fn only(body: &str, reader: &str, list: &Reply) -> String {
    assert_eq!(list.status(), 200, "{reader}: {}: {body}", list.text());
    let rows: Vec<Box<RawValue>> = serde_json::from_str(list.text()).expect("a list");
    assert_eq!(rows.len(), 1, "{reader}: {body}");
    rows[0].get().to_owned()
}

/// Stores a body and reads it in each way; returns the reply, or the reason of a refusal.
async fn round(app: &App, seen: &Seen, body: &str) -> String {
    let created = app.post("/things", body).await;
    if created.status() == 422 {
        return created.text().to_owned();
    }
    let created = created.expect(201);
    let reply = created.text();
    let id = created.json()["id"].to_string();
    let path = format!("/things/{id}");

    same(body, "read", reply, app.get(&path).await.expect(200).text());
    same(body, "list", reply, &only(body, "list", &app.get("/things").await));
    same(body, "cursor", reply, &only(body, "cursor", &app.get("/walk").await));
    same(
        body,
        "entity",
        reply,
        &only(body, "entity", &app.get("/entities").await),
    );
    same(
        body,
        "update",
        reply,
        app.patch(&path, json!({"touched": 1})).await.expect(200).text(),
    );
    let hook = seen.0.lock().expect("no panic").pop().expect("a hook's row");
    same(body, "hook", reply, &hook);

    let mut again = members(reply);
    let row = again.clone();
    again.remove("id");
    let text = |row: &HashMap<String, Box<RawValue>>| serde_json::to_string(row).expect("JSON");
    same(body, "put", reply, app.put(&path, text(&row)).await.expect(200).text());
    for name in [
        "text", "small", "int", "big", "single", "double", "decimal", "money", "date", "time", "instant", "uuid",
        "bytes", "colour",
    ] {
        let Some(value) = row.get(name) else { continue };
        let value: String = serde_json::from_str(value.get()).unwrap_or_else(|_| value.get().to_owned());
        let list = app.get(&format!("/things{}", query([(name, value.as_str())]))).await;
        same(body, name, reply, &only(body, name, &list));
    }
    app.delete_all().await;
    // A seed is a row's values once more.
    let copy = app.post("/things", text(&again)).await.expect(201);
    let (mut first, mut second) = (members(reply), members(copy.text()));
    first.remove("id");
    second.remove("id");
    same(body, "copy", &text(&first), &text(&second));
    app.delete_all().await;
    let sorted: BTreeMap<&str, &str> = first.iter().map(|(name, json)| (name.as_str(), json.get())).collect();
    format!("{sorted:?}")
}

/// Empties the table.
trait DeleteAll {
    async fn delete_all(&self);
}

impl DeleteAll for App {
    async fn delete_all(&self) {
        let database = self.database().connection();
        thing::Entity::delete_many().exec(database).await.expect("deleted");
    }
}

#[tokio::test]
async fn what_a_request_can_store_every_reader_reads_back() {
    let mut runner = TestRunner::new(proptest::test_runner::Config::default());
    let bodies: Vec<String> = (0..250)
        .map(|_| body().new_tree(&mut runner).expect("a body").current())
        .chain(
            [
                r#"{"any":1e400}"#,
                r#"{"any":{"a":[-1e999]}}"#,
                r#"{"any":{" ":3.4028234663852886e38}}"#,
                r#"{"prices":{"a":0.1234567890123456789012345678}}"#,
            ]
            .map(str::to_owned),
        )
        .collect();
    let mut answers: Vec<Vec<String>> = Vec::new();
    for database in databases().await {
        let seen = Seen::default();
        let app = App::start_as(Store::API, database, |state| state.with(seen.clone())).await;
        let mut of_database = Vec::new();
        for body in &bodies {
            of_database.push(round(&app, &seen, body).await);
        }
        answers.push(of_database);
    }
    // Both databases take the same and refuse the rest in the same words.
    for pair in answers.windows(2) {
        for ((one, other), body) in pair[0].iter().zip(&pair[1]).zip(&bodies) {
            assert_eq!(one, other, "{body}");
        }
    }
    let refused = answers[0]
        .iter()
        .filter(|answer| answer.contains("about:blank"))
        .count();
    assert!(
        refused > 10 && refused < bodies.len() - 50,
        "{refused} of {} are refused",
        bodies.len()
    );
}

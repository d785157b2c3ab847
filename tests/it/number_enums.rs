//! Enums whose values are whole numbers.

use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

use crate::support::refuses;

api! {
    api Desk { title: "Desk", version: "1", names: camel_case }

    /// How urgent it is
    enum Level {
        /// Can wait
        Low = -1,
        Middle = 0,
        #[cfg(any())]
        Missing = 1,
        High = 0x10,
    }

    /// How much there is
    enum Amount as "stock.Amount" { Few = 1, Many = 5_000_000_000 }

    /// What it is written in
    enum Edition { r#Final = 1, Draft = 2 }

    /// A ticket
    resource Ticket {
        table: "tickets",
        path: "/tickets",
        key: { id: i64 [auto_increment] },
        fields: {
            level: Level [default(0), index, example(16)],
            former: Option<Level> [null_shown],
            amount: Option<Amount>,
            history: Option<Json<Vec<Level>>> [len(0..=5)],
            report: Option<Json<Report>>,
        },
        filters: { level: [eq, ne, lt, le, gt, ge], former: [eq, ne, null], amount: [eq] },
        order: [level, id],
        ops: [list(offset), create, create_many, read, update, put, delete, delete_many],
        publish: [create],
    }

    /// A shelf, by its level
    resource Shelf {
        table: "shelves",
        path: "/shelves",
        key: { level: Level },
        fields: { amount: Amount [unique], edition: Option<Edition> },
        ops: [list(cursor(-level)), create, read, put],
    }

    /// What a form sends
    schema Report { level: Level, amounts: Vec<Amount> [len(0..=3)], former: Option<Level> [default(16)] }

    union Answer { Level(Level), Text(String) }

    /// Values from everywhere
    op look(
        level: Level,
        amount: Vec<Amount>,
        former: Level [default(-1)],
        trace: Option<Level> [header("X-Level")],
    ) -> Vec<Level> {
        route: GET "/look/{level}",
    }
    /// A report, as it came
    op echo(body: Report) -> Report { route: POST "/echo" }
    /// A form, as it came
    op send(body: Form<Report>) -> Report { route: POST "/send" }
    /// An answer, as it came
    op answer(body: Answer) -> Answer { route: POST "/answer" }

    socket News { path: "/news", channels: { tickets: Ticket, levels: { changed: Level } }, allow: [subscribe, publish] }
}

async fn look(
    _: Ctx,
    level: Level,
    amount: Vec<Amount>,
    former: Level,
    trace: Option<Level>,
) -> Result<Vec<Level>, Error> {
    assert_eq!(amount, [Amount::Many, Amount::Few]);
    Ok([Some(level), Some(former), trace].into_iter().flatten().collect())
}

async fn echo(_: Ctx, body: Report) -> Result<Report, Error> {
    Ok(body)
}

async fn send(_: Ctx, body: Form<Report>) -> Result<Report, Error> {
    Ok(body.0)
}

async fn answer(_: Ctx, body: Answer) -> Result<Answer, Error> {
    Ok(body)
}

#[test]
fn its_values_are_those_of_the_variants() {
    assert_eq!(Level::ALL, [Level::Low, Level::Middle, Level::High]);
    assert_eq!(Level::VALUES, [-1, 0, 16]);
    assert_eq!((Level::Low as i64, Level::High as i64), (-1, 16));
    assert_eq!((Level::High.value(), Amount::Many.value()), (16, 5_000_000_000));
    assert!(Level::Low < Level::Middle && Level::Middle < Level::High);
    assert_eq!(
        format!("{} {:?} {:>3}", Level::High, Level::High, Level::Low),
        "16 High  -1"
    );
    let level: Level = serde_json::from_str("-1").expect("a level");
    assert_eq!(
        (level, serde_json::to_string(&Level::High).expect("JSON")),
        (Level::Low, "16".to_owned())
    );
    assert!(serde_json::from_str::<Level>("1").is_err());
    assert!(serde_json::from_str::<Level>("\"16\"").is_err());
}

#[tokio::test]
async fn rows_hold_numbers() {
    for database in databases().await {
        let app = App::start(Desk::API, database).await;
        let mut socket = app.socket("/news").await;
        socket.call("subscribe", json!({ "channel": "tickets" })).await;
        let report = json!({ "level": -1, "amounts": [1, 5_000_000_000_i64], "former": 16 });
        let sent = json!({ "level": 16, "amount": 5_000_000_000_i64, "history": [-1, 0], "report": report });
        let shown = json!({
            "id": 1, "level": 16, "former": null, "amount": 5_000_000_000_i64, "history": [-1, 0], "report": report,
        });
        assert_eq!(app.post("/tickets", sent).await.expect(201).json(), shown);
        assert_eq!(socket.receive().await["data"], shown);
        assert_eq!(app.get("/tickets/1").await.expect(200).json(), shown);
        // The default, and another notation of a whole number.
        let created = app.post("/tickets", r#"{"former":-1.0}"#).await.expect(201).json();
        assert_eq!((&created["level"], &created["former"]), (&json!(0), &json!(-1)));
        let patched = app
            .patch("/tickets/2", json!({ "level": -1, "former": 16 }))
            .await
            .expect(200)
            .json();
        assert_eq!((&patched["level"], &patched["former"]), (&json!(-1), &json!(16)));
        let put = app
            .put("/tickets/2", json!({ "former": null }))
            .await
            .expect(200)
            .json();
        assert_eq!((&put["level"], &put["former"]), (&json!(0), &Value::Null));
        app.post("/tickets/bulk", json!([{ "level": -1 }, { "former": 0 }]))
            .await
            .expect(201);

        let high = ticket::Entity::find().filter(ticket::Column::Level.eq(Level::High));
        let rows = high.all(app.database().connection()).await.expect("rows");
        assert_eq!((rows.len(), rows[0].amount), (1, Some(Amount::Many)));
    }
}

#[tokio::test]
async fn numbers_are_filtered_and_ordered() {
    for database in databases().await {
        let app = App::start(Desk::API, database).await;
        let rows = json!([{ "level": 16 }, { "level": -1, "former": 16 }, { "level": 0, "former": -1 }]);
        app.post("/tickets/bulk", rows).await.expect(201);
        for (query, expected) in [
            ("level=16", json!([1])),
            ("level=16&level=-1", json!([1, 2])),
            ("level:ne=16", json!([2, 3])),
            ("level:lt=0", json!([2])),
            ("level:le=0", json!([2, 3])),
            ("level:gt=0", json!([1])),
            ("level:ge=0", json!([1, 3])),
            ("former:null=true", json!([1])),
            ("former=16", json!([2])),
            ("former:ne=16", json!([3])),
            ("orderBy=level", json!([2, 3, 1])),
            ("orderBy=-level", json!([1, 3, 2])),
        ] {
            let found = app.get(&format!("/tickets?{query}")).await.expect(200).json();
            let ids: Value = found
                .as_array()
                .expect("rows")
                .iter()
                .map(|row| row["id"].clone())
                .collect();
            assert_eq!(ids, expected, "{query}");
        }
        for all in ["level=-1&level=0&level=16", "level:ge=-1", "level:le=16"] {
            app.delete(&format!("/tickets?{all}")).await.expect(422);
        }
        app.delete("/tickets?level:ge=0").await.expect(204);
    }
}

#[tokio::test]
async fn other_values_are_violations() {
    let levels = "not one of -1, 0, 16";
    for database in databases().await {
        let app = App::start(Desk::API, database).await;
        let body = json!({ "level": 1, "former": "16", "amount": 1.5, "history": [0, null, 5_000_000_000_i64] });
        refuses(
            app.post("/tickets", body).await,
            &[
                ("level", levels),
                ("former", "not an integer"),
                ("amount", "not an integer"),
                ("history.1", "may not be null"),
                ("history.2", levels),
            ],
        );
        refuses(
            app.get("/tickets?level=1&amount=Few").await,
            &[("level", levels), ("amount", "not an integer")],
        );
        refuses(
            app.get("/look/16?amount=2&former=High").header("X-Level", "3").await,
            &[
                ("amount.0", "not one of 1, 5000000000"),
                ("former", "not an integer"),
                ("X-Level", levels),
            ],
        );
        app.get("/look/1?amount=1").await.expect(404);
        app.get("/shelves/High").await.expect(404);
    }
}

#[tokio::test]
async fn numbers_are_in_paths_queries_headers_and_forms() {
    for database in databases().await {
        let app = App::start(Desk::API, database).await;
        let reply = app
            .get("/look/-1?amount=5000000000&amount=1")
            .header("X-Level", "16")
            .await
            .expect(200);
        assert_eq!(reply.json(), json!([-1, -1, 16]));
        let form = [("level", "16"), ("amounts", "1"), ("amounts", "5000000000")];
        let reply = app.request("POST", "/send").form(form).await.expect(200);
        assert_eq!(
            reply.json(),
            json!({ "level": 16, "amounts": [1, 5_000_000_000_i64], "former": 16 })
        );
        refuses(
            app.request("POST", "/send")
                .form([("level", "7"), ("amounts", "Few"), ("former", "")])
                .await,
            &[
                ("level", "not one of -1, 0, 16"),
                ("amounts.0", "not an integer"),
                ("former", "not an integer"),
            ],
        );
        let sent = json!({ "level": 0, "amounts": [], "former": null });
        assert_eq!(
            app.post("/echo", sent).await.expect(200).json(),
            json!({ "level": 0, "amounts": [] })
        );
        assert_eq!(app.post("/answer", json!(16)).await.expect(200).json(), json!(16));
        assert_eq!(app.post("/answer", json!("16")).await.expect(200).json(), json!("16"));
        app.post("/answer", json!(7)).await.expect(422);

        for (level, amount) in [(-1, 1), (16, 5_000_000_000_i64)] {
            let reply = app
                .put(&format!("/shelves/{level}"), json!({ "amount": amount }))
                .await
                .expect(201);
            assert_eq!(reply.json(), json!({ "level": level, "amount": amount }));
            assert!(
                reply
                    .header("Location")
                    .is_some_and(|path| path.ends_with(&format!("/shelves/{level}")))
            );
        }
        app.post("/shelves", json!({ "level": 0, "amount": 1 }))
            .await
            .expect(409);
        let first = app.get("/shelves?limit=1").await.expect(200);
        assert_eq!(first.json()[0]["level"], 16);
        let next = crate::support::link(&app, &first, "next").expect("a next page");
        assert_eq!(app.get(&next).await.expect(200).json()[0]["level"], -1);
    }
}

#[tokio::test]
async fn events_hold_numbers() {
    let app = App::start(Desk::API, Database::sqlite().await).await;
    let mut socket = app.socket("/news").await;
    socket.call("subscribe", json!({ "channel": "levels" })).await;
    let refused = socket
        .call("publish", json!({ "channel": "levels", "event": "changed", "data": 1 }))
        .await;
    assert_eq!(refused["errors"][0]["message"], "not one of -1, 0, 16");
    socket
        .call(
            "publish",
            json!({ "channel": "levels", "event": "changed", "data": 16 }),
        )
        .await;
    assert_eq!(socket.receive().await["data"], 16);
}

#[test]
fn the_documents_have_the_numbers_and_their_names() {
    let level = json!({
        "type": "integer", "enum": [-1, 0, 16], "x-enum-varnames": ["Low", "Middle", "High"], "description": "How urgent it is",
    });
    let amount = json!({
        "type": "integer", "format": "int64", "enum": [1, 5_000_000_000_i64], "x-enum-varnames": ["Few", "Many"],
        "description": "How much there is",
    });
    for text in [Desk::openapi(), Desk::asyncapi()] {
        let document: Value = serde_json::from_str(text).expect("JSON");
        let schemas = &document["components"]["schemas"];
        assert_eq!((&schemas["Level"], &schemas["stock.Amount"]), (&level, &amount));
        if let Some(edition) = schemas.get("Edition") {
            assert_eq!(edition["x-enum-varnames"], json!(["Final", "Draft"]));
        }
    }
    let document: Value = serde_json::from_str(Desk::openapi()).expect("JSON");
    let create = &document["components"]["schemas"]["TicketCreate"]["properties"];
    assert_eq!(create["level"]["default"], 0);
    assert_eq!(create["level"]["examples"], json!([16]));
    let parameter = |path: &str, name: &str| {
        let all = document["paths"][path]["get"]["parameters"]
            .as_array()
            .expect("parameters");
        all.iter()
            .find(|parameter| parameter["name"] == name)
            .expect("a parameter")["schema"]
            .clone()
    };
    assert_eq!(
        parameter("/look/{level}", "former"),
        json!({ "$ref": "#/components/schemas/Level", "default": -1 })
    );
    assert_eq!(
        parameter("/tickets", "level:ge"),
        json!({ "$ref": "#/components/schemas/Level" })
    );
}

#[tokio::test]
async fn older_versions_have_the_numbers_and_their_names() {
    let app = App::start(Desk::API, Database::sqlite().await).await;
    let names = json!(["Low", "Middle", "High"]);
    for (version, schemas) in [("3.0", "/components/schemas"), ("2.0", "/definitions")] {
        let document = app.get(&format!("/spec?version={version}")).await.expect(200).json();
        let level = document.pointer(schemas).expect("schemas")["Level"].clone();
        let expected = json!({
            "type": "integer", "enum": [-1, 0, 16], "x-enum-varnames": names, "description": "How urgent it is",
        });
        assert_eq!(level, expected, "{version}");
    }
    // There parameters have no references.
    let document = app.get("/spec?version=2.0").await.expect(200).json();
    let all = document["paths"]["/look/{level}"]["get"]["parameters"]
        .as_array()
        .expect("parameters")
        .clone();
    let former = all
        .iter()
        .find(|parameter| parameter["name"] == "former")
        .expect("a parameter");
    assert_eq!(
        (
            &former["type"],
            &former["enum"],
            &former["default"],
            &former["x-enum-varnames"]
        ),
        (&json!("integer"), &json!([-1, 0, 16]), &json!(-1), &names)
    );
}

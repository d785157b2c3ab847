//! Checks of whole objects, wherever a client sends one.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::{ActiveModelTrait as _, ActiveValue};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Multipart as Sent, Reply, databases};

api! {
    /// Periods of time.
    api Calendar { title: "Calendar", version: "1", names: camel_case }

    /// From one day to another
    schema Period [null_shown, check(ordered, "`firstDay` is before `lastDay`"), check(rules::short, concat!("at most ", 9, " days"))] {
        first_day: i32 [min(0)],
        last_day: i32 [default(9)],
        note: Option<String> [len(0..=5)],
        nested: Option<Box<Period>>,
        set_at: Option<i32> [read_only],
    }

    schema Slots [check(some, "at least one of `slots`, `named` and `other` is there")] {
        slots: Vec<Period> [default_empty, len(0..=3)],
        named: HashMap<String, Period> [default_empty],
        other: Option<Other>,
    }

    /// The first that fits
    union Other { Span(Period), Loose(Loose) }

    /// Like a period, but unordered
    schema Loose { first_day: i32, last_day: i32 }

    /// A new plan
    schema NewPlan [check(rules::named, "`title` isn't `none`")] = plan::Create.pick(title, period) { owner: Option<String> }
    /// A changed plan
    schema PlanChange as "Plan.Change" [check(rules::changes, "something changes")] = plan::Update.omit(period) {}
    /// A part of a period; its checks stay there
    schema Day = Period.pick(first_day, last_day) {}

    /// With a file
    schema Upload [check(rules::matching, "`name` is the file's")] { name: String [len(1..=9)], tag: Option<String> [len(1..=3)], file: File }

    /// A plan
    resource Plan {
        path: "/plans",
        key: { id: i64 [auto_increment] },
        fields: { title: String, period: Json<Period>, other: Option<Json<Vec<Period>>> },
        envelope: { one: "plan", many: "plans" },
        ops: [list, create, create_many, read, update, put],
    }

    op slots(body: Slots) -> Slots { route: POST "/slots", envelope: { body: "slots" } }
    op period(body: Option<Period>) -> std::option::Option<Period> { route: POST "/period" }
    op form(body: Form<Day2>) -> Day2 { route: POST "/form" }
    op upload(body: Multipart<Upload>) -> String { route: POST "/upload" }
    op search(within: Json<Period>) -> Period { route: GET "/search" }
    op new_plan(body: NewPlan) -> NewPlan { route: POST "/new-plans" }
    op change(body: PlanChange) -> PlanChange { route: POST "/changes" }
    op day(body: Day) -> Day { route: POST "/days" }
    op other(body: Other) -> String { route: POST "/others" }
    op broken() -> Period { route: GET "/broken" }

    schema Day2 [check(rules::even, "both are even")] { first_day: i32, last_day: i32 }

    socket Feed {
        path: "/feed",
        rpc: { plan_period(payload: Period) -> Period },
        channels: { periods: { planned: Period } },
        allow: [subscribe, publish],
    }
}

fn ordered(period: &Period) -> Result<(), FieldErrors> {
    if period.first_day < period.last_day {
        Ok(())
    } else {
        Err(FieldErrors::of("lastDay", "isn't after `firstDay`"))
    }
}

fn some(slots: &Slots) -> Result<(), FieldErrors> {
    // Without a message, the text is one.
    if slots.slots.is_empty() && slots.named.is_empty() && slots.other.is_none() {
        Err(FieldErrors::new())
    } else {
        Ok(())
    }
}

mod rules {
    use super::*;

    pub(super) fn short(period: &Period) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        if period.last_day - period.first_day > 9 {
            errors.push("is too long");
            errors.at("nested", |errors| errors.push_at("note", "is no excuse"));
        }
        errors.into_result()
    }

    pub(super) fn named(plan: &NewPlan) -> Result<(), FieldErrors> {
        match plan.title.as_str() {
            "none" => Err(FieldErrors::of("title", "is none")),
            _ => Ok(()),
        }
    }

    pub(super) fn changes(change: &PlanChange) -> Result<(), FieldErrors> {
        match (&change.title, &change.other) {
            (ActiveValue::NotSet, ActiveValue::NotSet) => Err(FieldErrors::new()),
            _ => Ok(()),
        }
    }

    pub(super) fn matching(upload: &Upload) -> Result<(), FieldErrors> {
        match upload.file.name() {
            Some(name) if name == upload.name => Ok(()),
            _ => Err(FieldErrors::of("name", "isn't the file's")),
        }
    }

    pub(super) fn even(days: &Day2) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::new();
        for (name, day) in [("firstDay", days.first_day), ("lastDay", days.last_day)] {
            if day % 2 != 0 {
                errors.push_at(name, "is odd");
            }
        }
        errors.into_result()
    }
}

async fn slots(_: Ctx, body: Slots) -> Result<Slots, Error> {
    Ok(body)
}

async fn period(_: Ctx, body: Option<Period>) -> Result<Option<Period>, Error> {
    Ok(body)
}

async fn form(_: Ctx, body: Form<Day2>) -> Result<Day2, Error> {
    Ok(body.0)
}

async fn upload(_: Ctx, body: Multipart<Upload>) -> Result<String, Error> {
    Ok(body.0.name)
}

async fn search(_: Ctx, within: Json<Period>) -> Result<Period, Error> {
    Ok(within.0)
}

async fn new_plan(_: Ctx, body: NewPlan) -> Result<NewPlan, Error> {
    Ok(body)
}

async fn change(_: Ctx, body: PlanChange) -> Result<PlanChange, Error> {
    Ok(body)
}

async fn day(_: Ctx, body: Day) -> Result<Day, Error> {
    Ok(body)
}

async fn other(_: Ctx, body: Other) -> Result<String, Error> {
    Ok(match body {
        Other::Span(_) => "span".to_owned(),
        Other::Loose(_) => "loose".to_owned(),
    })
}

async fn plan_period(_: Ctx, _: Socket, payload: Period) -> Result<Period, Error> {
    Ok(payload)
}

/// Not in order.
fn backwards() -> Period {
    Period {
        first_day: 9,
        last_day: 1,
        note: None,
        nested: None,
        set_at: Some(1),
    }
}

async fn broken(_: Ctx) -> Result<Period, Error> {
    Ok(backwards())
}

async fn on_every_database(case: impl AsyncFn(&App)) {
    for database in databases().await {
        case(&App::start(Calendar::API, database).await).await;
    }
}

fn document() -> Value {
    serde_json::from_str(Calendar::openapi()).expect("JSON")
}

#[track_caller]
fn assert_errors(reply: Reply, expected: &[(&str, &str)]) {
    let reply = reply.expect(422);
    let errors = reply.errors();
    let errors: Vec<(&str, &str)> = errors
        .iter()
        .map(|(field, message)| (field.as_str(), message.as_str()))
        .collect();
    assert_eq!(errors, expected);
}

const ORDER: &str = "isn't after `firstDay`";

#[tokio::test]
async fn a_check_reports_at_the_paths_that_it_names() {
    on_every_database(async |app| {
        let reply = app.post("/period", json!({"firstDay": 9})).await;
        assert_errors(reply, &[("lastDay", ORDER)]);
        let reply = app.post("/period", json!({"firstDay": 0, "lastDay": 10})).await;
        assert_errors(reply, &[("", "is too long"), ("nested.note", "is no excuse")]);
        app.post("/period", json!({"firstDay": 8})).await.expect(200);
        app.post("/period", "null").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_check_runs_at_any_depth() {
    on_every_database(async |app| {
        let bad = json!({"firstDay": 2, "lastDay": 1});
        let good = json!({"firstDay": 1, "lastDay": 2});
        let body = json!({"slots": {"slots": [good, bad], "named": {"a": bad, "b": good}}});
        assert_errors(
            app.post("/slots", body).await,
            &[("slots.slots.1.lastDay", ORDER), ("slots.named.a.lastDay", ORDER)],
        );
        let nested = json!({"firstDay": 1, "nested": {"firstDay": 1, "nested": bad}});
        assert_errors(app.post("/period", nested).await, &[("nested.nested.lastDay", ORDER)]);
        app.post("/slots", json!({"slots": {"slots": [good]}}))
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_check_without_a_message_reports_its_text() {
    on_every_database(async |app| {
        let text = "at least one of `slots`, `named` and `other` is there";
        assert_errors(app.post("/slots", json!({"slots": {}})).await, &[("slots", text)]);
        assert_errors(app.post("/changes", json!({})).await, &[("", "something changes")]);
    })
    .await;
}

#[tokio::test]
async fn a_check_waits_until_all_properties_are_valid() {
    on_every_database(async |app| {
        let cases: [(Value, &[(&str, &str)]); 5] = [
            (
                json!({"firstDay": 9, "lastDay": 1, "note": "123456"}),
                &[("note", "too long (at most 5)")],
            ),
            (
                json!({"firstDay": 9, "lastDay": 1, "colour": 1}),
                &[("colour", "unknown field")],
            ),
            (
                json!({"firstDay": 9, "lastDay": 1, "setAt": 1}),
                &[("setAt", "unknown field")],
            ),
            (json!({"lastDay": -5}), &[("firstDay", "required")]),
            (
                json!({"firstDay": 9, "lastDay": 1, "nested": {"firstDay": 2, "lastDay": 1}}),
                &[("nested.lastDay", ORDER)],
            ),
        ];
        for (sent, expected) in cases {
            assert_errors(app.post("/period", sent).await, expected);
        }
        // Those of one item say nothing of the next.
        let slots = json!([{"firstDay": "x"}, {"firstDay": 9, "lastDay": 1}]);
        assert_errors(
            app.post("/slots", json!({"slots": {"slots": slots}})).await,
            &[
                ("slots.slots.0.firstDay", "not an integer"),
                ("slots.slots.1.lastDay", ORDER),
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn forms_are_checked() {
    on_every_database(async |app| {
        let form = |first: &'static str, last| {
            app.request("POST", "/form")
                .form([("firstDay", first), ("lastDay", last)])
        };
        assert_errors(form("1", "3").await, &[("firstDay", "is odd"), ("lastDay", "is odd")]);
        assert_errors(form("1", "x").await, &[("lastDay", "not an integer")]);
        form("2", "4").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn forms_with_files_are_checked() {
    on_every_database(async |app| {
        let send = |form: Sent| app.request("POST", "/upload").multipart(&form);
        let form = |name| {
            Sent::new()
                .text("name", name)
                .file("file", "a.txt", "text/plain", "hello")
        };
        assert_errors(send(form("b.txt")).await, &[("name", "isn't the file's")]);
        send(form("a.txt")).await.expect(200);
        assert_errors(
            send(form("b.txt").text("tag", "long")).await,
            &[("tag", "too long (at most 3)")],
        );
        // A part that is refused before is as if it weren't there, which no check must take for the whole.
        let not_text = form("b.txt").part("Content-Disposition: form-data; name=\"tag\"", [0xff]);
        assert_errors(send(not_text).await, &[("tag", "not text in UTF-8")]);
    })
    .await;
}

#[tokio::test]
async fn parameters_are_checked() {
    on_every_database(async |app| {
        let search = |period: &str| app.get(&format!("/search?within={}", period.replace('"', "%22")));
        assert_errors(search(r#"{"firstDay":9}"#).await, &[("within.lastDay", ORDER)]);
        search(r#"{"firstDay":1}"#).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn columns_of_requests_are_checked() {
    on_every_database(async |app| {
        let bad = json!({"firstDay": 9, "lastDay": 1});
        let good = json!({"firstDay": 1, "lastDay": 9});
        let plan = |period: &Value| json!({"plan": {"title": "a", "period": period}});
        let at = [("plan.period.lastDay", ORDER)];
        assert_errors(app.post("/plans", plan(&bad)).await, &at);
        let plans =
            json!({"plans": [{"title": "a", "period": good}, {"title": "b", "period": good, "other": [good, bad]}]});
        assert_errors(
            app.post("/plans/bulk", plans).await,
            &[("plans.1.other.1.lastDay", ORDER)],
        );
        app.post("/plans", plan(&good)).await.expect(201);
        let change = json!({"plan": {"period": bad}});
        assert_errors(app.patch("/plans/1", change).await, &at);
        assert_errors(app.put("/plans/1", plan(&bad)).await, &at);
        app.put("/plans/1", plan(&good)).await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn stored_rows_are_not_checked() {
    on_every_database(async |app| {
        let row = plan::ActiveModel {
            title: Set("old".to_owned()),
            period: Set(Json(backwards())),
            other: Set(Some(Json(vec![backwards()]))),
            ..Default::default()
        };
        let row = row.insert(app.database().connection()).await.expect("a row");
        assert_eq!(row.period.0, backwards());
        let stored = json!({"firstDay": 9, "lastDay": 1, "note": null, "nested": null, "setAt": 1});
        let reply = app.get("/plans/1").await.expect(200);
        assert_eq!(reply.json()["plan"]["period"], stored);
        app.get("/plans").await.expect(200);
        let reply = app
            .patch("/plans/1", json!({"plan": {"title": "new"}}))
            .await
            .expect(200);
        assert_eq!(reply.json()["plan"]["other"], json!([stored]));
        // What the row keeps isn't checked either.
        let good = json!({"plan": {"period": {"firstDay": 1, "lastDay": 2}}});
        let reply = app.patch("/plans/1", good).await.expect(200);
        assert_eq!(reply.json()["plan"]["period"]["setAt"], 1);
        app.get("/broken").await.expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_schema_made_of_another_has_checks_of_its_own() {
    on_every_database(async |app| {
        let period = json!({"firstDay": 1});
        let reply = app.post("/new-plans", json!({"title": "none", "period": period})).await;
        assert_errors(reply, &[("title", "is none")]);
        let reply = app
            .post("/new-plans", json!({"title": "none", "period": {"firstDay": 9}}))
            .await;
        assert_errors(reply, &[("period.lastDay", ORDER)]);
        app.post("/new-plans", json!({"title": "a", "period": period}))
            .await
            .expect(200);
        app.post("/changes", json!({"title": "a"})).await.expect(200);
        // What it is made of has its own type, and checks of that.
        app.post("/days", json!({"firstDay": 9, "lastDay": 1}))
            .await
            .expect(200);
    })
    .await;
}

#[tokio::test]
async fn a_variant_whose_check_fails_does_not_fit() {
    on_every_database(async |app| {
        let which = async |first: i32| {
            app.post("/others", json!({"firstDay": first, "lastDay": 5}))
                .await
                .expect(200)
                .json()
        };
        assert_eq!(which(1).await, "span");
        assert_eq!(which(9).await, "loose");
        let reply = app
            .post("/others", json!({"firstDay": 9, "lastDay": 5, "note": "a"}))
            .await
            .expect(422);
        assert_eq!(reply.errors().len(), 1, "{}", reply.text());
    })
    .await;
}

#[tokio::test]
async fn payloads_and_messages_are_checked() {
    on_every_database(async |app| {
        let mut socket = app.socket("/feed").await;
        let bad = json!({"firstDay": 9, "lastDay": 1});
        let error = socket.call("plan_period", bad.clone()).await;
        assert_eq!(
            error["errors"],
            json!([{"field": "lastDay", "message": ORDER}]),
            "{error}"
        );
        let error = socket
            .call(
                "publish",
                json!({"channel": "periods", "event": "planned", "data": bad}),
            )
            .await;
        assert_eq!(
            error["errors"],
            json!([{"field": "data.lastDay", "message": ORDER}]),
            "{error}"
        );
        let good = json!({"firstDay": 1, "lastDay": 2});
        socket
            .call(
                "publish",
                json!({"channel": "periods", "event": "planned", "data": good}),
            )
            .await;
        let answer = socket.call("plan_period", good).await;
        assert_eq!(answer["lastDay"], 2, "{answer}");
    })
    .await;
}

#[test]
fn serde_reads_what_was_written() {
    let json = serde_json::to_value(backwards()).expect("JSON");
    let period: Period = serde_json::from_value(json).expect("a period, whatever its checks say");
    assert_eq!(period, backwards());
}

#[test]
fn the_documents_say_what_requests_must_fulfil() {
    let openapi = document();
    let asyncapi: Value = serde_json::from_str(Calendar::asyncapi()).expect("JSON");
    let texts = "`firstDay` is before `lastDay`\n\nat most 9 days";
    for (document, component, description) in [
        (&openapi, "Period", Some("From one day to another".to_owned())),
        (
            &openapi,
            "PeriodRequest",
            Some(format!("From one day to another\n\n{texts}")),
        ),
        (
            &openapi,
            "SlotsRequest",
            Some("at least one of `slots`, `named` and `other` is there".to_owned()),
        ),
        (&openapi, "Slots", None),
        (
            &openapi,
            "NewPlanRequest",
            Some("A new plan\n\n`title` isn't `none`".to_owned()),
        ),
        (
            &openapi,
            "Plan.ChangeRequest",
            Some("A changed plan\n\nsomething changes".to_owned()),
        ),
        (
            &openapi,
            "Upload",
            Some("With a file\n\n`name` is the file's".to_owned()),
        ),
        (
            &openapi,
            "DayRequest",
            Some("A part of a period; its checks stay there".to_owned()),
        ),
        (
            &asyncapi,
            "PeriodRequest",
            Some(format!("From one day to another\n\n{texts}")),
        ),
        (&asyncapi, "Period", Some("From one day to another".to_owned())),
    ] {
        let schema = &document["components"]["schemas"][component];
        assert!(schema.is_object(), "{component}: {document}");
        assert_eq!(
            schema["description"].as_str().map(str::to_owned),
            description,
            "{component}"
        );
    }
}

//! Statuses of success: `success: 202`, and `-> Ok<Task> | Accepted<Job> | NoContent`.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// A kitchen
    api Kitchen { title: "Kitchen", version: "1.0.0", base_path: "/v1" }

    /// A dish
    schema Dish { name: String }

    /// What will be cooked
    schema Order { number: i32 [range(1..=9)] }

    /// Cook, later
    op cook(body: Order) -> Order { route: POST "/cook", success: 202 }
    /// Clean, later
    op clean() { route: POST "/clean", success: 202 }
    /// Note a dish
    op note_dish() -> Dish { route: POST "/notes", success: 201 }
    /// Whatever is there
    op peek() -> Vec<Dish> { route: GET "/peek", success: 203 }
    /// A created dish, without the usual status
    op make() -> Created<Dish> { route: PUT "/make", success: 200 }
    /// Smell
    op smell() -> ByteStream { route: GET "/smell", success: 203, produces: "text/plain" }

    /// Serve what there is
    op serve_dish(number: i32) -> Ok<Vec<Dish>> | Created<Dish> | Accepted<Order> | NoContent {
        route: POST "/serve/{number}",
        errors: { 410: "eaten" },
    }
    /// Pour, or say what is there
    op pour(full: bool) -> Ok<Dish> | Accepted<ByteStream> { route: GET "/pour", produces: "text/plain" }
    /// Wait
    op wait(number: i32) -> Accepted | Ok<Dish> { route: GET "/wait/{number}", errors: WaitError { Closed = 410 "closed" } }
}

async fn cook(_: Ctx, body: Order) -> Result<Order, Error> {
    Ok(body)
}

async fn clean(_: Ctx) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn note_dish(_: Ctx) -> Result<Dish, Error> {
    Ok(dish())
}

async fn peek(_: Ctx) -> Result<Vec<Dish>, Error> {
    Ok(vec![dish()])
}

async fn make(_: Ctx) -> Result<Created<Dish>, Error> {
    Ok(Created::new(dish()).at("/dishes/1"))
}

async fn smell(_: Ctx) -> Result<ByteStream, Error> {
    Ok(ByteStream::new(futures::stream::iter([Ok::<_, std::io::Error>(
        "roast",
    )])))
}

async fn serve_dish(_: Ctx, number: i32) -> Result<ServeDishReply, Error> {
    Ok(match number {
        0 => ServeDishReply::NoContent,
        1 => ServeDishReply::Ok(vec![dish()]),
        2 => ServeDishReply::Created(Created::new(dish()).at("/dishes/2")),
        3 => ServeDishReply::Accepted(Order { number }),
        _ => return Err(Error::status(410, "eaten")),
    })
}

async fn pour(_: Ctx, full: bool) -> Result<PourReply, Error> {
    Ok(if full {
        PourReply::Accepted(ByteStream::from("tea"))
    } else {
        PourReply::Ok(dish())
    })
}

async fn wait(_: Ctx, number: i32) -> Result<WaitReply, WaitError> {
    match number {
        0 => Ok(WaitReply::Accepted),
        1 => Ok(WaitReply::Ok(dish())),
        _ => Err(WaitError::Closed),
    }
}

fn dish() -> Dish {
    Dish {
        name: "Soup".to_owned(),
    }
}

#[tokio::test]
async fn a_reply_has_the_status_that_its_op_declares() {
    for database in databases().await {
        let app = App::start(Kitchen::API, database).await;
        let order = json!({"number": 1});
        assert_eq!(app.post("/v1/cook", &order).await.expect(202).json(), order);
        app.post("/v1/cook", json!({"number": 10})).await.expect(422);
        assert_eq!(app.post("/v1/clean", "").await.expect(202).bytes().len(), 0);
        app.post("/v1/notes", "").await.expect(201);
        assert_eq!(app.get("/v1/peek").await.expect(203).json(), json!([{"name": "Soup"}]));
        app.request("HEAD", "/v1/peek").await.expect(203);
        let made = app.put("/v1/make", "").await.expect(200);
        assert!(
            made.header("Location")
                .is_some_and(|location| location.ends_with("/v1/dishes/1"))
        );
        assert_eq!(app.get("/v1/smell").await.expect(203).text(), "roast");
    }
}

#[tokio::test]
async fn a_handler_chooses_one_of_several_replies() {
    for database in databases().await {
        let app = App::start(Kitchen::API, database).await;
        assert_eq!(app.post("/v1/serve/0", "").await.expect(204).bytes().len(), 0);
        assert_eq!(
            app.post("/v1/serve/1", "").await.expect(200).json(),
            json!([{"name": "Soup"}])
        );
        let created = app.post("/v1/serve/2", "").await.expect(201);
        assert!(
            created
                .header("Location")
                .is_some_and(|location| location.ends_with("/v1/dishes/2"))
        );
        assert_eq!(
            app.post("/v1/serve/3", "").await.expect(202).json(),
            json!({"number": 3})
        );
        app.post("/v1/serve/4", "").await.expect(410);
        assert_eq!(app.get("/v1/wait/0").await.expect(202).bytes().len(), 0);
        assert_eq!(app.get("/v1/wait/1").await.expect(200).json(), json!({"name": "Soup"}));
        app.get("/v1/wait/2").await.expect(410);
    }
}

#[tokio::test]
async fn bytes_among_several_replies_have_the_declared_type() {
    for database in databases().await {
        let app = App::start(Kitchen::API, database).await;
        let poured = app.get("/v1/pour?full=true").await.expect(202);
        assert_eq!(
            (poured.text(), poured.header("Content-Type")),
            ("tea", Some("text/plain"))
        );
        let told = app.get("/v1/pour?full=false").await.expect(200);
        assert_eq!(told.header("Content-Type"), Some("application/json"));
    }
    let document: Value = serde_json::from_str(Kitchen::openapi()).unwrap();
    let replies = &document["paths"]["/pour"]["get"]["responses"];
    assert_eq!(replies["202"]["content"], json!({"text/plain": {}}));
    assert!(replies["200"]["content"].get("application/json").is_some());
}

#[test]
fn the_document_lists_each_with_its_schema() {
    let document: Value = serde_json::from_str(Kitchen::openapi()).unwrap();
    let replies = |method: &str, path: &str| document["paths"][path][method]["responses"].clone();
    let json_of = |reply: &Value| reply["content"]["application/json"]["schema"].clone();
    let dish = json!({"$ref": "#/components/schemas/Dish"});

    let served = replies("post", "/serve/{number}");
    let statuses: Vec<String> = served.as_object().unwrap().keys().take(4).cloned().collect();
    assert_eq!(statuses, ["200", "201", "202", "204"]);
    assert_eq!(json_of(&served["200"]), json!({"type": "array", "items": dish}));
    assert_eq!(json_of(&served["201"]), dish);
    assert_eq!(
        served["201"]["headers"]["Location"]["$ref"],
        "#/components/headers/Location"
    );
    assert_eq!(json_of(&served["202"]), json!({"$ref": "#/components/schemas/Order"}));
    assert_eq!(served["202"]["description"], "Accepted");
    assert!(served["204"].get("content").is_none());

    assert_eq!(
        replies("get", "/wait/{number}")["202"],
        json!({"description": "Accepted"})
    );
    assert_eq!(replies("post", "/clean")["202"], json!({"description": "Accepted"}));
    assert!(replies("post", "/clean").get("204").is_none());
    // It is in requests and in a reply, and has a view for each.
    assert_eq!(
        json_of(&replies("post", "/cook")["202"]),
        json!({"$ref": "#/components/schemas/Order"})
    );
    assert!(document["components"]["schemas"].get("OrderRequest").is_some());
    assert_eq!(json_of(&replies("post", "/notes")["201"]), dish);
    assert!(replies("get", "/smell")["203"]["content"].get("text/plain").is_some());
}

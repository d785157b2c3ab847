//! `write`: what clients can't see or may not write stays as it is, and requests that create the same rows don't deadlock.

use futures::future::join_all;
use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// A catalogue that many keep.
    api Archive {
        title: "Archive",
        version: "1.0.0",
        security: {
            /// Name of a keeper
            bearer: Bearer::new() = check_keeper,
        },
        access: public | bearer,
    }

    /// What is kept
    resource Item {
        table: "items",
        path: "/items",
        key: { id: i64 },
        fields: { title: String },
        relations: {
            labels: [Label] = ItemLabel(item_id, label_id) [limit(100), shown_as(name), create_missing(name)],
            subjects: [Subject] = ItemSubject(item_id, subject_id) [limit(100), shown_as(name), create_missing(name)],
            rooms: [Room] = ItemRoom(item_id, room_id) [limit(100)],
            marks: [Mark] = item_id [limit(100)],
            stamps: [Stamp] = item_id [limit(100)],
        },
        include: [labels, rooms],
        envelope: { one: "item", many: "items" },
        write: [labels, subjects, rooms, marks, stamps],
        ops: [create, create_many, read, update, put],
    }

    /// A word, which anybody may add
    resource Label {
        table: "labels",
        path: "/labels",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
        ops: [list],
    }

    /// The labels of an item
    resource ItemLabel { table: "item_labels", key: { item_id: i64, label_id: i64 } }

    /// A subject, which only the board may add, many at a time
    resource Subject {
        table: "subjects",
        path: "/subjects",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
        access: { list: public, create_many: bearer[board] },
        ops: [list, create_many],
    }

    /// The subjects of an item, which only the board may take away
    resource ItemSubject {
        table: "item_subjects",
        path: "/item-subjects",
        key: { item_id: i64, subject_id: i64 },
        access: { list: public, delete_many: bearer[board] },
        ops: [list, delete_many],
    }

    /// A room, which only its keeper sees
    resource Room {
        table: "rooms",
        path: "/rooms",
        key: { id: i64 },
        fields: { keeper: String },
        owner: keeper,
        access: bearer,
        ops: [create, list],
    }

    /// Where items are
    resource ItemRoom {
        table: "item_rooms",
        path: "/item-rooms",
        key: { item_id: i64, room_id: i64 },
        ops: [list],
    }

    /// A mark of an item, which no other has
    resource Mark {
        table: "marks",
        key: { id: i64 [auto_increment] },
        fields: { item_id: i64 [references(Item)], code: String [unique] },
    }

    /// A stamp on an item, which only the board may put there
    resource Stamp {
        table: "stamps",
        path: "/stamps",
        key: { id: i64 },
        fields: { item_id: i64 [references(Item)], text: String },
        access: { list: public, put: bearer[board] },
        ops: [list, put],
    }
}

async fn check_keeper(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(name) if name.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(name) => Ok(Principal::new(name.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// Ann keeps room 1, Bob room 2.
async fn archive(database: Database) -> App {
    let app = App::start_with(Archive::API, database, Settings::default()).await;
    for (id, keeper) in [(1, "ann"), (2, "bob")] {
        app.post("/rooms", json!({ "id": id })).bearer(keeper).await.expect(201);
    }
    app
}

fn item(id: u32, more: &Value) -> Value {
    let mut item = json!({ "id": id, "title": "Vase" });
    for (name, value) in more.as_object().expect("an object") {
        item[name] = value.clone();
    }
    json!({ "item": item })
}

async fn count(app: &App, path: &str) -> usize {
    app.get(path).await.expect(200).json().as_array().map_or(0, Vec::len)
}

#[tokio::test]
async fn a_set_is_replaced_as_far_as_the_client_sees_it() {
    for database in databases().await {
        let app = archive(database).await;
        app.post("/items", item(1, &json!({ "rooms": [2] })))
            .bearer("bob")
            .await
            .expect(201);
        for body in [json!({ "rooms": [1] }), json!({ "rooms": [] }), json!({ "rooms": [1] })] {
            let body = json!({ "item": body });
            app.patch("/items/1", body).bearer("ann").await.expect(200);
        }
        assert_eq!(count(&app, "/item-rooms").await, 2);
        let rooms = async |user: &str| {
            let read = app.get("/items/1?include=rooms").bearer(user).await.expect(200).json();
            read["item"]["rooms"].clone()
        };
        assert_eq!(rooms("ann").await, json!([{ "id": 1, "keeper": "ann" }]));
        assert_eq!(rooms("bob").await, json!([{ "id": 2, "keeper": "bob" }]));
        // Nobody without credentials sees rooms, so such a request leaves them as they are, and can name none.
        app.put("/items/1", item(1, &json!({}))).await.expect(200);
        let refused = app
            .patch("/items/1", json!({ "item": { "rooms": [1] } }))
            .await
            .expect(422);
        assert_eq!(refused.errors()[0].0, "item.rooms.0");
        assert_eq!(count(&app, "/item-rooms").await, 2);
        app.put("/items/1", item(1, &json!({}))).bearer("bob").await.expect(200);
        assert_eq!(count(&app, "/item-rooms").await, 1);
    }
}

#[tokio::test]
async fn the_rules_of_bulk_operations_and_put_hold_for_related_rows() {
    for database in databases().await {
        let app = archive(database).await;
        for more in [
            json!({ "subjects": ["clay"] }),
            json!({ "stamps": [{ "id": 1, "text": "sold" }] }),
        ] {
            app.post("/items", item(1, &more)).bearer("ann").await.expect(403);
            app.post("/items", item(1, &more)).await.expect(403);
        }
        app.get("/items/1").await.expect(404);
        let all = json!({ "subjects": ["clay"], "stamps": [{ "id": 1, "text": "sold" }] });
        app.post("/items", item(1, &all)).bearer("board").await.expect(201);
        let none = json!({ "item": { "subjects": [] } });
        app.patch("/items/1", &none).bearer("ann").await.expect(403);
        assert_eq!(count(&app, "/item-subjects").await, 1);
        app.patch("/items/1", &none).bearer("board").await.expect(200);
        assert_eq!(
            (count(&app, "/item-subjects").await, count(&app, "/stamps").await),
            (0, 1)
        );
    }
}

#[tokio::test]
async fn a_list_names_no_more_rows_than_replies_show() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.bulk_limit = 150;
        let app = App::start_with(Archive::API, database, settings).await;
        let names = |count: usize| (0..count).map(|at| format!("label {at}")).collect::<Vec<_>>();
        let refused = app
            .post("/items", item(1, &json!({ "labels": names(101) })))
            .await
            .expect(422);
        assert_eq!(
            refused.errors(),
            [("item.labels".to_owned(), "too long (at most 100)".to_owned())]
        );
        app.post("/items", item(1, &json!({ "labels": names(100) })))
            .await
            .expect(201);
        let read = app.get("/items/1?include=labels").await.expect(200).json();
        assert_eq!(read["item"]["labels"].as_array().map(Vec::len), Some(100));
        let document = app.get("/openapi.json").await.json();
        let properties = &document["components"]["schemas"]["ItemCreate"]["properties"];
        assert_eq!(
            (&properties["labels"]["maxItems"], &properties["marks"]["maxItems"]),
            (&json!(100), &json!(150))
        );
    }
}

#[tokio::test]
async fn a_conflict_of_a_related_row_has_its_path() {
    for database in databases().await {
        let app = archive(database).await;
        let marked = json!({ "marks": [{ "code": "A" }] });
        app.post("/items", item(1, &marked)).await.expect(201);
        let detail = |reply: &Value| reply["detail"].clone();
        let one = app.post("/items", item(2, &marked)).await.expect(409).json();
        assert_eq!(detail(&one), "item.marks.code already exists");
        let items = json!({ "items": [item(3, &json!({}))["item"], item(4, &marked)["item"]] });
        let many = app.post("/items/bulk", items).await.expect(409).json();
        assert_eq!(detail(&many), "items.1.marks.code already exists");
        let own = app.post("/items", item(1, &json!({}))).await.expect(409).json();
        assert_eq!(detail(&own), "item.id already exists");
    }
}

#[tokio::test]
async fn requests_that_create_the_same_rows_do_not_deadlock() {
    for database in databases().await {
        let app = archive(database).await;
        let names = |reversed: bool| {
            let mut names: Vec<String> = (0..40).map(|at| format!("label {at}")).collect();
            if reversed {
                names.reverse();
            }
            names
        };
        let single = (1..=6).map(|id| app.post("/items", item(id, &json!({ "labels": names(id % 2 == 0) }))));
        // Each item of a bulk request has other names, in the opposite order.
        let bulk = (1..=4).map(|request| {
            let mut names = names(request % 2 == 0);
            let items: Vec<Value> = names
                .drain(..)
                .enumerate()
                .map(|(at, name)| {
                    item(
                        request * 100 + u32::try_from(at).expect("few"),
                        &json!({ "labels": [name] }),
                    )["item"]
                        .clone()
                })
                .collect();
            app.post("/items/bulk", json!({ "items": items }))
        });
        for reply in join_all(single.chain(bulk).map(IntoFuture::into_future)).await {
            reply.expect(201);
        }
        assert_eq!(count(&app, "/labels?limit=100").await, 40);
        // Of two changes of one item, one with a field and one with the labels alone, one waits for the other.
        let changes = (0..8).map(|at| {
            let more = json!({ "labels": ["new", format!("new {}", at / 2)] });
            let body = if at % 2 == 0 {
                more
            } else {
                item(1, &more)["item"].clone()
            };
            app.patch("/items/1", json!({ "item": body }))
        });
        for reply in join_all(changes.map(IntoFuture::into_future)).await {
            reply.expect(200);
        }
    }
}

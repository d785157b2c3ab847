//! Fields that replies with one row have and rows in lists don't: `body: String [not_in_lists]`.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Essays.
    api Essays { title: "Essays", version: "1", docs: optional }

    /// An essay
    resource Essay {
        table: "essays",
        path: "/essays",
        key: { id: i64 [auto_increment] },
        fields: {
            title: String,
            body: String [not_in_lists, len(1..=100)],
            sources: Option<String> [not_in_lists, null_shown],
        },
        filters: { body: [contains] },
        search: [body],
        order: [body, title],
        relations: { replies: [Reply] = essay_id [limit(5)] },
        include: [replies],
        computed: { replies_count: count(replies) },
        ops: [list, create, create_many, read, update, put],
    }

    /// What is said about an essay
    resource Reply {
        table: "replies",
        path: "/replies",
        key: { id: i64 [auto_increment] },
        fields: { essay_id: i64 [references(Essay)], text: String [not_in_lists], at: i32 },
        relations: { essay: Essay = essay_id },
        include: [essay],
        ops: [list(cursor(-at)), create],
    }

    /// Essays with a short body
    op short_essays(query: essay::Query) -> Page<Essay> { route: GET "/essays/short" }
    /// The same, read by hand
    op read_essays(query: essay::Query) -> Page<Essay> { route: GET "/essays/read" }
}

async fn short_essays(ctx: Ctx, query: essay::Query) -> Result<Page<Essay>, Error> {
    query
        .page(&ctx, essay::Entity::find().filter(essay::Column::Body.ne("long")))
        .await
}

async fn read_essays(ctx: Ctx, query: essay::Query) -> Result<Page<Essay>, Error> {
    let rows = query.select(&ctx, essay::Entity::find())?.all(&ctx.db()).await?;
    Ok(query.answer(&rows, rows.len() as u64))
}

fn required<'d>(document: &'d Value, component: &str) -> (Vec<&'d str>, Vec<&'d str>) {
    let schema = &document["components"]["schemas"][component];
    let properties = schema["properties"].as_object().expect("properties");
    let required = schema["required"].as_array().expect("required").iter();
    (
        properties.keys().map(String::as_str).collect(),
        required.filter_map(Value::as_str).collect(),
    )
}

#[test]
fn the_document_has_a_component_for_rows_in_lists() {
    let document: Value = serde_json::from_str(Essays::openapi()).expect("JSON");
    let (properties, names) = required(&document, "EssayItem");
    assert_eq!(properties, ["id", "replies", "replies_count", "title"]);
    assert_eq!(names, ["id", "title"]);
    let (properties, names) = required(&document, "Essay");
    assert_eq!(
        properties,
        ["body", "id", "replies", "replies_count", "sources", "title"]
    );
    assert_eq!(names, ["id", "title", "body", "sources"]);
    let items = |path: &str| {
        let reply = &document["paths"][path]["get"]["responses"]["200"];
        reply["content"]["application/json"]["schema"]["items"]["$ref"].clone()
    };
    for path in ["/essays", "/essays/short", "/essays/read"] {
        assert_eq!(items(path), "#/components/schemas/EssayItem", "{path}");
    }
    assert_eq!(items("/replies"), "#/components/schemas/ReplyItem");
    let created = &document["paths"]["/essays/bulk"]["post"]["responses"]["201"];
    assert_eq!(
        created["content"]["application/json"]["schema"]["items"]["$ref"],
        "#/components/schemas/Essay"
    );
}

#[tokio::test]
async fn lists_leave_it_out_and_other_replies_have_it() {
    for database in databases().await {
        let app = App::start(Essays::API, database).await;
        let first = json!({"id": 1, "title": "A", "body": "long", "sources": null, "replies_count": 0});
        let new = json!({"title": "A", "body": "long"});
        assert_eq!(app.post("/essays", &new).await.expect(201).json(), first);
        let more = app
            .post("/essays/bulk", json!([{"title": "B", "body": "a"}]))
            .await
            .expect(201);
        assert_eq!(more.json()[0]["body"], "a");
        app.post("/replies", json!({"essay_id": 1, "text": "so", "at": 1}))
            .await
            .expect(201);
        app.post("/replies", json!({"essay_id": 2, "text": "no", "at": 2}))
            .await
            .expect(201);
        assert_eq!(app.get("/essays/1").await.expect(200).json()["body"], "long");
        assert_eq!(
            app.patch("/essays/1", json!({"title": "C"})).await.expect(200).json()["body"],
            "long"
        );

        let list = async |path: &str| app.get(path).await.expect(200).json();
        let (one, two) = (
            json!({"id": 1, "title": "C", "replies_count": 1}),
            json!({"id": 2, "title": "B", "replies_count": 1}),
        );
        assert_eq!(list("/essays").await, json!([one, two]));
        // The client may still look for it.
        assert_eq!(list("/essays?order_by=body").await, json!([two, one]));
        assert_eq!(list("/essays?body:contains=on").await, json!([one]));
        assert_eq!(list("/essays?search=long").await, json!([one]));
        assert_eq!(list("/essays/short").await, json!([two]));
        // Related rows are whole, and so are those that a handler has read.
        let related = list("/essays?include=replies&limit=1").await;
        assert_eq!(related[0]["replies"][0]["text"], "so");
        assert_eq!(list("/replies?include=essay&limit=1").await[0]["essay"]["body"], "a");
        assert_eq!(list("/essays/read").await[1]["body"], "a");
        assert_eq!(
            list("/replies").await,
            json!([{"id": 2, "essay_id": 2, "at": 2}, {"id": 1, "essay_id": 1, "at": 1}])
        );
    }
}

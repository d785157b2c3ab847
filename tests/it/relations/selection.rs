//! `fields`: the properties that requests select.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

use crate::support::link;

api! {
    /// Pictures and who painted them.
    api Gallery {
        title: "Gallery",
        version: "1.0.0",
        contact: { name: "API Support", url: "https://example.com/support", email: "support@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        tags: { Pictures: "What hangs where" },
        security: {
            /// Name of a painter
            bearer: Bearer::new() = check_painter,
        },
        access: public | bearer,
    }

    /// Where pictures hang
    enum Floor { Ground = "ground", First = "first" }

    /// Who paints
    resource Painter {
        table: "painters",
        path: "/painters",
        tag: Pictures,
        key: { id: i64 },
        fields: {
            name: String,
            user: String,
            email: String [access(owner)],
            secret: String [hidden, default("x")],
            gallery_id: Option<i64> [references(House)],
        },
        owner: user,
        others: [list, read],
        access: { create: bearer },
        relations: { house: House = gallery_id, pictures: [Picture] = painter_id [order(-title), limit(2)] },
        include: [house, pictures],
        computed: { pictures_count: count(pictures) },
        select: fields,
        ops: [list(offset(name)), create, read],
    }

    /// Where painters show pictures
    resource House {
        table: "houses",
        path: "/houses",
        tag: Pictures,
        key: { id: i64 },
        fields: { town: String },
        ops: [create],
    }

    /// A picture
    resource Picture {
        table: "pictures",
        path: "/pictures",
        tag: Pictures,
        key: { id: i64 },
        fields: {
            title: String,
            price: Option<i32> [null_shown],
            floor: Floor [default("ground")],
            story: Option<String> [not_in_lists],
            painter_id: i64 [references(Painter)],
        },
        filters: {
            price: [ge],
            /// By these painters
            painter.name: [eq, ne] [name("by")],
            visits.minutes: [ge] [name("longVisit")],
        },
        any: filters,
        relations: {
            painter: Painter = painter_id,
            labels: [Label] = PictureLabel(picture_id, label_id) [order(text), limit(3), shown_as(text)],
            visits: [Visit] = picture_id [limit(5)],
        },
        include: [painter.house, visits],
        default_include: [labels],
        computed: { visits_count: count(visits), dear: bool = is_dear },
        order: [title, visits_count],
        select: fields,
        envelope: { one: "picture", many: "pictures", total: "count" },
        ops: [list, create, read, update],
    }

    /// A word on a picture
    resource Label {
        table: "labels",
        path: "/labels",
        tag: Pictures,
        key: { id: i64 },
        fields: { text: String },
        ops: [create],
    }

    /// Which pictures have which label
    resource PictureLabel {
        table: "picture_labels",
        path: "/picture-labels",
        tag: Pictures,
        key: { picture_id: i64, label_id: i64 },
        ops: [create],
    }

    /// Who looked at a picture
    resource Visit {
        table: "visits",
        path: "/visits",
        tag: Pictures,
        key: { id: i64 },
        fields: { picture_id: i64 [references(Picture)], minutes: i32 },
        select: fields,
        ops: [create, list(cursor(-minutes))],
    }
}

async fn check_painter(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(name) => Ok(Principal::new(name.expose())),
        _ => Err(Error::Unauthorized),
    }
}

fn is_dear(viewer: Viewer<'_>) -> warp_openapi::sea_orm::sea_query::Expr {
    use warp_openapi::sea_orm::sea_query::ExprTrait as _;
    viewer
        .column(picture::Column::Price)
        .gt(100)
        .and(viewer.column(picture::Column::Price).is_not_null())
}

async fn gallery(database: Database) -> App {
    let app = App::start_with(Gallery::API, database, Settings::default()).await;
    let rows = [
        ("/houses", json!({ "id": 1, "town": "Rome" })),
        (
            "/painters",
            json!({ "id": 1, "name": "Ann", "email": "ann@x", "gallery_id": 1 }),
        ),
        (
            "/pictures",
            json!({ "picture": { "id": 1, "title": "Sea", "price": 200, "story": "long", "painter_id": 1 } }),
        ),
        (
            "/pictures",
            json!({ "picture": { "id": 2, "title": "Air", "painter_id": 1 } }),
        ),
        ("/labels", json!({ "id": 1, "text": "blue" })),
        ("/picture-labels", json!({ "picture_id": 1, "label_id": 1 })),
        ("/visits", json!({ "id": 1, "picture_id": 1, "minutes": 4 })),
        ("/visits", json!({ "id": 2, "picture_id": 1, "minutes": 9 })),
    ];
    for (path, row) in rows {
        app.post(path, row).bearer("ann").await.expect(201);
    }
    app
}

async fn get(app: &App, path: &str) -> Value {
    app.get(path).await.expect(200).json()
}

#[track_caller]
fn case(found: &Value, expected: &Value) {
    assert_eq!(found, expected);
}

#[tokio::test]
async fn a_reply_shows_the_properties_that_the_request_names_and_no_others() {
    for database in databases().await {
        let app = gallery(database).await;
        for (fields, picture) in [
            ("title", json!({ "title": "Sea" })),
            ("story,id", json!({ "id": 1, "story": "long" })),
            ("labels", json!({ "labels": ["blue"] })),
            ("visits_count,dear", json!({ "visits_count": 2, "dear": true })),
            (
                "title,painter.name",
                json!({ "title": "Sea", "painter": { "name": "Ann" } }),
            ),
            (
                "painter.house",
                json!({ "painter": { "house": { "id": 1, "town": "Rome" } } }),
            ),
            (
                "painter.house.town,painter.pictures_count",
                json!({ "painter": { "pictures_count": 2, "house": { "town": "Rome" } } }),
            ),
            (
                "visits.minutes",
                json!({ "visits": [{ "minutes": 4 }, { "minutes": 9 }] }),
            ),
            (
                "painter",
                json!({ "painter": { "id": 1, "name": "Ann", "user": "ann", "gallery_id": 1, "pictures_count": 2 } }),
            ),
        ] {
            let read = get(&app, &format!("/pictures/1?fields={fields}")).await;
            case(&read, &json!({ "picture": picture }));
            if !fields.contains("story") {
                let page = get(&app, &format!("/pictures?order_by=-title&limit=1&fields={fields}")).await;
                case(&page, &json!({ "pictures": [picture], "count": 2 }));
            }
        }
    }
}

#[tokio::test]
async fn rows_of_which_nothing_can_be_shown_are_still_there() {
    for database in databases().await {
        let app = gallery(database).await;
        // A picture without a story, and one without the null of a price.
        case(&get(&app, "/pictures/2?fields=story").await, &json!({ "picture": {} }));
        case(
            &get(&app, "/pictures/2?fields=price").await,
            &json!({ "picture": { "price": null } }),
        );
        // Only the painter sees the address.
        case(&get(&app, "/painters?fields=email").await, &json!([{}]));
        case(&get(&app, "/painters/1?fields=email,id").await, &json!({ "id": 1 }));
        let own = app.get("/painters?fields=email").bearer("ann").await.expect(200).json();
        case(&own, &json!([{ "email": "ann@x" }]));
        let painter = get(&app, "/pictures?fields=painter.email&order_by=title").await;
        case(&painter["pictures"][0], &json!({ "painter": {} }));
        let own = app
            .get("/pictures/1?fields=painter.email")
            .bearer("ann")
            .await
            .expect(200)
            .json();
        case(&own, &json!({ "picture": { "painter": { "email": "ann@x" } } }));
    }
}

#[tokio::test]
async fn relations_that_are_selected_need_no_include_and_others_are_left_out() {
    for database in databases().await {
        let app = gallery(database).await;
        let path = "/pictures/1?include=visits,painter.house&fields";
        case(
            &get(&app, &format!("{path}=title")).await,
            &json!({ "picture": { "title": "Sea" } }),
        );
        let whole = get(&app, &format!("{path}=painter")).await;
        case(
            &whole["picture"]["painter"]["house"],
            &json!({ "id": 1, "town": "Rome" }),
        );
        let named_twice = get(&app, &format!("{path}=painter.name,painter")).await;
        assert_eq!(named_twice, whole);
        let below = get(&app, "/painters?fields=pictures.title,pictures.visits_count").await;
        let pictures = json!([{ "title": "Sea", "visits_count": 2 }, { "title": "Air", "visits_count": 0 }]);
        case(&below, &json!([{ "pictures": pictures }]));
    }
}

#[tokio::test]
async fn rows_are_found_and_ordered_by_what_is_not_shown() {
    for database in databases().await {
        let app = gallery(database).await;
        for (query, titles) in [
            ("order_by=title", ["Air", "Sea"].as_slice()),
            ("order_by=-visits_count", &["Sea", "Air"]),
            ("price:ge=5", &["Sea"]),
        ] {
            let page = get(&app, &format!("/pictures?fields=labels&{query}")).await;
            assert_eq!(page["pictures"].as_array().map(Vec::len), Some(titles.len()), "{query}");
            let shown = get(&app, &format!("/pictures?fields=title&{query}")).await;
            let shown = shown["pictures"].as_array().expect("a list").iter();
            let shown: Vec<&str> = shown.map(|row| row["title"].as_str().expect("a title")).collect();
            assert_eq!(shown, titles, "{query}");
        }
        let page = app.get("/visits?limit=1&fields=id").await.expect(200);
        case(&page.json(), &json!([{ "id": 2 }]));
        let next = link(&app, &page, "next").expect("a next page");
        assert!(next.contains("fields=id"), "{next}");
        case(&get(&app, &next).await, &json!([{ "id": 1 }]));
    }
}

#[tokio::test]
async fn what_can_not_be_selected_is_an_error_that_lists_what_can() {
    for database in databases().await {
        let app = gallery(database).await;
        for (path, name) in [
            ("/pictures/1", "titles"),
            ("/pictures/1", ""),
            ("/pictures/1", "painter.secret"),
            ("/pictures/1", "painter.pictures"),
            ("/pictures/1", "labels.text"),
            ("/pictures/1", "painter."),
            ("/pictures/1", "painter,painter.nothing"),
            ("/pictures", "story"),
            ("/pictures", "title.title"),
        ] {
            let reply = app.get(&format!("{path}?fields={name}")).await.expect(422);
            let errors = reply.errors();
            let name = name.split(',').next_back().expect("a name");
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert_eq!(errors[0].0, "fields");
            let begin = format!("`{name}` can't be selected; there are id, title, price, floor, ");
            assert!(errors[0].1.starts_with(&begin), "{errors:?}");
            let end = "painter_id, visits_count, dear, painter, painter.id, painter.name, painter.user, painter.email, painter.gallery_id, \
                       painter.pictures_count, painter.house, painter.house.id, painter.house.town, visits, visits.id, visits.picture_id, \
                       visits.minutes, labels";
            assert!(errors[0].1.ends_with(end), "{errors:?}");
        }
        let twice = app.get("/pictures?fields=id,id").await.expect(422).errors();
        assert_eq!(twice.len(), 1);
        assert!(
            twice[0]
                .1
                .starts_with("`id` is named more than once; there are id, title, "),
            "{twice:?}"
        );
        let many = vec!["x"; 2_000].join(",");
        assert_eq!(
            app.get(&format!("/pictures?fields={many}"))
                .await
                .expect(422)
                .errors()
                .len(),
            1
        );
        let repeated = get(&app, "/pictures/1?fields=id&fields=title").await;
        case(&repeated, &json!({ "picture": { "id": 1, "title": "Sea" } }));
        // Nothing is selected of what a change returns, nor where the resource doesn't allow it.
        app.patch("/pictures/1?fields=id", json!({})).await.expect(422);
        app.post("/houses?fields=id", json!({ "id": 2, "town": "Bonn" }))
            .await
            .expect(422);
    }
}

#[tokio::test]
async fn entity_tags_are_those_of_the_whole_row_and_of_what_is_shown() {
    for database in databases().await {
        let app = gallery(database).await;
        let tag = |reply: &warp_openapi::testing::Reply| reply.header("ETag").expect("a tag").to_owned();
        let title = app.get("/pictures/1?fields=title").await.expect(200);
        let price = app.get("/pictures/1?fields=price").await.expect(200);
        assert_ne!(tag(&title), tag(&price));
        app.get("/pictures/1?fields=title")
            .header("If-None-Match", &tag(&title))
            .await
            .expect(304);
        let change = json!({ "picture": { "price": 300 } });
        let changed = app
            .patch("/pictures/1", &change)
            .header("If-Match", &tag(&title))
            .await
            .expect(200);
        assert_eq!(changed.json()["picture"]["labels"], json!(["blue"]));
        app.patch("/pictures/1", &change)
            .header("If-Match", &tag(&title))
            .await
            .expect(412);
    }
}

#[test]
fn the_document_lists_what_can_be_selected_and_requires_nothing_of_replies() {
    let document: Value = serde_json::from_str(Gallery::openapi()).expect("JSON");
    let parameter = |path: &str| {
        let parameters = document["paths"][path]["get"]["parameters"]
            .as_array()
            .expect("parameters");
        let found = parameters
            .iter()
            .find(|parameter| parameter["name"] == "fields")
            .expect("`fields`");
        assert_eq!((&found["style"], &found["explode"]), (&json!("form"), &json!(false)));
        found["schema"]["items"]["enum"].clone()
    };
    let visits = json!(["id", "picture_id", "minutes"]);
    assert_eq!(parameter("/visits"), visits);
    let listed = parameter("/pictures");
    let listed: Vec<&str> = listed
        .as_array()
        .expect("names")
        .iter()
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(
        listed,
        [
            "id",
            "title",
            "price",
            "floor",
            "painter_id",
            "visits_count",
            "dear",
            "painter",
            "painter.id",
            "painter.name",
            "painter.user",
            "painter.email",
            "painter.gallery_id",
            "painter.pictures_count",
            "painter.house",
            "painter.house.id",
            "painter.house.town",
            "visits",
            "visits.id",
            "visits.picture_id",
            "visits.minutes",
            "labels",
        ]
    );
    assert_eq!(
        parameter("/pictures/{id}").as_array().map(Vec::len),
        Some(listed.len() + 1)
    );
    let schemas = &document["components"]["schemas"];
    let picture = &schemas["PictureSelection"];
    assert_eq!(picture.get("required"), None);
    let painter = &picture["properties"]["painter"];
    assert_eq!(painter.get("required"), None);
    assert_eq!(painter["properties"]["house"]["properties"]["town"]["type"], "string");
    assert_eq!(
        picture["properties"]["visits"]["items"]["properties"]["minutes"]["type"],
        "integer"
    );
    assert_eq!(picture["properties"]["labels"]["items"]["type"], "string");
    assert_eq!(picture["properties"]["floor"]["$ref"], "#/components/schemas/Floor");
    // Changes reply with all of a row.
    assert!(
        schemas["Picture"]["required"]
            .as_array()
            .is_some_and(|names| !names.is_empty())
    );
    let reply = |method: &str, path: &str, status: &str| {
        document["paths"][path][method]["responses"][status]["content"]["application/json"]["schema"].clone()
    };
    assert_eq!(
        reply("get", "/painters", "200")["items"]["$ref"],
        "#/components/schemas/PainterSelection"
    );
    assert_eq!(
        reply("post", "/painters", "201")["$ref"],
        "#/components/schemas/Painter"
    );
    let read = reply("get", "/pictures/{id}", "200");
    assert_eq!(
        read["properties"]["picture"]["$ref"],
        "#/components/schemas/PictureSelection"
    );
}

#[tokio::test]
async fn filters_through_relations_may_have_names_by_themselves() {
    for database in databases().await {
        let app = gallery(database).await;
        for (query, count) in [
            ("by=Ann", 2),
            ("by=Ann&by=Bob", 2),
            ("by:ne=Ann", 0),
            ("longVisit:ge=9", 1),
            ("any=by:eq:Bob&any=longVisit:ge:9", 1),
        ] {
            assert_eq!(
                get(&app, &format!("/pictures?{query}")).await["count"],
                count,
                "{query}"
            );
        }
        let refused = app.get("/pictures?painter.name=Ann").await.expect(422).errors();
        let message = "unknown parameter; filters are price:ge, by, by:ne, longVisit:ge";
        assert_eq!(refused, [("painter.name".to_owned(), message.to_owned())]);
    }
    let document: Value = serde_json::from_str(Gallery::openapi()).expect("JSON");
    let parameters = document["paths"]["/pictures"]["get"]["parameters"]
        .as_array()
        .expect("parameters")
        .iter();
    let names: Vec<&str> = parameters.filter_map(|parameter| parameter["name"].as_str()).collect();
    assert!(
        ["by", "by:ne", "longVisit:ge"].iter().all(|name| names.contains(name)),
        "{names:?}"
    );
}

//! Computed fields: what they hold, for whom, and in which replies.

use sea_orm::DbBackend;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Books and who likes them.
    api Library {
        title: "Library",
        version: "1.0.0",
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
    }

    /// Who reads and writes
    resource Person {
        table: "people",
        path: "/people",
        key: { id: i64 },
        fields: { name: String, chief_id: Option<i64> },
        relations: {
            /// Whom the person reports to
            chief: Person = chief_id,
            /// Who reports to the person
            reports: [Person] = chief_id [limit(1)],
            /// What the person wrote
            books: [Book] = author_id [limit(2), order(-pages)],
        },
        include: [chief, reports, books, books.author],
        computed: {
            /// How many report to the person
            reports_count: count(reports),
            /// Whether the person reports to anybody
            reports_to_anybody: exists(chief),
        },
        ops: [list(cursor(-id)), read, create],
    }

    /// What is read
    resource Book {
        table: "books",
        path: "/books",
        key: { id: i64 },
        fields: { title: String, author_id: i64, pages: i64 },
        names: camel_case,
        order: [title],
        computed: {
            /// How many like it
            likes_count: count(likes),
            /// Whether the caller likes it
            liked: exists(likes by viewer),
            /// How many people like it
            fans: count(fans_of_it),
            liked_by_caller: exists(fans_of_it by viewer),
            noted: exists(notes),
            notes_count: count(notes) [name("remarks")],
            marked: exists(marks by viewer),
            marks_count: count(marks),
            /// How many pages are left
            left: i64 = left,
            /// Who asks
            asked_by: Option<String> = asked_by,
            /// What it weighs
            weight: Option<Decimal> = weight,
        },
        relations: {
            author: Person = author_id,
            likes: [Like] = book_id [limit(1)],
            fans_of_it: [Person] = Like(book_id, person_id) [limit(1)],
            notes: [Note] = book_id [limit(5)],
            marks: [Mark] = book_id [limit(5)],
        },
        include: [author, likes],
        hooks: { after_create: like_it },
        ops: [list, read, create, create_many, update, put],
    }

    /// Who likes which book
    resource Like {
        table: "likes",
        path: "/likes",
        key: { book_id: i64, person_id: i64 },
        fields: { user: String },
        owner: user,
        others: [list, read],
        access: { create: bearer },
        ops: [create, list, read],
    }

    /// What the board notes
    resource Note {
        table: "notes",
        path: "/notes",
        key: { id: i64 },
        fields: { book_id: i64 },
        access: bearer[board],
        ops: [list, create],
    }

    /// Where a reader stopped, which only that reader sees
    resource Mark {
        table: "marks",
        path: "/marks",
        key: { id: i64 },
        fields: { book_id: i64, user: String },
        owner: user,
        access: bearer,
        ops: [list, create],
    }

    /// A number, without relations
    resource Number {
        table: "numbers",
        path: "/numbers",
        key: { id: i64 },
        fields: { n: i64 },
        order: [n],
        nulls: shown,
        computed: {
            /// Without its sign
            size: i64 = size,
            nothing: Option<bool> = nothing,
        },
        ops: [list, create, read],
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

fn left(viewer: Viewer<'_>) -> Expr {
    Expr::val(1000_i64).sub(viewer.column(book::Column::Pages))
}

fn asked_by(viewer: Viewer<'_>) -> Expr {
    Expr::val(viewer.principal().map(|principal| principal.id().to_owned()))
}

/// Decimals are texts on SQLite.
fn weight(viewer: Viewer<'_>) -> Expr {
    match viewer.backend() {
        DbBackend::Postgres => Expr::val("1.50").cast_as("numeric"),
        _ => Expr::val("1.50"),
    }
}

fn size(viewer: Viewer<'_>) -> Expr {
    Func::abs(viewer.column(number::Column::N)).into()
}

fn nothing(_: Viewer<'_>) -> Expr {
    Expr::val(Option::<bool>::None)
}

/// A book that is called so is liked by its author at once.
async fn like_it(ctx: &Ctx, book: &Book) -> Result<(), Error> {
    if book.title != "mine" {
        return Ok(());
    }
    let like = Like {
        book_id: book.id,
        person_id: book.author_id,
        user: "ann".to_owned(),
    };
    like.into_active_model().insert(&ctx.db()).await?;
    Ok(())
}

/// Two books, the first of which Ann and Bob like. Bob and Cid report to Ann.
async fn library(database: Database) -> App {
    let app = App::start(Library::API, database).await;
    let rows = [
        ("/people", json!({ "id": 1, "name": "Ann" }), "ann"),
        ("/people", json!({ "id": 2, "name": "Bob", "chief_id": 1 }), "bob"),
        ("/people", json!({ "id": 3, "name": "Cid", "chief_id": 1 }), "cid"),
        (
            "/books",
            json!({ "id": 1, "title": "A", "authorId": 1, "pages": 100 }),
            "ann",
        ),
        (
            "/books",
            json!({ "id": 2, "title": "B", "authorId": 1, "pages": 200 }),
            "ann",
        ),
        (
            "/books",
            json!({ "id": 3, "title": "C", "authorId": 1, "pages": 50 }),
            "ann",
        ),
        ("/likes", json!({ "book_id": 1, "person_id": 1 }), "ann"),
        ("/likes", json!({ "book_id": 1, "person_id": 2 }), "bob"),
        ("/notes", json!({ "id": 1, "book_id": 1 }), "board"),
        ("/notes", json!({ "id": 2, "book_id": 1 }), "board"),
        ("/marks", json!({ "id": 1, "book_id": 1 }), "ann"),
        ("/marks", json!({ "id": 2, "book_id": 1 }), "bob"),
        ("/marks", json!({ "id": 3, "book_id": 1 }), "bob"),
    ];
    for (path, body, user) in rows {
        let reply = app.post(path, &body).bearer(user).await;
        assert!(reply.status() < 300, "{path} {body}: {}", reply.text());
    }
    app
}

async fn get(app: &App, path: &str, user: &str) -> Value {
    let request = app.get(path);
    let request = if user.is_empty() { request } else { request.bearer(user) };
    request.await.expect(200).json()
}

/// The first book as a reader sees it.
fn first_book(user: &str) -> Value {
    let is_board = user == "board";
    let likes = matches!(user, "ann" | "bob");
    let marks = match user {
        "ann" => 1,
        "bob" => 2,
        _ => 0,
    };
    let mut book = json!({
        "id": 1, "title": "A", "authorId": 1, "pages": 100,
        "likesCount": 2, "liked": likes, "fans": 2, "likedByCaller": likes,
        "noted": is_board, "remarks": if is_board { 2 } else { 0 },
        "marked": marks > 0, "marksCount": marks, "left": 900, "weight": 1.5,
    });
    if !user.is_empty() {
        book["askedBy"] = json!(user);
    }
    book
}

#[tokio::test]
async fn every_door_shows_what_the_viewer_may_see() {
    for database in databases().await {
        let app = library(database).await;
        for user in ["", "ann", "bob", "cid", "board"] {
            let expected = first_book(user);
            assert_eq!(get(&app, "/books/1", user).await, expected, "{user}");
            assert_eq!(get(&app, "/books?orderBy=title", user).await[0], expected, "{user}");
            let mut likes = get(&app, "/likes", user).await;
            likes.as_array_mut().expect("a list").truncate(1);
            for path in ["/books/1?include=likes", "/books?include=likes&orderBy=title"] {
                let shown = get(&app, path, user).await;
                let mut shown = shown.get(0).unwrap_or(&shown).clone();
                assert_eq!(shown["likes"], likes, "{user}");
                shown.as_object_mut().expect("an object").remove("likes");
                assert_eq!(shown, expected, "{user} {path}");
            }
            for path in ["/people/1?include=books", "/people?include=books&limit=3"] {
                let shown = get(&app, path, user).await;
                let books = shown.get(2).unwrap_or(&shown)["books"].clone();
                assert_eq!(books[0]["title"], "B");
                assert_eq!(books[1], expected, "{user} {path}");
                assert_eq!(books.as_array().map(Vec::len), Some(2));
            }
            let request = app.patch("/books/1", json!({ "pages": 100 }));
            let request = if user.is_empty() { request } else { request.bearer(user) };
            assert_eq!(request.await.expect(200).json(), expected, "{user}");
            let request = app.put("/books/1", json!({ "title": "A", "authorId": 1, "pages": 100 }));
            let request = if user.is_empty() { request } else { request.bearer(user) };
            assert_eq!(request.await.expect(200).json(), expected, "{user}");
        }
    }
}

#[tokio::test]
async fn members_come_after_fields_and_before_related_rows() {
    for database in databases().await {
        let app = library(database).await;
        let reply = app.get("/people/2?include=chief").await.expect(200);
        assert_eq!(
            reply.text(),
            r#"{"id":2,"name":"Bob","chief_id":1,"reports_count":0,"reports_to_anybody":true,"chief":{"id":1,"name":"Ann","reports_count":2,"reports_to_anybody":false}}"#
        );
    }
}

#[tokio::test]
async fn rows_of_the_same_table_are_counted_in_pages_by_cursor_and_below() {
    for database in databases().await {
        let app = library(database).await;
        let reply = app.get("/people?limit=2").await.expect(200);
        let link = reply.header("link").expect("a next page");
        let next = link.trim_start_matches('<').split('>').next().expect("a path");
        let counts = |page: &Value| -> Vec<Value> {
            let people = page.as_array().expect("a list").iter();
            people.map(|person| person["reports_count"].clone()).collect()
        };
        assert_eq!(counts(&reply.json()), [0, 0]);
        assert_eq!(counts(&get(&app, next, "").await), [2]);
        let ann = get(&app, "/people/1?include=reports,books.author", "").await;
        assert_eq!(ann["reports"].as_array().map(Vec::len), Some(1));
        assert_eq!(ann["reports"][0]["reports_to_anybody"], true);
        assert_eq!(ann["books"][0]["author"]["reports_count"], 2);
    }
}

#[tokio::test]
async fn new_rows_show_what_hooks_have_related_to_them() {
    for database in databases().await {
        let app = library(database).await;
        let body = json!({ "id": 7, "title": "mine", "authorId": 1, "pages": 1 });
        let created = app.post("/books", &body).bearer("ann").await.expect(201);
        assert_eq!(created.json()["likesCount"], 1);
        assert_eq!(created.json()["liked"], true);
        let tag = created.header("etag").expect("a tag").to_owned();
        let request = app.get("/books/7").bearer("ann");
        request.header("If-None-Match", &tag).await.expect(304);
        let body = json!([
            { "id": 8, "title": "mine", "authorId": 2, "pages": 1 },
            { "id": 9, "title": "another", "authorId": 2, "pages": 2 },
        ]);
        let created = app.post("/books/bulk", &body).bearer("ann").await.expect(201).json();
        for (row, path) in [(&created[0], "/books/8"), (&created[1], "/books/9")] {
            assert_eq!(*row, get(&app, path, "ann").await);
        }
        assert_eq!(
            (&created[0]["likesCount"], &created[1]["likesCount"]),
            (&json!(1), &json!(0))
        );
        let body = json!({ "title": "put", "authorId": 2, "pages": 3 });
        let put = app.put("/books/10", &body).bearer("ann").await.expect(201).json();
        assert_eq!(put, get(&app, "/books/10", "ann").await);
    }
}

#[tokio::test]
async fn only_the_rows_of_the_page_are_computed() {
    for database in databases().await {
        let app = App::start(Library::API, database).await;
        for (id, n) in [(1, 5), (2, -7), (3, i64::MIN)] {
            let created = app
                .post("/numbers", json!({ "id": id, "n": n }))
                .await
                .expect(201)
                .json();
            // No database can compute the size of the least number, but the row is there.
            assert_eq!(created.get("size").is_some(), n != i64::MIN);
        }
        let sizes = |page: Value| -> Vec<Value> {
            let numbers = page.as_array().expect("a list").iter();
            numbers.map(|number| number["size"].clone()).collect()
        };
        let reply = app.get("/numbers?order_by=-n&limit=2").await.expect(200);
        assert_eq!(reply.header("x-total-count"), Some("3"));
        assert_eq!(sizes(reply.json()), [5, 7]);
        assert_eq!(sizes(get(&app, "/numbers?order_by=n&offset=1", "").await), [7, 5]);
        assert_eq!(
            get(&app, "/numbers/1", "").await,
            json!({ "id": 1, "n": 5, "size": 5, "nothing": null })
        );
        assert_eq!(
            app.get("/numbers?offset=9").await.expect(200).header("x-total-count"),
            Some("3")
        );
    }
}

#[tokio::test]
async fn the_tag_of_the_row_stays_when_only_computed_fields_change() {
    for database in databases().await {
        let app = library(database).await;
        let tag = app.get("/books/2").await.header("etag").expect("a tag").to_owned();
        app.get("/books/2").header("If-None-Match", &tag).await.expect(304);
        let like = json!({ "book_id": 2, "person_id": 1 });
        app.post("/likes", &like).bearer("ann").await.expect(201);
        app.get("/books/2").header("If-None-Match", &tag).await.expect(200);
        let changed = app.patch("/books/2", json!({ "pages": 201 }));
        changed.header("If-Match", &tag).await.expect(200);
        let changed = app.patch("/books/2", json!({ "pages": 202 }));
        changed.header("If-Match", &tag).await.expect(412);
    }
}

#[tokio::test]
async fn requests_can_not_set_them() {
    for database in databases().await {
        let app = library(database).await;
        let body = json!({ "pages": 1, "likesCount": 9, "liked": true });
        let errors = app.patch("/books/1", &body).await.expect(422).errors();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["liked", "likesCount"]);
        for query in ["likesCount=2", "orderBy=likesCount"] {
            app.get(&format!("/books?{query}")).await.expect(422);
        }
    }
}

#[test]
fn the_document_has_them_in_replies() {
    let document: Value = serde_json::from_str(Library::openapi()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let properties = &schemas["Book"]["properties"];
    assert_eq!(
        properties["likesCount"],
        json!({ "type": "integer", "format": "int64", "description": "How many like it", "readOnly": true })
    );
    assert_eq!(
        properties["liked"],
        json!({ "type": "boolean", "description": "Whether the caller likes it", "readOnly": true })
    );
    assert_eq!(properties["remarks"]["type"], "integer");
    assert_eq!(properties["askedBy"]["type"], "string");
    assert_eq!(
        schemas["Number"]["properties"]["nothing"]["type"],
        json!(["boolean", "null"])
    );
    for view in ["BookCreate", "BookUpdate"] {
        assert_eq!(schemas[view]["properties"].get("likesCount"), None, "{view}");
        assert!(schemas[view]["properties"].get("pages").is_some(), "{view}");
    }
}

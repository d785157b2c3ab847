//! Links and related rows in requests, of rows in paths of others and of rows that others own: the rights of all of them hold together.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Shelves, which nobody sees but their owners.
    api Library {
        title: "Library",
        version: "1.0.0",
        security: {
            /// Name of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: bearer,
    }

    /// A shelf
    resource Shelf {
        table: "shelves",
        path: "/shelves",
        key: { id: i64 [auto_increment] },
        fields: { reader: String },
        owner: reader,
        ops: [list, create, read],
    }

    /// A book on a shelf
    resource Book {
        table: "books",
        path: "/shelves/{shelf}/books",
        key: { id: i64 [auto_increment] },
        fields: { title: String, shelf_id: i64 [references(Shelf)] },
        relations: {
            shelf: Shelf = shelf_id,
            marks: [Mark] = book_id [limit(5)],
            pages: [Sheet] = book_id [limit(5)],
            remarks: [Remark] = book_id [limit(5)],
        },
        include: [pages],
        computed: { marked: exists(marks by viewer), pages_count: count(pages) },
        write: [pages, remarks],
        ops: [list, create, create_many, read, link(marks), unlink(marks)],
    }

    /// Who marked a book
    resource Mark {
        table: "marks",
        key: { id: i64 [auto_increment] },
        fields: { book_id: i64 [references(Book)], reader: String },
        unique: [[book_id, reader]],
        owner: reader,
    }

    /// A page of a book
    resource Sheet {
        table: "sheets",
        key: { id: i64 [auto_increment] },
        fields: { text: String [len(1..=10)], book_id: i64 [references(Book)] },
    }

    /// A remark on a book, kept with a shelf, whose owner has it
    resource Remark {
        table: "remarks",
        key: { id: i64 [auto_increment] },
        fields: { text: String, book_id: i64 [references(Book)], shelf_id: i64 [references(Shelf)] },
        relations: { shelf: Shelf = shelf_id },
        owner: shelf.reader,
    }

    /// A note on a shelf, whose owner has it
    resource Note {
        table: "notes",
        path: "/notes",
        key: { id: i64 [auto_increment] },
        fields: { text: String, shelf_id: i64 [references(Shelf)] },
        relations: {
            shelf: Shelf = shelf_id,
            stars: [Star] = note_id [limit(5)],
        },
        owner: shelf.reader,
        computed: { starred: exists(stars by viewer) },
        ops: [create, read, link(stars), unlink(stars)],
    }

    /// Who starred a note
    resource Star {
        table: "stars",
        key: { id: i64 [auto_increment] },
        fields: { note_id: i64 [references(Note)], reader: String },
        unique: [[note_id, reader]],
        owner: reader,
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(name) => Ok(Principal::new(name.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// Ann has the shelves 1 and 3, Bob has 2. A book is on 1, and a note.
async fn library(database: Database, settings: Settings) -> App {
    let app = App::start_with(Library::API, database, settings).await;
    for reader in ["ann", "bob", "ann"] {
        app.post("/shelves", json!({})).bearer(reader).await.expect(201);
    }
    let book = json!({ "title": "Tides" });
    app.post("/shelves/1/books", book).bearer("ann").await.expect(201);
    let note = json!({ "text": "dusty", "shelf_id": 1 });
    app.post("/notes", note).bearer("ann").await.expect(201);
    app
}

async fn titles(app: &App, shelf: u8, reader: &str) -> Vec<Value> {
    let books = app
        .get(&format!("/shelves/{shelf}/books"))
        .bearer(reader)
        .await
        .expect(200)
        .json();
    let books = books.as_array().expect("a list").iter();
    books.map(|book| book["title"].clone()).collect()
}

#[tokio::test]
async fn links_are_held_to_the_row_in_the_path() {
    for database in databases().await {
        let app = library(database, Settings::default()).await;
        for (shelf, reader) in [(1, "bob"), (2, "bob"), (2, "ann"), (3, "ann"), (9, "ann")] {
            let path = format!("/shelves/{shelf}/books/1/marks");
            app.post(&path, "").bearer(reader).await.expect(404);
            app.delete(&path).bearer(reader).await.expect(404);
        }
        let path = "/shelves/1/books/1/marks";
        for (method, marked) in [("POST", true), ("POST", true), ("DELETE", false), ("DELETE", false)] {
            let reply = app.request(method, path).bearer("ann").await.expect(200).json();
            assert_eq!(reply["marked"], marked, "{method}");
            let read = app.get("/shelves/1/books/1").bearer("ann").await.expect(200).json();
            assert_eq!(read["marked"], marked, "{method}");
        }
        app.post(path, "").await.expect(401);
    }
}

#[tokio::test]
async fn links_are_held_to_the_owner_whom_a_related_row_tells() {
    for database in databases().await {
        let app = library(database, Settings::default()).await;
        let path = "/notes/1/stars";
        app.post(path, "").bearer("bob").await.expect(404);
        app.delete(path).bearer("bob").await.expect(404);
        let linked = app.post(path, "").bearer("ann").await.expect(200).json();
        assert_eq!(linked["starred"], true);
        let left = app.delete(path).bearer("ann").await.expect(200).json();
        assert_eq!(left["starred"], false);
    }
}

#[tokio::test]
async fn related_rows_are_written_below_the_row_in_the_path_or_not_at_all() {
    for database in databases().await {
        let app = library(database, Settings::default()).await;
        let book = json!({ "title": "Winds", "pages": [{ "text": "one" }, { "text": "two" }] });
        for (shelf, reader) in [(1, "bob"), (9, "ann")] {
            let path = format!("/shelves/{shelf}/books");
            app.post(&path, &book).bearer(reader).await.expect(404);
        }
        assert_eq!(titles(&app, 1, "ann").await, ["Tides"]);
        let created = app.post("/shelves/1/books", &book).bearer("ann").await.expect(201);
        let path = created.header("Location").expect("a path").to_owned();
        assert!(path.contains("/shelves/1/books/"), "{path}");
        assert_eq!(created.json()["pages_count"], 2);
        let bad = json!({ "title": "Stars", "pages": [{ "text": "one" }, { "text": "" }] });
        let refused = app.post("/shelves/1/books", bad).bearer("ann").await.expect(422);
        assert_eq!(refused.errors()[0].0, "pages.1.text");
        assert_eq!(titles(&app, 1, "ann").await.len(), 2);
    }
}

#[tokio::test]
async fn new_related_rows_belong_to_the_caller_or_nothing_is_written() {
    for database in databases().await {
        let app = library(database, Settings::default()).await;
        let book = |shelf: u8| json!({ "title": "Notes", "remarks": [{ "text": "mine", "shelf_id": shelf }] });
        // Bob's shelf is like one that isn't there.
        let of_bob = app
            .post("/shelves/1/books", book(2))
            .bearer("ann")
            .await
            .expect(409)
            .json();
        let of_nobody = app
            .post("/shelves/1/books", book(9))
            .bearer("ann")
            .await
            .expect(409)
            .json();
        assert_eq!(of_bob, of_nobody);
        assert_eq!(titles(&app, 1, "ann").await, ["Tides"]);
        app.post("/shelves/1/books", book(3)).bearer("ann").await.expect(201);
        assert_eq!(titles(&app, 1, "ann").await, ["Tides", "Notes"]);
    }
}

#[tokio::test]
async fn a_bulk_request_has_a_limit_of_related_rows_too() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.bulk_limit = 3;
        let app = library(database, settings).await;
        let books = |pages: usize| {
            let book = json!({ "title": "Winds", "pages": vec![json!({ "text": "x" }); pages] });
            json!([book, book])
        };
        let refused = app
            .post("/shelves/1/books/bulk", books(2))
            .bearer("ann")
            .await
            .expect(422);
        let message = "too many related rows, at most 3 in all";
        assert_eq!(refused.errors(), [(String::new(), message.to_owned())]);
        assert_eq!(titles(&app, 1, "ann").await, ["Tides"]);
        app.post("/shelves/1/books/bulk", books(1))
            .bearer("ann")
            .await
            .expect(201);
    }
}

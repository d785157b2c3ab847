//! `fields` of the row that the caller owns, of rows below others, and of rows of another resource.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Painters and their sketches.
    api Studio {
        title: "Studio",
        version: "1.0.0",
        security: {
            /// Number of a painter
            bearer: Bearer::new() = check_painter,
        },
        access: public | bearer,
    }

    /// The caller
    resource Painter {
        table: "painters",
        path: "/me",
        key: { id: i64 },
        fields: { name: String [unique], mail: String },
        one: owner,
        owner: id,
        access: bearer,
        relations: { books: [Book] = painter_id [limit(5)] },
        include: [books],
        computed: { books_count: count(books) },
        select: fields,
        ops: [read, put, update],
    }

    /// A painter, as others see them
    resource Artist {
        of: Painter,
        path: "/artists",
        key: { id: i64 [hidden] },
        fields: { name: String [unique, name("fullName"), column("name")] },
        address: name,
        relations: { books: [Book] = painter_id [limit(5)] },
        default_include: [books],
        computed: { books_count: count(books) },
        select: fields,
        ops: [list(offset(name)), read],
    }

    /// A book of sketches
    resource Book {
        table: "books",
        path: "/books",
        key: { id: i64 },
        fields: { title: String, painter_id: i64 [references(Painter)] },
        ops: [create],
    }

    /// A sketch in a book
    resource Sketch {
        table: "sketches",
        path: "/books/{book}/sketches",
        key: { id: i64 },
        fields: { title: String, note: Option<String>, book_id: i64 [references(Book)] },
        relations: { book: Book = book_id },
        include: [book],
        select: fields,
        ops: [list(cursor(-id)), create, read],
    }
}

async fn check_painter(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

#[tokio::test]
async fn properties_are_selected_wherever_rows_are_read() {
    for database in databases().await {
        let app = App::start(Studio::API, database).await;
        for (id, name) in [("1", "Ann"), ("2", "Bob")] {
            let painter = json!({ "name": name, "mail": format!("{name}@studio") });
            app.put("/me", painter).bearer(id).await.expect(201);
        }
        for (id, painter) in [(1, 1), (2, 2)] {
            let book = json!({ "id": id, "title": format!("Book {id}"), "painter_id": painter });
            app.post("/books", book).await.expect(201);
        }
        for (id, book) in [(1, 1), (2, 2), (3, 1)] {
            let sketch = json!({ "id": id, "title": format!("Sketch {id}"), "note": "soft" });
            app.post(&format!("/books/{book}/sketches"), sketch).await.expect(201);
        }
        for (path, expected) in [
            // The row that the caller owns.
            ("/me?fields=mail", json!({ "mail": "Ann@studio" })),
            ("/me?fields=books_count,name", json!({ "name": "Ann", "books_count": 1 })),
            ("/me?fields=books.title", json!({ "books": [{ "title": "Book 1" }] })),
            // Rows of another resource, and their own names.
            ("/artists/Bob?fields=fullName", json!({ "fullName": "Bob" })),
            ("/artists/Bob?fields=books.id", json!({ "books": [{ "id": 2 }] })),
            (
                "/artists?fields=fullName,books_count",
                json!([{ "fullName": "Ann", "books_count": 1 }, { "fullName": "Bob", "books_count": 1 }]),
            ),
            // Rows below others, no others.
            ("/books/1/sketches?fields=title", json!([{ "title": "Sketch 3" }, { "title": "Sketch 1" }])),
            ("/books/1/sketches/3?fields=note,book.title", json!({ "note": "soft", "book": { "title": "Book 1" } })),
        ] {
            let reply = app.get(path).bearer("1").await;
            assert_eq!(reply.expect(200).json(), expected, "{path}");
        }
        // What a resource doesn't show can't be selected.
        for (path, status) in [
            ("/artists?fields=mail", 422),
            ("/artists/Ann?fields=id", 422),
            ("/books/2/sketches/3?fields=title", 404),
            ("/books/9/sketches?fields=title", 404),
        ] {
            app.get(path).bearer("1").await.expect(status);
        }
    }
}

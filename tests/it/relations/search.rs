//! Searches through fields of related rows.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// Films, and who is in them.
    api Cinema {
        title: "Cinema",
        version: "1.0.0",
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
        names: camel_case,
    }

    /// Who makes films
    resource Person {
        table: "people",
        path: "/people",
        key: { id: i64 },
        fields: { full_name: String, email: Option<String> [access(bearer[board])], mentor_id: Option<i64> },
        relations: { mentor: Person = mentor_id },
        search: [mentor.full_name],
        ops: [list, create],
    }

    /// A film
    resource Film {
        path: "/films",
        key: { id: i64 },
        fields: { title: String, director_id: Option<i64> },
        relations: {
            director: Person = director_id [name("madeBy")],
            roles: [Role] = film_id [limit(2)],
            actors: [Person] = Role(film_id, person_id) [limit(2)],
            notes: [Note] = film_id [limit(2)],
            drafts: [Draft] = film_id [limit(2)],
        },
        search: [title, director.full_name, director.email, roles.part, actors.full_name, notes.text, drafts.text],
        order: [title],
        ops: [list, create, delete_many],
    }

    /// A part in a film
    resource Role {
        path: "/roles",
        key: { id: i64 },
        fields: { part: String, film_id: i64, person_id: i64 },
        ops: [create],
    }

    /// What the board notes
    resource Note {
        path: "/notes",
        key: { id: i64 },
        fields: { text: String, film_id: i64 },
        access: bearer[board],
        search: [text],
        ops: [list, create],
    }

    /// A draft, which only its owner sees
    resource Draft {
        path: "/drafts",
        key: { id: i64 },
        fields: { text: String, film_id: i64, user: String },
        owner: user,
        access: bearer,
        ops: [list, create],
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn cinema(database: Database) -> App {
    let app = App::start(Cinema::API, database).await;
    let rows = [
        (
            "/people",
            json!({ "id": 1, "fullName": "Zoë Quill", "email": "zoe@films" }),
            "board",
        ),
        (
            "/people",
            json!({ "id": 2, "fullName": "Max Quill", "email": "max@films", "mentorId": 1 }),
            "board",
        ),
        ("/films", json!({ "id": 1, "title": "A", "directorId": 1 }), "ann"),
        ("/films", json!({ "id": 2, "title": "B", "directorId": 2 }), "ann"),
        ("/films", json!({ "id": 3, "title": "C Quill" }), "ann"),
        (
            "/roles",
            json!({ "id": 1, "part": "the quill", "filmId": 1, "personId": 2 }),
            "ann",
        ),
        (
            "/roles",
            json!({ "id": 2, "part": "another quill", "filmId": 1, "personId": 2 }),
            "ann",
        ),
        (
            "/roles",
            json!({ "id": 3, "part": "100%", "filmId": 3, "personId": 1 }),
            "ann",
        ),
        ("/notes", json!({ "id": 1, "text": "libel", "filmId": 2 }), "board"),
        ("/drafts", json!({ "id": 1, "text": "unfinished", "filmId": 2 }), "ann"),
    ];
    for (path, body, user) in rows {
        let reply = app.post(path, &body).bearer(user).await;
        assert!(reply.status() < 300, "{path} {body}: {}", reply.text());
    }
    app
}

#[tokio::test]
async fn rows_are_found_by_texts_of_related_rows_once_each_and_by_those_that_the_client_sees() {
    for database in databases().await {
        let app = cinema(database).await;
        for (term, user, expected) in [
            ("quill", "", "ABC"),
            ("max", "", "AB"),
            ("ZO%C3%8B", "", "AC"),
            ("the+q", "", "A"),
            ("%25", "", "C"),
            ("", "", "ABC"),
            ("libel", "", ""),
            ("libel", "board", "B"),
            ("unfinished", "bob", ""),
            ("unfinished", "", ""),
            ("unfinished", "ann", "B"),
            ("zoe@", "ann", ""),
            ("zoe@", "board", "A"),
        ] {
            let request = app.get(&format!("/films?orderBy=title&search={term}"));
            let request = if user.is_empty() { request } else { request.bearer(user) };
            let reply = request.await.expect(200);
            let page = reply.json();
            let titles: String = page
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|row| row["title"].as_str()?.chars().next())
                .collect();
            assert_eq!(titles, expected, "{term} {user}");
            assert_eq!(reply.header("x-total-count"), Some(expected.len().to_string().as_str()));
        }
        let found = app.get("/people?search=zo").await.expect(200).json();
        assert_eq!(found[0]["id"], 2);
        assert_eq!(found.as_array().map(Vec::len), Some(1));
    }
}

#[tokio::test]
async fn bulk_deletes_find_the_same_rows() {
    for database in databases().await {
        let app = cinema(database).await;
        app.delete("/films?search=").await.expect(422);
        app.delete("/films?search=libel").await.expect(204);
        assert_eq!(app.get("/films").await.expect(200).header("x-total-count"), Some("3"));
        app.delete("/films?search=libel").bearer("board").await.expect(204);
        assert_eq!(app.get("/films").await.expect(200).header("x-total-count"), Some("2"));
    }
}

#[test]
fn the_document_names_what_is_searched() {
    let document: Value = serde_json::from_str(Cinema::openapi()).expect("JSON");
    let parameters = document["paths"]["/films"]["get"]["parameters"]
        .as_array()
        .expect("parameters");
    let search = parameters
        .iter()
        .find(|parameter| parameter["name"] == "search")
        .expect("it is there");
    assert_eq!(
        search["description"],
        "Text that one of these contains, ignoring case: title, madeBy.fullName, madeBy.email, roles.part, actors.fullName, notes.text, drafts.text"
    );
}

//! Components, replies and summaries in the document: only those that are referenced and can occur.

use serde_json::Value;
use warp_openapi::prelude::*;

api! {
    /// Small
    api Small { title: "Small", version: "1.0.0" }

    /// What nothing refers to
    schema Nobodys { inner: Inner }

    /// What only that refers to
    schema Inner { text: String }

    /// How it is sorted
    enum Sort { Good = "good", Bad = "bad" }

    /// A report
    schema Reported { sort: Sort }

    /// A table without operations
    resource ArticleRow {
        table: "articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, sort: Sort, inner: Json<Inner> },
        filters: { sort: [eq] },
    }

    /// Look through the articles
    op look(query: article_row::Query) -> Vec<Reported> { route: GET "/look" }
}

async fn look(_: Ctx, _: article_row::Query) -> Result<Vec<Reported>, Error> {
    Ok(Vec::new())
}

api! {
    /// What can conflict
    api Rules { title: "Rules", version: "1.0.0" }

    /// Nothing is in its way
    resource Entry {
        path: "/entries",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { text: String },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
    }

    /// Others refer to it
    resource Hour {
        table: "hours",
        path: "/hours",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [create, update, delete, delete_many],
    }

    /// It refers to another
    resource StoryPoint {
        path: "/story-points",
        key: { id: i64 [auto_increment] },
        fields: { hour: i64 [references("hours", restrict), create_only], text: String },
        ops: [create, update, delete],
    }

    /// Nothing refers to it but by keys that are cleared
    resource Colour {
        table: "colours",
        path: "/colours",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [delete, delete_many],
    }

    /// It is deleted with its shelf
    resource Book {
        table: "books",
        path: "/books",
        key: { id: i64 [auto_increment] },
        fields: {
            shelf: i64 [references("shelves", cascade)],
            colour: Option<i64> [references("colours", set_null)],
            sequel: Option<i64> [references("books", cascade)],
        },
        ops: [delete],
    }

    /// Only books refer to it, which go with it
    resource Shelf {
        table: "shelves",
        path: "/shelves",
        key: { id: i64 [auto_increment] },
        fields: { text: String, room: i64 [references("rooms", cascade)] },
        ops: [delete, delete_many],
    }

    /// Shelves go with it, and books with them; of its desks one may hold it
    resource Room {
        table: "rooms",
        path: "/rooms",
        key: { id: i64 [auto_increment] },
        fields: { house: i64 [references("houses", cascade)] },
        ops: [delete],
    }

    /// Rooms go with it, which a desk may hold
    resource House {
        table: "houses",
        path: "/houses",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [delete],
    }

    /// It holds a room
    resource Desk {
        table: "desks",
        path: "/desks",
        key: { id: i64 [auto_increment] },
        fields: { room: i64 [references("rooms", restrict)] },
        ops: [delete],
    }

    /// Its key is chosen
    resource Named { path: "/named", key: { name: String }, fields: { text: String }, ops: [create, update, put, delete] }

    /// A value is unique
    resource Unique {
        path: "/unique",
        key: { id: i64 [auto_increment] },
        fields: { text: String [unique], other: String },
        ops: [create, update, delete],
    }

    /// A function may refuse
    resource Hooked {
        path: "/hooked",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [create, update, delete],
        hooks: { before_delete: refuse },
    }
}

async fn refuse(_: &Ctx, _: &Hooked) -> Result<(), Error> {
    Err(Error::conflict("no"))
}

fn parsed(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn names(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .map(|object| object.keys().map(String::as_str).collect())
        .unwrap_or_default()
}

/// The references of a document.
fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(target) if name == "$ref" => found.push(target.clone()),
                    member => references(member, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn only_components_that_something_refers_to_are_published() {
    assert_eq!(
        names(&parsed(Small::openapi())["components"]["schemas"]),
        ["FieldError", "Problem", "Reported", "Sort"]
    );
    for text in [Small::openapi(), Rules::openapi(), crate::api::Suite::openapi()] {
        let document = parsed(text);
        let mut found = Vec::new();
        references(&document, &mut found);
        for kind in ["schemas", "responses", "parameters", "headers"] {
            for name in names(&document["components"][kind]) {
                let reference = format!("#/components/{kind}/{name}");
                assert!(
                    found.contains(&reference),
                    "{reference} of {}",
                    document["info"]["title"]
                );
            }
        }
        for reference in found {
            let pointer = reference.trim_start_matches('#');
            assert!(
                document.pointer(pointer).is_some(),
                "{reference} of {}",
                document["info"]["title"]
            );
        }
    }
}

#[test]
fn an_operation_is_refused_only_where_something_can_conflict() {
    let document = parsed(Rules::openapi());
    let conflicts: Vec<String> = document["paths"]
        .as_object()
        .expect("paths")
        .iter()
        .flat_map(|(path, item)| {
            item.as_object()
                .expect("an item")
                .iter()
                .map(move |(verb, operation)| (path, verb, operation))
        })
        .filter(|(_, _, operation)| operation["responses"].get("409").is_some())
        .map(|(path, verb, _)| format!("{verb} {path}"))
        .collect();
    let expected = [
        "delete /hooked/{id}",
        "delete /hours",
        "delete /hours/{id}",
        "delete /houses/{id}",
        "delete /rooms/{id}",
        "post /hours",
        "patch /hooked/{id}",
        "post /hooked",
        "post /named",
        "patch /unique/{id}",
        "post /story-points",
        "post /unique",
    ];
    let mut conflicts: Vec<&str> = conflicts.iter().map(String::as_str).collect();
    let mut expected = expected.to_vec();
    conflicts.sort_unstable();
    expected.sort_unstable();
    assert_eq!(conflicts, expected);
}

#[test]
fn summaries_are_sentences_about_one_or_several() {
    let document = parsed(Rules::openapi());
    let summary = |path: &str, verb: &str| document["paths"][path][verb]["summary"].as_str().map(str::to_owned);
    for (path, verb, expected) in [
        ("/entries", "get", "List entries"),
        ("/entries", "post", "Create an entry"),
        ("/entries/bulk", "post", "Create entries"),
        ("/entries/{id}", "get", "Get an entry"),
        ("/entries/{id}", "patch", "Update an entry"),
        ("/entries/{id}", "put", "Create or replace an entry"),
        ("/entries/{id}", "delete", "Delete an entry"),
        ("/entries", "delete", "Delete entries"),
        ("/hours", "post", "Create an hour"),
        ("/story-points/{id}", "delete", "Delete a story point"),
    ] {
        assert_eq!(summary(path, verb).as_deref(), Some(expected));
    }
}

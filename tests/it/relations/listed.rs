//! Related rows that clients may list but not read: they have no more than in lists of their own.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Letters at places.
    api Post {
        title: "Post",
        version: "1.0.0",
        security: {
            /// Token of a person
            bearer: Bearer::new() = check_person,
        },
        access: bearer,
    }

    /// Where letters are
    resource Place {
        table: "places",
        path: "/places",
        key: { id: i64 },
        relations: {
            letters: [Letter] = place_id [limit(5)],
            cards: [Card] = place_id [limit(5)],
            addressees: [Addressee] = Letter(place_id, to_id) [limit(5)],
        },
        include: [letters, letters.to, cards, addressees],
        select: fields,
        ops: [create, read],
    }

    /// A letter, whose text only its owner reads
    resource Letter {
        table: "letters",
        path: "/letters",
        key: { id: i64 },
        fields: {
            subject: String,
            body: String [not_in_lists],
            user: String,
            place_id: i64 [references(Place)],
            to_id: i64 [references(Addressee)],
        },
        owner: user,
        others: [list],
        relations: { to: Addressee = to_id },
        include: [to],
        ops: [list, create, read],
    }

    /// What all read
    resource Card {
        table: "cards",
        path: "/cards",
        key: { id: i64 },
        fields: { body: String [not_in_lists], user: String, place_id: i64 [references(Place)] },
        owner: user,
        others: [list, read],
        ops: [list, create, read],
    }

    /// Whom a letter is for, whose name only they read
    resource Addressee {
        table: "addressees",
        path: "/addressees",
        key: { id: i64 },
        fields: { name: String [not_in_lists], user: String [hidden] },
        owner: user,
        others: [list],
        ops: [list, create, read],
    }
}

async fn check_person(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

#[tokio::test]
async fn what_lists_leave_out_is_in_no_list_of_related_rows() {
    for database in databases().await {
        let app = App::start(Post::API, database).await;
        for (path, body) in [
            ("/places", json!({ "id": 1 })),
            ("/addressees", json!({ "id": 1, "name": "Eve" })),
            (
                "/letters",
                json!({ "id": 1, "subject": "hello", "body": "secret", "place_id": 1, "to_id": 1 }),
            ),
            ("/cards", json!({ "id": 1, "body": "sun", "place_id": 1 })),
        ] {
            app.post(path, body).bearer("ann").await.expect(201);
        }
        let (listed, read) = (
            json!({ "id": 1, "subject": "hello", "user": "ann", "place_id": 1, "to_id": 1 }),
            json!({ "id": 1, "subject": "hello", "body": "secret", "user": "ann", "place_id": 1, "to_id": 1 }),
        );
        app.get("/letters/1").bearer("bob").await.expect(404);
        assert_eq!(app.get("/letters/1").bearer("ann").await.expect(200).json(), read);
        for user in ["bob", "ann"] {
            assert_eq!(
                app.get("/letters").bearer(user).await.expect(200).json(),
                json!([listed]),
                "{user}"
            );
            let found = app
                .get("/places/1?include=letters,cards,addressees")
                .bearer(user)
                .await
                .expect(200);
            assert_eq!(found.json()["letters"], json!([listed]), "{user}");
            assert_eq!(found.json()["addressees"], json!([{ "id": 1 }]), "{user}");
            assert_eq!(found.json()["cards"][0]["body"], "sun", "{user}");
        }
        // Nor can it be selected.
        for (fields, status) in [("letters.subject,cards.body", 200), ("letters.body", 422)] {
            let path = format!("/places/1?fields={fields}");
            app.get(&path).bearer("ann").await.expect(status);
        }
        // A relation to one row leads to those that the client reads.
        for (user, name) in [("bob", Value::Null), ("ann", json!("Eve"))] {
            let found = app
                .get("/places/1?include=letters,letters.to")
                .bearer(user)
                .await
                .expect(200);
            assert_eq!(found.json()["letters"][0]["to"]["name"], name, "{user}");
        }
    }
}

#[test]
fn the_document_says_so() {
    let document: Value = serde_json::from_str(Post::openapi()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    for (relation, component) in [
        ("letters", "LetterItem"),
        ("addressees", "AddresseeItem"),
        ("cards", "Card"),
    ] {
        assert_eq!(
            schemas["Place"]["properties"][relation]["items"],
            json!({ "$ref": format!("#/components/schemas/{component}") })
        );
    }
    for component in ["Letter", "LetterItem"] {
        let to = &schemas[component]["properties"]["to"];
        assert_eq!(to["$ref"], "#/components/schemas/Addressee", "{component}");
    }
    assert_eq!(schemas["LetterItem"]["properties"]["body"], Value::Null);
    let selected = &schemas["PlaceSelection"]["properties"];
    for (relation, is_there) in [("letters", false), ("cards", true)] {
        let body = &selected[relation]["items"]["properties"]["body"];
        assert_eq!(body.is_object(), is_there, "{relation}");
    }
    let parameters = document["paths"]["/places/{id}"]["get"]["parameters"].as_array();
    let fields = parameters
        .expect("parameters")
        .iter()
        .find(|parameter| parameter["name"] == "fields");
    let names = fields.expect("the parameter")["schema"]["items"]["enum"].as_array();
    let names = names.expect("names");
    assert!(names.contains(&json!("cards.body")));
    assert!(names.contains(&json!("letters.to.name")));
    assert!(!names.contains(&json!("letters.body")));
}

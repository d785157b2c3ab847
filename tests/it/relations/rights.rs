//! Who may see related rows, where their resources differ in what they show to whom.

use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// People and their cards.
    api Office {
        title: "Office",
        version: "1.0.0",
        security: {
            /// Token of a person
            bearer: Bearer::new() = check_person,
        },
        access: bearer,
    }

    /// A person, whom others find by its number alone
    resource Person {
        table: "people",
        path: "/people",
        key: { id: i64 },
        fields: { name: String, user: String, email: String [access(owner)] },
        owner: user,
        others: [read],
        ops: [list, create, read],
    }

    /// A card
    resource Card {
        table: "cards",
        path: "/cards",
        key: { id: i64 },
        fields: { person_id: i64 },
        relations: {
            person: Person = person_id,
            people: [Person] = id [limit(3)],
            salaries: [Salary] = card_id [limit(3)],
        },
        include: [person, people, salaries],
        filters: { person.email: [eq, starts], person.name: [eq], people.email: [eq], people.name: [eq], salaries: [any] },
        ops: [list, create],
    }

    /// What is paid, which has no operations but a rule
    resource Salary {
        table: "salaries",
        key: { id: i64 },
        fields: { card_id: i64, amount: i64 },
        access: bearer[hr],
    }

    /// Pay
    op pay(body: Salary) -> Salary { route: POST "/pay" }
}

async fn check_person(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "hr" => Ok(Principal::new("hr").scope("hr")),
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn pay(ctx: Ctx, body: Salary) -> Result<Salary, Error> {
    salary::ops::create(&ctx, body.into_active_model()).await
}

async fn office(database: Database) -> App {
    let app = App::start(Office::API, database).await;
    for (path, body, user) in [
        (
            "/people",
            json!({ "id": 1, "name": "Ann", "email": "ann@office" }),
            "ann",
        ),
        (
            "/people",
            json!({ "id": 2, "name": "Bob", "email": "bob@office" }),
            "bob",
        ),
        ("/cards", json!({ "id": 1, "person_id": 1 }), "ann"),
        ("/cards", json!({ "id": 2, "person_id": 2 }), "ann"),
        ("/pay", json!({ "id": 1, "card_id": 1, "amount": 9 }), "hr"),
    ] {
        let reply = app.post(path, &body).bearer(user).await;
        assert!(reply.status() < 300, "{path}: {}", reply.text());
    }
    app
}

#[tokio::test]
async fn a_field_that_only_owners_see_filters_their_own_rows_alone() {
    for database in databases().await {
        let app = office(database).await;
        // To one, rows of all owners are read; of a list, the client's own.
        for query in ["person.email=ann@office", "person.email:starts=ann"] {
            let name = query.split('=').next().expect("a name");
            let refused = app.get(&format!("/cards?{query}")).bearer("bob").await.expect(422);
            let errors = refused.errors();
            assert_eq!((errors.len(), errors[0].0.as_str()), (1, name));
            assert!(errors[0].1.starts_with("unknown parameter; filters are "), "{errors:?}");
            assert!(!errors[0].1.contains("person.email"), "{errors:?}");
        }
        for (query, user, ids) in [
            ("people.email=ann@office", "ann", json!([1])),
            ("people.email=ann@office", "bob", json!([])),
            ("people.name=Ann", "bob", json!([])),
            ("person.name=Ann", "bob", json!([1])),
        ] {
            let found = app
                .get(&format!("/cards?{query}"))
                .bearer(user)
                .await
                .expect(200)
                .json();
            let found: Vec<_> = found
                .as_array()
                .expect("a list")
                .iter()
                .map(|card| card["id"].clone())
                .collect();
            assert_eq!(json!(found), ids, "{query} {user}");
        }
    }
}

#[tokio::test]
async fn a_rule_holds_for_rows_without_operations() {
    for database in databases().await {
        let app = office(database).await;
        for (user, salaries) in [
            ("ann", None),
            ("hr", Some(json!([{ "id": 1, "card_id": 1, "amount": 9 }]))),
        ] {
            let cards = app.get("/cards?include=salaries").bearer(user).await.expect(200).json();
            assert_eq!(cards[0].get("salaries").cloned(), salaries, "{user}");
            let found = app
                .get("/cards?salaries:any=true")
                .bearer(user)
                .await
                .expect(200)
                .json();
            assert_eq!(found.as_array().map(Vec::len), Some(usize::from(user == "hr")));
        }
    }
}

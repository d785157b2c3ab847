//! In which direction fields go: read_only, write_only, create_only, update_only, hidden; and their defaults.

use serde_json::{Value, json};

use crate::support::{create, on_every_database, refuses};

const PATH: &str = "/v1/everything";

#[tokio::test]
async fn fields_in_the_wrong_direction_are_unknown() {
    on_every_database(async |app| {
        let row = create(app, PATH, json!({})).await;
        let path = format!("{PATH}/{}", row["id"]);
        refuses(
            app.post(PATH, json!({"id": row["id"]})).await,
            &[("id", "unknown field")],
        );
        for (field, in_create, in_update) in [
            ("secret", false, false),
            ("stamp", false, false),
            ("password", true, true),
            ("origin", true, false),
            ("verdict", false, true),
            ("renamed", false, false),
            ("kept", false, false),
        ] {
            let body = json!({ field: "x" });
            for (reply, taken, status) in [
                (app.post(PATH, &body).await, in_create, 201),
                (app.patch(&path, &body).await, in_update, 200),
                (app.put(&path, &body).await, in_create, 200),
            ] {
                if taken {
                    assert_eq!(reply.status(), status, "{field}: {}", reply.text());
                } else {
                    assert_eq!(reply.status(), 422, "{field}: {}", reply.text());
                    refuses(reply, &[(field, "unknown field")]);
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn write_only_values_are_stored_and_never_shown() {
    on_every_database(async |app| {
        use crate::api::everything::Entity;
        use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _, Set};
        let row = create(app, PATH, json!({"password": "s3cret", "origin": "here"})).await;
        let id = row["id"].as_i64().expect("an id");
        let connection = app.database().connection();
        let stored = Entity::find_by_id(id)
            .one(connection)
            .await
            .expect("a query")
            .expect("a row");
        assert_eq!(stored.password.as_deref(), Some("s3cret"));
        let mut changed = stored.into_active_model();
        changed.secret = Set(Some("h1dden".to_owned()));
        changed.update(connection).await.expect("an update");
        let path = format!("{PATH}/{id}");
        for reply in [
            app.get(&path).await,
            app.get(PATH).await,
            app.patch(&path, json!({"verdict": "good"})).await,
        ] {
            let text = reply.expect(200).text().to_owned();
            assert!(
                text.contains("here") && !text.contains("s3cret") && !text.contains("h1dden"),
                "{text}"
            );
            assert!(!text.contains("password") && !text.contains("secret"), "{text}");
        }
        let stored = Entity::find_by_id(id)
            .one(connection)
            .await
            .expect("a query")
            .expect("a row");
        assert_eq!(stored.secret.as_deref(), Some("h1dden"));
    })
    .await;
}

#[tokio::test]
async fn a_put_keeps_what_clients_may_not_write() {
    on_every_database(async |app| {
        let row = create(app, PATH, json!({"origin": "here"})).await;
        let path = format!("{PATH}/{}", row["id"]);
        app.patch(&path, json!({"verdict": "good"})).await.expect(200);
        let put = app
            .put(&path, json!({"origin": "there", "text": "x"}))
            .await
            .expect(200)
            .json();
        // `create_only` fields keep their first values, and so do those that a PUT can't set.
        assert_eq!(put["origin"], "here");
        assert_eq!(put["verdict"], "good");
        assert_eq!(put["stamp"], "made here");
        assert_eq!(put["text"], "x");
    })
    .await;
}

#[tokio::test]
async fn defaults_stand_in_for_what_is_left_out() {
    on_every_database(async |app| {
        let row = create(app, PATH, json!({})).await;
        let expected = json!({"id": row["id"], "count": 0, "active": false, "stamp": "made here"});
        assert_eq!(row, expected);
        let given = create(app, PATH, json!({"count": 3, "active": true})).await;
        assert_eq!((&given["count"], &given["active"]), (&json!(3), &json!(true)));
        let first = create(app, "/v1/tasks", json!({"title": "one"})).await;
        let second = create(app, "/v1/tasks", json!({"title": "two"})).await;
        assert_ne!(first["id"], second["id"]);
        let version = |row: &Value| row["id"].as_str().expect("an id").chars().nth(14);
        assert_eq!((version(&first), version(&second)), (Some('7'), Some('7')));
    })
    .await;
}

#[tokio::test]
async fn names_of_properties_and_columns_may_differ() {
    on_every_database(async |app| {
        use sea_orm::{ConnectionTrait as _, Statement};
        let row = create(app, PATH, json!({"type": "a", "stored": "b"})).await;
        assert_eq!((&row["type"], &row["stored"]), (&json!("a"), &json!("b")));
        let connection = app.database().connection();
        let sql = r#"SELECT "type", "kept" FROM "everything""#;
        let statement = Statement::from_string(connection.get_database_backend(), sql);
        let found = connection
            .query_one_raw(statement)
            .await
            .expect("a query")
            .expect("a row");
        assert_eq!(found.try_get::<String>("", "type").expect("a column"), "a");
        assert_eq!(found.try_get::<String>("", "kept").expect("a column"), "b");
    })
    .await;
}

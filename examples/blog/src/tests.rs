//! Sends requests of the RealWorld specification, and checks what it says about their replies.

use serde_json::{Value, json};
use warp_openapi::testing::{App, Reply, databases};

use super::Blog;

/// Registers a user and returns its token.
async fn register(app: &App, name: &str) -> String {
    let body =
        json!({ "user": { "username": name, "email": format!("{name}@example.com"), "password": "correct horse" } });
    let reply = app.post("/api/users", body).await.expect(201).json();
    let user = &reply["user"];
    assert_eq!(names(user), ["bio", "email", "image", "token", "username"]);
    assert_eq!(
        (&user["username"], &user["bio"], &user["image"]),
        (&json!(name), &Value::Null, &Value::Null)
    );
    user["token"].as_str().expect("a token").to_owned()
}

#[track_caller]
fn names(object: &Value) -> Vec<&str> {
    let members = object.as_object().expect("an object");
    members.keys().map(String::as_str).collect()
}

#[track_caller]
fn refused(reply: Reply, status: u16, field: &str) {
    let body = reply.expect(status).json();
    assert_eq!(names(&body), ["errors"]);
    let errors = &body["errors"];
    assert_eq!(names(errors), [field], "{body}");
    assert!(
        errors[field]
            .as_array()
            .is_some_and(|messages| messages.iter().all(Value::is_string)),
        "{body}"
    );
}

fn token(token: &str) -> String {
    format!("Token {token}")
}

#[tokio::test]
async fn users_register_log_in_and_change_themselves() {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        let ann = register(&app, "ann").await;
        let again = json!({ "user": { "username": "ann", "email": "other@example.com", "password": "correct horse" } });
        refused(app.post("/api/users", again).await, 422, "username");
        refused(
            app.post(
                "/api/users",
                json!({ "user": { "username": "", "email": "a@b.c", "password": "correct horse" } }),
            )
            .await,
            422,
            "username",
        );
        refused(app.post("/api/users", json!({})).await, 422, "user");

        let reply = app
            .get("/api/user")
            .header("Authorization", &token(&ann))
            .await
            .expect(200)
            .json();
        assert_eq!(reply["user"]["email"], "ann@example.com");
        refused(app.get("/api/user").await, 401, "body");
        refused(
            app.get("/api/user").header("Authorization", "Token wrong").await,
            401,
            "body",
        );
        refused(
            app.get("/api/user")
                .header("Authorization", &format!("Bearer {ann}"))
                .await,
            401,
            "body",
        );

        let change = json!({ "user": { "bio": "I like dragons", "password": "another horse" } });
        let reply = app
            .put("/api/user", change)
            .header("Authorization", &token(&ann))
            .await
            .expect(200)
            .json();
        assert_eq!(names(&reply["user"]), ["bio", "email", "image", "token", "username"]);
        assert_eq!(
            (&reply["user"]["bio"], &reply["user"]["username"]),
            (&json!("I like dragons"), &json!("ann"))
        );

        let login = |password: &str| json!({ "user": { "email": "ann@example.com", "password": password } });
        refused(app.post("/api/users/login", login("correct horse")).await, 401, "body");
        let reply = app
            .post("/api/users/login", login("another horse"))
            .await
            .expect(200)
            .json();
        let renewed = reply["user"]["token"].as_str().expect("a token").to_owned();
        assert_ne!(renewed, ann);
        app.get("/api/user")
            .header("Authorization", &token(&renewed))
            .await
            .expect(200);
        app.get("/api/user")
            .header("Authorization", &token(&ann))
            .await
            .expect(401);
        let nobody = json!({ "user": { "email": "nobody@example.com", "password": "correct horse" } });
        refused(app.post("/api/users/login", nobody).await, 401, "body");

        let profile = app.get("/api/profiles/ann").await.expect(200).json();
        let expected =
            json!({ "profile": { "username": "ann", "bio": "I like dragons", "image": null, "following": false } });
        assert_eq!(profile, expected);
        refused(app.get("/api/profiles/nobody").await, 404, "body");
    }
}

#[tokio::test]
async fn authors_write_change_and_delete_articles() {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        let (ann, bob) = (token(&register(&app, "ann").await), token(&register(&app, "bob").await));
        let new = json!({ "article": {
            "title": "How to train your dragon", "description": "Ever wonder how?", "body": "It takes a Jacobian", "tagList": ["dragons", "training"],
        } });
        let reply = app
            .post("/api/articles", new.clone())
            .header("Authorization", &ann)
            .await
            .expect(201);
        assert!(
            reply
                .header("Location")
                .is_some_and(|path| path.ends_with("/api/articles/how-to-train-your-dragon"))
        );
        let reply = reply.json();
        let article = &reply["article"];
        assert_eq!(
            names(article),
            [
                "author",
                "body",
                "createdAt",
                "description",
                "favorited",
                "favoritesCount",
                "slug",
                "tagList",
                "title",
                "updatedAt"
            ]
        );
        assert_eq!(article["slug"], "how-to-train-your-dragon");
        assert_eq!(
            article["author"],
            json!({ "username": "ann", "bio": null, "image": null, "following": false })
        );
        assert_eq!(
            (&article["favorited"], &article["favoritesCount"]),
            (&json!(false), &json!(0))
        );
        let created = article["createdAt"].as_str().expect("a time");
        assert_eq!(
            (created.len(), &created[19..20], &created[23..]),
            (24, ".", "Z"),
            "{created}"
        );

        refused(
            app.post("/api/articles", new.clone())
                .header("Authorization", &bob)
                .await,
            422,
            "slug",
        );
        refused(app.post("/api/articles", new).await, 401, "body");
        refused(
            app.post(
                "/api/articles",
                json!({ "article": { "title": "Dragons", "body": "Long ago" } }),
            )
            .header("Authorization", &ann)
            .await,
            422,
            "description",
        );

        let path = "/api/articles/how-to-train-your-dragon";
        assert_eq!(
            app.get(path).await.expect(200).json()["article"]["body"],
            "It takes a Jacobian"
        );
        assert_eq!(
            app.get(path).header("Authorization", &bob).await.expect(200).json()["article"]["title"],
            "How to train your dragon"
        );
        app.get(path).header("Authorization", "Token wrong").await.expect(401);
        refused(app.get("/api/articles/nothing").await, 404, "body");
        let list = app.get("/api/articles?limit=1&offset=0").await.expect(200).json();
        assert_eq!(
            (
                names(&list),
                &list["articlesCount"],
                list["articles"].as_array().map(Vec::len)
            ),
            (vec!["articles", "articlesCount"], &json!(1), Some(1))
        );

        let change = json!({ "article": { "body": "With your bare hands" } });
        refused(
            app.put(path, change.clone()).header("Authorization", &bob).await,
            403,
            "body",
        );
        let changed = app
            .put(path, change)
            .header("Authorization", &ann)
            .await
            .expect(200)
            .json();
        assert_eq!(
            (&changed["article"]["body"], &changed["article"]["slug"]),
            (&json!("With your bare hands"), &json!("how-to-train-your-dragon"))
        );
        let retitled = app
            .put(path, json!({ "article": { "title": "Dragons" } }))
            .header("Authorization", &ann)
            .await
            .expect(200)
            .json();
        assert_eq!(retitled["article"]["slug"], "dragons");
        app.get(path).await.expect(404);

        // What others see of the author changes in the articles, too.
        app.put(
            "/api/user",
            json!({ "user": { "image": "https://example.com/ann.png" } }),
        )
        .header("Authorization", &ann)
        .await
        .expect(200);
        let shown = app.get("/api/articles/dragons").await.expect(200).json();
        assert_eq!(shown["article"]["author"]["image"], "https://example.com/ann.png");

        app.delete("/api/articles/dragons")
            .header("Authorization", &bob)
            .await
            .expect(403);
        app.delete("/api/articles/dragons")
            .header("Authorization", &ann)
            .await
            .expect(204);
        app.get("/api/articles/dragons").await.expect(404);
        refused(app.get("/api/nowhere").await, 404, "body");
    }
}

#[test]
fn the_document_has_the_contracts_operations() {
    let document: Value = serde_json::from_str(Blog::openapi()).expect("JSON");
    for (method, path, id, status) in [
        ("post", "/users/login", "Login", "200"),
        ("post", "/users", "CreateUser", "201"),
        ("get", "/user", "GetCurrentUser", "200"),
        ("put", "/user", "UpdateCurrentUser", "200"),
        ("get", "/profiles/{username}", "GetProfileByUsername", "200"),
        ("get", "/articles", "GetArticles", "200"),
        ("post", "/articles", "CreateArticle", "201"),
        ("get", "/articles/{slug}", "GetArticle", "200"),
        ("put", "/articles/{slug}", "UpdateArticle", "200"),
        ("delete", "/articles/{slug}", "DeleteArticle", "204"),
    ] {
        let operation = &document["paths"][path][method];
        assert_eq!(operation["operationId"], id);
        assert!(operation["responses"].get(status).is_some(), "{id}");
        assert!(operation["responses"].get("409").is_none(), "{id}");
    }
    assert!(document["components"]["schemas"].get("Problem").is_none());
    assert_eq!(
        document["components"]["securitySchemes"]["Token"]["name"],
        "Authorization"
    );
}

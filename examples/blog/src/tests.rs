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
        assert_eq!(list["articles"][0].get("body"), None);
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

        // What others see of the author is what it is now.
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

/// Writes an article, and returns its slug.
async fn write(app: &App, author: &str, title: &str, tags: &[&str]) -> String {
    let new = json!({ "article": { "title": title, "description": "About it", "body": "All of it", "tagList": tags } });
    let reply = app
        .post("/api/articles", new)
        .header("Authorization", author)
        .await
        .expect(201);
    reply.json()["article"]["slug"].as_str().expect("a slug").to_owned()
}

/// The slugs of a list, and how many articles there are.
async fn listed(app: &App, path: &str, reader: &str) -> (String, u64) {
    let request = app.get(path);
    let request = if reader.is_empty() {
        request
    } else {
        request.header("Authorization", reader)
    };
    let list = request.await.expect(200).json();
    let articles = list["articles"].as_array().expect("articles").iter();
    let slugs: Vec<&str> = articles.filter_map(|article| article["slug"].as_str()).collect();
    (slugs.join(" "), list["articlesCount"].as_u64().expect("a number"))
}

#[tokio::test]
async fn users_follow_others_and_read_what_they_write() {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        let (ann, bob) = (token(&register(&app, "ann").await), token(&register(&app, "bob").await));
        write(&app, &ann, "One", &["b", "a"]).await;
        write(&app, &ann, "Two", &["c"]).await;
        write(&app, &bob, "Three", &[]).await;

        assert_eq!(listed(&app, "/api/articles/feed", &bob).await, (String::new(), 0));
        for _ in 0..2 {
            let followed = app
                .post("/api/profiles/ann/follow", "")
                .header("Authorization", &bob)
                .await
                .expect(200);
            let expected = json!({ "profile": { "username": "ann", "bio": null, "image": null, "following": true } });
            assert_eq!(followed.json(), expected);
        }
        assert_eq!(
            listed(&app, "/api/articles/feed", &bob).await,
            ("two one".to_owned(), 2)
        );
        assert_eq!(
            listed(&app, "/api/articles/feed?limit=1&offset=1", &bob).await,
            ("one".to_owned(), 2)
        );
        assert_eq!(listed(&app, "/api/articles/feed", &ann).await, (String::new(), 0));
        refused(app.get("/api/articles/feed").await, 401, "body");

        // Whether the author is followed depends on who asks.
        for (reader, following) in [(&bob, true), (&ann, false)] {
            let article = app
                .get("/api/articles/one")
                .header("Authorization", reader)
                .await
                .expect(200)
                .json();
            assert_eq!(article["article"]["author"]["following"], following);
            let profile = app
                .get("/api/profiles/ann")
                .header("Authorization", reader)
                .await
                .expect(200)
                .json();
            assert_eq!(profile["profile"]["following"], following);
        }
        let feed = app
            .get("/api/articles/feed")
            .header("Authorization", &bob)
            .await
            .expect(200)
            .json();
        assert_eq!(feed["articles"][0]["author"]["following"], true);
        assert_eq!(feed["articles"][0]["tagList"], json!(["c"]));
        assert_eq!(feed["articles"][0].get("body"), None);
        assert_eq!(
            app.get("/api/articles/one").await.expect(200).json()["article"]["author"]["following"],
            false
        );

        for _ in 0..2 {
            let left = app
                .delete("/api/profiles/ann/follow")
                .header("Authorization", &bob)
                .await
                .expect(200);
            assert_eq!(left.json()["profile"]["following"], false);
        }
        assert_eq!(listed(&app, "/api/articles/feed", &bob).await, (String::new(), 0));
        refused(app.post("/api/profiles/ann/follow", "").await, 401, "body");
        let nobody = app
            .post("/api/profiles/nobody/follow", "")
            .header("Authorization", &bob);
        refused(nobody.await, 404, "body");
    }
}

#[tokio::test]
async fn articles_have_tags_and_are_favorites() {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        let (ann, bob) = (token(&register(&app, "ann").await), token(&register(&app, "bob").await));
        write(&app, &ann, "One", &["sea", "air"]).await;
        write(&app, &bob, "Two", &["sea"]).await;

        assert_eq!(
            app.get("/api/tags").await.expect(200).json(),
            json!({ "tags": ["air", "sea"] })
        );
        let one = app.get("/api/articles/one").await.expect(200).json();
        assert_eq!(one["article"]["tagList"], json!(["air", "sea"]));
        assert_eq!(
            listed(&app, "/api/articles?tag=sea", "").await,
            ("two one".to_owned(), 2)
        );
        assert_eq!(listed(&app, "/api/articles?tag=air", "").await, ("one".to_owned(), 1));
        assert_eq!(listed(&app, "/api/articles?tag=none", "").await, (String::new(), 0));
        assert_eq!(
            listed(&app, "/api/articles?author=bob", "").await,
            ("two".to_owned(), 1)
        );

        for _ in 0..2 {
            let liked = app
                .post("/api/articles/one/favorite", "")
                .header("Authorization", &bob)
                .await
                .expect(200)
                .json();
            assert_eq!(liked["article"]["favorited"], true);
            assert_eq!(liked["article"]["favoritesCount"], 1);
            assert_eq!(liked["article"]["tagList"], json!(["air", "sea"]));
            assert_eq!(liked["article"]["author"]["username"], "ann");
        }
        app.post("/api/articles/one/favorite", "")
            .header("Authorization", &ann)
            .await
            .expect(200);
        for (reader, favorited) in [("", false), (&*ann, true), (&*bob, true)] {
            let request = app.get("/api/articles/one");
            let request = if reader.is_empty() {
                request
            } else {
                request.header("Authorization", reader)
            };
            let article = request.await.expect(200).json();
            assert_eq!(
                (&article["article"]["favorited"], &article["article"]["favoritesCount"]),
                (&json!(favorited), &json!(2))
            );
        }
        assert_eq!(
            listed(&app, "/api/articles?favorited=bob", "").await,
            ("one".to_owned(), 1)
        );
        assert_eq!(
            listed(&app, "/api/articles?favorited=bob&author=bob", "").await,
            (String::new(), 0)
        );
        for _ in 0..2 {
            let left = app
                .delete("/api/articles/one/favorite")
                .header("Authorization", &bob)
                .await
                .expect(200)
                .json();
            assert_eq!(
                (&left["article"]["favorited"], &left["article"]["favoritesCount"]),
                (&json!(false), &json!(1))
            );
        }
        refused(app.post("/api/articles/one/favorite", "").await, 401, "body");
        refused(
            app.post("/api/articles/none/favorite", "")
                .header("Authorization", &bob)
                .await,
            404,
            "body",
        );

        let change = json!({ "article": { "tagList": ["fire"] } });
        let changed = app
            .put("/api/articles/one", change)
            .header("Authorization", &ann)
            .await
            .expect(200)
            .json();
        assert_eq!(changed["article"]["tagList"], json!(["fire"]));
        let change = json!({ "article": { "description": "None" } });
        let changed = app
            .put("/api/articles/one", change)
            .header("Authorization", &ann)
            .await
            .expect(200)
            .json();
        assert_eq!(changed["article"]["tagList"], json!(["fire"]));
        let long = json!({ "article": { "title": "Three", "description": "x", "body": "x", "tagList": ["a", ""] } });
        refused(
            app.post("/api/articles", long).header("Authorization", &ann).await,
            422,
            "tagList",
        );
        app.delete("/api/articles/one")
            .header("Authorization", &ann)
            .await
            .expect(204);
    }
}

#[tokio::test]
async fn readers_comment_on_articles() {
    for database in databases().await {
        let app = App::start(Blog::API, database).await;
        let (ann, bob) = (token(&register(&app, "ann").await), token(&register(&app, "bob").await));
        write(&app, &ann, "One", &[]).await;
        write(&app, &ann, "Two", &[]).await;
        let comments = "/api/articles/one/comments";

        assert_eq!(app.get(comments).await.expect(200).json(), json!({ "comments": [] }));
        let new = json!({ "comment": { "body": "Well said" } });
        let reply = app
            .post(comments, new.clone())
            .header("Authorization", &bob)
            .await
            .expect(200)
            .json();
        assert_eq!(
            names(&reply["comment"]),
            ["author", "body", "createdAt", "id", "updatedAt"]
        );
        assert_eq!(
            reply["comment"]["author"],
            json!({ "username": "bob", "bio": null, "image": null, "following": false })
        );
        refused(app.post(comments, new.clone()).await, 401, "body");
        let missing = app
            .post("/api/articles/none/comments", new)
            .header("Authorization", &bob);
        refused(missing.await, 404, "body");
        let empty = app
            .post(comments, json!({ "comment": { "body": "" } }))
            .header("Authorization", &bob);
        refused(empty.await, 422, "body");
        refused(app.get("/api/articles/none/comments").await, 404, "body");

        app.post("/api/profiles/bob/follow", "")
            .header("Authorization", &ann)
            .await
            .expect(200);
        let list = app.get(comments).header("Authorization", &ann).await.expect(200).json();
        assert_eq!(list["comments"][0]["author"]["following"], true);
        assert_eq!(list["comments"][0]["body"], "Well said");
        assert_eq!(
            app.get("/api/articles/two/comments").await.expect(200).json(),
            json!({ "comments": [] })
        );

        let id = reply["comment"]["id"].as_i64().expect("a number");
        let path = format!("{comments}/{id}");
        let elsewhere = format!("/api/articles/two/comments/{id}");
        app.delete(&elsewhere).header("Authorization", &bob).await.expect(404);
        app.delete(&path).header("Authorization", &ann).await.expect(403);
        app.delete(&path).await.expect(401);
        app.delete(&path).header("Authorization", &bob).await.expect(204);
        app.delete(&path).header("Authorization", &bob).await.expect(404);
        assert_eq!(app.get(comments).await.expect(200).json(), json!({ "comments": [] }));
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
        ("post", "/profiles/{username}/follow", "FollowUserByUsername", "200"),
        ("delete", "/profiles/{username}/follow", "UnfollowUserByUsername", "200"),
        ("get", "/articles/feed", "GetArticlesFeed", "200"),
        ("get", "/articles", "GetArticles", "200"),
        ("post", "/articles", "CreateArticle", "201"),
        ("get", "/articles/{slug}", "GetArticle", "200"),
        ("put", "/articles/{slug}", "UpdateArticle", "200"),
        ("delete", "/articles/{slug}", "DeleteArticle", "204"),
        ("get", "/articles/{slug}/comments", "GetArticleComments", "200"),
        ("post", "/articles/{slug}/comments", "CreateArticleComment", "200"),
        (
            "delete",
            "/articles/{slug}/comments/{id}",
            "DeleteArticleComment",
            "204",
        ),
        ("post", "/articles/{slug}/favorite", "CreateArticleFavorite", "200"),
        ("delete", "/articles/{slug}/favorite", "DeleteArticleFavorite", "200"),
        ("get", "/tags", "GetTags", "200"),
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

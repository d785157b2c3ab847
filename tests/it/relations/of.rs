//! A resource that shows rows of another: with fewer fields, at another path, under other rules.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

api! {
    /// A blog.
    api Blog {
        title: "Blog",
        version: "1.0.0",
        security: {
            /// Number of a user
            bearer: Bearer::new() = check_user,
        },
        access: public | bearer,
    }

    /// The caller
    resource User {
        table: "users",
        path: "/user",
        key: { id: i64 },
        fields: {
            username: String [unique],
            email: String,
            bio: Option<String>,
            password: Option<String> [hidden],
        },
        one: owner,
        owner: id,
        access: bearer,
        hooks: { before_update: lengthen },
        ops: [read, put, update],
    }

    /// Who writes
    resource Profile {
        of: User,
        path: "/profiles",
        key: { id: i64 [hidden] },
        fields: {
            /// Under which others know it
            username: String [unique, name("userName"), column("username")],
            bio: Option<String>,
        },
        address: username,
        envelope: { one: "profile", many: "profiles" },
        nulls: shown,
        filters: { bio: [contains] },
        search: [username],
        relations: {
            followers: [User] = Follow(followed_id, follower_id) [limit(5)],
            readers: [Profile] = Follow(followed_id, follower_id) [limit(5)],
            posts: [Post] = author_id [limit(5)],
        },
        include: [posts, posts.author, readers],
        computed: { following: exists(followers by viewer), posts_count: count(posts) },
        access: { list: public | bearer, read: public | bearer, link: bearer, unlink: bearer },
        ops: [list, read, link(followers) [path("/follow")], unlink(followers) [path("/follow")]],
    }

    /// Who follows whom
    resource Follow {
        table: "follows",
        key: { id: i64 [auto_increment] },
        fields: {
            followed_id: i64 [references(User, cascade)],
            follower_id: i64 [references(Profile, cascade)],
        },
        unique: [[followed_id, follower_id]],
        owner: follower_id,
    }

    /// What is written
    resource Post {
        table: "posts",
        path: "/posts",
        key: { id: i64 },
        fields: { title: String, author_id: i64 [references(User)] },
        relations: { author: Profile = author_id },
        default_include: [author],
        filters: { author.username: [eq] },
        ops: [list, create, read],
    }

    /// Changes a profile
    op rename(name: String) { route: POST "/rename/{name}" }
}

async fn check_user(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn lengthen(_: &Ctx, user: &mut user::ActiveModel) -> Result<(), Error> {
    if let Set(Some(bio)) = &user.bio {
        user.bio = Set(Some(format!("{bio}!")));
    }
    Ok(())
}

async fn rename(ctx: Ctx, name: String) -> Result<NoContent, Error> {
    let changes = profile::ActiveModel {
        bio: Set(Some("none".to_owned())),
        ..Default::default()
    };
    profile::ops::update(&ctx, name, changes).await?;
    Ok(NoContent)
}

async fn blog(database: Database) -> App {
    let app = App::start(Blog::API, database).await;
    for (id, name) in [("1", "ann"), ("2", "bob")] {
        let user = json!({ "username": name, "email": format!("{name}@blog"), "bio": "writes" });
        app.put("/user", user).bearer(id).await.expect(201);
    }
    for id in 1..=2 {
        app.post("/posts", json!({ "id": id, "title": "Tides", "author_id": 1 }))
            .await
            .expect(201);
    }
    app
}

fn ann(following: bool) -> Value {
    json!({ "userName": "ann", "bio": "writes", "following": following, "posts_count": 2 })
}

#[tokio::test]
async fn rows_of_another_are_shown_under_other_rules() {
    for database in databases().await {
        let app = blog(database).await;
        app.get("/user").await.expect(401);
        assert_eq!(
            app.get("/profiles/ann").await.expect(200).json(),
            json!({ "profile": ann(false) })
        );
        assert_eq!(
            app.get("/profiles?search=an").await.expect(200).json(),
            json!({ "profiles": [ann(false)] })
        );
        app.get("/profiles/cid").await.expect(404);
        app.patch("/user", json!({ "bio": null })).bearer("1").await.expect(200);
        let profile = app.get("/profiles/ann").await.expect(200).json();
        assert_eq!(profile["profile"]["bio"], Value::Null);
        app.patch("/user", json!({ "bio": "hm" })).bearer("1").await.expect(200);
        assert_eq!(
            app.get("/profiles?bio:contains=hm!").await.expect(200).json()["profiles"][0]["userName"],
            "ann"
        );
    }
}

#[tokio::test]
async fn links_are_of_what_is_shown() {
    for database in databases().await {
        let app = blog(database).await;
        for _ in 0..2 {
            let reply = app
                .request("POST", "/profiles/ann/follow")
                .bearer("2")
                .await
                .expect(200);
            assert_eq!(reply.json(), json!({ "profile": ann(true) }));
        }
        let post = |following| json!({ "id": 1, "title": "Tides", "author_id": 1, "author": ann(following) });
        assert_eq!(app.get("/posts/1").bearer("2").await.expect(200).json(), post(true));
        assert_eq!(app.get("/posts/1").bearer("1").await.expect(200).json(), post(false));
        let found = app.get("/posts?author.userName=ann").await.expect(200).json();
        assert_eq!(found[0], post(false));
        let shown = app
            .get("/profiles/ann?include=readers,posts.author")
            .bearer("2")
            .await
            .expect(200)
            .json();
        assert_eq!(shown["profile"]["readers"][0]["userName"], "bob");
        assert_eq!(shown["profile"]["posts"][1]["author"], ann(true));
        let reply = app.delete("/profiles/ann/follow").bearer("2").await.expect(200);
        assert_eq!(reply.json(), json!({ "profile": ann(false) }));
        // A user of no row can't follow.
        app.request("POST", "/profiles/ann/follow")
            .bearer("3")
            .await
            .expect(409);
    }
}

#[tokio::test]
async fn only_the_other_changes_rows() {
    for database in databases().await {
        let app = blog(database).await;
        app.patch("/profiles/ann", json!({ "bio": "x" }))
            .bearer("1")
            .await
            .expect(405);
        app.post("/rename/ann", json!({})).bearer("1").await.expect(500);
        assert_eq!(
            app.get("/profiles/ann").await.expect(200).json(),
            json!({ "profile": ann(false) })
        );
    }
}

#[test]
fn the_document_has_both() {
    let document: Value = serde_json::from_str(Blog::openapi()).expect("JSON");
    let schemas = &document["components"]["schemas"];
    let names: Vec<&str> = schemas["Profile"]["properties"]
        .as_object()
        .expect("properties")
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names,
        ["bio", "following", "posts", "posts_count", "readers", "userName"]
    );
    assert_eq!(
        schemas["Post"]["properties"]["author"]["$ref"],
        "#/components/schemas/Profile"
    );
    assert!(schemas["User"]["properties"].get("email").is_some());
    assert!(document["paths"]["/profiles/{userName}/follow"]["post"].is_object());
}

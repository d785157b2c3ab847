//! `link` and `unlink`: each caller has a row of its own, or none.

use futures::future::join_all;
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Socket as Follower, databases};

api! {
    /// Articles and who likes them.
    api Press {
        title: "Press",
        version: "1.0.0",
        tags: { Article: "Articles", Like: "Likes" },
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
    }

    /// Who reads, and whom others follow
    resource Reader {
        table: "readers",
        path: "/readers",
        key: { id: i64 },
        fields: { name: String [unique] },
        address: name,
        access: { link: bearer, unlink: bearer },
        relations: {
            /// Who follows the reader
            followers: [Reader] = Follow(followed_id, follower_id) [limit(5)],
        },
        include: [followers],
        computed: {
            /// Whether the caller follows the reader
            following: exists(followers by viewer),
            /// How many the caller sees
            followers_count: count(followers),
        },
        ops: [
            create,
            read,
            link(followers) [path("/follow"), operation_id("Follow"), tag(Like)],
            unlink(followers) [path("/follow"), operation_id("Unfollow")],
        ],
    }

    /// Who follows whom
    resource Follow {
        table: "follows",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { followed_id: i32 [references(Place)], follower_id: i64, since: i32 [default(7)] },
        unique: [[follower_id, followed_id]],
        owner: follower_id,
    }

    /// What is read
    resource Article {
        table: "articles",
        path: "/articles",
        tag: Article,
        key: { id: i64 [auto_increment, hidden] },
        fields: { slug: String [unique], title: String, likes_so_far: i64 [default(0)], reader_id: i64 },
        address: slug,
        names: camel_case,
        envelope: { one: "article" },
        access: { link: bearer, unlink: bearer },
        relations: {
            author: Reader = reader_id,
            my_favorites: [Favorite] = article_id [limit(5)],
        },
        include: [my_favorites],
        default_include: [author],
        computed: {
            favorites_count: count(my_favorites),
            favorited: exists(my_favorites by viewer),
        },
        ops: [create, read, delete, link(my_favorites), unlink(my_favorites)],
    }

    /// Who likes which article
    resource Favorite {
        table: "favorites",
        path: "/favorites",
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64 [references(Article, cascade)], user: String, note: Option<String> },
        unique: [[article_id, user]],
        owner: user,
        others: [list],
        hooks: { before_create: greet, after_create: count_up, before_delete: stay, after_delete: count_down },
        publish: [create, delete],
        access: { delete: bearer[readers] },
        ops: [list, delete],
    }

    /// A note, which its owner alone sees
    resource Note {
        table: "notes",
        path: "/notes",
        key: { hall: String, number: i32 },
        fields: { user: String },
        owner: user,
        access: bearer,
        relations: {
            stars: [Star] = (hall, number) [limit(5)],
            members: [Member] = Membership((hall, number), user) [limit(5)],
        },
        include: [stars, members],
        ops: [create, read, link(stars), unlink(stars), link(members) [path("/my/membership")], unlink(members)],
    }

    /// A star on a note
    resource Star {
        table: "stars",
        path: "/stars",
        key: { hall: String, number: i32, star: i64 [default(1)] },
        fields: { by: String },
        unique: [[hall, number, by]],
        owner: by,
        others: [list],
        publish: [create, delete],
        access: { list: public },
        ops: [list],
    }

    /// Who may be a member, whose table says so
    resource Member {
        table: "members",
        path: "/members",
        key: { id: i64 },
        fields: { user: String [unique] },
        owner: user,
        others: [list],
        access: { create: bearer },
        ops: [list, create],
    }

    /// Who is a member of what
    resource Membership {
        table: "memberships",
        key: { hall: String, number: i32, user: String [references(Member.user)] },
    }

    /// A place to which readers' numbers refer
    resource Place {
        table: "places",
        path: "/places",
        key: { id: i32 },
        ops: [create],
    }

    /// A page for those who may see it
    resource Page {
        table: "pages",
        path: "/pages",
        key: { id: i64 },
        relations: { stamps: [Stamp] = page_id [limit(5)] },
        access: { read: bearer[readers], link: bearer, unlink: bearer, create: public },
        ops: [create, read, link(stamps), unlink(stamps)],
    }

    /// A stamp, which some may set
    resource Stamp {
        table: "stamps",
        key: { page_id: i64, stamp: i64 [default(1)] },
        fields: { user: String },
        unique: [[page_id, user]],
        owner: user,
        access: bearer[stamps],
    }

    /// Follow what happens
    socket Live {
        path: "/live",
        channels: { favorites: Favorite, stars: Star, news: { said: String } },
        allow: [subscribe, publish],
    }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "guest" => Ok(Principal::new("guest")),
        Credentials::Bearer(token) if token.expose() == "stamper" => {
            Ok(Principal::new("stamper").scope("readers").scope("stamps"))
        }
        Credentials::Bearer(token) => Ok(Principal::new(token.expose()).scope("readers")),
        _ => Err(Error::Unauthorized),
    }
}

async fn greet(_: &Ctx, favorite: &mut favorite::ActiveModel) -> Result<(), Error> {
    if favorite.user == Set("rude".to_owned()) {
        return Err(Error::conflict("not you"));
    }
    favorite.note = Set(Some("hello".to_owned()));
    Ok(())
}

async fn count(ctx: &Ctx, favorite: &Favorite, more: i64) -> Result<(), Error> {
    let db = ctx.db();
    let article = article::Entity::find_by_id(favorite.article_id).one(&db).await?;
    let Some(article) = article else { return Ok(()) };
    let likes = article.likes_so_far + more;
    let mut article = article.into_active_model();
    article.likes_so_far = Set(likes);
    article.update(&db).await?;
    Ok(())
}

async fn count_up(ctx: &Ctx, favorite: &Favorite) -> Result<(), Error> {
    assert_eq!(favorite.note.as_deref(), Some("hello"));
    count(ctx, favorite, 1).await
}

async fn count_down(ctx: &Ctx, favorite: &Favorite) -> Result<(), Error> {
    count(ctx, favorite, -1).await
}

async fn stay(_: &Ctx, favorite: &Favorite) -> Result<(), Error> {
    match favorite.user.as_str() {
        "99" => Err(Error::conflict("stays")),
        _ => Ok(()),
    }
}

/// Readers 1 and 2, an article and a note of the first.
async fn press(database: Database) -> App {
    let app = App::start(Press::API, database).await;
    let rows = [
        ("/places", json!({ "id": 1 })),
        ("/readers", json!({ "id": 1, "name": "ann" })),
        ("/readers", json!({ "id": 2, "name": "bob" })),
        (
            "/articles",
            json!({ "article": { "slug": "tides", "title": "Tides", "readerId": 1 } }),
        ),
        ("/notes", json!({ "hall": "east", "number": 3 })),
        ("/members", json!({ "id": 1 })),
        ("/pages", json!({ "id": 1 })),
    ];
    for (path, body) in rows {
        let reply = app.post(path, &body).bearer("1").await;
        assert!(reply.status() < 300, "{path} {body}: {}", reply.text());
    }
    app
}

async fn link(app: &App, path: &str, user: &str) -> Value {
    app.request("POST", path).bearer(user).await.expect(200).json()
}

async fn unlink(app: &App, path: &str, user: &str) -> Value {
    app.delete(path).bearer(user).await.expect(200).json()
}

fn article(count: i64, favorited: bool) -> Value {
    json!({ "article": {
        "slug": "tides", "title": "Tides", "likesSoFar": count, "readerId": 1,
        "favoritesCount": count, "favorited": favorited,
        "author": { "id": 1, "name": "ann", "following": false, "followers_count": 0 },
    } })
}

#[tokio::test]
async fn the_reply_is_the_row_as_it_is_then_and_a_second_time_nothing_changes() {
    for database in databases().await {
        let app = press(database).await;
        let path = "/articles/tides/my_favorites";
        assert_eq!(link(&app, path, "1").await, article(1, true));
        assert_eq!(link(&app, path, "1").await, article(1, true));
        assert_eq!(link(&app, path, "2").await, article(2, true));
        assert_eq!(unlink(&app, path, "3").await, article(2, false));
        assert_eq!(unlink(&app, path, "1").await, article(1, false));
        assert_eq!(unlink(&app, path, "1").await, article(1, false));
        let favorites = app.get("/favorites").await.expect(200).json();
        assert_eq!(favorites[0]["note"], "hello");
        assert_eq!(favorites.as_array().map(Vec::len), Some(1));

        let reply = app.request("POST", path).bearer("2").await.expect(200);
        let read = app.get("/articles/tides").bearer("2").await.expect(200);
        assert_eq!(reply.text(), read.text());
        assert_eq!(reply.header("etag"), read.header("etag"));
        assert_eq!(reply.header("location"), None);
    }
}

#[tokio::test]
async fn a_table_between_whose_rows_belong_to_callers() {
    for database in databases().await {
        let app = press(database).await;
        let ann =
            |following, count| json!({ "id": 1, "name": "ann", "following": following, "followers_count": count });
        assert_eq!(link(&app, "/readers/ann/follow", "2").await, ann(true, 1));
        assert_eq!(link(&app, "/readers/ann/follow", "2").await, ann(true, 1));
        let shown = app
            .get("/readers/ann?include=followers")
            .bearer("2")
            .await
            .expect(200)
            .json();
        assert_eq!(shown["followers"][0]["name"], "bob");
        assert_eq!(unlink(&app, "/readers/ann/follow", "1").await, ann(false, 0));
        assert_eq!(unlink(&app, "/readers/ann/follow", "2").await, ann(false, 0));
        // Nobody can follow Bob: no place has the number.
        let refused = app.request("POST", "/readers/bob/follow").bearer("1").await;
        assert_eq!(
            (
                refused.status(),
                unlink(&app, "/readers/bob/follow", "1").await["following"].clone()
            ),
            (409, json!(false))
        );
        // IDs of readers are numbers.
        app.request("POST", "/readers/ann/follow")
            .bearer("guest")
            .await
            .expect(403);
        assert_eq!(unlink(&app, "/readers/ann/follow", "guest").await, ann(false, 0));
    }
}

#[tokio::test]
async fn a_table_between_that_refers_to_the_owner_of_its_target() {
    for database in databases().await {
        let app = press(database).await;
        let path = "/notes/east/3/my/membership";
        let note = json!({ "hall": "east", "number": 3, "user": "1" });
        assert_eq!(link(&app, path, "1").await, note);
        assert_eq!(link(&app, path, "1").await, note);
        let shown = || async {
            app.get("/notes/east/3?include=members")
                .bearer("1")
                .await
                .expect(200)
                .json()["members"]
                .clone()
        };
        assert_eq!(shown().await, json!([{ "id": 1, "user": "1" }]));
        assert_eq!(unlink(&app, "/notes/east/3/members", "1").await, note);
        assert_eq!(shown().await, json!([]));
    }
}

#[tokio::test]
async fn only_rows_that_the_client_may_read_have_links() {
    for database in databases().await {
        let app = press(database).await;
        for path in [
            "/articles/none/my_favorites",
            "/readers/none/follow",
            "/notes/east/4/stars",
            "/notes/east/x/stars",
        ] {
            app.request("POST", path).bearer("1").await.expect(404);
            app.delete(path).bearer("1").await.expect(404);
        }
        // Of another owner.
        app.request("POST", "/notes/east/3/stars").bearer("2").await.expect(404);
        app.delete("/notes/east/3/stars").bearer("2").await.expect(404);
        assert_eq!(app.get("/stars").await.expect(200).json(), json!([]));
        link(&app, "/notes/east/3/stars", "1").await;
        assert_eq!(app.get("/stars").await.expect(200).json()[0]["by"], "1");
        // The rule of `read` refuses one without the scope.
        app.request("POST", "/pages/1/stamps").bearer("guest").await.expect(404);
        // That of the stamps, which have no operations, refuses those who may read the page.
        app.request("POST", "/pages/1/stamps").bearer("1").await.expect(403);
        app.request("POST", "/pages/1/stamps")
            .bearer("stamper")
            .await
            .expect(200);
        app.delete("/pages/1/stamps").bearer("1").await.expect(403);
        // Favorites may be deleted by those with the scope.
        link(&app, "/articles/tides/my_favorites", "guest").await;
        app.delete("/articles/tides/my_favorites")
            .bearer("guest")
            .await
            .expect(403);
    }
}

#[tokio::test]
async fn links_need_credentials_and_no_parameters() {
    for database in databases().await {
        let app = press(database).await;
        for path in ["/articles/tides/my_favorites", "/articles/none/my_favorites"] {
            app.request("POST", path).await.expect(401);
            app.delete(path).await.expect(401);
        }
        let reply = app
            .request("POST", "/articles/tides/my_favorites?include=author")
            .bearer("1")
            .await;
        assert_eq!(reply.expect(422).errors()[0].0, "include");
        app.request("PUT", "/articles/tides/my_favorites")
            .bearer("1")
            .await
            .expect(405);
        assert_eq!(app.get("/favorites").await.expect(200).json(), json!([]));
    }
}

#[tokio::test]
async fn hooks_refuse_links_and_nothing_is_kept() {
    for database in databases().await {
        let app = press(database).await;
        let path = "/articles/tides/my_favorites";
        let refused = app.request("POST", path).bearer("rude").await.expect(409).json();
        assert_eq!(refused["detail"], "not you");
        assert_eq!(unlink(&app, path, "rude").await, article(0, false));
        link(&app, path, "99").await;
        app.delete(path).bearer("99").await.expect(409);
        assert_eq!(link(&app, path, "99").await, article(1, true));
    }
}

#[tokio::test]
async fn links_at_the_same_time_are_one() {
    for database in databases().await {
        let app = press(database).await;
        for path in [
            "/articles/tides/my_favorites",
            "/notes/east/3/stars",
            "/notes/east/3/my/membership",
        ] {
            let replies = join_all((0..8).map(|_| async { app.request("POST", path).bearer("1").await })).await;
            let statuses: Vec<u16> = replies.iter().map(|reply| reply.status()).collect();
            assert_eq!(statuses, [200; 8], "{path}");
        }
        let read = app.get("/articles/tides").bearer("1").await.expect(200).json();
        assert_eq!(read, article(1, true));
        let shown = app
            .get("/notes/east/3?include=stars,members")
            .bearer("1")
            .await
            .expect(200)
            .json();
        assert_eq!(shown["stars"].as_array().map(Vec::len), Some(1));
        assert_eq!(shown["members"].as_array().map(Vec::len), Some(1));
        let path = "/articles/tides/my_favorites";
        let replies = join_all((0..8).map(|_| async { app.delete(path).bearer("1").await })).await;
        assert!(replies.iter().all(|reply| reply.status() == 200));
        assert_eq!(
            app.get("/articles/tides").bearer("1").await.expect(200).json(),
            article(0, false)
        );
    }
}

async fn follow(app: &App, channel: &str) -> Follower {
    let mut socket = app.socket("/live").await;
    socket.call("subscribe", json!({ "channel": channel })).await;
    socket
}

#[tokio::test]
async fn what_changes_is_published() {
    for database in databases().await {
        let app = press(database).await;
        let (mut favorites, mut stars) = (follow(&app, "favorites").await, follow(&app, "stars").await);
        for _ in 0..2 {
            link(&app, "/articles/tides/my_favorites", "1").await;
            link(&app, "/notes/east/3/stars", "1").await;
        }
        for _ in 0..2 {
            unlink(&app, "/articles/tides/my_favorites", "1").await;
            unlink(&app, "/notes/east/3/stars", "1").await;
        }
        link(&app, "/articles/tides/my_favorites", "2").await;
        let row = |id: i64, user: &str| json!({ "id": id, "article_id": 1, "user": user, "note": "hello" });
        for (event, data) in [
            ("created", row(1, "1")),
            ("deleted", json!({ "id": 1 })),
            ("created", row(2, "2")),
        ] {
            let message = favorites.receive().await;
            assert_eq!(message, json!({ "channel": "favorites", "event": event, "data": data }));
        }
        let key = json!({ "hall": "east", "number": 3, "star": 1 });
        let mut row = key.clone();
        row["by"] = json!("1");
        for (event, data) in [("created", row), ("deleted", key)] {
            assert_eq!(
                stars.receive().await,
                json!({ "channel": "stars", "event": event, "data": data })
            );
        }
    }
}

#[test]
fn the_document_describes_both() {
    let document: Value = serde_json::from_str(Press::openapi()).expect("JSON");
    let path = &document["paths"]["/articles/{slug}/my_favorites"];
    let (post, delete) = (&path["post"], &path["delete"]);
    assert_eq!(post["operationId"], "link_my_favorites_of_article");
    assert_eq!(post["summary"], "Add to my favorites of an article");
    assert_eq!(delete["operationId"], "unlink_my_favorites_of_article");
    assert_eq!(delete["summary"], "Remove from my favorites of an article");
    assert_eq!(path["parameters"][0]["name"], "slug");
    let reply = &document["paths"]["/articles/{slug}"]["get"]["responses"]["200"];
    for operation in [post, delete] {
        assert_eq!(&operation["responses"]["200"], reply);
        assert_eq!(operation["requestBody"], Value::Null);
        assert_eq!(operation["tags"], json!(["Article"]));
        assert_eq!(operation["security"], json!([{ "bearer": [] }]));
        let statuses: Vec<&str> = operation["responses"]
            .as_object()
            .expect("replies")
            .keys()
            .map(String::as_str)
            .collect();
        assert_eq!(
            statuses,
            ["200", "400", "401", "403", "404", "409", "422", "500", "503"]
        );
    }
    let follow = &document["paths"]["/readers/{name}/follow"];
    assert_eq!(
        (&follow["post"]["operationId"], &follow["post"]["tags"]),
        (&json!("Follow"), &json!(["Like"]))
    );
    assert_eq!(
        (&follow["delete"]["operationId"], &follow["delete"]["tags"]),
        (&json!("Unfollow"), &Value::Null)
    );
    // Nothing refers to follows, so one can always be deleted.
    assert_eq!(follow["delete"]["responses"].get("409"), None);
    assert!(follow["post"]["responses"].get("409").is_some());
    let links = &document["paths"]["/articles"]["post"]["responses"]["201"]["links"];
    assert_eq!(
        links["link_my_favorites"]["operationId"],
        "link_my_favorites_of_article"
    );
}

#[test]
fn routes_are_listed() {
    let listed: Vec<String> = Press::API
        .routes()
        .filter(|route| route.path.starts_with("/notes/"))
        .map(|route| format!("{} {} {}", route.method.name(), route.path, route.operation))
        .collect();
    assert_eq!(
        listed,
        [
            "GET /notes/{hall}/{number} read_note",
            "POST /notes/{hall}/{number}/stars link_stars_of_note",
            "DELETE /notes/{hall}/{number}/stars unlink_stars_of_note",
            "POST /notes/{hall}/{number}/my/membership link_members_of_note",
            "DELETE /notes/{hall}/{number}/members unlink_members_of_note",
        ]
    );
}

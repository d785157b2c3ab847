//! Orders and filters by computed fields, and orders by fields of related rows: of whom, in which pages, and for whom.

use sea_orm::sea_query::{Expr, Func};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply, databases};

use crate::support::link;

api! {
    /// Posts, and who wrote and likes them.
    api Forum {
        title: "Forum",
        version: "1.0.0",
        security: {
            /// Token of a reader
            bearer: Bearer::new() = check_reader,
        },
        access: public | bearer,
        names: camel_case,
    }

    /// Who writes
    resource Author {
        path: "/authors",
        key: { id: i64 },
        fields: {
            name: String,
            pen_name: Option<String>,
            email: String [access(owner)],
            user: String,
            boss_id: Option<i64>,
        },
        owner: user,
        others: [list, read],
        access: { create: bearer },
        relations: {
            /// To whom the author reports
            boss: Author = boss_id,
        },
        order: [boss.name],
        ops: [list, read, create],
    }

    /// What was written
    resource Post {
        path: "/posts",
        key: { id: i64 },
        fields: {
            title: String,
            weight: Option<Decimal>,
            author_id: Option<i64>,
            secret_id: Option<i64>,
            note_id: Option<i64>,
        },
        relations: {
            author: Author = author_id,
            /// What only the board knows
            secret: Secret = secret_id,
            /// What only its owner sees
            note: Note = note_id [name("remark")],
            likes: [Like] = post_id [limit(1)],
        },
        include: [author],
        computed: {
            /// How many like it
            likes_count: count(likes),
            /// Whether the caller likes it
            liked: exists(likes by viewer),
            /// Whether the caller knows the secret
            known: exists(secret),
            /// What it weighs
            mass: Option<Decimal> = mass,
            /// The title, aloud
            shout: String = shout,
        },
        filters: {
            likes_count: [eq, ne, ge, le],
            /// Liked or not
            liked: [eq],
            known: [eq],
            mass: [ge, null],
            shout: [eq, contains, starts, lt],
            title: [eq],
        },
        any: filters,
        order: [
            title, likes_count, liked, mass, shout, author.pen_name, author.email, author.boss.name, secret.word, note.word,
        ],
        ops: [list(offset(-likes_count, author.boss.name)), create, delete_many],
    }

    /// Who likes which post
    resource Like {
        path: "/likes",
        key: { post_id: i64, fan: i64 },
        fields: { user: String },
        owner: user,
        others: [list],
        access: { create: bearer },
        ops: [create, list],
    }

    /// What the board knows
    resource Secret {
        path: "/secrets",
        key: { id: i64 },
        fields: { word: String },
        access: bearer[board],
        ops: [list, create],
    }

    /// What its owner alone sees
    resource Note {
        path: "/notes",
        key: { id: i64 },
        fields: { word: String, user: String },
        owner: user,
        access: bearer,
        ops: [list, create],
    }

    /// A letter
    resource Letter {
        path: "/letters",
        key: { id: i64 },
        fields: { author_id: Option<i64> },
        relations: {
            author: Author = author_id,
            stamps: [Stamp] = letter_id [limit(1)],
        },
        computed: {
            stamps_count: count(stamps),
            stamped: exists(stamps by viewer),
        },
        ops: [list(cursor(-author.pen_name, stamps_count)), create],
    }

    /// A stamp on a letter, which only its owner sees
    resource Stamp {
        path: "/stamps",
        key: { id: i64 },
        fields: { letter_id: i64, user: String },
        owner: user,
        access: bearer,
        ops: [list, create],
    }

    /// The letters that the caller has stamped, or hasn't
    op stamped_letters(query: letter::Query [list(cursor(-stamped))]) -> Page<Letter> { route: GET "/stamped-letters" }

    /// Posts
    op all_posts(query: post::Query) -> Page<Post> { route: GET "/all-posts" }
}

async fn check_reader(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) if token.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn stamped_letters(ctx: Ctx, query: letter::Query) -> Result<Page<Letter>, Error> {
    query.page(&ctx, letter::Entity::find()).await
}

async fn all_posts(ctx: Ctx, query: post::Query) -> Result<Page<Post>, Error> {
    query.page(&ctx, post::Entity::find()).await
}

fn mass(viewer: Viewer<'_>) -> Expr {
    viewer.column(post::Column::Weight)
}

fn shout(viewer: Viewer<'_>) -> Expr {
    Func::upper(viewer.column(post::Column::Title)).into()
}

/// Three authors with four posts, of which one has none.
async fn forum(database: Database) -> App {
    let app = App::start(Forum::API, database).await;
    let author = |id: i64, name: &str, pen_name: Option<&str>, boss_id: Option<i64>| json!({ "id": id, "name": name, "penName": pen_name, "email": format!("{name}@forum"), "bossId": boss_id });
    let post = |id: i64,
                title: &str,
                weight: Option<f64>,
                author: Option<i64>,
                secret: Option<i64>,
                note: Option<i64>| {
        json!({ "id": id, "title": title, "weight": weight, "authorId": author, "secretId": secret, "noteId": note })
    };
    let rows = [
        ("/authors", author(1, "Ann", Some("Zed"), Some(2)), "ann"),
        ("/authors", author(2, "Bob", None, None), "bob"),
        ("/authors", author(3, "Cid", Some("Abe"), Some(1)), "cid"),
        ("/secrets", json!({ "id": 1, "word": "x" }), "board"),
        ("/secrets", json!({ "id": 2, "word": "y" }), "board"),
        ("/secrets", json!({ "id": 3, "word": "z" }), "board"),
        ("/notes", json!({ "id": 1, "word": "m" }), "ann"),
        ("/notes", json!({ "id": 2, "word": "k" }), "bob"),
        ("/posts", post(1, "b", Some(9.5), Some(1), Some(2), None), "ann"),
        ("/posts", post(2, "a", Some(10.0), Some(2), Some(1), Some(2)), "ann"),
        ("/posts", post(3, "c", None, None, None, None), "ann"),
        ("/posts", post(4, "d", Some(2.0), Some(3), Some(3), Some(1)), "ann"),
        ("/likes", json!({ "postId": 1, "fan": 1 }), "ann"),
        ("/likes", json!({ "postId": 1, "fan": 2 }), "bob"),
        ("/likes", json!({ "postId": 2, "fan": 1 }), "ann"),
        ("/likes", json!({ "postId": 4, "fan": 2 }), "bob"),
        ("/letters", json!({ "id": 1, "authorId": 1 }), "ann"),
        ("/letters", json!({ "id": 2, "authorId": 1 }), "ann"),
        ("/letters", json!({ "id": 3, "authorId": 2 }), "ann"),
        ("/letters", json!({ "id": 4 }), "ann"),
        ("/letters", json!({ "id": 5, "authorId": 3 }), "ann"),
        ("/letters", json!({ "id": 6 }), "ann"),
        ("/stamps", json!({ "id": 1, "letterId": 1 }), "ann"),
        ("/stamps", json!({ "id": 2, "letterId": 1 }), "ann"),
        ("/stamps", json!({ "id": 3, "letterId": 2 }), "ann"),
        ("/stamps", json!({ "id": 4, "letterId": 3 }), "ann"),
        ("/stamps", json!({ "id": 5, "letterId": 4 }), "bob"),
    ];
    for (path, body, user) in rows {
        let reply = app.post(path, &body).bearer(user).await;
        assert!(reply.status() < 300, "{path} {body}: {}", reply.text());
    }
    app
}

async fn get(app: &App, path: &str, user: &str) -> Reply {
    let request = app.get(path);
    if user.is_empty() {
        request.await
    } else {
        request.bearer(user).await
    }
}

fn titles(page: &Value) -> String {
    let rows = page.as_array().expect("a list").iter();
    rows.map(|row| row["title"].as_str().expect("a title")).collect()
}

/// The titles of all posts along pages of two rows.
async fn paged(app: &App, path: &str, user: &str) -> String {
    let mut found = String::new();
    for offset in [0, 2, 4] {
        let reply = get(app, &format!("{path}&limit=2&offset={offset}"), user)
            .await
            .expect(200);
        assert_eq!(reply.header("x-total-count"), Some("4"), "{path}");
        found += &titles(&reply.json());
    }
    found
}

/// What each order makes of the posts, and for whom.
const ORDERS: &[(&str, &str, &str)] = &[
    ("likesCount", "", "cadb"),
    ("-likesCount", "", "badc"),
    ("liked", "ann", "cdba"),
    ("-liked", "ann", "bacd"),
    ("liked", "bob", "acbd"),
    ("liked", "", "bacd"),
    ("liked&orderBy=-title", "", "dcba"),
    ("mass", "", "dbac"),
    ("-mass", "", "cabd"),
    ("shout", "", "abcd"),
    ("-shout", "", "dcba"),
    ("author.penName", "", "dbac"),
    ("-author.penName", "", "acbd"),
    ("-author.penName&orderBy=-likesCount", "ann", "acbd"),
    ("author.boss.name", "", "dbac"),
    ("secret.word", "board", "abdc"),
    ("-secret.word", "board", "cdba"),
    // What the client may not see is null in every row.
    ("secret.word", "ann", "bacd"),
    ("-secret.word", "", "bacd"),
    ("remark.word", "ann", "dbac"),
    ("remark.word", "bob", "abcd"),
    ("remark.word", "", "bacd"),
];

#[tokio::test]
async fn rows_are_ordered_by_computed_fields_and_by_related_rows() {
    for database in databases().await {
        let app = forum(database).await;
        for (order, user, expected) in ORDERS {
            for path in ["/posts", "/all-posts"] {
                let path = format!("{path}?orderBy={order}");
                let reply = get(&app, &path, user).await.expect(200);
                assert_eq!(titles(&reply.json()), *expected, "{path} {user}");
                assert_eq!(paged(&app, &path, user).await, *expected, "{path} {user}");
            }
        }
        assert_eq!(paged(&app, "/posts?", "").await, "bdac");
        assert_eq!(paged(&app, "/all-posts?", "").await, "bdac");
        assert_eq!(paged(&app, "/posts?include=author", "").await, "bdac");
        let names = get(&app, "/authors?orderBy=boss.name", "").await.expect(200).json();
        let names: Vec<&Value> = names
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| &row["name"])
            .collect();
        assert_eq!(names, ["Cid", "Ann", "Bob"]);
    }
}

#[tokio::test]
async fn ordered_rows_show_their_computed_fields() {
    for database in databases().await {
        let app = forum(database).await;
        let plain = get(&app, "/posts?orderBy=title", "ann").await.expect(200).json();
        for order in [
            "likesCount",
            "liked",
            "mass",
            "shout",
            "author.penName",
            "likesCount&orderBy=-mass",
        ] {
            let mut ordered = get(&app, &format!("/posts?orderBy={order}"), "ann")
                .await
                .expect(200)
                .json();
            let rows = ordered.as_array_mut().expect("a list");
            rows.sort_by_key(|row| row["title"].to_string());
            assert_eq!(ordered, plain, "{order}");
        }
        assert_eq!(plain[1]["likesCount"], 2);
        assert_eq!(plain[1]["shout"], "B");
    }
}

#[tokio::test]
async fn a_field_with_a_rule_is_no_order_for_those_who_do_not_see_it_everywhere() {
    for database in databases().await {
        let app = forum(database).await;
        for user in ["", "ann"] {
            let refused = get(&app, "/posts?orderBy=author.email", user)
                .await
                .expect(422)
                .errors();
            assert_eq!(
                refused,
                [(
                    "orderBy".to_owned(),
                    "not one of title, -title, likesCount, -likesCount, liked, -liked, mass, -mass, shout, -shout, author.penName, -author.penName, \
                     author.boss.name, -author.boss.name, secret.word, -secret.word, remark.word, -remark.word"
                        .to_owned()
                )]
            );
        }
        for order in [
            "likesCount&orderBy=-likesCount",
            "author.penName&orderBy=author.penName",
        ] {
            let refused = get(&app, &format!("/posts?orderBy={order}"), "")
                .await
                .expect(422)
                .errors();
            assert_eq!(refused, [("orderBy".to_owned(), "given more than once".to_owned())]);
        }
    }
}

#[tokio::test]
async fn rows_are_filtered_by_computed_fields() {
    for database in databases().await {
        let app = forum(database).await;
        for (query, user, expected) in [
            ("likesCount=1", "", "ad"),
            ("likesCount=0&likesCount=2", "", "bc"),
            ("likesCount:ge=1", "", "abd"),
            ("likesCount:ne=1", "", "bc"),
            ("likesCount:le=0", "", "c"),
            ("liked=true", "ann", "ab"),
            ("liked=true", "bob", "bd"),
            ("liked=true", "", ""),
            ("liked=false", "", "abcd"),
            ("known=true", "board", "abd"),
            ("known=true", "ann", ""),
            ("mass:ge=9.5", "", "ab"),
            ("mass:null=true", "", "c"),
            ("shout=B", "", "b"),
            ("shout:contains=b", "", "b"),
            ("shout:starts=a", "", "a"),
            ("shout:lt=C", "", "ab"),
            ("likesCount:ge=1&liked=true", "bob", "bd"),
            ("any=likesCount:ge:2&any=title:eq:c", "", "bc"),
            ("any=liked:eq:true&any=mass:null:true", "ann", "abc"),
        ] {
            let path = format!("/posts?orderBy=title&{query}");
            let reply = get(&app, &path, user).await.expect(200);
            assert_eq!(titles(&reply.json()), expected, "{path} {user}");
            let total = expected.len().to_string();
            assert_eq!(reply.header("x-total-count"), Some(total.as_str()), "{path} {user}");
            let all = get(&app, &format!("/all-posts?orderBy=title&{query}"), user)
                .await
                .expect(200);
            assert_eq!(titles(&all.json()), expected, "{path} {user}");
        }
        for (query, message) in [
            ("likesCount:ge=x", "not an integer"),
            ("liked=maybe", "not a boolean"),
            ("likesCount:lt=1", "unknown parameter"),
            ("asked=1", "unknown parameter"),
        ] {
            let refused = get(&app, &format!("/posts?{query}"), "").await.expect(422).errors();
            assert_eq!(refused[0].1, message, "{query}");
        }
    }
}

#[tokio::test]
async fn bulk_deletes_take_computed_filters_that_leave_rows_out() {
    for database in databases().await {
        let app = forum(database).await;
        for query in [
            "likesCount:ge=0",
            "likesCount:ne=-1",
            "liked=true&liked=false",
            "shout:contains=",
        ] {
            let refused = app.delete(&format!("/posts?{query}")).await;
            assert_eq!(refused.status(), 422, "{query}: {}", refused.text());
        }
        app.delete("/posts?liked=true").bearer("bob").await.expect(204);
        assert_eq!(titles(&get(&app, "/posts?orderBy=title", "").await.json()), "ac");
        app.delete("/posts?likesCount:le=0").await.expect(204);
        assert_eq!(titles(&get(&app, "/posts?orderBy=title", "").await.json()), "a");
    }
}

fn ids(page: &Value) -> Vec<i64> {
    let rows = page.as_array().expect("a list").iter();
    rows.map(|row| row["id"].as_i64().expect("an id")).collect()
}

/// All rows along the pages to the end, and back from there.
async fn walked(app: &App, path: &str, user: &str) -> (Vec<i64>, Vec<i64>) {
    let (mut there, mut back) = (Vec::new(), Vec::new());
    let mut here = path.to_owned();
    loop {
        let reply = get(app, &here, user).await.expect(200);
        there.extend(ids(&reply.json()));
        assert!(there.len() <= 6, "a circle at {here}");
        match link(app, &reply, "next") {
            Some(next) => here = next,
            None => break,
        }
    }
    loop {
        let reply = get(app, &here, user).await.expect(200);
        back.splice(0..0, ids(&reply.json()));
        match link(app, &reply, "prev") {
            Some(prev) => here = prev,
            None => return (there, back),
        }
    }
}

#[tokio::test]
async fn cursors_run_along_values_of_the_viewer_and_of_related_rows() {
    for database in databases().await {
        let app = forum(database).await;
        for (path, user, expected) in [
            ("/letters?", "ann", [4, 6, 3, 2, 1, 5]),
            ("/letters?", "bob", [3, 6, 4, 1, 2, 5]),
            ("/letters?", "", [3, 4, 6, 1, 2, 5]),
            ("/letters?direction=desc&", "ann", [5, 1, 2, 3, 6, 4]),
            ("/stamped-letters?", "ann", [1, 2, 3, 4, 5, 6]),
            ("/stamped-letters?", "bob", [4, 1, 2, 3, 5, 6]),
            ("/stamped-letters?direction=desc&", "ann", [6, 5, 4, 3, 2, 1]),
        ] {
            for limit in 1..=6 {
                let (there, back) = walked(&app, &format!("{path}limit={limit}"), user).await;
                assert_eq!(there, expected, "{path} {user} {limit}");
                assert_eq!(back, expected, "{path} {user} {limit}");
            }
        }
        // Rows are in another order for another client.
        let reply = get(&app, "/letters?limit=2", "ann").await.expect(200);
        let next = link(&app, &reply, "next").expect("a next page");
        let refused = get(&app, &next, "bob").await.expect(422).errors();
        assert_eq!(refused, [("cursor".to_owned(), "invalid cursor".to_owned())]);
    }
}

#[test]
fn the_document_has_orders_and_filters() {
    let document: Value = serde_json::from_str(Forum::openapi()).expect("JSON");
    let parameters = document["paths"]["/posts"]["get"]["parameters"]
        .as_array()
        .expect("parameters");
    let find = |name: &str| {
        parameters
            .iter()
            .find(|parameter| parameter["name"] == name)
            .expect("it is there")
    };
    let order = &find("orderBy")["schema"];
    let names = order["items"]["enum"].as_array().expect("names");
    assert_eq!(names.len(), 20);
    for name in [
        "likesCount",
        "-likesCount",
        "-author.boss.name",
        "remark.word",
        "author.email",
    ] {
        assert!(names.contains(&json!(name)), "{name}");
    }
    assert_eq!(order.get("default"), Some(&json!(["-likesCount", "author.boss.name"])));
    assert_eq!(find("likesCount:ge")["schema"]["type"], "integer");
    assert_eq!(find("liked")["description"], "Any of: Liked or not");
    assert_eq!(find("likesCount")["description"], "Any of: How many like it");
    let pattern = find("any")["schema"]["items"]["pattern"].as_str().expect("a pattern");
    assert!(
        pattern.starts_with("^(likesCount:(eq|ne|ge|le)|liked:(eq)|"),
        "{pattern}"
    );
}

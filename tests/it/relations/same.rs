//! What is included is what requests for the related rows themselves read, whatever the rows are.

use proptest::prelude::{Strategy, any, prop};
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Request, databases};

api! {
    /// Posts that answer one another.
    api Forum {
        title: "Forum",
        version: "1.0.0",
        security: {
            /// Name of a writer
            bearer: Bearer::new() = check_writer,
        },
        access: public | bearer,
    }

    /// Who writes
    resource Writer {
        path: "/writers",
        key: { id: i64 },
        fields: { name: String, note: Option<String>, weight: Decimal },
        relations: { posts: [Post] = writer_id [order(-rank, title), limit(3)] },
        include: [posts],
        computed: { posts_count: count(posts) },
        ops: [create, list, read],
    }

    /// What is written
    resource Post {
        path: "/posts",
        key: { id: i64 },
        fields: { title: String, rank: Option<i32>, user: String, writer_id: i64 [references(Writer)], parent_id: Option<i64> },
        owner: user,
        others: [list, read],
        filters: { writer_id: [eq], parent_id: [eq] },
        relations: {
            writer: Writer = writer_id,
            parent: Post = parent_id,
            answers: [Post] = parent_id [order(title), limit(4)],
            tags: [Tag] = PostTag(post_id, tag_id) [order(-name), limit(2)],
        },
        include: [writer, parent.writer, answers.tags, tags, writer.posts],
        computed: { answered: exists(answers) },
        access: { create: bearer },
        select: fields,
        ops: [create, list(offset(id)), read],
    }

    /// What posts are about
    resource Tag {
        path: "/tags",
        key: { id: i64 },
        fields: { name: String },
        relations: { posts: [Post] = PostTag(tag_id, post_id) [limit(1)] },
        filters: { posts.title: [eq] },
        search: [posts.title],
        order: [name],
        any: filters,
        ops: [create, list],
    }

    /// Which post is about what
    resource PostTag {
        path: "/post-tags",
        key: { post_id: i64, tag_id: i64 },
        ops: [create],
    }
}

async fn check_writer(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(name) => Ok(Principal::new(name.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// How many writers, posts and tags there are.
const WRITERS: i64 = 4;
const POSTS: i64 = 12;
const TAGS: i64 = 3;

/// The rank, writer and parent of a post, and for each tag if the post has it.
type Wanted = (Option<i32>, i64, Option<i64>, Vec<bool>);

fn posts() -> impl Strategy<Value = Vec<Wanted>> {
    let post = (
        prop::option::of(-2..3),
        1..=WRITERS,
        prop::option::of(1..=POSTS),
        prop::collection::vec(any::<bool>(), usize::try_from(TAGS).expect("small")),
    );
    prop::collection::vec(post, usize::try_from(POSTS).expect("small"))
}

async fn rows(request: Request) -> Vec<Value> {
    request.await.expect(200).json().as_array().expect("a list").clone()
}

/// Without the members that stand for related rows.
fn alone(row: &Value) -> Value {
    let mut row = row.clone();
    if let Some(members) = row.as_object_mut() {
        members.retain(|_, value| !value.is_array() && !value.is_object());
    }
    row
}

/// The first rows of those for which something holds, in an order.
fn first<K: Ord>(rows: &[Value], most: usize, key: impl Fn(&Value) -> K, holds: impl Fn(&Value) -> bool) -> Vec<Value> {
    let mut found: Vec<&Value> = rows.iter().filter(|row| holds(row)).collect();
    found.sort_by_key(|row| key(row));
    found.into_iter().take(most).cloned().collect()
}

#[tokio::test]
async fn included_rows_are_those_that_requests_for_them_read() {
    let mut runner = TestRunner::new(proptest::test_runner::Config::default());
    for _ in 0..5 {
        let wanted = posts().new_tree(&mut runner).expect("posts").current();
        for database in databases().await {
            let app = App::start(Forum::API, database).await;
            for id in 1..=WRITERS {
                let note = (id % 2 == 0).then_some("ü");
                let writer = json!({ "id": id, "name": format!("w{id}"), "note": note, "weight": format!("{id}.50") });
                app.post("/writers", writer).await.expect(201);
            }
            for id in 1..=TAGS {
                app.post("/tags", json!({ "id": id, "name": format!("t{}", id % 2) }))
                    .await
                    .expect(201);
            }
            for (id, (rank, writer, parent, tags)) in (1..).zip(&wanted) {
                let post = json!({ "id": id, "title": format!("p{}", id % 5), "rank": rank, "writer_id": writer, "parent_id": parent });
                app.post("/posts", post).bearer("ann").await.expect(201);
                for (tag, _) in (1..).zip(tags).filter(|(_, filed)| **filed) {
                    app.post("/post-tags", json!({ "post_id": id, "tag_id": tag }))
                        .await
                        .expect(201);
                }
            }
            check(&app, &wanted).await;
        }
    }
}

async fn check(app: &App, wanted: &[Wanted]) {
    let writers = rows(app.get("/writers")).await;
    let tags = rows(app.get("/tags")).await;
    let all = rows(app.get("/posts")).await;
    let by_id = |rows: &[Value], id: &Value| rows.iter().find(|row| row["id"] == *id).cloned();
    let title = |row: &Value| (row["title"].as_str().map(str::to_owned), row["id"].as_i64());
    // Nulls are greater than all numbers, on both databases.
    let rank = |row: &Value| {
        (
            row["rank"].as_i64().map(|rank| -rank).map_or((0, 0), |rank| (1, rank)),
            title(row),
        )
    };
    let tags_of = |post: &Value| {
        let name = |tag: &Value| {
            (
                std::cmp::Reverse(tag["name"].as_str().map(str::to_owned)),
                tag["id"].as_i64(),
            )
        };
        first(&tags, 2, name, |tag| has_tag(wanted, post, tag))
    };
    let path = "/posts?include=writer,parent.writer,answers.tags,tags,writer.posts&limit=12";
    for post in rows(app.get(path)).await {
        let id = post["id"].clone();
        let read = app.get(&format!(
            "/posts/{id}?include=writer,parent.writer,answers.tags,tags,writer.posts"
        ));
        assert_eq!(read.await.expect(200).json(), post);
        assert_eq!(Some(alone(&post)), by_id(&all, &id));
        let writer = post["writer"].clone();
        assert_eq!(Some(alone(&writer)), by_id(&writers, &post["writer_id"]));
        let theirs = first(&all, 3, rank, |row| row["writer_id"] == post["writer_id"]);
        assert_eq!(writer["posts"], Value::from(theirs), "{post}");
        let parent = post.get("parent_id").and_then(|parent| by_id(&all, parent));
        assert_eq!(post.get("parent").map(alone), parent);
        if let Some(parent) = post.get("parent") {
            assert_eq!(Some(alone(&parent["writer"])), by_id(&writers, &parent["writer_id"]));
        }
        let mut answers = first(&all, 4, title, |row| row["parent_id"] == id);
        for answer in &mut answers {
            answer["tags"] = tags_of(answer).into();
        }
        assert_eq!(post["answered"], !answers.is_empty());
        assert_eq!(post["answers"], Value::from(answers), "{post}");
        assert_eq!(post["tags"], Value::from(tags_of(&post)), "{post}");
        // A selection has the same values.
        let some = app
            .get(&format!("/posts/{id}?fields=writer.name,tags,answers.title"))
            .await
            .expect(200)
            .json();
        assert_eq!(some["writer"], json!({ "name": writer["name"] }));
        assert_eq!(some["tags"], post["tags"]);
        let titles = |post: &Value| {
            let answers = post["answers"].as_array().expect("a list").iter();
            answers.map(|answer| answer["title"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(titles(&some), titles(&post));
    }
    for name in ["p0", "p1", "p2"] {
        let filed = |tag: &Value| {
            all.iter()
                .any(|post| post["title"] == name && has_tag(wanted, post, tag))
        };
        let expected = first(&tags, 9, |tag| tag["id"].as_i64(), filed);
        for query in [
            format!("posts.title={name}"),
            format!("search={name}"),
            format!("any=posts.title:eq:{name}"),
        ] {
            assert_eq!(rows(app.get(&format!("/tags?{query}"))).await, expected, "{query}");
        }
    }
    let counts = writers.iter().map(|writer| writer["posts_count"].as_i64());
    assert_eq!(counts.sum::<Option<i64>>(), Some(POSTS));
}

fn has_tag(wanted: &[Wanted], post: &Value, tag: &Value) -> bool {
    let at = |id: &Value| usize::try_from(id.as_i64().expect("an ID") - 1).expect("small");
    wanted[at(&post["id"])].3[at(&tag["id"])]
}

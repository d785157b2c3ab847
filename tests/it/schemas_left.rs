//! Schemas that take all of another item but what they omit, and schemas whose properties are all optional.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::schemas::assert_documented;

api! {
    /// Posts, and schemas made of what is left of them.
    api Press {
        title: "Press",
        version: "1",
        names: camel_case,
        security: { user: Basic::new() = check },
        access: public,
    }

    // Each stands before what it is made of.

    /// Made of one that is made of another
    schema Teaser = Card.omit(sub_title) {}
    /// What a list shows
    schema Card [null_shown] = Post.omit(body, published_at, api_key) {
        /// How long it takes to read
        minutes: Option<i32>,
    }
    /// What a new post has, without the token of the application
    schema NewPost = post::Create.omit(token, sub_title) {
        /// Another type than in the resource
        sub_title: Option<Vec<String>>,
    }
    /// Made of one that has replaced a property
    schema Draft = NewPost.omit(sub_title, sections).partial() {}
    /// What an editor changes
    schema Edit = post::Update.omit(api_key) { reason: String }
    /// All of it, whether the update is optional already or not
    schema Patch = self::post::Update.partial() {}
    /// All of it, with a default that is a function
    schema Anything = post::Create.partial() {}
    /// The key is given
    schema NewTag = tag::Create.omit(note) {}
    /// The key stays
    schema TagChange = tag::Update.omit(note) {}
    /// The key alone
    schema TagName = Tag.omit(note, uses) {}
    /// Made of one that picks
    schema Sized = Short.omit(slug) {}
    /// Made of one that picks
    schema Short = Post.pick(slug, sub_title) {
        /// Pages
        #[cfg(all())]
        pages: i32 [range(1..=9), default(1)],
        #[cfg(any())]
        gone: Absent,
        #[cfg(any())]
        #[cfg(all())]
        pages: Absent,
    }
    /// Optional as a whole
    schema ShortPatch = Short.partial() {}
    /// Omits what only other builds have
    schema Bare = Short.omit(gone, pages, sub_title) {}
    /// With all that fields can be
    schema NewOrder = order_line::Create.omit(paid) {}
    /// With all that fields can be
    schema OrderChange = order_line::Update.omit(paid) {}

    /// A post
    resource Post {
        path: "/posts",
        address: slug,
        owner: author,
        others: [list, read],
        key: { id: i64 [auto_increment, hidden] },
        fields: {
            /// Name in addresses
            slug: String [len(1..=9), unique],
            /// Second line
            sub_title: Option<String> [len(1..=20), example("on trees"), null_omitted],
            body: String [default("-"), create_only],
            sections: Option<Json<Vec<String>>>,
            token: Uuid [default_with(Uuid::now_v7), write_only],
            /// When it was published
            published_at: Option<DateTime<Utc>> [digits(3), update_only],
            made_at: DateTime<Utc> [read_only, default_with(|| DateTime::UNIX_EPOCH)],
            checksum: Option<String> [hidden],
            author: String [len(0..=20)],
            api_key: Option<String> [name("key")],
            #[cfg(any())]
            sections: Absent,
            #[cfg(any())]
            gone: Absent,
        },
        ops: [list, create, read, update],
        access: { list: public, create: user, read: public, update: user },
    }

    /// A tag
    resource Tag {
        path: "/tags",
        module: tag,
        key: { name: String [len(1..=9)] },
        fields: { note: Option<String>, uses: i32 [default(0)] },
        ops: [create, read],
    }

    /// All options that fields have
    resource OrderLine {
        table: "lines",
        path: "/lines",
        key: { id: Uuid [default_with(Uuid::now_v7)], number: i16 },
        fields: {
            price: Decimal [precision(9, 2), min(0.0), multiple_of(0.25), json_string, example(1.25)],
            tag: Option<String> [references(Tag, set_null), index, was("label"), column("tag_name")],
            extra: JsonValue [default_json("{}"), example_json("[]")],
            list: Json<Vec<String>> [default_empty, len(0..=3), each(len(1..=3))],
            size: f64 [range(0.0..=9.0), deprecated],
            mail: Option<String> [format(email), null_shown, pattern("@"),],
            count: i64 [max(9)],
            data: Bytes [len(0..=9)],
            paid: bool [default(false)],
        },
        ops: [create, read, update],
    }

    /// New post
    op add_post(body: NewPost) -> Card { route: POST "/new" }
    /// Edit a post
    op edit_post(slug: String, body: Edit) -> Post { route: PATCH "/edits/{slug}" }
    /// Teaser of a post
    op teaser(slug: String) -> Teaser { route: GET "/teasers/{slug}" }
    /// Echo
    op draft(body: Draft) -> Draft { route: POST "/drafts" }
    /// Echo
    op patch(body: Patch) -> Patch { route: POST "/patches" }
    /// Echo
    op anything(body: Anything) -> Anything { route: POST "/anything" }
    /// Echo
    op new_tag(body: NewTag) -> NewTag { route: POST "/new-tags" }
    /// Echo
    op tag_change(body: TagChange) -> TagChange { route: POST "/tag-changes" }
    /// Echo
    op tag_name(body: TagName) -> TagName { route: POST "/tag-names" }
    /// Echo
    op sized(body: Sized) -> Sized { route: POST "/sized" }
    /// Echo
    op short_patch(body: ShortPatch) -> ShortPatch { route: POST "/short-patches" }
    /// Echo
    op bare(body: Bare) -> Bare { route: POST "/bare" }
    /// Echo
    op new_order(body: NewOrder) -> NewOrder { route: POST "/orders" }
    /// Echo
    op order_change(body: OrderChange) -> OrderChange { route: POST "/order-changes" }
}

async fn check(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Basic { user, .. } => Ok(Principal::new(user)),
        _ => Err(Error::Unauthorized),
    }
}

async fn add_post(ctx: Ctx, body: NewPost) -> Result<Card, Error> {
    let NewPost {
        slug,
        body,
        sections,
        api_key,
        sub_title,
    } = body;
    let post = post::ActiveModel {
        id: NotSet,
        slug: Set(slug),
        sub_title: Set(sub_title.map(|words| words.join(" "))),
        body: Set(body),
        sections: Set(sections),
        token: Set(Uuid::nil()),
        published_at: Set(None),
        made_at: Set(DateTime::UNIX_EPOCH),
        checksum: Set(None),
        author: Set("ann".to_owned()),
        api_key: Set(api_key),
    };
    Ok(card(post.insert(&ctx.db()).await?))
}

fn card(post: Post) -> Card {
    Card {
        slug: post.slug,
        sub_title: post.sub_title,
        sections: post.sections,
        made_at: post.made_at,
        author: post.author,
        minutes: None,
    }
}

async fn find(ctx: &Ctx, slug: &str) -> Result<Post, Error> {
    let posts = post::Entity::find().all(&ctx.db()).await?;
    posts.into_iter().find(|post| post.slug == slug).ok_or(Error::NotFound)
}

async fn edit_post(ctx: Ctx, slug: String, body: Edit) -> Result<Post, Error> {
    let Edit {
        slug: new,
        sub_title,
        sections,
        token,
        published_at,
        reason: _,
    } = body;
    let mut post = find(&ctx, &slug).await?.into_active_model();
    (post.slug, post.sub_title, post.sections) = (new, sub_title, sections);
    (post.token, post.published_at) = (token, published_at);
    Ok(post.update(&ctx.db()).await?)
}

async fn teaser(ctx: Ctx, slug: String) -> Result<Teaser, Error> {
    let Card {
        slug,
        sub_title: _,
        sections,
        made_at,
        author,
        minutes,
    } = card(find(&ctx, &slug).await?);
    Ok(Teaser {
        slug,
        sections,
        made_at,
        author,
        minutes,
    })
}

macro_rules! echoes {
    ($($name:ident $type:ident)*) => {
        $( async fn $name(_: Ctx, body: $type) -> Result<$type, Error> {
            Ok(body)
        } )*
    };
}

echoes! {
    draft Draft patch Patch anything Anything new_tag NewTag tag_change TagChange tag_name TagName
    sized Sized short_patch ShortPatch bare Bare new_order NewOrder order_change OrderChange
}

fn document() -> Value {
    serde_json::from_str(Press::openapi()).expect("JSON")
}

/// The names of a component's properties.
fn names(component: &str) -> Vec<String> {
    let document = document();
    let properties = document["components"]["schemas"][component]["properties"].as_object();
    let properties = properties.unwrap_or_else(|| panic!("no {component}: {document}"));
    properties.keys().cloned().collect()
}

#[test]
fn what_is_left_of_a_view_is_what_it_has() {
    let cases: [(&str, &[&str]); 15] = [
        ("Card", &["slug", "subTitle", "sections", "madeAt", "author", "minutes"]),
        ("Teaser", &["slug", "sections", "madeAt", "author", "minutes"]),
        ("NewPost", &["slug", "body", "sections", "key", "subTitle"]),
        ("Draft", &["slug", "body", "key"]),
        (
            "Edit",
            &["slug", "subTitle", "sections", "token", "publishedAt", "reason"],
        ),
        (
            "PatchRequest",
            &["slug", "subTitle", "sections", "token", "publishedAt", "key"],
        ),
        (
            "AnythingRequest",
            &["slug", "subTitle", "body", "sections", "token", "key"],
        ),
        ("NewTag", &["name", "uses"]),
        ("TagChange", &["uses"]),
        ("TagName", &["name"]),
        ("Sized", &["subTitle", "pages"]),
        ("ShortPatch", &["slug", "subTitle", "pages"]),
        ("Bare", &["slug"]),
        (
            "NewOrder",
            &[
                "number", "price", "tag", "extra", "list", "size", "mail", "count", "data",
            ],
        ),
        (
            "OrderChange",
            &["price", "tag", "extra", "list", "size", "mail", "count", "data"],
        ),
    ];
    for (component, expected) in cases {
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        let mut names = names(component);
        names.sort_unstable();
        assert_eq!(names, expected, "{component}");
    }
}

#[test]
fn what_is_left_is_as_in_the_item() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    for (one, other, properties) in [
        ("Card", "Post", &["slug", "madeAt", "author"][..]),
        ("Edit", "PostUpdate", &["slug", "subTitle", "publishedAt"]),
        ("NewPost", "PostCreate", &["slug", "body", "sections", "key"]),
        (
            "NewOrder",
            "OrderLineCreate",
            &["price", "tag", "extra", "list", "size", "mail", "count"],
        ),
        (
            "OrderChange",
            "OrderLineUpdate",
            &["price", "tag", "extra", "list", "size", "mail", "count"],
        ),
    ] {
        for property in properties {
            let find = |schema: &str| {
                // The request's, where both go there.
                let request = format!("{schema}Request");
                let schema = if schemas[&request].is_object() {
                    &request
                } else {
                    schema
                };
                schemas[schema]["properties"][property].clone()
            };
            assert_eq!(find(one), find(other), "{one}.{property}");
        }
    }
    assert_eq!(
        schemas["Card"]["required"],
        json!(["slug", "sections", "madeAt", "author", "minutes"])
    );
    assert_eq!(
        schemas["Teaser"]["required"],
        json!(["slug", "sections", "madeAt", "author", "minutes"])
    );
    assert_eq!(schemas["NewPost"]["required"], json!(["slug"]));
    assert_eq!(schemas["Edit"]["required"], json!(["reason"]));
    for partial in [
        "Draft",
        "PatchRequest",
        "AnythingRequest",
        "ShortPatch",
        "OrderChange",
        "TagChange",
    ] {
        assert_eq!(schemas[partial].get("required"), None, "{partial}");
    }
}

#[tokio::test]
async fn what_is_left_is_read_and_written_as_in_the_item() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        let new = json!({"slug": "oak", "subTitle": ["on", "oaks"], "sections": ["a"], "key": "k"});
        let card = json!({
            "slug": "oak", "subTitle": "on oaks", "sections": ["a"], "madeAt": "1970-01-01T00:00:00Z", "author": "ann", "minutes": null,
        });
        let reply = app.post("/new", &new).await.expect(200);
        assert_eq!(reply.json(), card);
        assert_documented(&document(), ("post", "/new"), &reply);
        let reply = app.get("/teasers/oak").await.expect(200);
        let mut teaser = card.clone();
        teaser.as_object_mut().expect("an object").remove("subTitle");
        assert_eq!(reply.json(), teaser);
        assert_documented(&document(), ("get", "/teasers/{slug}"), &reply);

        let edit = json!({"subTitle": null, "publishedAt": "2026-01-02T03:04:05Z", "reason": "-"});
        let reply = app.patch("/edits/oak", &edit).await.expect(200);
        let post = reply.json();
        assert_eq!((&post["subTitle"], &post["sections"]), (&Value::Null, &json!(["a"])));
        assert_eq!(post["publishedAt"], "2026-01-02T03:04:05.000Z");
        assert_eq!((&post["key"], &post["body"]), (&json!("k"), &json!("-")));
    }
}

#[tokio::test]
async fn what_is_omitted_is_unknown() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        let wrong = json!({
            "slug": "0123456789", "token": Uuid::nil(), "author": "bob", "checksum": "c", "madeAt": "1970-01-01T00:00:00Z",
            "publishedAt": "1970-01-01T00:00:00Z", "id": 1,
        });
        let expected = ["author", "checksum", "id", "madeAt", "publishedAt", "slug", "token"];
        let fields = |errors: Vec<(String, String)>| {
            let mut fields: Vec<String> = errors.into_iter().map(|(field, _)| field).collect();
            fields.sort_unstable();
            fields
        };
        assert_eq!(fields(app.post("/new", &wrong).await.expect(422).errors()), expected);
        let wrong = json!({"key": "k", "body": "b", "author": "bob", "subTitle": ""});
        assert_eq!(
            fields(app.patch("/edits/oak", &wrong).await.expect(422).errors()),
            ["author", "body", "key", "reason", "subTitle"]
        );
    }
}

#[tokio::test]
async fn a_partial_item_sends_what_it_has() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        for (path, sent) in [
            ("/drafts", json!({})),
            ("/drafts", json!({"slug": "oak", "body": "b", "key": null})),
            ("/patches", json!({"publishedAt": "2026-01-02T03:04:05.000Z"})),
            ("/anything", json!({"slug": "oak", "body": "b"})),
            ("/tag-changes", json!({})),
            ("/short-patches", json!({})),
            ("/short-patches", json!({"subTitle": null, "pages": 9})),
            ("/order-changes", json!({"price": "1.50", "list": ["a"], "mail": null})),
        ] {
            let reply = app.post(path, &sent).await.expect(200);
            assert_eq!(reply.json(), sent, "{path}");
            assert_documented(&document(), ("post", path), &reply);
        }
        for (path, sent, field) in [
            ("/drafts", json!({"slug": null}), "slug"),
            ("/drafts", json!({"slug": "0123456789"}), "slug"),
            ("/drafts", json!({"subTitle": "x"}), "subTitle"),
            ("/short-patches", json!({"pages": 10}), "pages"),
            ("/order-changes", json!({"price": "1.10"}), "price"),
            ("/order-changes", json!({"list": ["abcd"]}), "list.0"),
        ] {
            let reply = app.post(path, &sent).await.expect(422);
            assert_eq!(reply.errors()[0].0, field, "{path}: {}", reply.text());
        }
    }
}

#[tokio::test]
async fn defaults_are_those_of_the_item() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        let reply = app.post("/new-tags", json!({"name": "a"})).await.expect(200);
        assert_eq!(reply.json(), json!({"name": "a", "uses": 0}));
        let reply = app.post("/sized", json!({})).await.expect(200);
        assert_eq!(reply.json(), json!({"pages": 1}));
        let order = json!({"number": 1, "price": "0.50", "size": 1.5, "count": 9, "data": ""});
        let reply = app.post("/orders", &order).await.expect(200).json();
        assert_eq!((&reply["extra"], &reply["list"]), (&json!({}), &json!([])));
    }
}

/// The rules of paths.
#[tokio::test]
async fn an_address_must_be_able_to_stand_in_a_path() {
    for database in databases().await {
        let app = App::start(Press::API, database).await;
        for slug in [".", ".."] {
            let reply = app.post("/new", json!({"slug": slug})).await.expect(422);
            assert_eq!(
                reply.errors(),
                [("slug".to_owned(), "can't be part of a path".to_owned())]
            );
            let reply = app.post("/drafts", json!({"slug": slug})).await.expect(422);
            assert_eq!(reply.errors()[0].0, "slug");
            let edit = json!({"slug": slug, "reason": "-"});
            assert_eq!(app.patch("/edits/oak", edit).await.expect(422).errors()[0].0, "slug");
        }
        app.post("/new", json!({"slug": "..."})).await.expect(200);
    }
    let properties = &document()["components"]["schemas"]["NewPost"]["properties"];
    assert_eq!(properties["slug"]["pattern"], "^([^.]|\\.[^.]|\\.\\.[\\s\\S])");
}

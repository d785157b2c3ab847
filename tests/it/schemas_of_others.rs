//! Schemas that take their properties from resources, views and other schemas, with all that is declared there.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait as _, EntityTrait as _, IntoActiveModel as _};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Reply, databases};

use crate::schemas::assert_documented;

const TAG: &str = "^[a-z]+$";

api! {
    /// Users, and schemas made of them.
    api Accounts { title: "Accounts", version: "1", names: camel_case }

    /// What a user may do
    enum Role { Reader = "reader", Writer = "writer" }

    /// What a new user sends
    schema NewUser = user::Create.pick(user_name, email, password, role, max_items) {
        /// Who invited the user
        invitation: Option<String> [len(1..=9)],
    }

    /// What a user changes
    schema ProfileChange as "Profile.Change" = user::Update.pick(bio, email, max_items) {}

    /// A user in a list
    #[derive(Eq)]
    schema ShortUser = User.pick(id, user_name, bio, created_at) {}

    /// Beside those that are made of others, with a rule of its own
    schema Note [null_omitted] { text: Option<String> }

    /// Made of another, with a rule for what it adds
    schema Remark [null_shown] = Note.pick(text) { by: Option<String> }

    /// A part of a new user
    schema Draft = user::Create.pick(user_name, token).partial() {}

    /// A user
    resource User {
        table: "users",
        path: "/users",
        module: user,
        names: snake_case,
        nulls: shown,
        key: {
            /// Number
            id: i64 [auto_increment],
        },
        fields: {
            /// Name in addresses
            user_name: String [len(2..=8), pattern(TAG), unique, example("ann")],
            /// Where mail goes
            email: String [name("e-mail"), format(email)],
            /// Password
            password: String [write_only, len(8..=99)],
            /// Rights
            role: Role [default("reader")],
            /// About the user
            #[deprecated]
            bio: Option<String> [len(0..=10)],
            /// How many items the user can have
            max_items: i64 [json_string, min(0), default(5)],
            token: Uuid [default_with(Uuid::now_v7), index],
            created_at: DateTime<Utc> [digits(3), read_only, default_with(Utc::now)],
            secret: Option<String> [hidden],
        },
        ops: [create, read, update],
    }

    /// Where a user lives
    schema Address {
        /// Lines
        street_line: String [len(1..=20)],
        /// Left out
        note: Option<String> [null_shown],
        /// How many rooms
        rooms: i32 [range(1..=99), default(1)],
    }

    /// A part of an address
    schema ShortAddress = Address.pick(street_line, note) {}
    /// A part of that, which can be left out
    schema Line = ShortAddress.pick(street_line).partial() {}

    /// A new user in a request with more
    schema Registration {
        /// The user
        user: user::Create,
        /// What changes
        change: Option<user::Update>,
        /// Friends
        friends: Vec<user::Create> [len(0..=2), default_empty],
    }

    /// Users
    schema Users { users: Vec<User> }

    /// Register with more
    op register_more(body: Registration) -> Users { route: POST "/registrations" }
    /// Register
    op register(body: NewUser) -> Created<ShortUser> { route: POST "/register" }
    /// What a new user sent
    op echo(body: NewUser) -> NewUser { route: POST "/echo" }
    /// Change
    op change(id: i64, body: ProfileChange) -> User { route: PATCH "/users/{id}/profile" }
    /// Draft
    op draft(body: Draft) -> Draft { route: POST "/draft" }
    /// Short address
    op short(body: ShortAddress) -> ShortAddress { route: POST "/short" }
    /// Line
    op line(body: Line) -> Line { route: POST "/line" }
    /// Several
    op either() -> Ok<Address> | NoContent { route: GET "/either" }
}

#[allow(deprecated, reason = "the application still fills it")]
async fn register(ctx: Ctx, body: NewUser) -> Result<Created<ShortUser>, Error> {
    let user = user::ActiveModel {
        user_name: Set(body.user_name),
        email: Set(body.email),
        password: Set(body.password),
        role: Set(body.role),
        bio: Set(body.invitation),
        max_items: Set(body.max_items),
        token: Set(Uuid::nil()),
        created_at: Set(DateTime::UNIX_EPOCH),
        secret: Set(Some("s".to_owned())),
        id: NotSet,
    };
    let user = user.insert(&ctx.db()).await?;
    let User {
        id,
        user_name,
        bio,
        created_at,
        ..
    } = user;
    let short = ShortUser {
        id,
        user_name,
        bio,
        created_at,
    };
    Ok(Created::new(short))
}

async fn register_more(ctx: Ctx, body: Registration) -> Result<Users, Error> {
    let Registration { user, change, friends } = body;
    let mut users = Vec::new();
    for user in std::iter::once(user).chain(friends) {
        users.push(user::ops::create(&ctx, user.0).await?);
    }
    if let (Some(change), Some(user)) = (change, users.first_mut()) {
        *user = user::ops::update(&ctx, user.id, change.0).await?;
    }
    Ok(Users { users })
}

async fn echo(_: Ctx, body: NewUser) -> Result<NewUser, Error> {
    Ok(body)
}

#[allow(deprecated, reason = "the application still fills it")]
async fn change(ctx: Ctx, id: i64, body: ProfileChange) -> Result<User, Error> {
    let found = user::Entity::find_by_id(id).one(&ctx.db()).await?;
    let mut user = found.ok_or(Error::NotFound)?.into_active_model();
    let ProfileChange { bio, email, max_items } = body;
    (user.bio, user.email, user.max_items) = (bio, email, max_items);
    Ok(user.update(&ctx.db()).await?)
}

async fn draft(_: Ctx, body: Draft) -> Result<Draft, Error> {
    Ok(body)
}

async fn short(_: Ctx, body: ShortAddress) -> Result<ShortAddress, Error> {
    Ok(body)
}

async fn line(_: Ctx, body: Line) -> Result<Line, Error> {
    Ok(body)
}

async fn either(_: Ctx) -> Result<EitherReply, Error> {
    Ok(EitherReply::NoContent)
}

fn document() -> Value {
    serde_json::from_str(Accounts::openapi()).expect("JSON")
}

fn ann() -> Value {
    json!({"user_name": "ann", "e-mail": "ann@example.com", "password": "12345678"})
}

fn with(mut value: Value, name: &str, member: Value) -> Value {
    value[name] = member;
    value
}

#[tokio::test]
async fn a_pick_of_create_reads_what_a_new_row_has() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        let created = app
            .post("/register", with(ann(), "invitation", json!("x")))
            .await
            .expect(201);
        let short = json!({"id": 1, "user_name": "ann", "bio": "x", "created_at": "1970-01-01T00:00:00.000Z"});
        assert_eq!(created.json(), short);
        assert_documented(&document(), ("post", "/register"), &created);
        let created = app
            .post("/register", with(ann(), "user_name", json!("bob")))
            .await
            .expect(201);
        // Nulls are shown as in the resource.
        assert_eq!(created.json()["bio"], Value::Null);
        let user = app.get("/users/1").await.expect(200).json();
        assert_eq!((&user["role"], &user["max_items"]), (&json!("reader"), &json!("5")));
    }
}

#[tokio::test]
async fn a_pick_has_the_rules_of_its_fields() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        let wrong = json!({
            "user_name": "A", "e-mail": "ann", "password": "1", "role": "none", "max_items": 7, "invitation": "", "token": "x",
        });
        let reply = app.post("/register", &wrong).await.expect(422);
        let errors = reply.json();
        let fields = errors["errors"].as_array().expect("a list").iter();
        let fields: Vec<&str> = fields.filter_map(|error| error["field"].as_str()).collect();
        for field in [
            "user_name",
            "e-mail",
            "password",
            "role",
            "max_items",
            "invitation",
            "token",
        ] {
            assert!(fields.contains(&field), "{field}: {}", reply.text());
        }
        let reply = app.post("/register", "{}").await.expect(422).json();
        let required = json!([
            {"field": "user_name", "message": "required"},
            {"field": "e-mail", "message": "required"},
            {"field": "password", "message": "required"},
        ]);
        assert_eq!(reply["errors"], required);
    }
}

#[tokio::test]
async fn a_reply_leaves_out_what_is_write_only() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        let reply = app.post("/echo", ann()).await.expect(200);
        let shown = json!({"user_name": "ann", "e-mail": "ann@example.com", "role": "reader", "max_items": "5"});
        assert_eq!(reply.json(), shown);
        assert_documented(&document(), ("post", "/echo"), &reply);
    }
}

#[tokio::test]
async fn a_pick_of_update_knows_what_was_left_out() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        app.post("/register", with(ann(), "invitation", json!("x")))
            .await
            .expect(201);
        let user = |reply: Reply| reply.expect(200).json();
        let unchanged = user(app.patch("/users/1/profile", "{}").await);
        assert_eq!((&unchanged["bio"], &unchanged["max_items"]), (&json!("x"), &json!("5")));
        let changed = user(
            app.patch("/users/1/profile", json!({"bio": null, "max_items": "6"}))
                .await,
        );
        assert_eq!((&changed["bio"], &changed["max_items"]), (&Value::Null, &json!("6")));
        assert_eq!(changed["e-mail"], "ann@example.com");
        app.patch("/users/1/profile", json!({"e-mail": null})).await.expect(422);
        app.patch("/users/1/profile", json!({"bio": "12345678901"}))
            .await
            .expect(422);
    }
}

#[tokio::test]
async fn a_partial_schema_sends_what_it_has() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        for (path, sent) in [
            ("/draft", json!({})),
            ("/draft", json!({"user_name": "ann"})),
            ("/draft", json!({"token": Uuid::nil()})),
            ("/line", json!({})),
            ("/line", json!({"streetLine": "a"})),
            ("/short", json!({"streetLine": "a", "note": null})),
        ] {
            let reply = app.post(path, &sent).await.expect(200);
            assert_eq!(reply.json(), sent);
            assert_documented(&document(), ("post", path), &reply);
        }
        for (path, sent) in [
            ("/draft", json!({"user_name": "a"})),
            ("/draft", json!({"user_name": null})),
            ("/line", json!({"streetLine": ""})),
            ("/short", json!({"streetLine": ""})),
            ("/short", json!({})),
            ("/short", json!({"streetLine": "a", "rooms": 1})),
        ] {
            app.post(path, &sent).await.expect(422);
        }
    }
}

#[tokio::test]
async fn views_of_a_resource_are_types_of_properties() {
    for database in databases().await {
        let app = App::start(Accounts::API, database).await;
        let friend = with(ann(), "user_name", json!("bob"));
        let sent = json!({"user": ann(), "change": {"bio": "x", "max_items": "7"}, "friends": [friend]});
        let reply = app.post("/registrations", &sent).await.expect(200);
        let users = reply.json()["users"].clone();
        assert_eq!((&users[0]["bio"], &users[0]["max_items"]), (&json!("x"), &json!("7")));
        assert_eq!(
            (&users[1]["user_name"], &users[1]["max_items"]),
            (&json!("bob"), &json!("5"))
        );
        assert_documented(&document(), ("post", "/registrations"), &reply);
        let wrong = json!({
            "user": {"user_name": "A", "e-mail": "x@y.zz", "password": "12345678", "secret": "s"},
            "change": {"max_items": 7},
            "friends": [{}],
        });
        let reply = app.post("/registrations", &wrong).await.expect(422);
        let fields: Vec<String> = reply.errors().into_iter().map(|(field, _)| field).collect();
        for field in [
            "user.user_name",
            "user.secret",
            "change.max_items",
            "friends.0.e-mail",
            "friends.0.password",
        ] {
            assert!(fields.iter().any(|found| found == field), "{field}: {}", reply.text());
        }
    }
}

#[test]
fn a_record_is_written_as_it_is_sent() {
    let sent = with(with(ann(), "token", json!(Uuid::nil())), "max_items", json!("7"));
    let registration = json!({"user": sent, "change": {"bio": null}, "friends": []});
    let read: Registration = serde_json::from_value(registration.clone()).expect("a registration");
    assert_eq!(read.user.0.max_items, Set(7));
    assert_eq!(serde_json::to_value(&read).expect("JSON"), registration);
}

/// A property of a component.
fn property(schema: &str, name: &str) -> Value {
    document()["components"]["schemas"][schema]["properties"][name].clone()
}

fn without(mut value: Value, keyword: &str) -> Value {
    value.as_object_mut().expect("a schema").remove(keyword);
    value
}

#[test]
fn the_document_has_what_is_declared_of_the_fields() {
    for name in ["user_name", "e-mail", "role", "max_items"] {
        assert_eq!(property("NewUserRequest", name), property("UserCreate", name), "{name}");
    }
    for name in ["bio", "e-mail", "max_items"] {
        assert_eq!(property("Profile.Change", name), property("UserUpdate", name), "{name}");
    }
    for name in ["user_name", "bio", "created_at"] {
        assert_eq!(property("ShortUser", name), property("User", name), "{name}");
    }
    let password = property("NewUserRequest", "password");
    assert_eq!(password["writeOnly"], true);
    assert_eq!(without(password, "writeOnly"), property("UserCreate", "password"));
    for name in ["streetLine", "note"] {
        assert_eq!(property("ShortAddress", name), property("Address", name), "{name}");
    }
    assert_eq!(property("Line", "streetLine"), property("Address", "streetLine"));
    assert_eq!(property("NewUserRequest", "user_name")["pattern"], TAG);
    assert_eq!(
        property("NewUserRequest", "user_name")["description"],
        "Name in addresses"
    );
    assert_eq!(property("NewUserRequest", "role")["default"], "reader");
}

#[test]
fn the_document_refers_to_views() {
    let reference = |view: &str| json!(format!("#/components/schemas/{view}"));
    assert_eq!(property("Registration", "user")["$ref"], reference("UserCreate"));
    assert_eq!(
        property("Registration", "friends")["items"]["$ref"],
        reference("UserCreate")
    );
    assert_eq!(
        property("Registration", "change")["anyOf"][0]["$ref"],
        reference("UserUpdate")
    );
    assert_eq!(property("Users", "users")["items"]["$ref"], reference("User"));
}

#[test]
fn the_document_says_what_is_required() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["NewUserRequest"]["required"],
        json!(["user_name", "e-mail", "password"])
    );
    assert_eq!(
        schemas["ShortUser"]["required"],
        json!(["id", "user_name", "bio", "created_at"])
    );
    for partial in ["Profile.Change", "Draft", "Line"] {
        assert!(schemas[partial].get("required").is_none(), "{partial}");
    }
    assert_eq!(schemas["ProfileChange"], Value::Null);
    assert_eq!(schemas["ShortUser"]["description"], "A user in a list");
}

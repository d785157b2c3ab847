//! Names of the document and of modules apart from those of Rust, and modules of names with acronyms.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource UserRow {
        component: "User",
        module: users,
        path: "/users",
        key: { id: i64 [auto_increment] },
        fields: { boss: Option<i64> [references(UserRow, set_null)] },
        ops: [list, create, read],
    }

    resource Type { module: types, component: "shop.type-2_", path: "/types", key: { id: i64 }, ops: [list] }
    resource APIKey { path: "/keys", key: { id: i64 }, ops: [list] }
    resource HTTPServer2 { path: "/servers", key: { id: i64 }, ops: [list] }
    resource OAuthToken { path: "/tokens", key: { id: i64 }, ops: [list] }
    resource UserID { path: "/ids", key: { id: i64 }, ops: [list] }
    resource V2API { path: "/apis", key: { id: i64 }, ops: [list] }
    resource TaskAList { path: "/lists", key: { id: i64 }, ops: [list] }
    resource X { path: "/xs", key: { id: i64 }, ops: [list] }

    op close(body: Type) -> UserRow { route: POST "/close" }
}

async fn close(_: Ctx, _: Type) -> Result<UserRow, Error> {
    Err(Error::NotFound)
}

#[test]
fn each_has_its_own() {
    let names = [
        users::RESOURCE,
        types::RESOURCE,
        api_key::RESOURCE,
        http_server2::RESOURCE,
        o_auth_token::RESOURCE,
        user_id::RESOURCE,
        v2_api::RESOURCE,
        task_a_list::RESOURCE,
        x::RESOURCE,
    ];
    assert_eq!(
        names.map(|resource| resource.name)[..3],
        ["User", "shop.type-2_", "APIKey"]
    );
    assert_eq!(users::RESOURCE.table, "users");
    for (name, component) in [("User", "User"), ("Type", "shop.type-2_")] {
        let reference = format!("\"$ref\":\"#/components/schemas/{component}\"");
        assert!(Shop::openapi().contains(&reference), "{name}");
    }
    assert!(Shop::openapi().contains("\"operationId\":\"list_users\""));
    assert!(!Shop::openapi().contains("UserRow"));
}

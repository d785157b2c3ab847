//! A key of several fields, in the path one after the other.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Membership {
        path: "/memberships",
        key: { team: Uuid, person: i32, since: NaiveDate },
        fields: { role: String },
        ops: [list, create, create_many, read, update, put, delete, delete_many],
    }
}

#[test]
fn compiles() {
    assert!(Shop::openapi().contains("\"/memberships/{team}/{person}/{since}\""));
    let _ = membership::Entity::find_by_id((Uuid::nil(), 1, NaiveDate::MIN));
}

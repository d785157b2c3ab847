use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema User { name: String }

    resource UserRow {
        component: "User",
        path: "/users",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
    }
}

fn main() {}

//~ 4:9 `Shop` E0080: two components of the document are named `User`: a schema and the resource of module user_row; give one another name in the document

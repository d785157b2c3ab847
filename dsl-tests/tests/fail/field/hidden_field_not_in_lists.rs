use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String [hidden, not_in_lists] },
        ops: [list, read],
    }
}

fn main() {}

//~ 9:19 `title` E0080: resource `Article`: field `title` is in no reply, so `not_in_lists` does nothing; remove it

use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: camel_case }

    op find(line_2: i32, line2: i32) -> i32 { route: GET "/find" }
}

async fn find(_: Ctx, line_2: i32, line2: i32) -> Result<i32, Error> {
    Ok(line_2 + line2)
}

fn main() {}

//~ 6:8 `find` E0080: op `find`: parameter `line2` has the name and place of another parameter; rename one

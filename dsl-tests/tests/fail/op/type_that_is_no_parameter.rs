use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String }

    op read(place: Place) -> String { route: GET "/tasks" }
}

async fn read(_: Ctx, _: Place) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 8:20 `Place` E0277: `Place` can't be a parameter of an op

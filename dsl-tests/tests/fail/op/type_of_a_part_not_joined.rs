use warp_openapi::prelude::*;

mod places {
    use warp_openapi::prelude::*;

    api_part! {
        part Places {}

        schema Place { street: String }
    }
}

use places::Place;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> Place { route: GET "/tasks" }
}

async fn read(_: Ctx) -> Result<Place, Error> {
    Err(Error::NotFound)
}

fn main() {}

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

//~ 16:9 `Shop` E0080: op `read`: its reply's type `Place` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`

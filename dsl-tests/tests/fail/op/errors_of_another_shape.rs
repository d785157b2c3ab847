use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op read() -> String { route: GET "/tasks", errors: [404] }
}

async fn read(_: Ctx) -> Result<String, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:48 `errors` error: `errors` is written `errors: { 404: "no such task", 409: "closed already" }`, or with the enum that it becomes, `errors: CloseError { NoTask = 404 "no such task" }`

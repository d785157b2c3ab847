use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    op count() -> i64 { route: GET "/count" }
}

async fn count(_: Ctx) -> Result<i64, Error> {
    let one = std::rc::Rc::new(1);
    std::future::ready(()).await;
    Ok(*one)
}

fn main() {}

//~ 6:8 `count` error

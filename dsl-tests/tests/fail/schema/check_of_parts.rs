use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Period [check(ordered, "`starts` is before `ends`")] { starts: i32, ends: i32 }

    op send(body: Parts<Period>) { route: POST "/send" }
}

fn ordered(_: &Period) -> Result<(), FieldErrors> {
    Ok(())
}

async fn send(_: Ctx, _: Parts<Period>) -> Result<NoContent, Error> {
    Ok(NoContent)
}

fn main() {}

//~ 8:8 `send` E0080: op `send`: parameter `body` is read part by part, so no `check` of its schema can run; write `Multipart<..>`, or remove the checks

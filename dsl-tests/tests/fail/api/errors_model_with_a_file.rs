use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { model: Failure = render },
    }

    schema Failure { image: Option<File> }
}

fn render(_: &Problem) -> Failure {
    Failure { image: None }
}

fn main() {}

//~ 5:9 `Shop` E0080: `errors`: `Failure` has a `File`, which only a body can contain: `body: Multipart<..>`, or `Parts<..>` to read it as it arrives

use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { statuses: { conflict: 422 }, model: Failure = render },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> String {
    problem.detail().to_owned()
}

fn main() {}

//~ 8:65 `render` E0308

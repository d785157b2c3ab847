use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: {},
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:9 `errors` error: `errors` is written `errors: { model: Failure = render, statuses: { conflict: 422 } }`, one of them or both

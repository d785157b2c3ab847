use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { statuses: {} },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:19 `statuses` error: `statuses` is written `statuses: { conflict: 422, invalid: 400 }`, kinds of errors with their statuses

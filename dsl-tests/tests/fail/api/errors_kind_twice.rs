use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { statuses: { conflict: 422, conflict: 400 } },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:46 `conflict` E0428

use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { statuses: { conflict: "422" } },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:41 `"422"` E0308
//~ 8:41 `"422"` E0308

use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { model: Failure = render, statuses: { invalid: 400, conflikt: 422 } },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:70 `conflikt` error: `conflikt` is no kind of error; there are `malformed`, `unauthorized`, `forbidden`, `not_found`, `not_allowed`, `timeout`, `conflict`, `precondition_failed`, `too_large`, `unsupported_media_type`, `invalid`, `precondition_required`, `too_many_requests`, `internal`, `unavailable`

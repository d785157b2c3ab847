use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { model: Failure },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Failure {
    Failure {
        message: problem.detail().to_owned(),
    }
}

fn main() {}

//~ 8:19 `model` error: `model` is written `model: Failure = render`: the type of error replies, and the function that makes one, `fn render(problem: &Problem) -> Failure`

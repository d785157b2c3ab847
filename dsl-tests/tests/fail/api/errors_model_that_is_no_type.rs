use warp_openapi::Problem;
use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        errors: { model: Problem = render },
    }

    schema Failure { message: String }
}

fn render(problem: &Problem) -> Problem {
    problem.clone()
}

fn main() {}

//~ 8:26 `Problem` E0277: `Problem` can't be the type of a field

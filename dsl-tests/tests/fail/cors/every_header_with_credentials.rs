use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com"], headers: ["*"], credentials: true },
    }
}

fn main() {}

//~ 7:71 `credentials` E0080: `credentials: true` can't be beside the header `*`, which stands for itself then; list the headers

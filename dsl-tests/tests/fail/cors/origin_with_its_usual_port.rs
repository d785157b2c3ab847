use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://app.example.com:443"] },
    }
}

fn main() {}

//~ 7:17 `origins` E0080: origin "https://app.example.com:443" has the port that its scheme has anyway; leave it out, as browsers do

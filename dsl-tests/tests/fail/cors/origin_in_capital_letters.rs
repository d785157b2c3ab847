use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        cors: { origins: ["https://App.example.com"] },
    }
}

fn main() {}

//~ 7:17 `origins` E0080: origin "https://App.example.com" has capital letters in its host; write it in lower case, as browsers do

use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::jwt() = Tokens::at("https://id.example.com") },
    }
}

fn main() {}

//~ 7:45 `Tokens` error: `Tokens` is no ready-made check; there is `Jwt`, and a function of your own is named without arguments, `= check_token`

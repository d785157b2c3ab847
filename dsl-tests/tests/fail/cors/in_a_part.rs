warp_openapi::api_part! {
    part Billing { cors: { origins: ["https://app.example.com"] } }
}

fn main() {}

//~ 2:20 `cors` error: `cors` is no section of a part; there are `nulls` and `names`, and the `api` has the others

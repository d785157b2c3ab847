use warp_openapi::prelude::*;

mod billing {
    use warp_openapi::prelude::*;

    api_part! {
        part Billing {}

        resource Bill { table: "things", path: "/bills", key: { id: i64 } }
    }
}

api! {
    api Shop { title: "Shop", version: "1", parts: [billing::Billing] }

    resource Thing { table: "things", path: "/things", key: { id: i64 } }
}

fn main() {}

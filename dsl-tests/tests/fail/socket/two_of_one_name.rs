use warp_openapi::prelude::*;

mod news {
    use warp_openapi::prelude::*;

    api_part! {
        part News {}

        socket Stream { path: "/news", allow: [subscribe] }
    }
}

api! {
    api Shop { title: "Shop", version: "1", parts: [news::News] }

    socket Stream { path: "/stream", allow: [subscribe] }
}

fn main() {}

//~ 14:9 `Shop` E0080: two sockets are named `Stream`, so their operations in the AsyncAPI document would be, too; rename one

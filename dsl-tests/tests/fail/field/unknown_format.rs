use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: {
            email: String [format(mail)],
        },
    }
}

fn main() {}

//~ 10:35 `mail` error: `mail` is no format; there are `email`, `url`, `ipv4`, `ipv6`, `hostname`

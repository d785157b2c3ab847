use warp_openapi::prelude::*;

mod people {
    use warp_openapi::prelude::*;

    api_part! {
        part People {}

        resource Writer {
            key: { press_id: i64, id: i64 },
        }
    }
}

api! {
    api Press { title: "Press", version: "1" }

    resource Article {
        key: { id: i64 },
        fields: { press_id: i64, author_id: i64 },
        foreign_keys: [(press_id, author_id) = people::Writer],
    }
}

fn main() {}

//~ 16:9 `Press` E0080: resource `Article`: the resource to which a foreign key refers, with the table `writer` isn't part of this API; join the `api_part!` that declares it with `parts: [..]`

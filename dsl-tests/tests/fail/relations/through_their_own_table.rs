use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { bearer: Bearer::new() = check },
        access: bearer,
    }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String, salary: i64 [access(bearer[hr])], chief_id: Option<i64> [access(bearer[hr])], other_id: i64 },
        relations: { others: [Writer] = Writer(id, other_id) [limit(3)] },
        ops: [list, read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 15:22 `others` E0080: resource `Writer`: relation `others` leads through the table of its own rows; declare a resource for the table between

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
        fields: { name: String, salary: i64 [access(bearer[hr])], chief_id: Option<i64> },
        relations: { chief: Writer = chief_id },
        order: [chief.salary],
        ops: [list(offset(chief.salary)), read],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 17:9 `ops` E0080: resource `Writer`: field `salary` has an `access` rule, but `offset` would show its order to everybody; remove it there

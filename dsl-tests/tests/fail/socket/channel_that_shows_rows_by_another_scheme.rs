use warp_openapi::prelude::*;

api! {
    api Tasks {
        title: "Tasks",
        version: "1",
        security: { bearer: Bearer::new() = check, key: ApiKey::header("X-Key") = check },
        access: bearer,
    }

    resource Task {
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        publish: [create],
    }

    socket Live { path: "/live", access: bearer | key, channels: { task: Task }, allow: [subscribe] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Tasks` E0080: socket `Live`: channel `task` would show the rows of resource `Task` to clients that open the socket with `key`, but the api takes `bearer`; give the socket an `access` whose every alternative is one of those, with no fewer scopes

use warp_openapi::prelude::*;

api! {
    api Tasks { title: "Tasks", version: "1", security: { bearer: Bearer::new() = check }, access: bearer[tasks:read] }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        ops: [list, create],
        publish: [create],
    }

    socket Live { path: "/live", access: public, channels: { tasks: Task }, allow: [subscribe] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Tasks` E0080: socket `Live`: channel `tasks` would show the rows of resource `Task` to clients that open the socket with `public`, but `list` takes `bearer[tasks:read]`; give the socket an `access` whose every alternative is one of those, with no fewer scopes

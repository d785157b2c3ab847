use warp_openapi::prelude::*;

api! {
    api Tasks {
        title: "Tasks",
        version: "1",
        security: { bearer: Bearer::new() = check, key: ApiKey::header("X-Key") = check },
        access: key,
    }

    resource Task {
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        ops: [list, read, create],
        access: { list: bearer[tasks:read, "all tasks"] | key, read: bearer[tasks:read] | key },
        publish: [create],
    }

    socket Live {
        path: "/live",
        access: key | bearer[tasks:read, tasks:write],
        channels: { tasks: Task },
        allow: [subscribe],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Tasks` E0080: socket `Live`: channel `tasks` would show the rows of resource `Task` to clients that open the socket with `bearer`, but `list` takes `bearer[tasks:read, all tasks] | key`; give the socket an `access` whose every alternative is one of those, with no fewer scopes

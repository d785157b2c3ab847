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

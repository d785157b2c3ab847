use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "Shop",
        version: "1",
        security: { key: ApiKey::header("X-Key") = check },
        access: key,
    }

    resource Task {
        table: "tasks",
        path: "/tasks",
        key: { id: i64 [auto_increment] },
        fields: {
            title: String [len(1..=80)],
            line_two: String,
            secret: String [write_only],
            made: DateTime<Utc> [read_only, default_with(Utc::now)],
            token: Uuid [default_with(Uuid::now_v7)],
            note: String [hidden],
            email: String [access(key)],
        },
        ops: [read],
    }

    schema Short = Task.omit(title) {}
}

fn main() {}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

//~ 27:12 `Short` E0080: schema `Short` takes `email`, but `Task` has it for some clients only, `access(..)`, which no schema has; omit it, too

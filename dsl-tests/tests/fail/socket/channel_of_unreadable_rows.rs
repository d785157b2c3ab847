use warp_openapi::prelude::*;

api! {
    api Tasks { title: "Tasks", version: "1", security: { key: ApiKey::header("X-Key") = check }, access: public }

    resource Message {
        path: "/messages",
        key: { id: i64 [auto_increment] },
        fields: { text: String },
        ops: [create, delete],
        access: { create: public, delete: key },
        publish: [create],
    }

    socket Live { path: "/live", channels: { messages: Message }, allow: [subscribe] }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

fn main() {}

//~ 4:9 `Tasks` E0080: socket `Live`: channel `messages` would show the rows of resource `Message` to clients that open the socket with `public`, but `delete` takes `key`; give the socket an `access` whose every alternative is one of those, with no fewer scopes

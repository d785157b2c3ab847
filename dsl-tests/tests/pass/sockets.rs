//! Sockets: all sections, in any order, in parts, with names that the macros or the crate might use.
use warp_openapi::prelude::*;

mod rooms {
    use warp_openapi::prelude::*;

    api_part! {
        part Rooms {}

        /// What is said
        schema Message { words: String [len(1..=80)] }

        resource Room {
            path: "/all/rooms",
            key: { hall: String, number: i32 },
            fields: { open: bool [default(true)] },
            ops: [list],
            publish: [delete, create],
        }

        // Without a path its channel has the table's name.
        resource Visit {
            table: "visits_of_rooms",
            key: { id: i64 [auto_increment] },
            fields: { at: DateTime<Utc> },
            publish: [create, update, delete],
        }

        socket Talk {
            allow: [publish, subscribe],
            channels: {
                "all/rooms": Room,
                visits_of_rooms: Visit,
                "rooms/{room}": { said: Message, left: String },
                lobby: { said: super::Shared },
            },
            path: "/rooms/talk",
        }
    }
}

api! {
    api Chat {
        title: "Chat",
        version: "1",
        base_path: "/v1",
        tags: { Chat: "Talk" },
        security: { key: ApiKey::header("X-Key") = check, user: Bearer::new() = check },
        access: key | user[talk],
        parts: [rooms::Rooms],
    }

    enum Mood { Good = "good" }

    schema Shared { mood: Mood, more: Option<Json<rooms::Message>> }

    union Either { Text(String), Number(i64) }

    resource Task { path: "/tasks", key: { id: Uuid [default_with(Uuid::now_v7)] }, fields: { title: String }, ops: [list], publish: [update] }

    /// All there is
    socket Everything {
        access: key | user[talk, "odd scope"],
        hooks: { can_publish: hooks::may_say, can_subscribe: hooks::may_follow },
        allow: [server_info, unsubscribe, subscribe, publish],
        channels: {
            /// Tasks
            tasks: Task,
            "all/rooms": rooms::Room,
            /// Anything
            any: {
                /// Said
                said: JsonValue,
                number: i64,
                list: Vec<Shared>,
                either: Either,
                mood: Mood,
                time: DateTime<Utc>,
            },
        },
        rpc: {
            /// Greets
            ///
            /// And more.
            greet(payload: Shared) -> Vec<Shared> = methods::greet,
            plain(payload: Shared [deprecated]) -> Mood = methods::plain,
            // Neither payload nor reply.
            stop(),
            fetch() -> Option<Either> = methods::fetch,
            again() = stop,
        },
        tag: Chat,
        path: "/everything",
    }

    /// Only methods
    socket Methods { path: "/methods", rpc: { stop() }, access: public }

    /// Only channels, of any name
    socket Channels { path: "/channels", allow: [subscribe] }

    /// Methods, payloads and events with names that sections, macros and functions have
    socket Words {
        path: "/words",
        rpc: {
            path(ctx: Shared) = methods::taken,
            tag(socket: Shared) = methods::taken,
            rpc(payload: Shared) = methods::taken,
            channels(handler: Shared) = methods::taken,
            allow(answer: Shared) = methods::taken,
            hooks(rpc: Shared) = methods::taken,
            access(HANDLER: Shared) = methods::taken,
            name() = stop,
            docs() = stop,
            handler() = stop,
            answer() = stop,
            r#type() = stop,
            ctx() = stop,
            payload() = stop,
            Words() = stop,
        },
        channels: {
            path: { path: String, tag: String, subscribe: String, data: String, event: String, r#type: String, Words: String },
            channels: { channels: String },
            server_info: { server_info: String },
        },
        allow: [subscribe],
    }
}

async fn check(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Err(Error::Unauthorized)
}

async fn stop(_: Ctx, socket: Socket) -> Result<NoContent, Error> {
    socket.close();
    Ok(NoContent)
}

mod methods {
    use super::*;

    pub(super) async fn greet(_: Ctx, _: Socket, payload: Shared) -> Result<Vec<Shared>, Error> {
        Ok(vec![payload])
    }

    pub(super) async fn plain(_: Ctx, _: Socket, payload: Shared) -> Result<Mood, Error> {
        Ok(payload.mood)
    }

    pub(super) async fn fetch(_: Ctx, _: Socket) -> Result<Option<Either>, Error> {
        Ok(None)
    }

    pub(super) async fn taken(_: Ctx, _: Socket, _: Shared) -> Result<NoContent, Error> {
        Ok(NoContent)
    }
}

mod hooks {
    use super::*;

    pub(super) async fn may_follow(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
        wanted.channel.make_ascii_lowercase();
        Ok(())
    }

    pub(super) async fn may_say(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
        match wanted.data {
            JsonValue::Null => Err(Error::Forbidden),
            _ => Ok(()),
        }
    }
}

#[test]
fn compiles() {
    let sockets: Vec<&str> = Chat::API.sockets().map(|socket| socket.path).collect();
    assert_eq!(sockets.len(), 5, "{sockets:?}");
    let socket = |name: &str| Chat::API.sockets().find(|socket| socket.name == name).expect(name);
    let words = socket("Words");
    assert_eq!(words.rpc.len(), 15);
    assert_eq!(words.rpc[2].name, "rpc");
    let everything = socket("Everything");
    assert_eq!(everything.docs, [" All there is"]);
    assert_eq!(everything.rpc[0].docs, [" Greets", "", " And more."]);
    assert!(everything.channel("any").is_some() && everything.hooks.is_some());
    assert!(socket("Talk").channel("rooms/7").is_some());
    let channels = [rooms::room::RESOURCE, rooms::visit::RESOURCE, task::RESOURCE].map(|resource| resource.channel());
    assert_eq!(channels, ["all/rooms", "visits_of_rooms", "tasks"]);
}

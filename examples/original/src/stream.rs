//! The socket: methods of our own, and channels of any name in lower case.

use warp_openapi::prelude::*;

api_part! {
    /// Talk without asking first.
    part Streams {}

    /// Call methods, send messages and follow those of others
    socket Stream {
        path: "/stream",
        tag: Random,
        rpc: {
            /// Answer with what was sent
            echo(payload: JsonValue) -> JsonValue,
            /// End the socket, without an answer
            cancel(),
            /// Refuse
            badjson(payload: JsonValue),
        },
        allow: [server_info, publish, subscribe, unsubscribe],
        hooks: { can_subscribe: may_follow, can_publish: may_say },
    }
}

async fn echo(_: Ctx, _: Socket, payload: JsonValue) -> Result<JsonValue, Error> {
    Ok(payload)
}

async fn cancel(_: Ctx, socket: Socket) -> Result<NoContent, Error> {
    socket.close_unanswered();
    Ok(NoContent)
}

async fn badjson(_: Ctx, _: Socket, _: JsonValue) -> Result<NoContent, Error> {
    Err(Error::Malformed("JSON object expected".into()))
}

async fn may_follow(_: &Ctx, _: &Socket, wanted: &mut Subscription) -> Result<(), Error> {
    in_lower_case(&wanted.channel, "Invalid channel")
}

async fn may_say(_: &Ctx, _: &Socket, wanted: &mut Publication) -> Result<(), Error> {
    in_lower_case(&wanted.channel, "Cannot publish to channel")
}

fn in_lower_case(channel: &str, refusal: &'static str) -> Result<(), Error> {
    if channel.contains(char::is_uppercase) {
        return Err(Error::invalid("channel", refusal));
    }
    Ok(())
}

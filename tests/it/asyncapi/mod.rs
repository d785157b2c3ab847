//! The document of sockets: complete, the same for the same declaration, and true to what sockets say.

mod frames;
mod structure;

use std::collections::HashMap;

use warp_openapi::prelude::*;

api! {
    /// Radio for whoever listens.
    ///
    /// Stations and what they play.
    api Radio {
        title: "Radio \"ä\"",
        version: "1.2.3",
        base_path: "/v1",
        contact: { name: "Studio", url: "https://example.com/studio", email: "studio@example.com" },
        license: { name: "BSD-3-Clause", url: "https://opensource.org/license/bsd-3-clause" },
        servers: ["https://radio.example.com/v1", "http://localhost:8080/v1"],
        tags: { Station: "Who plays", Listener: "Who listens" },
        security: {
            /// Key of a receiver
            receiver: ApiKey::header("X-Receiver") = anybody,
            bearer: Bearer::jwt() = anybody,
            /// The studio's account
            studio: OAuth2::authorization_code("https://id.example.com/authorize", "https://id.example.com/token")
                .scopes(&[("songs:play", "Play songs"), ("songs:stop", "Stop them")]) = anybody,
            unused: Basic::new() = anybody,
        },
        access: receiver | bearer[listen],
    }

    /// How loud it is
    enum Volume { Low = "low", High = "high" }

    /// A song
    schema Song {
        /// What it is called
        title: String [len(1..=80), example("Ode to Joy")],
        volume: Option<Volume>,
        /// What it costs
        price: Decimal [precision(6, 2)],
        /// Songs within it
        parts: Vec<Song>,
        links: HashMap<String, Reference>,
    }

    /// A link or a number
    union Reference { Number(i64), Text(String) }

    /// Nothing that a socket names
    schema Unheard { song: Option<Song> }

    /// A station
    resource Station {
        path: "/stations",
        tag: Station,
        key: { id: i64 [auto_increment] },
        fields: { name: String [len(1..=40)] },
        ops: [list, create, read, update, delete],
    }

    /// Tune in.
    ///
    /// One station at a time.
    socket Tuner {
        path: "/tuner",
        tag: Listener,
        rpc: {
            /// Asks for a song.
            ///
            /// It is played "soon".
            wish(payload: Song) -> Option<Song>,
            /// What was played, by hour
            played(payload: JsonValue) -> HashMap<String, Vec<Song>>,
            stop(),
            /// The station that one hears
            station() -> Station,
            /// Says which station one hears
            tell(payload: Station) -> Station,
        },
        channels: {
            /// A studio's own
            "studio/{name}/air": {
                /// A song begins
                song: Song,
                /// How loud it is from now on
                volume: Volume,
            },
            /// Talk of all sorts
            "studio.name/air": { song: Option<String> },
            "studio/name/air": { song: Song, word: String },
        },
        allow: [subscribe, unsubscribe, publish, server_info],
    }

    /// Whatever there is
    socket Scanner {
        path: "/scanner",
        allow: [subscribe, publish],
        access: studio[songs:play] | studio[songs:stop, songs:play] | receiver,
    }

    /// Hear only
    socket Speaker {
        path: "/speaker",
        rpc: { hush() },
        access: public,
    }
}

async fn anybody(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("somebody").scope("listen"))
}

async fn wish(_: Ctx, _: Socket, payload: Song) -> Result<Option<Song>, Error> {
    Ok((payload.title != "silence").then_some(payload))
}

async fn played(_: Ctx, _: Socket, _: JsonValue) -> Result<HashMap<String, Vec<Song>>, Error> {
    let song = Song {
        title: "Ode to Joy".to_owned(),
        volume: None,
        price: Decimal::new(250, 2),
        parts: Vec::new(),
        links: HashMap::from([("next".to_owned(), Reference::Number(7))]),
    };
    Ok(HashMap::from([("12".to_owned(), vec![song])]))
}

async fn stop(_: Ctx, _: Socket) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn station(_: Ctx, _: Socket) -> Result<Station, Error> {
    Ok(Station {
        id: 1,
        name: "One".to_owned(),
    })
}

async fn tell(_: Ctx, _: Socket, payload: Station) -> Result<Station, Error> {
    Ok(payload)
}

async fn hush(_: Ctx, _: Socket) -> Result<NoContent, Error> {
    Ok(NoContent)
}

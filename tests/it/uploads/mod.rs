//! Files in forms, whole and as they arrive, and bodies of bytes.

mod bytes;
mod large;
mod parts;
mod unread;
mod whole;

use std::sync::Arc;

use serde_json::json;
use tokio::sync::Notify;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Multipart as Sent, databases};

use crate::support::refuses;

api! {
    /// What people upload
    api Depot { title: "Depot", version: "1.0.0" }

    /// Where it was taken
    schema Place {
        /// North
        latitude: f64 [range(-90.0..=90.0)],
    }

    /// A picture, and what belongs to it
    schema Upload {
        /// Its title
        title: String [len(1..=20)],
        /// How often it is shown
        count: Option<i32>,
        /// Words
        tags: Vec<String> [default_empty],
        /// Where
        place: Option<Place>,
        /// The picture
        image: File [max_bytes(100_000), media("image/png", "image/jpeg")],
        /// Further ones
        more: Vec<File> [len(0..=2), default_empty, max_bytes(1_000)],
        /// A remark
        note: Option<File>,
    }

    /// A file, as it was received
    schema Seen { name: Option<String>, media: String, text: String }

    /// All, as it was received
    schema Received { title: String, count: Option<i32>, tags: Vec<String>, place: Option<Place>, files: Vec<Seen> }

    /// Take all at once
    op store(body: Multipart<Upload>) -> Received { route: POST "/store", body_limit: 1_000_000 }

    /// Take part by part
    op follow(body: Parts<Upload>) -> Vec<String> { route: POST "/follow", body_limit: 1_000_000 }

    /// A picture, perhaps
    schema Scan { image: Option<File> [media("image/png")] }

    /// Return whether there is one
    op scan(body: Multipart<Scan>) -> bool { route: POST "/scan" }

    /// One file
    schema Big { file: File }

    /// What a file was
    schema Digest { bytes: i64, hash: String, memory: i64 }

    /// Hash a file
    op digest(body: Multipart<Big>) -> Digest { route: POST "/digest", body_limit: 300_000_000 }

    /// Hash a file as it arrives
    op digest_parts(body: Parts<Big>) -> Digest { route: POST "/digest_parts", body_limit: 300_000_000 }

    /// Send back
    op echo(body: ByteStream) -> ByteStream { route: POST "/echo", body_limit: 1_000 }

    /// Count the bytes of a picture
    op weigh(body: ByteStream) -> i64 { route: PUT "/weigh", accepts: ["image/png", "text/*"], body_limit: 1_000 }
}

async fn scan(_: Ctx, body: Multipart<Scan>) -> Result<bool, Error> {
    Ok(body.0.image.is_some())
}

/// Reports that a handler has seen bytes.
#[derive(Default, Clone)]
struct Gate {
    reached: Arc<Notify>,
}

async fn seen(file: &File) -> Result<Seen, Error> {
    let text = file.bytes(100_000).await?;
    Ok(Seen {
        name: file.name().map(str::to_owned),
        media: file.media().to_owned(),
        text: String::from_utf8_lossy(&text).into_owned(),
    })
}

async fn store(_: Ctx, body: Multipart<Upload>) -> Result<Received, Error> {
    let upload = body.0;
    let mut files = Vec::new();
    for file in [&upload.image].into_iter().chain(&upload.more).chain(&upload.note) {
        files.push(seen(file).await?);
    }
    Ok(Received {
        title: upload.title,
        count: upload.count,
        tags: upload.tags,
        place: upload.place,
        files,
    })
}

use bytes::{echo, weigh};
use large::{digest, digest_parts};
use parts::follow;

async fn on_every_database(case: impl AsyncFn(&App, &Gate)) {
    for database in databases().await {
        let gate = Gate::default();
        let app = App::start_as(Depot::API, database, |state| state.with(gate.clone())).await;
        case(&app, &gate).await;
    }
}

fn picture() -> Sent {
    Sent::new().file("image", "a.png", "image/png", "PNG")
}

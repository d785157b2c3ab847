//! Notes that can be closed.

use warp_openapi::prelude::*;

api! {
    /// Notes that can be closed.
    api Notes {
        title: "Notes",
        version: env!("CARGO_PKG_VERSION"),
        base_path: "/v1",
        docs: required,
    }

    /// A note
    resource Note {
        table: "notes",
        path: "/notes",
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// What it says
            text: String [len(1..=500)],
            /// How important it is
            stars: i32 [range(0..=5), default(0), index],
            /// When it was closed
            closed: Option<DateTime<Utc>> [read_only],
        },
        filters: { stars: [ge] },
        search: [text],
        order: [stars],
        ops: [list(offset.limit(50)), create, read, update, delete],
    }

    /// Close a note
    op close_note(
        /// The note's ID
        id: Uuid,
    ) -> Note {
        route: POST "/notes/{id}/close",
        errors: { 409: "The note is closed already" },
    }
}

async fn close_note(ctx: Ctx, id: Uuid) -> Result<Note, Error> {
    ctx.transaction(async |tx| {
        if note::ops::read(tx, id).await?.closed.is_some() {
            return Err(Error::status(409, "the note is closed already"));
        }
        let changes = note::ActiveModel {
            closed: Set(Some(Utc::now())),
            ..Default::default()
        };
        note::ops::update(tx, id, changes).await
    })
    .await
}

//! Hooks by path, of a resource with a key of two fields; records as bodies; names of the module beside those of the user.
use warp_openapi::prelude::*;

mod deeper {
    pub(super) mod hooks {
        use warp_openapi::prelude::*;

        use super::super::Seat;

        pub(crate) async fn look(_: &Ctx, _: &Seat) -> Result<(), Error> {
            Ok(())
        }
    }
}

use deeper::hooks;

api! {
    api Hall { title: "Hall", version: "1" }

    resource Seat {
        hooks: {
            after_delete: self::hooks::look,
            before_create: stamp,
            after_create: crate::hooks_and_records::deeper::hooks::look,
            before_delete: hooks::look,
        },
        path: "/seats",
        key: { row: i32, number: i64 },
        fields: { taken: bool [default(false)] },
    }

    /// A resource without operations may have hooks: functions run them.
    resource Row { path: "/rows", key: { id: i32 }, hooks: {} }

    op seats(body: Vec<seat::Create>) -> Created<Seat> { route: POST "/seats" }

    op seat_again(row: i32, number: i64, body: seat::Update) -> Seat { route: PATCH "/seats/{row}/{number}" }
}

async fn stamp(_: &Ctx, seat: &mut seat::ActiveModel) -> Result<(), Error> {
    seat.taken = Set(true);
    Ok(())
}

async fn seats(ctx: Ctx, body: Vec<seat::Create>) -> Result<Created<Seat>, Error> {
    let mut seats = seat::ops::create_many(&ctx, body).await?;
    seats.pop().map(Created::row).ok_or(Error::NotFound)
}

async fn seat_again(ctx: Ctx, row: i32, number: i64, body: seat::Update) -> Result<Seat, Error> {
    ctx.transaction(async |tx| {
        let mut row = seat::ops::read(tx, (row, number)).await?.into_active_model();
        row.taken = body.0.taken;
        seat::ops::update(tx, (row.row.clone().unwrap(), number), row).await
    })
    .await
}

#[test]
fn compiles() {
    assert!(Hall::openapi().contains(r##"{"$ref":"#/components/schemas/SeatCreate"}"##));
    assert!(seat::RESOURCE.hooks.is_some() && row::RESOURCE.hooks.is_some());
}

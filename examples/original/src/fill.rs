//! `fill`: values for the tables that no endpoint fills.

use std::error::Error;

use warp_openapi::clap::Command;
use warp_openapi::prelude::*;
use warp_openapi::{CommandContext, sea_orm};

use super::series::serie;

/// The subcommand.
pub(crate) fn command() -> Command {
    Command::new("fill").about("Put a hundred values of the series `demo` into the database")
}

/// Fills the tables.
pub(crate) async fn run(context: CommandContext) -> Result<(), Box<dyn Error + Send + Sync>> {
    insert(&context.connect().await?, "demo", 100).await?;
    Ok(())
}

/// Puts one value a day into a series, from the first of January 2020 on.
pub(crate) async fn insert(
    database: &sea_orm::DatabaseConnection,
    group: &str,
    days: i64,
) -> Result<(), sea_orm::DbErr> {
    let first = DateTime::from_timestamp(1_577_836_800, 0).unwrap_or_default();
    let rows = (0..days).map(|day| serie::ActiveModel {
        date: Set(first + std::time::Duration::from_secs(86_400 * day.unsigned_abs())),
        group: Set(group.to_owned()),
        value: Set(Some(Decimal::new(day, 1))),
    });
    serie::Entity::insert_many(rows)
        .exec_without_returning(database)
        .await?;
    Ok(())
}

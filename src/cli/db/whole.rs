//! `db create` and `db drop`.

use crate::cli::{Failure, output};
use crate::db;

/// Creates the database; `force` drops the one that is there.
pub(super) async fn create(datastore: &db::Config, force: bool) -> Result<(), Failure> {
    let dropped = db::create_database(datastore, force).await?;
    let first = if dropped {
        format!("dropped {datastore}\n")
    } else {
        String::new()
    };
    Ok(output::print(&format!(
        "{first}created {datastore}\nit has no tables yet: run `migrate`\n"
    ))?)
}

/// Drops the database. It requires `--force`, so that a wrong DATASTORE or a mistyped command doesn't delete one.
pub(super) async fn drop(datastore: &db::Config, force: bool) -> Result<(), Failure> {
    if !force && db::database_exists(datastore).await? {
        return Err(format!("this would drop {datastore} and all that it holds; pass --force to do it").into());
    }
    // If there is none, this reports it.
    db::drop_database(datastore).await?;
    Ok(output::print(&format!("dropped {datastore}\n"))?)
}

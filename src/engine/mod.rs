//! The operations, as ordinary functions over `&'static Resource`.

mod request;
mod settings;

pub use request::{Context, Outcome, Reply, Request};
pub use settings::Settings;

/// Stands in until the operations are here.
pub async fn run(cx: &Context, _request: Request<'_>) -> Result<Reply, crate::error::Error> {
    let sql = crate::db::Sql {
        text: String::new(),
        values: sea_orm::sea_query::Values(Vec::new()),
    };
    cx.database.query(sql).await?;
    Ok(Reply::default())
}

//! The same routes by hand, as one writes them with warp and sqlx: `theirs PORT`, DATASTORE set.
//!
//! No links, entity tags, request ids, problems or limits: the peer does less work.

mod articles;
mod tasks;

use serde::Serialize;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use warp::Filter;
use warp::http::header::CONTENT_TYPE;
use warp::reply::Response;

fn json<T: Serialize>(value: &T) -> Response {
    let mut response = Response::new(serde_json::to_vec(value).unwrap().into());
    response
        .headers_mut()
        .insert(CONTENT_TYPE, warp::http::HeaderValue::from_static("application/json"));
    response
}

#[tokio::main]
async fn main() {
    let port = std::env::args().nth(1).unwrap().parse().unwrap();
    let url = std::env::var("DATASTORE").unwrap();
    if let Some(file) = url.strip_prefix("sqlite:") {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Normal)
            .disable_statement_logging();
        let pool = SqlitePoolOptions::new().max_connections(8).test_before_acquire(false);
        let pool = pool.connect_with(options).await.unwrap();
        let routes = tasks::sqlite::routes(pool.clone()).or(articles::sqlite::routes(pool));
        warp::serve(routes).run(([127, 0, 0, 1], port)).await;
    } else {
        let options: PgConnectOptions = url.parse().unwrap();
        let pool = PgPoolOptions::new().max_connections(8).test_before_acquire(false);
        let pool = pool.connect_with(options.disable_statement_logging()).await.unwrap();
        let routes = tasks::postgres::routes(pool.clone()).or(articles::postgres::routes(pool));
        warp::serve(routes).run(([127, 0, 0, 1], port)).await;
    }
}

//! The routes of tasks by hand.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::Row;
use sqlx::postgres::{PgPool, PgRow};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use uuid::Uuid;
use warp::http::StatusCode;
use warp::http::header::LOCATION;
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use super::json;

#[derive(Serialize)]
struct Task {
    id: Uuid,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    severity: Option<i32>,
    created_by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    done: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
}

#[derive(Deserialize)]
struct NewTask {
    title: String,
    severity: Option<i32>,
    #[serde(default)]
    created_by: String,
    done: Option<DateTime<Utc>>,
    kind: Option<String>,
}

#[derive(Deserialize)]
struct Query {
    #[serde(rename = "severity:ge")]
    severity: i32,
    limit: i64,
    #[serde(default)]
    offset: i64,
}

const READ: &str = "SELECT id, title, severity, created_by, done, kind FROM bench_tasks WHERE id = $1";
const LIST: &str = "SELECT id, title, severity, created_by, done, kind FROM bench_tasks WHERE severity >= $1 ORDER BY title, id LIMIT $2 OFFSET $3";
const COUNT: &str = "SELECT count(*) FROM bench_tasks WHERE severity >= $1";
const CREATE: &str = "INSERT INTO bench_tasks (id, title, severity, created_by, done, kind) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, title, severity, created_by, done, kind";

/// The same handlers for either driver.
macro_rules! handlers {
    ($database:ident, $pool:ty, $row:ty) => {
        pub mod $database {
            use super::*;

            fn task(row: &$row) -> Task {
                Task {
                    id: row.get(0),
                    title: row.get(1),
                    severity: row.get(2),
                    created_by: row.get(3),
                    done: row.get(4),
                    kind: row.get(5),
                }
            }

            async fn read(id: Uuid, pool: $pool) -> Response {
                let row = sqlx::query(READ).bind(id).fetch_optional(&pool).await.unwrap();
                match row {
                    Some(row) => json(&task(&row)),
                    None => StatusCode::NOT_FOUND.into_response(),
                }
            }

            async fn list(query: Query, pool: $pool) -> Response {
                let rows = sqlx::query(LIST)
                    .bind(query.severity)
                    .bind(query.limit)
                    .bind(query.offset)
                    .fetch_all(&pool)
                    .await
                    .unwrap();
                let total: i64 = sqlx::query_scalar(COUNT)
                    .bind(query.severity)
                    .fetch_one(&pool)
                    .await
                    .unwrap();
                let mut response = json(&rows.iter().map(task).collect::<Vec<_>>());
                response.headers_mut().insert("x-total-count", total.into());
                response
            }

            async fn create(new: NewTask, pool: $pool) -> Response {
                let row = sqlx::query(CREATE)
                    .bind(Uuid::now_v7())
                    .bind(new.title)
                    .bind(new.severity)
                    .bind(new.created_by)
                    .bind(new.done)
                    .bind(new.kind)
                    .fetch_one(&pool)
                    .await
                    .unwrap();
                let task = task(&row);
                let mut response = json(&task);
                *response.status_mut() = StatusCode::CREATED;
                let location = format!("/tasks/{}", task.id).parse().unwrap();
                response.headers_mut().insert(LOCATION, location);
                response
            }

            pub fn routes(pool: $pool) -> impl Filter<Extract = impl Reply, Error = Rejection> + Clone {
                let pool = warp::any().map(move || pool.clone());
                let one = warp::path!("tasks" / Uuid)
                    .and(warp::get())
                    .and(pool.clone())
                    .then(read);
                let many = warp::path!("tasks")
                    .and(warp::get())
                    .and(warp::query())
                    .and(pool.clone())
                    .then(list);
                let new = warp::path!("tasks")
                    .and(warp::post())
                    .and(warp::body::json())
                    .and(pool)
                    .then(create);
                one.or(many).or(new)
            }
        }
    };
}
handlers!(postgres, PgPool, PgRow);
handlers!(sqlite, SqlitePool, SqliteRow);

//! The page of articles by hand: one statement for the page, and one with a list of keys for each relation and each computed field that isn't known by then.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use sqlx::postgres::{PgPool, PgRow};
use sqlx::sqlite::{SqlitePool, SqliteRow};
use sqlx::{AssertSqlSafe, Row};
use warp::reply::Response;
use warp::{Filter, Rejection, Reply};

use super::json;

#[derive(Serialize)]
struct Article {
    id: i64,
    title: String,
    body: String,
    author_id: i64,
    favorites_count: i64,
    discussed: bool,
    author: Option<Author>,
    comments: Vec<Comment>,
    tags: Vec<Tag>,
}

#[derive(Serialize, Clone)]
struct Author {
    id: i64,
    name: String,
}

#[derive(Serialize)]
struct Comment {
    id: i64,
    text: String,
    article_id: i64,
}

#[derive(Serialize)]
struct Tag {
    id: i64,
    name: String,
}

#[derive(Deserialize)]
struct Query {
    limit: i64,
}

/// The placeholders of so many values.
fn placeholders(count: usize) -> String {
    (1..=count).map(|at| format!("${at}")).collect::<Vec<_>>().join(",")
}

/// The same handlers for either driver.
macro_rules! handlers {
    ($database:ident, $pool:ty, $row:ty) => {
        pub mod $database {
            use super::*;

            async fn rows(pool: &$pool, text: String, ids: &[i64]) -> Vec<$row> {
                let mut query = sqlx::query(AssertSqlSafe(text));
                for id in ids {
                    query = query.bind(*id);
                }
                query.fetch_all(pool).await.unwrap()
            }

            async fn page(query: Query, pool: $pool) -> Response {
                let mut page: Vec<Article> =
                    sqlx::query("SELECT id, title, body, author_id FROM bench_articles ORDER BY id DESC LIMIT $1")
                        .bind(query.limit)
                        .fetch_all(&pool)
                        .await
                        .unwrap()
                        .iter()
                        .map(|row| Article {
                            id: row.get(0),
                            title: row.get(1),
                            body: row.get(2),
                            author_id: row.get(3),
                            favorites_count: 0,
                            discussed: false,
                            author: None,
                            comments: Vec::new(),
                            tags: Vec::new(),
                        })
                        .collect();
                let keys: Vec<i64> = page.iter().map(|article| article.id).collect();
                let ids = placeholders(keys.len());
                let at: HashMap<i64, usize> = page.iter().enumerate().map(|(at, article)| (article.id, at)).collect();
                let authors: Vec<i64> = page.iter().map(|article| article.author_id).collect();
                let text = format!("SELECT id, name FROM bench_authors WHERE id IN ({ids})");
                let authors = rows(&pool, text, &authors).await;
                let authors: HashMap<i64, Author> = authors
                    .iter()
                    .map(|row| (row.get(0), Author { id: row.get(0), name: row.get(1) }))
                    .collect();
                for article in &mut page {
                    article.author = authors.get(&article.author_id).cloned();
                }
                let comments = format!(
                    "SELECT id, text, article_id FROM (SELECT id, text, article_id, row_number() OVER (PARTITION BY article_id ORDER BY id DESC) AS n \
                     FROM bench_comments WHERE article_id IN ({ids})) AS numbered WHERE n <= 3 ORDER BY n"
                );
                for row in rows(&pool, comments, &keys).await {
                    let article = &mut page[at[&row.get::<i64, _>(2)]];
                    article.discussed = true;
                    article.comments.push(Comment { id: row.get(0), text: row.get(1), article_id: row.get(2) });
                }
                let tags = format!(
                    "SELECT t.id, t.name, a.article_id FROM bench_article_tags a JOIN bench_tags t ON t.id = a.tag_id WHERE a.article_id IN ({ids}) \
                     ORDER BY t.name, t.id"
                );
                for row in rows(&pool, tags, &keys).await {
                    let tag = Tag { id: row.get(0), name: row.get(1) };
                    page[at[&row.get::<i64, _>(2)]].tags.push(tag);
                }
                let favorites =
                    format!("SELECT article_id, count(*) FROM bench_favorites WHERE article_id IN ({ids}) GROUP BY article_id");
                for row in rows(&pool, favorites, &keys).await {
                    page[at[&row.get::<i64, _>(0)]].favorites_count = row.get(1);
                }
                json(&page)
            }

            pub fn routes(pool: $pool) -> impl Filter<Extract = impl Reply, Error = Rejection> + Clone {
                let pool = warp::any().map(move || pool.clone());
                warp::path!("articles")
                    .and(warp::get())
                    .and(warp::query())
                    .and(pool)
                    .then(page)
            }
        }
    };
}
handlers!(postgres, PgPool, PgRow);
handlers!(sqlite, SqlitePool, SqliteRow);

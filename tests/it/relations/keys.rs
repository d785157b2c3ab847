//! Relations by fields that refer to a unique field, and between tables that refer to one another.

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};
use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, databases};

use super::magazine;

api! {
    /// Writers and articles, by their names.
    api Review { title: "Review", version: "1.0.0" }

    /// Who writes
    resource Writer {
        table: "writers",
        path: "/writers",
        key: { id: i64 },
        fields: {
            name: Option<String> [unique, column("full_name")],
            best_article: Option<i64> [references(Article.number, set_null)],
        },
        relations: {
            /// The best of the writer's articles
            best: Article = best_article,
            /// What the writer has written
            articles: [Article] = author_name [limit(5)],
            /// What is noted about the writer
            notes: [Note] = about [limit(5)],
            /// What the writer notes
            own_notes: [Note] = writer_id [limit(5)],
        },
        include: [best, articles],
        ops: [list, create, read, update, delete],
    }

    /// What was written
    resource Article {
        table: "articles",
        path: "/articles",
        key: { id: i64 },
        fields: {
            number: i32 [unique],
            author_name: Option<String> [references(Writer.name, cascade)],
            editor_id: Option<i64> [references(Writer)],
            printer: Option<i64>,
        },
        filters: { author.id: [eq] },
        relations: {
            /// Who wrote it
            author: Writer = author_name,
            /// Who edited it, which few ask for
            editor: Writer = editor_id [no_index],
            /// Who printed it, which no foreign key holds
            printed_by: Writer = printer,
            /// What it is filed under
            tags: [Tag] = ArticleTag(article_number, tag_name) [limit(5)],
        },
        include: [author, tags],
        ops: [list, create, read],
    }

    /// What articles are filed under
    resource Tag {
        table: "tags",
        path: "/tags",
        key: { id: i64 },
        fields: { name: String [unique] },
        relations: {
            /// What is filed under it
            articles: [Article] = ArticleTag(tag_name, article_number) [limit(5)],
        },
        include: [articles],
        ops: [create, read],
    }

    /// Which article is filed under which tag
    resource ArticleTag {
        table: "article_tags",
        path: "/article-tags",
        key: {
            article_number: i64 [references(Article.number)],
            tag_name: String [references(Tag.name, cascade)],
        },
        ops: [create],
    }

    /// What a writer notes about others
    resource Note {
        table: "notes",
        key: { writer_id: i64, number: i64 },
        fields: { about: i64 },
    }
}

async fn review(database: Database) -> App {
    let app = App::start(Review::API, database).await;
    let rows = [
        ("/writers", json!({ "id": 7, "name": "Ann" })),
        ("/writers", json!({ "id": 8, "name": "Bob" })),
        ("/writers", json!({ "id": 9 })),
        ("/articles", json!({ "id": 1, "number": 101, "author_name": "Ann" })),
        ("/articles", json!({ "id": 2, "number": 102, "author_name": "Bob" })),
        ("/articles", json!({ "id": 3, "number": 103, "author_name": "Bob" })),
        ("/articles", json!({ "id": 4, "number": 1 })),
        ("/tags", json!({ "id": 1, "name": "sea" })),
        ("/article-tags", json!({ "article_number": 101, "tag_name": "sea" })),
        ("/article-tags", json!({ "article_number": 103, "tag_name": "sea" })),
    ];
    for (path, body) in rows {
        app.post(path, &body).await.expect(201);
    }
    app.patch("/writers/8", json!({ "best_article": 103 }))
        .await
        .expect(200);
    app
}

async fn row(app: &App, path: &str) -> Value {
    app.get(path).await.expect(200).json()
}

#[tokio::test]
async fn what_is_included_are_the_rows_with_the_value_of_the_unique_field() {
    for database in databases().await {
        let app = review(database).await;
        // Each row as it is read by itself, with those whose values are the same.
        let writers = row(&app, "/writers?include=best,articles").await;
        let articles = row(&app, "/articles?include=author").await;
        let (plain_writers, plain_articles) = (row(&app, "/writers").await, row(&app, "/articles").await);
        let list = |rows: &Value| rows.as_array().expect("a list").clone();
        for (writer, found) in list(&plain_writers).iter().zip(list(&writers)) {
            let mut expected = writer.clone();
            let own = |article: &&Value| !writer["name"].is_null() && article["author_name"] == writer["name"];
            let best = |article: &&Value| article["number"] == writer["best_article"];
            let all = list(&plain_articles);
            expected["articles"] = all.iter().filter(own).cloned().collect();
            if let Some(best) = all.iter().find(best) {
                expected["best"] = best.clone();
            }
            assert_eq!(found, expected);
        }
        for (article, found) in list(&plain_articles).iter().zip(list(&articles)) {
            let mut expected = article.clone();
            let wrote = |writer: &&Value| !writer["name"].is_null() && writer["name"] == article["author_name"];
            if let Some(author) = list(&plain_writers).iter().find(wrote) {
                expected["author"] = author.clone();
            }
            assert_eq!(found, expected);
        }
        assert_eq!(writers[1]["articles"].as_array().expect("a list").len(), 2);
        assert_eq!(writers[1]["best"]["id"], 3);
    }
}

#[tokio::test]
async fn tables_between_lead_to_unique_fields() {
    for database in databases().await {
        let app = review(database).await;
        assert_eq!(
            row(&app, "/articles/1?include=tags").await["tags"],
            json!([{ "id": 1, "name": "sea" }])
        );
        assert_eq!(row(&app, "/articles/4?include=tags").await["tags"], json!([]));
        let tagged = row(&app, "/tags/1?include=articles").await;
        let ids: Vec<_> = tagged["articles"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|row| &row["id"])
            .collect();
        assert_eq!(ids, [1, 3]);
        assert_eq!(
            row(&app, "/articles?author.id=8")
                .await
                .as_array()
                .expect("a list")
                .len(),
            2
        );
    }
}

#[tokio::test]
async fn columns_of_relations_are_indexed_unless_told_otherwise() {
    for database in databases().await {
        let app = review(database).await;
        let connection = app.database().connection();
        let query = match connection.get_database_backend() {
            DbBackend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
            _ => "SELECT indexname::text AS name FROM pg_indexes WHERE schemaname = current_schema()",
        };
        let rows = connection
            .query_all_raw(Statement::from_string(connection.get_database_backend(), query))
            .await;
        let names = rows
            .expect("rows")
            .into_iter()
            .map(|row| row.try_get::<String>("", "name").expect("a name"));
        let mut names: Vec<String> = names.filter(|name| name.ends_with("_idx")).collect();
        names.sort();
        assert_eq!(
            names,
            [
                "article_tags_tag_name_article_number_idx",
                "articles_author_name_id_idx",
                "notes_about_writer_id_number_idx",
                "writers_best_article_idx",
            ]
        );
    }
}

#[tokio::test]
async fn the_database_holds_what_is_referred_to() {
    for database in databases().await {
        let app = review(database).await;
        app.post("/articles", json!({ "id": 9, "number": 109, "author_name": "Cy" }))
            .await
            .expect(409);
        app.patch("/writers/7", json!({ "best_article": 2 })).await.expect(409);
        // An article with a tag stays, so its writer does.
        app.delete("/writers/8").await.expect(409);
        let steps = warp_openapi::migration::differences(app.database().connection(), Review::API).await;
        assert_eq!(steps.expect("tables"), [""; 0]);
    }
}

#[tokio::test]
async fn rows_are_ordered_by_related_rows_with_keys_of_several_fields() {
    for database in databases().await {
        let app = magazine(database).await;
        for (order, expected) in [
            ("filed.article.title", [1, 2, 4, 3]),
            ("-filed.article.title", [3, 1, 2, 4]),
            ("filed.article.title&order_by=reason", [4, 2, 1, 3]),
        ] {
            let page = app.get(&format!("/marks?order_by={order}")).await.expect(200).json();
            let ids: Vec<i64> = page
                .as_array()
                .expect("a list")
                .iter()
                .filter_map(|row| row["id"].as_i64())
                .collect();
            assert_eq!(ids, expected, "{order}");
        }
    }
}

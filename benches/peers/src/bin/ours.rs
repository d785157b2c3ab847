//! The tables of the benchmark through `api!`.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    /// The tables of the benchmark.
    api Bench {
        title: "Bench",
        version: "1.0.0",
        tags: { Task: "Things to do" },
    }

    /// A thing to do
    resource Task {
        table: "bench_tasks",
        path: "/tasks",
        tag: Task,
        key: {
            /// Unique ID
            id: Uuid [default_with(Uuid::now_v7)],
        },
        fields: {
            /// Title
            title: String [len(1..=64)],
            /// How bad it is
            severity: Option<i32> [index],
            /// Who made it
            created_by: String [default("")],
            /// When it was done
            done: Option<DateTime<Utc>>,
            /// What sort of task it is
            kind: Option<String>,
        },
        filters: { severity: [eq, ge] },
        order: [title],
        ops: [list(offset.limit(50)), create, read],
    }

    /// Who writes
    resource Author {
        table: "bench_authors",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
    }

    /// What was written
    resource Article {
        table: "bench_articles",
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, body: String, author_id: i64 [references(Author)] },
        relations: {
            author: Author = author_id,
            comments: [Comment] = article_id [order(-id), limit(3)],
            tags: [Tag] = ArticleTag(article_id, tag_id) [order(name), limit(20)],
            favorites: [Favorite] = article_id [limit(1)],
        },
        default_include: [author, comments, tags],
        computed: { favorites_count: count(favorites), discussed: exists(comments) },
        ops: [list(cursor(-id).limit(50)), read],
    }

    /// What a reader says
    resource Comment {
        table: "bench_comments",
        key: { id: i64 [auto_increment] },
        fields: { text: String, article_id: i64 [references(Article)] },
    }

    /// What articles are filed under
    resource Tag {
        table: "bench_tags",
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
    }

    /// Which article is filed under which tag
    resource ArticleTag {
        table: "bench_article_tags",
        key: { article_id: i64 [references(Article)], tag_id: i64 [references(Tag)] },
    }

    /// Whose favorite an article is
    resource Favorite {
        table: "bench_favorites",
        key: { article_id: i64 [references(Article)], reader: i64 },
    }
}

fn main() -> ExitCode {
    Bench::cli().run()
}

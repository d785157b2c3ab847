//! What people say about tasks: comments, and who wants to hear of them.

use warp_openapi::prelude::*;

use crate::Task;

api_part! {
    /// Comments and watchers.
    part Discussion {}

    /// What somebody said about a task
    resource Comment {
        table: "comments",
        path: "/comments",
        tag: Discussion,
        key: {
            /// Number, counted up by the database
            id: i64 [auto_increment],
        },
        fields: {
            /// The task that it is about
            // Comments go with their task. A comment can't move to another.
            task_id: Uuid [references(Task, cascade), index, create_only],
            /// The comment that it answers
            // An answer outlives what it answered.
            answers: Option<i64> [references(Comment, set_null), index, create_only],
            /// Who said it
            author: String [format(email), create_only, example("ada@example.com")],
            /// When it was said
            // The server's clock counts, so clients can't send it.
            at: DateTime<Utc> [default_with(Utc::now), read_only],
            /// What was said
            text: String [len(1..=2000)],
            /// Where to read more
            link: Option<String> [format(url)],
            /// A small picture
            picture: Option<Bytes> [len(1..=65536)],
            /// All comments are Markdown now
            markdown: bool [default(true), deprecated],
            /// A moderator's note
            // For our own code only: no request, reply or document shows it.
            note: Option<String> [hidden],
        },
        filters: {
            task_id: [eq],
            author: [eq, contains],
            at: [ge, lt],
        },
        search: [text],
        // Newest first. A cursor keeps its place while others write, where an offset would show a comment twice.
        ops: [list(cursor(-at).limit(20)), create, read, update, delete],
        // Who changes a comment says which version they read (its ETag), so no change is lost.
        if_match: required,
    }

    /// A user who wants to be notified of a task
    resource Watch {
        table: "watches",
        path: "/watches",
        tag: Discussion,
        // Two columns: /watches/{task_id}/{user}. A client knows the whole key, so PUT is all it needs to create one.
        key: {
            /// The watched task
            task_id: Uuid [references(Task, cascade)],
            /// Who watches
            user: String [len(1..=32), pattern("^[a-z][a-z0-9_]*$"), example("ada")],
        },
        fields: {
            /// Where to send the news
            url: String [format(url), len(1..=500), example("https://example.com/hook")],
            /// Signs the news; it is never sent back
            secret: Option<String> [len(16..=64), write_only],
        },
        filters: { user: [eq] },
        ops: [list, put, read, delete],
    }
}

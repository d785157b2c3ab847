use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list, read],
    }

    resource Like {
        key: { article_id: i64, writer_id: i64 },
        fields: { user: String },
        owner: user,
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, author_id: i64 },
        relations: {
            author: Writer = author_id,
            likes: [Like] = article_id [limit(5)],
            fans: [Writer] = Like(article_id, writer_id) [limit(5)],
            parts: [Part] = article_id [limit(5)],
        },
        computed: { likes_count: count(likes) },
        unique: [[title, likes_count]],
        ops: [list, read],
    }

    resource Part {
        key: { id: i64 },
        fields: { article_id: i64 },
    }
}

fn age(_: Viewer<'_>) -> warp_openapi::sea_orm::sea_query::Expr {
    warp_openapi::sea_orm::sea_query::Expr::val(1_i64)
}

fn of_nobody() -> i64 {
    1
}

fn main() {}

//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 3:1..38:2 note error: erroneous constant encountered
//~ 29:21 `likes_count` E0080: resource `Article`: `likes_count` is computed and has no column; `filters`, `order` and the order of `list` can name it, other sections can't; name one of the `fields` there
//~ elsewhere note error: erroneous constant encountered

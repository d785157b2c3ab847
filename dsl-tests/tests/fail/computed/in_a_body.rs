use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        relations: { comments: [Comment] = article_id [limit(5)] },
        computed: { comments_count: count(comments) },
        ops: [list, create],
    }

    resource Comment {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64 [references(Article)] },
    }

    schema NewArticle = article::Create.pick(title, comments_count) {}
}

fn main() {}

//~ 3:1..21:2 note error: erroneous constant encountered
//~ 3:1..21:2 note error: erroneous constant encountered
//~ 3:1..21:2 note error: erroneous constant encountered
//~ 11:21 `comments_count` E0080: resource `Article`: `comments_count` is computed and has no column; `filters`, `order` and the order of `list` can name it, other sections can't; name one of the `fields` there
//~ elsewhere note error: erroneous constant encountered

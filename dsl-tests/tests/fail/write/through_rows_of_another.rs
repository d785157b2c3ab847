use warp_openapi::prelude::*;

api! {
    api Desk { title: "Desk", version: "1" }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String },
        relations: { tags: [Tag] = Filed(article_id, tag_id) [limit(5)] },
        write: [tags],
        ops: [create, read],
    }

    resource Tag {
        key: { id: i64 [auto_increment] },
        fields: { name: String [unique] },
    }

    resource ArticleTag {
        key: { article_id: i64, tag_id: i64 },
    }

    resource Filed {
        of: ArticleTag,
        path: "/filed",
        key: { article_id: i64, tag_id: i64 },
        ops: [list],
    }
}

fn main() {}

//~ 11:9 `write` E0080: resource `Article`: `write`: `tags`: `Filed` shows rows of another resource, which alone changes them; lead through that

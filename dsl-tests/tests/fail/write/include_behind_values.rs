use warp_openapi::prelude::*;

api! {
    api Desk { title: "Desk", version: "1" }

    resource Writer {
        path: "/writers",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [create],
    }

    resource Article {
        path: "/articles",
        key: { id: i64 [auto_increment] },
        fields: { title: String, writer_id: i64, code: Option<String> [unique] },
        relations: {
            writer: Writer = writer_id,
            comments: [Comment] = article_id [limit(5)],
            notes: [Note] = article_id [limit(5)],
            codes: [Coded] = code [limit(5)],
            tags: [Tag] = ArticleTag(article_id, tag_id) [limit(5), shown_as(name)],
            colors: [Tag] = Colored(article_id, tag_id) [limit(5)],
            places: [Place] = Appearance(article_id, (hall, shelf)) [limit(5)],
        },
        write: [tags],
        ops: [create, read],
        include: [tags.tags],
    }

    resource Comment {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, text: String },
    }

    resource Note {
        key: { id: i64 [auto_increment] },
        fields: { article_id: i64, text: String, secret: String [hidden] },
    }

    resource Coded {
        key: { id: i64 [auto_increment] },
        fields: { code: String [references(Article.code)] },
    }

    resource Tag {
        key: { id: i64 [auto_increment] },
        relations: { tags: [Tag] = id [limit(1)] },
        include: [tags],
        fields: { name: String [unique], color: String, weight: f64 [unique], secret: String [unique, hidden, default("")] },
    }

    resource ArticleTag {
        key: { article_id: i64, tag_id: i64 },
    }

    resource Colored {
        key: { article_id: i64, tag_id: i64 },
        fields: { shade: i32 },
    }

    resource Place {
        key: { hall: String, shelf: i32 },
    }

    resource Appearance {
        key: { article_id: i64, hall: String, shelf: i32 },
    }
}

fn main() {}

//~ 28:9 `include` E0080: resource `Article`: `include` has a path behind `tags`, which is `shown_as` values without relations; end it there

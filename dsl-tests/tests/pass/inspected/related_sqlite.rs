// From the database `shop`. Comments list what the block can't express.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "shop",
        version: "0.1.0",
    }

    resource ArticleTag {
        table: "article_tags",
        path: "/article_tags",
        key: {
            article_id: i64 [references("articles", cascade)],
            tag_id: i64 [references("tags", restrict)],
        },
        relations: {
            article: Article = article_id,
            tag: Tag = tag_id,
        },
        ops: [list, create, read, delete],
    }

    resource ArticleType {
        table: "article_type",
        path: "/article_type",
        key: {
            id: i64,
        },
        fields: {
            type_id: Option<i64>,
        },
        relations: {
            articles: [Article] = type_id [limit(20)],
        },
        ops: [list, create, read, update, delete],
    }

    resource Article {
        table: "articles",
        path: "/articles",
        key: {
            id: i64,
        },
        fields: {
            press_id: i64,
            author_id: i64,
            editor_press: Option<i64>,
            editor_name: Option<String>,
            type_id: Option<i64> [references("article_type", restrict), index],
            self_id: Option<i64> [references("articles", restrict)],
            author: Option<String>,
        },
        foreign_keys: [
            (press_id, author_id) = Writer [cascade],
            (editor_press, editor_name) = Writer(press_id, name) [set_null],
        ],
        relations: {
            article_type: ArticleType = type_id,
            article: Article = self_id [no_index],
            author_row: Writer = (press_id, author_id),
            editor: Writer = (editor_press, editor_name) [no_index],
            tags: [Tag] = ArticleTag(article_id, tag_id) [limit(20)],
            articles: [Article] = self_id [limit(20), no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource Follow {
        table: "follows",
        path: "/follows",
        key: {
            follower_id: i64 [references("readers", restrict)],
            followed_id: i64 [references("readers", restrict)],
        },
        relations: {
            follower: Reader = follower_id,
            followed: Reader = followed_id [no_index],
            notes: [Note] = (follow_from, follow_to) [limit(20), no_index],
        },
        ops: [list, create, read, delete],
    }

    resource Note {
        table: "notes",
        path: "/notes",
        key: {
            reader_id: i64 [references("readers", restrict)],
        },
        fields: {
            follow_from: Option<i64>,
            follow_to: Option<i64>,
            town: Option<String>,
            street: Option<String>,
        },
        foreign_keys: [
            (follow_from, follow_to) = Follow [restrict],
            (town, street) = "places"("town", "street") [restrict],
        ],
        relations: {
            reader: Reader = reader_id,
            follow: Follow = (follow_from, follow_to) [no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource Press {
        table: "presses",
        path: "/presses",
        key: {
            id: i64,
        },
        fields: {
            name: String,
        },
        relations: {
            writers: [Writer] = press_id [limit(20)],
        },
        ops: [list, create, read, update, delete],
    }

    resource Reader {
        table: "readers",
        path: "/readers",
        key: {
            id: i64,
        },
        fields: {
            followers: Option<i64>,
        },
        relations: {
            readers_by_followed: [Reader] = Follow(follower_id, followed_id) [limit(20), no_index],
            readers_by_follower: [Reader] = Follow(followed_id, follower_id) [limit(20), no_index],
            notes: [Note] = reader_id [limit(1)],
        },
        ops: [list, create, read, update, delete],
    }

    resource Tag {
        table: "tags",
        path: "/tags",
        key: {
            id: i64,
        },
        fields: {
            name: String [unique],
        },
        relations: {
            articles: [Article] = ArticleTag(tag_id, article_id) [limit(20)],
        },
        ops: [list, create, read, update, delete],
    }

    resource Writer {
        table: "writers",
        path: "/writers",
        key: {
            press_id: i64 [references("presses", restrict)],
            id: i64,
        },
        fields: {
            name: String,
            chief_id: Option<i64>,
        },
        unique: [[name, press_id]],
        foreign_keys: [(press_id, chief_id) = Writer [restrict]],
        relations: {
            press: Press = press_id,
            chief: Writer = (press_id, chief_id) [no_index],
            articles_by_author: [Article] = (press_id, author_id) [limit(20)],
            articles_by_editor: [Article] = (editor_press, editor_name) [limit(20), no_index],
            writers: [Writer] = (press_id, chief_id) [limit(20), no_index],
        },
        ops: [list, create, read, update, delete],
    }
}

fn main() -> ExitCode {
    Shop::cli().run()
}

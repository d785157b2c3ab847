//! sea-orm's relations, which handlers join by.

use sea_orm::{EntityTrait as _, LoaderTrait as _, ModelTrait as _, QueryOrder as _, RelationTrait as _};
use warp_openapi::testing::databases;

use super::{article, article_tag, comment, magazine, tag, writer};

#[tokio::test]
async fn related_rows_are_joined() {
    for database in databases().await {
        let app = magazine(database).await;
        let connection = app.database().connection();
        let found = article::Entity::find()
            .find_also_related(writer::Entity)
            .order_by_asc(article::Column::Id)
            .all(connection)
            .await
            .unwrap();
        let names: Vec<_> = found
            .iter()
            .map(|(_, author)| author.as_ref().map(|author| &*author.name))
            .collect();
        assert_eq!(names, [Some("Ann"), Some("Bob"), Some("Bob"), Some("Bob")]);
        let (article, _) = &found[0];
        let tags = article
            .find_related(tag::Entity)
            .order_by_asc(tag::Column::Name)
            .all(connection)
            .await
            .unwrap();
        assert_eq!(tags.iter().map(|tag| &*tag.name).collect::<Vec<_>>(), ["air", "sea"]);
        assert_eq!(
            article
                .find_related(comment::Entity)
                .all(connection)
                .await
                .unwrap()
                .len(),
            3
        );
        assert!(<article::Entity as sea_orm::Related<writer::Entity>>::via().is_none());
        assert_eq!(
            article::Relation::Editor.def().from_col,
            sea_orm::Identity::Unary("editor_id".into())
        );
    }
}

#[tokio::test]
async fn related_rows_are_loaded() {
    for database in databases().await {
        let app = magazine(database).await;
        let connection = app.database().connection();
        let articles = article::Entity::find()
            .order_by_asc(article::Column::Id)
            .all(connection)
            .await
            .unwrap();
        let authors = articles.load_one(writer::Entity, connection).await.unwrap();
        let names: Vec<_> = authors
            .iter()
            .map(|author| author.as_ref().map(|author| &*author.name))
            .collect();
        assert_eq!(names, [Some("Ann"), Some("Bob"), Some("Bob"), Some("Bob")]);
        let comments = articles.load_many(comment::Entity, connection).await.unwrap();
        assert_eq!(comments.iter().map(Vec::len).collect::<Vec<_>>(), [3, 1, 0, 0]);
        let tags = articles
            .load_many_to_many(tag::Entity, article_tag::Entity, connection)
            .await
            .unwrap();
        assert_eq!(tags.iter().map(Vec::len).collect::<Vec<_>>(), [2, 1, 0, 0]);
    }
}

//! sea-orm's relations, which handlers join by.

use sea_orm::{EntityTrait as _, ModelTrait as _, QueryOrder as _, RelationTrait as _};
use warp_openapi::testing::databases;

use super::{article, comment, magazine, tag, writer};

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

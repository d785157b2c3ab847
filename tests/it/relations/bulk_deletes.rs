//! Bulk deletes with hooks, where the condition is about rows that the request deletes, too.

use sea_orm::Condition;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use serde_json::json;
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::column;

api! {
    /// Categories.
    api Files { title: "Files", version: "1.0.0" }

    /// A category within another one
    resource Category {
        table: "categories",
        path: "/categories",
        key: { id: i64 },
        fields: { name: String, above_id: Option<i64> [references(Category)] },
        relations: {
            above: Category = above_id,
            children: [Category] = above_id [limit(5)],
        },
        computed: { children_count: count(children) },
        filters: { children: [none], children_count: [le], above.name: [eq], name: [eq], lonely(bool) = is_lonely },
        any: filters,
        hooks: { before_delete: see },
        ops: [list, create, delete_many],
    }
}

async fn see(_: &Ctx, _: &Category) -> Result<(), Error> {
    Ok(())
}

fn is_lonely(lonely: bool) -> Condition {
    let children = Query::select()
        .expr(Expr::val(1))
        .from_as(category::Entity, "below")
        .and_where(Expr::col(("below", category::Column::AboveId)).equals((category::Entity, category::Column::Id)))
        .take();
    let any = Expr::exists(children);
    Condition::all().add(if lonely { any.not() } else { any })
}

#[tokio::test]
async fn a_row_that_matches_only_after_others_are_deleted_stays() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.bulk_limit = 1;
        let app = App::start_with(Files::API, database, settings).await;
        // 1 is in 2, which is in 3, which is in 4.
        for (query, deleted, left) in [
            ("children:none=true", "1", vec!["2", "3", "4"]),
            ("children_count:le=0", "1", vec!["2", "3", "4"]),
            ("lonely=true", "1", vec!["2", "3", "4"]),
            ("any=children:none:true&any=name:eq:x", "1", vec!["2", "3", "4"]),
            ("name=x&children:none=true", "0", vec!["1", "2", "3", "4"]),
            ("name=c1", "1", vec!["2", "3", "4"]),
            ("all=true", "4", vec![]),
        ] {
            for id in [4, 3, 2, 1] {
                let above = (id < 4).then_some(id + 1);
                let category = json!({ "id": id, "name": format!("c{id}"), "above_id": above });
                app.post("/categories", category).await.expect(201);
            }
            let reply = app.delete(&format!("/categories?{query}")).await.expect(204);
            assert_eq!(reply.header("X-Total-Count"), Some(deleted), "{query}");
            assert_eq!(column(&app.get("/categories").await.expect(200), "id"), left, "{query}");
            app.delete("/categories?all=true").await.expect(204);
        }
    }
}

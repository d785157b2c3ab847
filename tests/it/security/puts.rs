//! `ops::put` in handlers, which keeps what the client can't see.

use sea_orm::ActiveValue::NotSet;
use serde_json::json;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    api Bakery {
        title: "Bakery",
        version: "1.0.0",
        security: { key: ApiKey::header("X-Key") = check_key },
        access: public | key,
    }

    /// A cake, which is created or replaced in one statement
    resource Cake {
        path: "/cakes",
        key: { name: String },
        fields: { layers: i32 [default(1)], recipe: String [default("none"), access(key)] },
        ops: [read, put],
    }

    /// A bread, whose key the database counts
    resource Bread {
        path: "/breads",
        key: { id: i64 [auto_increment] },
        fields: { grain: String, recipe: String [default("none"), access(key)] },
        ops: [create, read],
    }

    /// Bake a cake again
    op rebake(name: String, open: bool, body: cake::Create) -> Cake { route: PUT "/ovens/{name}" }
    /// Bake a bread again
    op rebake_bread(id: i64, body: bread::Create) -> Bread { route: PUT "/stones/{id}" }
}

async fn check_key(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("baker"))
}

async fn rebake(ctx: Ctx, name: String, open: bool, mut body: cake::Create) -> Result<Cake, Error> {
    body.0.name = NotSet;
    if open {
        body.0.recipe = Set("open".to_owned());
    }
    Ok(cake::ops::put(&ctx, name, body).await?.0)
}

async fn rebake_bread(ctx: Ctx, id: i64, body: bread::Create) -> Result<Bread, Error> {
    Ok(bread::ops::put(&ctx, id, body).await?.0)
}

#[tokio::test]
async fn a_put_of_a_handler_keeps_fields_that_its_client_cannot_see() {
    for database in databases().await {
        let app = App::start(Bakery::API, database).await;
        let recipe = async |path: &str| {
            let row = app.get(path).header("X-Key", "k").await.expect(200).json();
            row["recipe"].as_str().unwrap_or_default().to_owned()
        };
        app.put("/cakes/a", json!({ "recipe": "cream" }))
            .header("X-Key", "k")
            .await
            .expect(201);
        let body = json!({ "name": "a", "layers": 2 });
        let baked = app.put("/ovens/a?open=false", &body).await.expect(200);
        assert_eq!(baked.json(), json!({ "name": "a", "layers": 2 }));
        assert_eq!(recipe("/cakes/a").await, "cream");
        // What the handler sets itself is set.
        app.put("/ovens/a?open=true", &body).await.expect(200);
        assert_eq!(recipe("/cakes/a").await, "open");
        // A client that sees it replaces it.
        app.put("/ovens/a?open=false", &body)
            .header("X-Key", "k")
            .await
            .expect(200);
        assert_eq!(recipe("/cakes/a").await, "none");
        // A new row has its default.
        app.put("/ovens/b?open=false", json!({ "name": "b" })).await.expect(200);
        assert_eq!(recipe("/cakes/b").await, "none");

        let bread = json!({ "grain": "rye", "recipe": "sour" });
        app.post("/breads", &bread).header("X-Key", "k").await.expect(201);
        app.put("/stones/1", json!({ "grain": "oat" })).await.expect(200);
        assert_eq!(recipe("/breads/1").await, "sour");
        app.put("/stones/1", json!({ "grain": "oat" }))
            .header("X-Key", "k")
            .await
            .expect(200);
        assert_eq!(recipe("/breads/1").await, "none");
    }
}

//! Queries of nested resources in ops: they find rows whose parents the client may see.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use crate::support::column;

api! {
    /// Clubs and their meetings.
    api Town {
        title: "Town",
        version: "1.0.0",
        security: {
            /// Token of a person
            bearer: Bearer::new() = check_person,
        },
        access: bearer,
    }

    /// A club, which its founder sees
    resource Club {
        table: "clubs",
        path: "/clubs",
        key: { id: i64 },
        fields: { user: String },
        owner: user,
        ops: [create],
    }

    /// When a club meets
    resource Meeting {
        table: "meetings",
        path: "/clubs/{club}/meetings",
        key: { id: i64 },
        fields: { club_id: i64 [references(Club)] },
        relations: { club: Club = club_id },
        filters: { id: [eq, ge] },
        ops: [list, create, delete_many],
    }

    /// A page of all meetings
    op meetings(query: meeting::Query) -> Page<Meeting> { route: GET "/meetings" }

    /// How many there are on the page
    op count_meetings(query: meeting::Query) -> i64 { route: GET "/meetings/count" }

    /// Delete meetings
    op cancel(query: meeting::Filters) -> i64 { route: DELETE "/meetings" }
}

async fn check_person(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(token) => Ok(Principal::new(token.expose())),
        _ => Err(Error::Unauthorized),
    }
}

async fn meetings(ctx: Ctx, query: meeting::Query) -> Result<Page<Meeting>, Error> {
    query.page(&ctx, meeting::Entity::find()).await
}

async fn count_meetings(ctx: Ctx, query: meeting::Query) -> Result<i64, Error> {
    let found = query.select(&ctx, meeting::Entity::find())?;
    let found = found.all(&ctx.db()).await?;
    i64::try_from(found.len()).map_err(Error::internal)
}

async fn cancel(ctx: Ctx, query: meeting::Filters) -> Result<i64, Error> {
    let found = query.choose(&ctx, meeting::Entity::delete_many())?;
    let deleted = found.exec(&ctx.db()).await?;
    i64::try_from(deleted.rows_affected).map_err(Error::internal)
}

#[tokio::test]
async fn queries_find_rows_whose_parents_the_client_may_see() {
    for database in databases().await {
        let app = App::start(Town::API, database).await;
        for (club, user) in [(1, "ann"), (2, "bob")] {
            app.post("/clubs", json!({ "id": club })).bearer(user).await.expect(201);
            for meeting in [club * 10, club * 10 + 1] {
                app.post(&format!("/clubs/{club}/meetings"), json!({ "id": meeting }))
                    .bearer(user)
                    .await
                    .expect(201);
            }
        }
        for (user, ids) in [("ann", vec!["10", "11"]), ("bob", vec!["20", "21"]), ("eve", vec![])] {
            let page = app.get("/meetings").bearer(user).await.expect(200);
            assert_eq!(column(&page, "id"), ids, "{user}");
            assert_eq!(page.header("X-Total-Count"), Some(ids.len().to_string().as_str()));
            let count = app.get("/meetings/count").bearer(user).await.expect(200);
            assert_eq!(count.json(), json!(ids.len()), "{user}");
        }
        let deleted = |query: &str, user: &str| app.delete(&format!("/meetings?{query}")).bearer(user);
        assert_eq!(deleted("all=true", "eve").await.expect(200).json(), json!(0));
        assert_eq!(deleted("id:ge=11", "bob").await.expect(200).json(), json!(2));
        assert_eq!(deleted("all=true", "ann").await.expect(200).json(), json!(2));
        let left: Value = app.get("/meetings").bearer("bob").await.expect(200).json();
        assert_eq!(left, json!([]));
    }
}

//! `link` and `unlink` of rows that a resource creates and deletes many at a time only: the rules of those operations hold.

use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Pages and the seals on them.
    api Chancery {
        title: "Chancery",
        version: "1.0.0",
        security: {
            /// Name of a clerk, who may set and lift seals by its scopes
            bearer: Bearer::new() = check_clerk,
        },
        access: public | bearer,
    }

    /// A page
    resource Page {
        table: "pages",
        path: "/pages",
        key: { id: i64 },
        relations: { seals: [Seal] = page_id [limit(5)] },
        access: { link: bearer, unlink: bearer },
        computed: { sealed: exists(seals by viewer) },
        ops: [create, read, link(seals), unlink(seals)],
    }

    /// A seal of a clerk
    resource Seal {
        table: "seals",
        path: "/seals",
        key: { page_id: i64, seal: i64 [default(1)] },
        fields: { clerk: String },
        unique: [[page_id, clerk]],
        owner: clerk,
        others: [list],
        access: { list: public, create_many: bearer[set], delete_many: bearer[lift] },
        ops: [list, create_many, delete_many],
    }
}

async fn check_clerk(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    let Credentials::Bearer(name) = credentials else {
        return Err(Error::Unauthorized);
    };
    let principal = Principal::new(name.expose());
    Ok(match name.expose() {
        "setter" => principal.scope("set"),
        "lifter" => principal.scope("lift"),
        "keeper" => principal.scope("set").scope("lift"),
        _ => principal,
    })
}

#[tokio::test]
async fn links_obey_the_rules_of_bulk_operations() {
    for database in databases().await {
        let app = App::start(Chancery::API, database).await;
        app.post("/pages", serde_json::json!({ "id": 1 })).await.expect(201);
        let seals = async || {
            app.get("/seals")
                .await
                .expect(200)
                .json()
                .as_array()
                .map_or(0, Vec::len)
        };
        let path = "/pages/1/seals";
        for (clerk, linked, unlinked, left) in [
            ("clerk", 403, 403, 0),
            ("lifter", 403, 200, 0),
            ("keeper", 200, 200, 0),
            ("setter", 200, 403, 1),
        ] {
            app.request("POST", path).bearer(clerk).await.expect(linked);
            app.delete(path).bearer(clerk).await.expect(unlinked);
            assert_eq!(seals().await, left, "{clerk}");
        }
    }
}

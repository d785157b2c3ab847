//! Kinds of errors with statuses of the API's own: `errors: { statuses: { invalid: 400 } }`.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

use super::documented;

api! {
    /// Only statuses of its own.
    api Shop {
        title: "Shop",
        version: "1.0.0",
        errors: { statuses: { invalid: 400, not_found: 404, too_large: 400 } },
        parts: [till::Till],
    }

    /// A price
    resource Price {
        table: "prices",
        path: "/prices",
        key: { id: i64 [auto_increment] },
        fields: { cents: i32 },
        ops: [create, read],
    }
}

mod till {
    use super::*;

    api_part! {
        part Till {}

        /// A coin
        resource Coin {
            table: "coins",
            path: "/coins",
            key: { id: i64 [auto_increment] },
            fields: { cents: i32 [min(1)] },
            ops: [create],
        }
    }
}

#[tokio::test]
async fn statuses_alone_leave_problems_as_they_are() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.body_limit = 50;
        let app = App::start_with(Shop::API, database, settings).await;
        let document: Value = app.get("/openapi.json").await.expect(200).json();
        for path in ["/prices", "/coins"] {
            let reply = app.post(path, "{}").await.expect(400);
            assert_eq!(reply.header("Content-Type"), Some("application/problem+json"));
            assert_eq!(
                reply.json(),
                json!({
                    "type": "about:blank",
                    "title": "Bad Request",
                    "status": 400,
                    "detail": "the request breaks declared rules",
                    "errors": [{"field": "cents", "message": "required"}],
                })
            );
            let long = app.post(path, " ".repeat(51)).await.expect(400);
            assert_eq!(long.json()["detail"], "the body is over the limit of 50 bytes");
            let documented = documented(&document, "post", path, 400);
            assert_eq!(
                documented["description"],
                "The request can't be read\n\nThe body is over the limit: 50 bytes unless the operation says otherwise\n\n\
                 The request violates a rule; all violations are reported"
            );
            assert_eq!(
                documented["content"]["application/problem+json"]["schema"]["$ref"],
                "#/components/schemas/Problem"
            );
        }
        app.get("/prices/1").await.expect(404);
    }
}

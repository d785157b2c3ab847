//! Rows identified by two values.

use serde_json::json;

use super::{on_every_database, refused};

#[tokio::test]
async fn any_two_values_can_be_kept() {
    on_every_database(async |app| {
        let cases = [
            (json!({"x": 1, "y": -2}), json!({"x": 1, "y": -2})),
            // A text of digits is a number.
            (json!({"x": "3", "y": "three"}), json!({"x": 3, "y": "three"})),
            (
                json!({"x": "2020-01-01T01:00:00+01:00", "y": ""}),
                json!({"x": "2020-01-01T00:00:00Z", "y": ""}),
            ),
        ];
        for (sent, kept) in &cases {
            let reply = app.post("/multikey", sent).await.expect(201);
            assert_eq!(reply.json(), *kept);
            // No path leads to one row.
            assert_eq!(reply.header("Location"), None);
        }
        let list = app.get("/multikey").await.expect(200);
        assert_eq!(list.json(), json!(cases.clone().map(|(_, kept)| kept)));
        assert_eq!(list.header("X-Total-Count"), Some("3"));
        refused(
            app.post("/multikey", json!({"x": 1.5})).await,
            &[("x", "fits none of Number, Time, Text"), ("y", "required")],
        );
        refused(
            app.post("/multikey", json!({"x": 1, "y": 2, "id": 3})).await,
            &[("id", "unknown field")],
        );
        app.get("/multikey/1").await.expect(404);
    })
    .await;
}

#[tokio::test]
async fn two_numbers_are_unique() {
    on_every_database(async |app| {
        for (x, y) in [(2, 1), (1, 2), (1, 1)] {
            let sent = json!({"x": x, "y": y});
            let reply = app.post("/multikey-unique", &sent).await.expect(201);
            assert_eq!(reply.json(), sent);
            assert_eq!(reply.header("Location"), None);
        }
        let reply = app.post("/multikey-unique", json!({"x": 1, "y": 2})).await.expect(409);
        assert_eq!(reply.json()["detail"], "x, y already exists");
        refused(
            app.post("/multikey-unique", json!({"x": "1", "y": 2_147_483_648_i64}))
                .await,
            &[("x", "not an integer"), ("y", "greater than 2147483647")],
        );
        let list = app.get("/multikey-unique").await.expect(200);
        assert_eq!(list.text(), r#"[{"x":1,"y":1},{"x":1,"y":2},{"x":2,"y":1}]"#);
        app.get("/multikey-unique/1/1").await.expect(404);
    })
    .await;
}

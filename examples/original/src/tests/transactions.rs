//! Changes before an error are rolled back.

use serde_json::json;

use super::on_every_database;

#[tokio::test]
async fn what_raises_is_taken_back() {
    on_every_database(async |app| {
        let raise = |reply: warp_openapi::testing::Reply| {
            let reply = reply.expect(500);
            assert_eq!(reply.json()["detail"], "Internal Server Error");
        };
        raise(
            app.post("/transaction/tasks", json!({"title": "Milk", "should_raise": true}))
                .await,
        );
        assert_eq!(app.get("/transaction/tasks").await.expect(200).text(), "[]");

        let kept = app
            .post("/transaction/tasks", json!({"title": "Milk", "should_raise": false}))
            .await
            .expect(201);
        let row = format!("/transaction/tasks/{}", kept.json()["id"].as_str().unwrap());
        raise(app.patch(&row, json!({"title": "Bread", "should_raise": true})).await);
        raise(app.request("DELETE", &row).json(json!({"should_raise": true})).await);
        assert_eq!(app.get(&row).await.expect(200).text(), kept.text());
        app.request("DELETE", &row)
            .json(json!({"should_raise": false}))
            .await
            .expect(204);
    })
    .await;
}

#[tokio::test]
async fn a_delete_in_a_transaction_has_a_body() {
    on_every_database(async |app| {
        let kept = app
            .post("/transaction/tasks", json!({"title": "Milk"}))
            .await
            .expect(201);
        let row = format!("/transaction/tasks/{}", kept.json()["id"].as_str().unwrap());
        app.delete(&row).await.expect(400);
        app.request("DELETE", &row).json("[1]").await.expect(422);
        app.get(&row).await.expect(200);
    })
    .await;
}

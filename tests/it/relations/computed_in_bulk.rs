//! Computed fields of many rows, whose keys have several fields.

use serde_json::{Value, json};
use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, databases};

api! {
    /// Seats.
    api Hall { title: "Hall", version: "1.0.0" }

    /// A seat
    resource Seat {
        table: "seats",
        path: "/seats",
        key: { line: i32, number: i32 },
        relations: { guests: [Guest] = (line, number) [limit(3)] },
        computed: { taken: exists(guests) },
        ops: [create_many],
    }

    /// Who sits there
    resource Guest {
        table: "guests",
        key: { id: i64 },
        fields: { line: i32, number: i32 },
    }
}

#[tokio::test]
async fn each_of_many_new_rows_has_its_computed_fields() {
    for database in databases().await {
        let mut settings = Settings::default();
        settings.bulk_limit = 2_000;
        let app = App::start_with(Hall::API, database, settings).await;
        let seats: Vec<Value> = (0..1_500)
            .map(|seat| json!({ "line": seat / 50, "number": seat % 50 }))
            .collect();
        let reply = app.post("/seats/bulk", json!(seats)).await.expect(201).json();
        let rows = reply.as_array().expect("a list");
        assert_eq!(rows.len(), 1_500);
        assert!(rows.iter().all(|row| row["taken"] == false), "{}", rows[0]);
    }
}

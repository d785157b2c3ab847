//! What a document allows its server takes: values generated from every schema of requests are sent. Examples have this module, too.

mod schema;
mod walk;

use serde_json::Value;
use warp_openapi::meta::Api;
use warp_openapi::testing::{App, databases};

/// Starts an API on each database and sends it what its document allows, at least so many requests; those of the operations left out
/// aside.
pub(crate) async fn all_are_taken(api: &'static Api, without: &[&str], least: usize) {
    for database in databases().await {
        let app = App::start(api, database).await;
        let document: Value = app.get("/spec").await.expect(200).json();
        let (count, faults) = walk::refused(&app, &document, without).await;
        assert!(count >= least, "{count} requests");
        assert!(
            faults.is_empty(),
            "{} of {count} refused:\n{}",
            faults.len(),
            faults.join("\n")
        );
    }
}

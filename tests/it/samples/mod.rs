//! What a document allows its server takes: values generated from every schema of requests are sent.

mod schema;
mod walk;

use serde_json::Value;
use warp_openapi::meta::Api;
use warp_openapi::testing::{App, databases};

async fn case(api: &'static Api, without: &[&str], least: usize) {
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

#[tokio::test]
async fn whatever_the_document_of_the_suite_allows_is_taken() {
    case(crate::api::Suite::API, &[], 500).await;
}

#[tokio::test]
async fn whatever_the_documents_of_ops_allow_is_taken() {
    case(crate::views::Shop::API, &[], 50).await;
    case(crate::served::Depot::API, &[], 20).await;
    case(crate::forms::Poll::API, &[], 5).await;
}

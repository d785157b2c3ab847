//! What the documents of the suite allow is taken.

use crate::samples::all_are_taken;

#[tokio::test]
async fn whatever_the_document_of_the_suite_allows_is_taken() {
    all_are_taken(crate::api::Suite::API, &[], 500).await;
}

#[tokio::test]
async fn whatever_the_documents_of_ops_allow_is_taken() {
    all_are_taken(crate::views::Shop::API, &[], 50).await;
    all_are_taken(crate::served::Depot::API, &[], 20).await;
    all_are_taken(crate::forms::Poll::API, &[], 5).await;
}

//! What `import` prints: each file is a program of its own, written by the tests of `src/cli/import`.
use std::process::ExitCode;

mod pets;
mod tracker;
mod warehouse;

#[test]
fn compiles() {
    assert!(pets::PetShopApi::openapi().contains("\"operationId\":\"get_pet_by_id\""));
    assert!(tracker::IssueTrackerApi::openapi().contains("#/components/schemas/v1.Issue"));
    assert!(warehouse::WarehouseApi::openapi().contains("#/components/schemas/goods-receipt"));
}

/// A program begins by reading its patterns.
#[test]
fn runs() {
    for cli in [
        pets::PetShopApi::cli(),
        tracker::IssueTrackerApi::cli(),
        warehouse::WarehouseApi::cli(),
    ] {
        assert_eq!(cli.run_from(["api", "routes"]), ExitCode::SUCCESS);
    }
}

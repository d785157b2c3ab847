//! `import` of a program that was built without Swagger 2.0.

use clap::ArgMatches;

use super::Failure;

/// Says what is missing.
///
/// # Errors
///
/// Always.
pub(super) fn run(_: &ArgMatches) -> Result<(), Failure> {
    Err("this program was built without the feature `swagger` of warp-openapi, which `import` needs".into())
}

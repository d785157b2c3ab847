use clap::{ArgMatches, Command};
pub(super) fn command() -> Command {
    Command::new("inspect")
}
pub(super) async fn run(_: &ArgMatches, _: &crate::db::Config) -> Result<(), crate::cli::Failure> {
    Ok(())
}

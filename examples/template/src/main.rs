//! The program around the API: `serve`, `migrate`, `spec`, ..

use std::process::ExitCode;

use notes::Notes;

fn main() -> ExitCode {
    Notes::cli().migrator::<notes_migration::Migrator>().run()
}

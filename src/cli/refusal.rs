//! What clap prints instead of running a command: help, the version, or an error in the arguments.

use std::process::ExitCode;

use clap::Error;

use super::output;

/// The exit code for arguments and variables that are wrong.
const WRONG: u8 = 2;

/// Prints it and returns the exit code: 2 for wrong arguments.
pub(super) fn report(refused: &Error) -> ExitCode {
    // If the stream is closed, there is nowhere to report it.
    let _ = refused.print();
    u8::try_from(refused.exit_code()).map_or(ExitCode::FAILURE, ExitCode::from)
}

/// Prints a line for each malformed value, and returns the exit code.
pub(super) fn report_values(malformed: &[String]) -> ExitCode {
    for line in malformed {
        output::error(line);
    }
    ExitCode::from(WRONG)
}

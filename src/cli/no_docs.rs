//! Built without the feature `docs`: there are no pages, and no flags for them.

use clap::{Arg, ArgMatches};

use crate::engine::Settings;

/// No flags.
pub(super) fn flags() -> [Arg; 0] {
    []
}

/// Leaves the pages out.
pub(super) fn read(_matches: &ArgMatches, settings: &mut Settings) {
    settings.docs_route = None;
}

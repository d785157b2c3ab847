//! All settings, by section: a section is a heading of `serve --help`, of `--print-config` and of the guide.
//!
//! A new one is a field of [`Configuration`](super::Configuration) and an entry here.

mod connections;
mod database;
#[cfg(feature = "docs")]
mod docs;
mod hosts;
mod log;
mod messages;
mod rate_limits;
mod requests;
mod server;
mod sockets;

use std::sync::LazyLock;

use super::flag::Flag;
use crate::cli::logging;

/// The names of those that have a meaning for several commands.
pub(super) const DATASTORE: &str = "datastore";
pub(super) const LOG_LEVEL: &str = "log-level";

/// Settings that belong together.
pub(super) struct Section {
    pub(super) title: &'static str,
    /// Whether all commands have them.
    pub(super) is_global: bool,
    pub(super) flags: Vec<Flag>,
}

impl Section {
    fn new(title: &'static str, flags: Vec<Flag>) -> Self {
        Self {
            title,
            is_global: false,
            flags,
        }
    }
}

/// All sections, in the order in which they are shown.
pub(super) fn sections() -> &'static [Section] {
    static SECTIONS: LazyLock<Vec<Section>> = LazyLock::new(|| {
        vec![
            Section {
                is_global: true,
                ..Section::new(
                    "Global options",
                    vec![database::datastore(), log_level(), log::format()],
                )
            },
            Section::new("Listening", server::flags()),
            Section::new("Clients", hosts::flags()),
            Section::new("Database", database::flags()),
            Section::new("Log", log::flags()),
            Section::new("Requests", requests::flags()),
            #[cfg(feature = "docs")]
            Section::new("Document and pages", docs::flags()),
            #[cfg(not(feature = "docs"))]
            Section::new("Document", vec![requests::spec_route()]),
            Section::new("Rate limits", rate_limits::flags()),
            Section::new("Connections", connections::flags()),
            Section::new("Messages between servers", messages::flags()),
            Section::new("Sockets", sockets::flags()),
        ]
    });
    &SECTIONS
}

/// All settings.
pub(super) fn flags() -> impl Iterator<Item = &'static Flag> {
    sections().iter().flat_map(|section| &section.flags)
}

fn log_level() -> Flag {
    Flag::optional(LOG_LEVEL, &["LOG_LEVEL", "RUST_LOG"], "LEVEL", logging::level, |it| {
        &mut it.log.level
    })
    .default("info")
    .help("How much is logged: error, warn, info, debug, trace, none, or directives such as info,sqlx=debug")
    .more("Also `-v` and `-q`.")
}

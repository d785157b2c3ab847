//! Where the server listens.

use crate::cli::config::flag::Flag;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::text("host", &["MICRO_SERVICE_HOST"], "HOST", |it| &mut it.host)
            .help("Where to listen; containers set 0.0.0.0"),
        Flag::whole("port", &["MICRO_SERVICE_PORT", "PORT"], 0..=u16::MAX, |it| &mut it.port)
            .unit("PORT")
            .help("The port; 0: any that is free"),
        Flag::optional_text("app-name", &["APP_NAME"], "NAME", |it| &mut it.app_name)
            .default("the API's title")
            .help("What the service calls itself"),
    ]
}

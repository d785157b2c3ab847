//! The operations, as ordinary functions over `&'static Resource`.

mod request;
mod settings;

pub use request::{Context, Outcome, Reply, Request};
pub use settings::Settings;

//! Where an item stands.

use crate::meta::Info;

/// An item and the API of its block.
pub trait InApi {
    /// What that API says of itself; `None` in a part, which any API may join.
    fn info() -> Option<&'static Info>;
}

//! The options of files.

use super::{Build, InSchema};
use crate::types::File;

macro_rules! files {
    ($($type:ty),*) => {$(
        impl Build<$type, InSchema> {
            /// `max_bytes(10_000_000)`: the most bytes in a file. Without it, as many as the body may have.
            #[must_use]
            pub const fn max_bytes(mut self, bytes: u64) -> Self {
                self.field.limits.max_bytes = Some(bytes);
                self
            }

            /// `media("image/png", "image/*")`: the media types that a file may have, by the client's claim.
            #[must_use]
            pub const fn media(mut self, types: &'static [&'static str]) -> Self {
                self.field.limits.media = types;
                self
            }
        }
    )*};
}

// All lists share one base: that theirs are lists of files, the checks see to.
files!(File, Vec<()>);

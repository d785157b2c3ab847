//! Rate limits that let something through.

use crate::meta::RateLimit;
use crate::meta::const_error::const_error;

/// The most requests of a limit: one in a microsecond, the resolution of clocks that servers share.
const MOST_PER_SECOND: u64 = 1_000_000;

/// Checks a limit; `word` is the one that gave the last of its numbers.
#[track_caller]
pub const fn check_limit(limit: RateLimit, word: &str) {
    if limit.count == 0 || limit.burst == 0 {
        const_error(&["`", word, "(0)` would refuse every request; allow one at least"]);
    }
    if limit.count as u64 > MOST_PER_SECOND * limit.seconds as u64 || limit.burst as u64 > MOST_PER_SECOND {
        const_error(&[
            "`",
            word,
            "` allows more than a million requests in a second; leave the limit out",
        ]);
    }
}

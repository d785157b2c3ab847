//! Where requests are counted against rate limits.

use crate::cli::config::flag::Flag;
use crate::cli::rate_limits::Word;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::parsed("rate-limit-store", &["RATE_LIMIT_STORE"], "STORE", Word::parse, |it| {
            &mut it.rate_limit_store
        })
        .default("auto")
        .help("Where requests are counted against rate limits: memory, redis, or auto")
        .more("`memory`: each server counts alone. `redis`: all servers together. `auto`: Redis if `REDIS_URL` is set, else memory."),
        Flag::whole("rate-limit-callers", &["RATE_LIMIT_CALLERS"], 100..=100_000_000, |it| {
            &mut it.settings.rate_limit_callers
        })
        .unit("CALLERS")
        .help("How many callers each rate limit knows at most in the memory of this server"),
    ]
}

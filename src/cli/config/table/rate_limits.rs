//! Where requests are counted against rate limits.

use crate::cli::config::flag::Flag;
use crate::cli::rate_limits::Store;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::parsed("rate-limit-store", &["RATE_LIMIT_STORE"], "STORE", store, |it| {
            &mut it.rate_limit_store
        })
        .default("auto")
        .help("Where requests are counted against rate limits: memory, redis, or auto: redis if REDIS_URL is set, else memory")
        .more("In `memory` each server counts alone, in `redis` all together (feature `redis`)."),
        Flag::whole(
            "rate-limit-callers",
            &["RATE_LIMIT_CALLERS"],
            100..=100_000_000,
            |it| &mut it.settings.rate_limit_callers,
        )
        .help("How many callers each rate limit knows at most in the memory of one server")
        .more("They take some 50 bytes each. Those that come no more are forgotten first."),
    ]
}

fn store(text: &str) -> Result<Store, String> {
    match text {
        "auto" => Ok(Store::Auto),
        "memory" => Ok(Store::Memory),
        "redis" => Ok(Store::Redis),
        _ => Err("expected auto, memory or redis".to_owned()),
    }
}

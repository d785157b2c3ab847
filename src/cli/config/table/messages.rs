//! What delivers messages between servers.

use crate::cli::broker::Word;
use crate::cli::config::flag::Flag;
use crate::cli::config::secret::Secret;

pub(super) fn flags() -> Vec<Flag> {
    vec![
        Flag::parsed("broker", &["BROKER"], "BROKER", str::parse::<Word>, |it| &mut it.broker)
            .default("auto")
            .help("What delivers messages of sockets between servers: memory, redis, postgres or auto")
            .more(
                "`memory`: there is one server. `postgres`: the database. `auto`: Redis if `REDIS_URL` is set, else the database if it is \
                 PostgreSQL, else memory.",
            ),
        Flag::parsed(
            "redis-url",
            &["REDIS_URL"],
            "URL",
            |text| Ok(Some(text.to_owned()).filter(|url| !url.is_empty())),
            |it| &mut it.redis_url,
        )
        .secret(Secret::InUrl)
        .help("The Redis server, such as redis://user:password@host:6379/0")
        .more("For programs built with the feature `redis`."),
    ]
}

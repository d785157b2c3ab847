//! Rate limits: how many requests a caller may send.

/// How many requests a caller may send in a time: `per_minute(60).burst(10)`.
///
/// It is a bucket that fills evenly (GCRA): `per_minute(60)` gives back one request each second, and holds 60 unless `burst` says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RateLimit {
    /// How many requests come back in [`seconds`](Self::seconds).
    pub count: u32,
    /// In how many seconds.
    pub seconds: u32,
    /// How many requests may come at once.
    pub burst: u32,
}

impl RateLimit {
    const fn of(count: u32, seconds: u32) -> Self {
        Self {
            count,
            seconds,
            burst: count,
        }
    }

    /// So many requests in a second.
    #[must_use]
    pub const fn per_second(count: u32) -> Self {
        Self::of(count, 1)
    }

    /// So many requests in a minute.
    #[must_use]
    pub const fn per_minute(count: u32) -> Self {
        Self::of(count, 60)
    }

    /// So many requests in an hour.
    #[must_use]
    pub const fn per_hour(count: u32) -> Self {
        Self::of(count, 3_600)
    }

    /// Sets how many requests may come at once; as many as in the time if it isn't set.
    #[must_use]
    pub const fn burst(mut self, burst: u32) -> Self {
        self.burst = burst;
        self
    }

    /// The name of its time.
    #[must_use]
    pub const fn unit(&self) -> &'static str {
        match self.seconds {
            1 => "second",
            60 => "minute",
            _ => "hour",
        }
    }

    /// After how many nanoseconds one request comes back.
    #[must_use]
    pub const fn interval(&self) -> u64 {
        self.seconds as u64 * 1_000_000_000 / self.count as u64
    }
}

/// The limits of an API as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ApiLimits {
    /// That of all requests of a caller.
    pub every: Option<RateLimit>,
    /// That of requests of an address whose credentials are invalid.
    pub failed_credentials: Option<RateLimit>,
}

impl ApiLimits {
    /// None.
    pub const NONE: Self = Self {
        every: None,
        failed_credentials: None,
    };
}

//! Errors that repeat: the first ones are logged, the others counted.
//!
//! An outage lets every request fail for the same reason. Ten thousand lines of it say no more than ten, fill the disk, and hide others.

use std::collections::HashMap;
use std::fmt::{self, Write as _};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tracing::callsite::Identifier;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::layer::{Context, Layer};

/// How long events are counted together.
const WINDOW: Duration = Duration::from_secs(10);

/// How many equal events are logged in a window.
const EQUAL: u64 = 10;

/// How many events of one place in the code are logged in a window, whatever their reasons.
const OF_PLACE: u64 = 100;

/// How many kinds of events are told apart in a window. Others count as one kind for each place.
const KINDS: usize = 1_000;

/// The most bytes of an event's text in the line about those suppressed.
const MAX_TEXT: usize = 200;

/// What tells events of one place apart. Others, such as the ID of the request, differ each time.
const REASONS: [&str; 6] = ["message", "cause", "error", "reason", "statement", "panic"];

/// Suppresses warnings and errors that repeat.
#[derive(Clone, Default)]
pub(super) struct Repeats(Arc<Mutex<Option<Window>>>);

/// The events since a time.
struct Window {
    began: Instant,
    kinds: HashMap<(Identifier, u64), Kind>,
    places: HashMap<Identifier, u64>,
}

struct Kind {
    level: Level,
    seen: u64,
    suppressed: u64,
    text: String,
}

/// Events that weren't logged.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Suppressed {
    pub(super) level: Level,
    pub(super) count: u64,
    pub(super) text: String,
}

impl Repeats {
    fn window(&self) -> MutexGuard<'_, Option<Window>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts an event, and returns whether it is to be logged. The first one that isn't begins the wait for the end of the window.
    fn count(&self, place: Identifier, level: Level, reasons: &Reasons, now: Instant) -> (bool, bool) {
        let mut window = self.window();
        let old = window.as_ref().is_some_and(|window| {
            let is_over = now.saturating_duration_since(window.began) >= WINDOW;
            // What it has suppressed is still to be reported.
            is_over && window.suppressed() == 0
        });
        if old {
            *window = None;
        }
        let window = window.get_or_insert_with(|| Window {
            began: now,
            kinds: HashMap::new(),
            places: HashMap::new(),
        });
        let of_place = window.places.entry(place.clone()).or_default();
        *of_place += 1;
        let too_many = *of_place > OF_PLACE;
        let mut key = (place, reasons.hash.finish());
        if (too_many || window.kinds.len() >= KINDS) && !window.kinds.contains_key(&key) {
            key.1 = 0;
        }
        let first = window.suppressed() == 0;
        let kind = window.kinds.entry(key).or_insert_with(|| Kind {
            level,
            seen: 0,
            suppressed: 0,
            text: reasons.text.clone(),
        });
        kind.seen += 1;
        let is_logged = kind.seen <= EQUAL && !too_many;
        kind.suppressed += u64::from(!is_logged);
        (is_logged, !is_logged && first)
    }

    /// Ends the window, and returns what it has suppressed.
    fn end(&self) -> Vec<Suppressed> {
        let window = self.window().take();
        let kinds = window.into_iter().flat_map(|window| window.kinds.into_values());
        let mut suppressed: Vec<_> = kinds
            .filter(|kind| kind.suppressed > 0)
            .map(|kind| Suppressed {
                level: kind.level,
                count: kind.suppressed,
                text: kind.text,
            })
            .collect();
        suppressed.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.text.cmp(&other.text)));
        suppressed
    }

    /// Ends the window, and logs what it has suppressed.
    pub(super) fn report(&self) {
        for Suppressed { level, count, text } in self.end() {
            if level == Level::ERROR {
                tracing::error!(target: SUPPRESSED, suppressed = count, "{text}");
            } else {
                tracing::warn!(target: SUPPRESSED, suppressed = count, "{text}");
            }
        }
    }
}

/// The target of the lines about what was suppressed, which aren't counted themselves.
const SUPPRESSED: &str = "warp_openapi::suppressed";

impl Window {
    fn suppressed(&self) -> u64 {
        self.kinds.values().map(|kind| kind.suppressed).sum()
    }
}

impl<S: Subscriber> Layer<S> for Repeats {
    fn event_enabled(&self, event: &Event<'_>, _: Context<'_, S>) -> bool {
        let metadata = event.metadata();
        if *metadata.level() > Level::WARN || metadata.target() == SUPPRESSED {
            return true;
        }
        let mut reasons = Reasons::default();
        event.record(&mut reasons);
        let (is_logged, first) = self.count(metadata.callsite(), *metadata.level(), &reasons, Instant::now());
        if first {
            let repeats = self.clone();
            let report = move || {
                thread::sleep(WINDOW);
                repeats.report();
            };
            // Without a thread nothing ends the window, so this is its end.
            if thread::Builder::new()
                .name("log-repeats".to_owned())
                .spawn(report)
                .is_err()
            {
                self.end();
            }
        }
        is_logged
    }
}

/// What an event says.
#[derive(Default)]
struct Reasons {
    hash: DefaultHasher,
    text: String,
}

impl Visit for Reasons {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        if !REASONS.contains(&field.name()) {
            return;
        }
        let before = self.text.len();
        if before > 0 {
            self.text.push_str(": ");
        }
        // Writing to a String can't fail.
        let _ = write!(self.text, "{value:?}");
        self.text[before..].hash(&mut self.hash);
        if self.text.len() > MAX_TEXT {
            self.text.truncate(self.text.floor_char_boundary(MAX_TEXT));
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use tracing::Callsite as _;
    use tracing::callsite::DefaultCallsite;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    static TEST: DefaultCallsite = {
        static META: tracing::Metadata<'static> = tracing::metadata! {
            name: "test",
            target: "test",
            level: Level::ERROR,
            fields: &[],
            callsite: &TEST,
            kind: tracing::metadata::Kind::EVENT
        };
        DefaultCallsite::new(&META)
    };

    /// Counts what is logged.
    #[derive(Clone, Default)]
    struct Logged(Arc<AtomicUsize>);

    impl<S: Subscriber> Layer<S> for Logged {
        fn on_event(&self, _: &Event<'_>, _: Context<'_, S>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many of the events are logged, and what the others are reported as.
    fn logged(events: impl FnOnce()) -> (usize, Vec<Suppressed>) {
        let (repeats, logged) = (Repeats::default(), Logged::default());
        let subscriber = tracing_subscriber::registry()
            .with(repeats.clone())
            .with(logged.clone());
        tracing::subscriber::with_default(subscriber, events);
        (logged.0.load(Ordering::Relaxed), repeats.end())
    }

    #[test]
    fn the_first_of_equal_errors_are_logged_and_the_others_counted() {
        let (count, suppressed) = logged(|| {
            for request in 0..10_000 {
                tracing::error!(request_id = request, cause = "no connection", "service unavailable");
            }
        });
        assert_eq!(count, 10);
        let expected = Suppressed {
            level: Level::ERROR,
            count: 9_990,
            text: "service unavailable: no connection".to_owned(),
        };
        assert_eq!(suppressed, [expected]);
    }

    #[test]
    fn another_reason_is_another_error_but_one_place_has_a_limit() {
        let (count, suppressed) = logged(|| {
            for cause in 0..5 {
                for _ in 0..11 {
                    tracing::warn!(cause, "slow");
                }
            }
        });
        assert_eq!((count, suppressed.len()), (50, 5));
        let (count, suppressed) = logged(|| {
            for cause in 0..10_000 {
                tracing::error!(cause, "slow");
            }
        });
        assert_eq!(count, 100);
        assert_eq!(suppressed.iter().map(|kind| kind.count).sum::<u64>(), 9_900);
        assert_eq!(suppressed.len(), 1);
    }

    #[test]
    fn other_levels_are_never_suppressed() {
        let (count, suppressed) = logged(|| {
            for _ in 0..1_000 {
                tracing::info!("request");
            }
        });
        assert_eq!((count, suppressed), (1_000, Vec::new()));
    }

    #[test]
    fn the_next_window_begins_anew() {
        let (repeats, start) = (Repeats::default(), Instant::now());
        let place = || TEST.metadata().callsite();
        let count = |after: u64, times: usize| {
            let now = start + Duration::from_secs(after);
            let is_logged = || repeats.count(place(), Level::ERROR, &Reasons::default(), now).0;
            (0..times).filter(|_| is_logged()).count()
        };
        assert_eq!(count(0, 10), 10);
        // None was suppressed, so there is nothing to report.
        assert_eq!(count(10, 11), 10);
        assert_eq!(count(21, 1), 0);
        assert_eq!(repeats.end()[0].count, 2);
        assert_eq!(count(21, 11), 10);
    }
}

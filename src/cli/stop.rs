//! When `serve` stops: at a signal, or some time after it, so that load balancers notice first.

use std::sync::Arc;
use std::time::Duration;

use futures::{Stream, StreamExt as _, stream};

use super::service_manager::{self, ServiceState};
use crate::http::Health;

/// The signals that stop the server, the first one later by this delay. From the first one on the server isn't ready. A second one during
/// the delay stops it at once.
pub(super) fn after(
    signals: impl Stream<Item = ()> + Send + Unpin,
    health: Arc<Health>,
    delay: Duration,
) -> impl Stream<Item = ()> + Send + Unpin {
    let first = Some(health);
    let stops = stream::unfold(
        (signals, first, false),
        move |(mut signals, mut first, again)| async move {
            if again {
                return Some(((), (signals, first, false)));
            }
            signals.next().await?;
            let mut again = false;
            if let Some(health) = first.take() {
                service_manager::report(ServiceState::Stopping);
                health.drain();
                if !delay.is_zero() {
                    tracing::info!(
                        seconds = delay.as_secs(),
                        "no longer ready; stops accepting connections after the delay"
                    );
                    tokio::select! {
                        () = tokio::time::sleep(delay) => {}
                        Some(()) = signals.next() => again = true,
                    }
                }
            }
            Some(((), (signals, first, again)))
        },
    );
    Box::pin(stops)
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use futures_channel::mpsc::unbounded;

    use super::*;

    #[tokio::test]
    async fn without_a_delay_each_signal_counts_at_once() {
        let (signal, signals) = unbounded();
        let mut stops = after(signals, Health::new(Vec::new(), None), Duration::ZERO);
        assert_eq!(stops.next().now_or_never(), None);
        signal.unbounded_send(()).unwrap();
        assert_eq!(stops.next().await, Some(()));
        assert_eq!(stops.next().now_or_never(), None);
        signal.unbounded_send(()).unwrap();
        assert_eq!(stops.next().await, Some(()));
    }

    #[tokio::test]
    async fn a_second_signal_ends_the_delay_and_the_server() {
        let (signal, signals) = unbounded();
        let mut stops = after(signals, Health::new(Vec::new(), None), Duration::from_hours(1));
        signal.unbounded_send(()).unwrap();
        assert_eq!(stops.next().now_or_never(), None);
        signal.unbounded_send(()).unwrap();
        assert_eq!(stops.next().await, Some(()));
        assert_eq!(stops.next().await, Some(()));
    }

    #[tokio::test]
    async fn the_delay_ends_by_itself() {
        let (signal, signals) = unbounded();
        let mut stops = after(signals, Health::new(Vec::new(), None), Duration::from_millis(1));
        signal.unbounded_send(()).unwrap();
        assert_eq!(stops.next().await, Some(()));
    }
}

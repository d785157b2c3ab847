//! The server is stopped and started again while messages are on their way.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;
use tokio::time::{sleep, timeout};

use super::*;

/// Longer than the longest wait of a broker.
const ENOUGH: Duration = Duration::from_secs(60);

/// What a publisher and a subscriber came to.
#[derive(Default)]
struct Traffic {
    /// The numbers whose publication succeeded.
    sent: Vec<usize>,
    failures: usize,
    /// The next number.
    next: usize,
}

pub(super) async fn under_traffic(mut place: impl Restart) {
    let broker = Arc::new(place.join().await);
    let mut ear = Ear::of(&*broker);
    for channel in ["a", "b", "c"] {
        broker.subscribe(channel).await.unwrap();
    }
    broker.unsubscribe("c").await.unwrap();

    let (traffic, mut seen) = watch::channel(Traffic::default());
    let (received, mut progress) = watch::channel(Vec::<usize>::new());
    let ending = Arc::new(AtomicBool::new(false));
    let publisher = tokio::spawn({
        let (broker, ending) = (Arc::clone(&broker), Arc::clone(&ending));
        async move {
            while !ending.load(Ordering::Relaxed) {
                let number = traffic.borrow().next;
                let published = broker.publish("a", number.to_string().into()).await;
                traffic.send_modify(|traffic| {
                    traffic.next += 1;
                    match published {
                        Ok(()) => traffic.sent.push(number),
                        Err(_) => traffic.failures += 1,
                    }
                });
                // Errors come at once.
                sleep(Duration::from_millis(1)).await;
            }
            traffic.borrow().sent.clone()
        }
    });
    let subscriber = tokio::spawn(async move {
        loop {
            let delivery = ear.next().await;
            match delivery.channel.as_str() {
                "a" => {
                    let number = std::str::from_utf8(&delivery.message).unwrap().parse().unwrap();
                    received.send_modify(|received| received.push(number));
                }
                "b" => return received.borrow().clone(),
                other => panic!("a message of {other}"),
            }
        }
    });

    for round in 0..2 {
        let ok = seen.borrow().sent.len();
        until(&mut seen, |traffic| traffic.sent.len() > ok + 20).await;
        place.stop().await;
        let failed = seen.borrow().failures;
        until(&mut seen, |traffic| traffic.failures > failed + 5).await;
        assert!(broker.publish("a", Bytes::from_static(b"0")).await.is_err(), "{round}");
        assert!(broker.subscribe("d").await.is_err(), "{round}");

        place.start_again().await;
        let next = seen.borrow().next;
        until(&mut progress, |received| {
            received.last().is_some_and(|last| *last > next)
        })
        .await;
    }

    ending.store(true, Ordering::Relaxed);
    let sent = publisher.await.unwrap();
    // Channels unsubscribed before stay so, and new subscriptions work.
    say(&*broker, "c", "of a channel that was left").await;
    say(&*broker, "d", "of a channel whose subscription failed").await;
    say(&*broker, "b", "the end").await;
    let received = subscriber.await.unwrap();
    assert!(
        received.is_sorted_by(|one, next| one < next),
        "twice, or out of order: {received:?}"
    );
    let lost: Vec<&usize> = sent
        .iter()
        .filter(|number| received.binary_search(number).is_err())
        .collect();
    assert!(lost.is_empty(), "published with success, and lost: {lost:?}");
}

/// Waits until it is so.
async fn until<T>(seen: &mut watch::Receiver<T>, is_so: impl FnMut(&T) -> bool) {
    let so = timeout(ENOUGH, seen.wait_for(is_so)).await;
    drop(
        so.expect("it comes about within a minute")
            .expect("the other side lives"),
    );
}

//! What every broker does. That something doesn't arrive shows in what arrives after it.

use super::*;

pub(super) async fn a_publisher_gets_its_own_message_once(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    say(&broker, "a", "once").await;
    say(&broker, "a", "then").await;
    ear.receives("a", "once").await;
    ear.receives("a", "then").await;
}

pub(super) async fn all_servers_get_a_message_once<P: Place>(place: &P) {
    if !P::SHARED {
        return;
    }
    let (one, other) = (place.join().await, place.join().await);
    let mut ears = [Ear::of(&one), Ear::of(&other)];
    one.subscribe("a").await.unwrap();
    other.subscribe("a").await.unwrap();
    say(&one, "a", "of one").await;
    say(&other, "a", "of the other").await;
    say(&one, "a", "the end").await;
    for ear in &mut ears {
        ear.receives("a", "of one").await;
        ear.receives("a", "of the other").await;
        ear.receives("a", "the end").await;
    }
}

pub(super) async fn messages_keep_their_order(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    for number in 0..500 {
        broker.publish("a", number.to_string().into()).await.unwrap();
    }
    for number in 0..500 {
        assert_eq!(ear.next().await.message, number.to_string());
    }
}

pub(super) async fn a_flood_arrives_whole(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    let message = Bytes::from(vec![b'x'; 4_000]);
    let flood = async {
        for _ in 0..50 {
            let some = (0..60).map(|_| broker.publish("a", message.clone()));
            for published in futures::future::join_all(some).await {
                published.unwrap();
            }
        }
    };
    let received = async {
        for _ in 0..3_000 {
            assert_eq!(ear.next().await.message.len(), 4_000);
        }
    };
    tokio::join!(flood, received);
}

pub(super) async fn other_channels_stay_away(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    for other in ["b", "A", "aa", "a ", " a", "*", "a*", ":a", "a:a", "[a]"] {
        say(&broker, other, "not for us").await;
    }
    say(&broker, "a", "for us").await;
    ear.receives("a", "for us").await;
}

pub(super) async fn other_apis_stay_away<P: Place>(place: &P) {
    if !P::SHARED {
        return;
    }
    let (own, other) = (place.join_as("Own").await, place.join_as("Other").await);
    let mut ear = Ear::of(&own);
    own.subscribe("a").await.unwrap();
    say(&other, "a", "not for us").await;
    say(&own, "a", "for us").await;
    ear.receives("a", "for us").await;
}

pub(super) async fn nothing_comes_after_unsubscribe(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    for channel in ["a", "b"] {
        broker.subscribe(channel).await.unwrap();
    }
    say(&broker, "a", "before").await;
    ear.receives("a", "before").await;
    broker.unsubscribe("a").await.unwrap();
    broker.unsubscribe("never").await.unwrap();
    say(&broker, "a", "after").await;
    say(&broker, "b", "of another").await;
    ear.receives("b", "of another").await;
    broker.subscribe("a").await.unwrap();
    say(&broker, "a", "again").await;
    ear.receives("a", "again").await;
}

pub(super) async fn subscribed_twice_is_once(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    for channel in ["a", "b", "a"] {
        broker.subscribe(channel).await.unwrap();
    }
    say(&broker, "a", "once").await;
    say(&broker, "b", "then").await;
    ear.receives("a", "once").await;
    ear.receives("b", "then").await;
    broker.unsubscribe("a").await.unwrap();
    say(&broker, "a", "after").await;
    say(&broker, "b", "at last").await;
    ear.receives("b", "at last").await;
}

pub(super) async fn payloads_arrive_unchanged(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    broker.subscribe("a").await.unwrap();
    // PostgreSQL notifies of less than 8,000 bytes (async.c, NOTIFY_PAYLOAD_MAX_LENGTH).
    for length in [0, 1, 7_999, 8_000, 8_001, 200_000] {
        let text: Bytes = "ä\"'\\\n"
            .chars()
            .cycle()
            .map(String::from)
            .take(length)
            .collect::<String>()
            .into();
        let bytes: Bytes = (0..=u8::MAX).rev().cycle().take(length).collect();
        for message in [text.slice(..length), bytes] {
            broker.publish("a", message.clone()).await.unwrap();
            assert!(ear.next().await.message == message, "{length} bytes");
        }
    }
}

pub(super) async fn any_name_will_do(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    let (long, wide) = ("x".repeat(255), "ü".repeat(127));
    let names = [
        "a",
        "A",
        "it's",
        "\"quoted\"",
        "a b",
        " ",
        "a:b",
        "a/{b}",
        "*",
        "a?[b]",
        "\\",
        "%s",
        "$1",
        "--",
        ";",
        "täg",
        "🦀",
        &long,
        &wide,
    ];
    for name in names {
        broker.subscribe(name).await.unwrap();
    }
    for name in names {
        say(&broker, name, "for you").await;
        ear.receives(name, "for you").await;
    }
    // One that differs from another only where it is long.
    let other = format!("{}y", "x".repeat(254));
    say(&broker, &other, "not for us").await;
    say(&broker, "a", "for us").await;
    ear.receives("a", "for us").await;
}

pub(super) async fn a_thousand_channels_at_a_time(place: &impl Place) {
    let broker = place.join().await;
    let mut ear = Ear::of(&broker);
    let names: Vec<String> = (0..1_000).map(|number| format!("channel {number}")).collect();
    for done in futures::future::join_all(names.iter().map(|name| broker.subscribe(name))).await {
        done.unwrap();
    }
    for name in &names {
        say(&broker, name, "here").await;
        ear.receives(name, "here").await;
    }
    for done in futures::future::join_all(names[1..].iter().map(|name| broker.unsubscribe(name))).await {
        done.unwrap();
    }
    for name in names.iter().rev() {
        say(&broker, name, "still here").await;
    }
    ear.receives(&names[0], "still here").await;
}

pub(super) async fn messages_are_given_once(place: &impl Place) {
    let broker = place.join().await;
    let mut first = Ear::of(&broker);
    assert_eq!(broker.messages().next().await, None);
    broker.subscribe("a").await.unwrap();
    say(&broker, "a", "to the first").await;
    first.receives("a", "to the first").await;
}

pub(super) async fn a_dropped_broker_ends_its_messages(place: &impl Place) {
    let broker = place.join().await;
    let mut messages = broker.messages();
    broker.subscribe("a").await.unwrap();
    drop(broker);
    let end = tokio::time::timeout(Duration::from_secs(30), messages.next());
    assert_eq!(end.await.expect("an end within 30 s"), None);
}

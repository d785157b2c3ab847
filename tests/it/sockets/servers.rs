//! Several servers of one API, each a process of its own, joined by a broker.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _};
use std::process::{Child, Command, ExitCode, Stdio, exit};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use warp_openapi::testing::{Client, Database, PostgresServer, RedisServer, Socket};

use super::{Gate, Talk};

/// Longer than the longest wait of a broker that connects again.
const ENOUGH: Duration = Duration::from_secs(60);

/// Not a case of its own: what [`Server::start`] starts.
#[test]
fn runs() {
    let Ok(arguments) = std::env::var("WARP_OPENAPI_SERVER") else {
        return;
    };
    if arguments.starts_with("serve") {
        // However the test ends, its servers do, too.
        std::thread::spawn(|| {
            let _ = std::io::stdin().read_to_end(&mut Vec::new());
            exit(0);
        });
    }
    let cli = Talk::cli().state(Gate::default());
    let code = cli.run_from(std::iter::once("talk").chain(arguments.split(' ')));
    exit(i32::from(code != ExitCode::SUCCESS));
}

/// A broker that the test may stop.
enum Broker {
    Redis(RedisServer),
    Postgres(PostgresServer),
}

/// A broker, and the databases of two servers.
struct Place {
    broker: Broker,
    databases: Vec<Database>,
}

impl Place {
    /// All brokers that join servers.
    async fn all() -> Vec<Self> {
        let mut all = Vec::new();
        if let Some(server) = RedisServer::private().await {
            all.push(Self {
                broker: Broker::Redis(server),
                databases: vec![Database::sqlite().await, Database::sqlite().await],
            });
        }
        if let Some(server) = PostgresServer::private().await {
            let place = Self {
                broker: Broker::Postgres(server),
                databases: Vec::new(),
            };
            let migrated = place.command(0, "migrate").stdin(Stdio::null()).output();
            let migrated = migrated.expect("a process");
            assert!(migrated.status.success(), "{migrated:?}");
            all.push(place);
        }
        all
    }

    const fn name(&self) -> &'static str {
        match self.broker {
            Broker::Redis(_) => "Redis",
            Broker::Postgres(_) => "PostgreSQL",
        }
    }

    async fn stop(&mut self) {
        match &mut self.broker {
            Broker::Redis(server) => server.stop().await,
            Broker::Postgres(server) => server.stop().await,
        }
    }

    async fn start_again(&mut self) {
        match &mut self.broker {
            Broker::Redis(server) => server.start_again().await,
            Broker::Postgres(server) => server.start_again().await,
        }
    }

    /// A process that runs the program of the server of this number: this test binary, which runs nothing but [`runs`]. PostgreSQL is
    /// found as the broker by itself.
    fn command(&self, number: usize, arguments: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("a path"));
        command
            .args(["--exact", "sockets::servers::runs", "--nocapture", "--quiet"])
            .env("WARP_OPENAPI_SERVER", arguments)
            .env_remove("RUST_LOG")
            .env_remove("REDIS_URL")
            .env("LOG_LEVEL", "error");
        match &self.broker {
            Broker::Redis(server) => command
                .env("DATASTORE", self.databases[number].url())
                .env("REDIS_URL", server.url()),
            Broker::Postgres(server) => command.env("DATASTORE", server.url()),
        };
        command
    }
}

/// A server that runs; dropping it ends it.
struct Server {
    process: Child,
    client: Client,
}

impl Server {
    async fn start(place: &Place, number: usize) -> Self {
        let mut command = place.command(number, "serve --host 127.0.0.1 --port 0");
        let started = tokio::task::spawn_blocking(move || {
            let mut process = command
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .spawn()
                .expect("a process");
            let output = BufReader::new(process.stdout.take().expect("its output"));
            let address = output.lines().map_while(Result::ok).find_map(|line| {
                let (_, address) = line.trim().strip_prefix("API ")?.split_once("http://")?;
                address.strip_suffix("/v1")?.parse().ok()
            });
            let client = Client::new(address.expect("a server that prints its address"));
            Self { process, client }
        });
        started.await.expect("a server")
    }

    async fn follow(&self) -> Socket {
        let mut socket = self.client.socket("/v1/open").await;
        let followed = socket.call("subscribe", json!({ "channel": "news" })).await;
        assert_eq!(followed, json!({ "subscribed": { "news": ["*"] } }));
        socket
    }

    async fn announce(&self, words: &str) -> u16 {
        let announced = self.client.post("/v1/announcements", json!({ "words": words })).await;
        announced.status()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn news(data: Value) -> Value {
    json!({ "channel": "news", "event": "said", "data": data })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_server_publishes_reaches_sockets_of_all_once() {
    for place in Place::all().await {
        let (one, other) = (Server::start(&place, 0).await, Server::start(&place, 1).await);
        let mut followers = [one.follow().await, other.follow().await];
        // A message that came twice would stand before the next.
        let mut turn = 0;
        for server in [&one, &other, &one] {
            let mut socket = server.client.socket("/v1/open").await;
            turn += 1;
            let published = socket.call("publish", news(json!(turn))).await;
            assert_eq!(published, news(json!(turn)));
            assert_eq!(server.announce(&format!("op {turn}")).await, 204);
            // More than a notification of PostgreSQL holds.
            let long = "x".repeat(20_000);
            assert_eq!(socket.call("publish", news(json!(long))).await, news(json!(long)));
            for follower in &mut followers {
                assert_eq!(follower.receive().await, news(json!(turn)));
                assert_eq!(follower.receive().await, news(json!({ "words": format!("op {turn}") })));
                assert_eq!(follower.receive().await, news(json!(long)));
            }
        }
        // Killed, it leaves the other working.
        drop(one);
        let [mut left, mut stays] = followers;
        assert_eq!(left.frame().await, None);
        assert_eq!(other.announce("still here").await, 204);
        assert_eq!(stays.receive().await, news(json!({ "words": "still here" })));
        // And comes back.
        let one = Server::start(&place, 0).await;
        let mut back = one.follow().await;
        assert_eq!(one.announce("back").await, 204);
        for follower in [&mut back, &mut stays] {
            assert_eq!(follower.receive().await, news(json!({ "words": "back" })));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sockets_stay_open_while_the_broker_is_away() {
    for mut place in Place::all().await {
        let (one, other) = (Server::start(&place, 0).await, Server::start(&place, 1).await);
        let readers = [one.follow().await, other.follow().await].map(|mut socket| {
            tokio::spawn(async move {
                let mut received: BTreeMap<String, Vec<u64>> = BTreeMap::new();
                loop {
                    match &socket.receive().await["data"] {
                        Value::Number(number) => {
                            let number = number.as_u64().expect("a count");
                            received.entry("counted".to_owned()).or_default().push(number);
                        }
                        _ => return received.remove("counted").unwrap_or_default(),
                    }
                }
            })
        });
        let mut publisher = other.client.socket("/v1/open").await;
        let ending = Arc::new(AtomicBool::new(false));
        // How many succeeded, and how many failed.
        let (counts, mut counted) = watch::channel((0, 0));
        let publishing = tokio::spawn({
            let ending = Arc::clone(&ending);
            async move {
                let mut sent = Vec::new();
                for number in 0_u64.. {
                    if ending.load(Ordering::Relaxed) {
                        break;
                    }
                    let answer = publisher.call("publish", news(json!(number))).await;
                    if answer == news(json!(number)) {
                        sent.push(number);
                        counts.send_modify(|(fine, _)| *fine += 1);
                    } else {
                        assert!(answer["message"].is_string(), "{answer}");
                        counts.send_modify(|(_, failed)| *failed += 1);
                    }
                }
                (sent, publisher)
            }
        });

        until(&mut counted, |(fine, _)| *fine > 20).await;
        place.stop().await;
        let failed = counted.borrow().1;
        until(&mut counted, |(_, now)| *now > failed + 5).await;
        assert_eq!(one.announce("to no server").await, 503, "{}", place.name());
        let fine = counted.borrow().0;
        place.start_again().await;
        until(&mut counted, |(now, _)| *now > fine + 20).await;
        ending.store(true, Ordering::Relaxed);
        let (sent, mut publisher) = publishing.await.expect("a publisher");

        // The other server may still wait for its turn to connect.
        let end = async {
            while !readers.iter().all(tokio::task::JoinHandle::is_finished) {
                publisher.call("publish", news(json!("end"))).await;
            }
        };
        tokio::time::timeout(ENOUGH, end).await.expect("both hear again");
        let [one, other] = readers;
        let (elsewhere, here) = (one.await.expect("an open socket"), other.await.expect("an open socket"));
        for received in [&elsewhere, &here] {
            assert!(
                received.is_sorted_by(|one, next| one < next),
                "twice, or out of order: {received:?}"
            );
        }
        let lost: Vec<&u64> = sent
            .iter()
            .filter(|number| here.binary_search(number).is_err())
            .collect();
        assert!(
            lost.is_empty(),
            "{}: published with success, and lost: {lost:?}",
            place.name()
        );
    }
}

/// Waits until it is so.
async fn until(counted: &mut watch::Receiver<(u64, u64)>, is_so: impl FnMut(&(u64, u64)) -> bool) {
    let so = tokio::time::timeout(ENOUGH, counted.wait_for(is_so)).await;
    drop(so.expect("it comes about within a minute").expect("a publisher"));
}

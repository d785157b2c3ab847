//! Uploads that are larger than what the process may take for them.

use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::io::Read as _;
use std::time::Duration;

use futures::StreamExt as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

/// One chunk.
const BLOCK: usize = 1024 * 1024;

/// The resident memory of this process, in bytes.
fn memory() -> i64 {
    let text = std::fs::read_to_string("/proc/self/statm").expect("Linux");
    let pages = text.split(' ').nth(1).expect("a column");
    pages.parse::<i64>().expect("a number") * 4096
}

#[derive(Default)]
struct Tally {
    bytes: i64,
    hash: DefaultHasher,
    memory: i64,
}

impl Tally {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as i64;
        self.hash.write(bytes);
        self.memory = self.memory.max(memory());
    }

    fn digest(self) -> Digest {
        Digest {
            bytes: self.bytes,
            hash: format!("{:x}", self.hash.finish()),
            memory: self.memory,
        }
    }
}

pub(super) async fn digest(_: Ctx, body: Multipart<Big>) -> Result<Digest, Error> {
    let mut tally = Tally::default();
    let mut stream = std::pin::pin!(body.file.stream());
    while let Some(chunk) = stream.next().await {
        tally.add(&chunk.map_err(Error::internal)?);
    }
    Ok(tally.digest())
}

pub(super) async fn digest_parts(_: Ctx, mut body: Parts<Big>) -> Result<Digest, Error> {
    let mut tally = Tally::default();
    while let Some(part) = body.next().await? {
        if let Part::File(mut file) = part {
            while let Some(chunk) = file.chunk().await? {
                tally.add(&chunk);
            }
        }
    }
    body.finish().await?;
    Ok(tally.digest())
}

/// Opens a connection and sends the head of a request, and that of its file, of this size.
async fn begin(app: &App, path: &str, size: usize) -> (TcpStream, Vec<u8>) {
    let form = Sent::new().file("file", "a", "application/octet-stream", "");
    let bytes = form.bytes();
    let tail = bytes.windows(4).rposition(|four| four == b"\r\n--").expect("the end");
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
        form.content_type(),
        bytes.len() + size
    );
    let mut stream = TcpStream::connect(app.address()).await.expect("a server");
    stream.write_all(head.as_bytes()).await.expect("open");
    stream.write_all(&bytes[..tail]).await.expect("open");
    (stream, bytes[tail..].to_vec())
}

#[tokio::test]
async fn a_large_file_arrives_whole_and_takes_no_memory() {
    on_one_database(async |app| {
        for (path, blocks) in [("/digest", 200), ("/digest_parts", 80)] {
            let before = memory();
            let (mut stream, tail) = begin(app, path, blocks * BLOCK).await;
            let mut sent = Tally::default();
            for block in 0..blocks {
                let bytes = vec![block as u8; BLOCK];
                stream.write_all(&bytes).await.expect("open");
                sent.add(&bytes);
            }
            stream.write_all(&tail).await.expect("open");
            let mut reply = String::new();
            stream.read_to_string(&mut reply).await.expect("a reply");
            let (_, body) = reply.split_once("\r\n\r\n").expect("a body");
            let digest: Digest = serde_json::from_str(body).expect(&reply);
            let most = sent.memory.max(digest.memory);
            let sent = sent.digest();
            assert_eq!((digest.bytes, digest.hash), (sent.bytes, sent.hash), "{path}");
            // Other tests run in this process, too.
            assert!(
                most - before < 60 * 1024 * 1024,
                "{path}: {before} bytes before, {most} then"
            );
        }
    })
    .await;
}

/// What takes long, and no database.
async fn on_one_database(case: impl AsyncFn(&App)) {
    let database = databases().await.into_iter().next().expect("SQLite");
    case(&App::start(Depot::API, database).await).await;
}

/// How many files without a name this process has open that begin with `mark`.
fn nameless(mark: &[u8]) -> usize {
    let open = std::fs::read_dir("/proc/self/fd").expect("Linux");
    open.flatten()
        .filter(|entry| {
            let path = entry.path();
            if !std::fs::metadata(&path).is_ok_and(|found| found.is_file()) {
                return false;
            }
            let mut begin = vec![0; mark.len()];
            let read = std::fs::File::open(path).and_then(|mut file| file.read_exact(&mut begin));
            read.is_ok() && begin == mark
        })
        .count()
}

/// Waits until so many are open.
async fn until(mark: &[u8], count: usize) {
    let waiting = async {
        while nameless(mark) != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let waited = tokio::time::timeout(Duration::from_secs(30), waiting).await;
    assert!(waited.is_ok(), "{} open, not {count}", nameless(mark));
}

#[tokio::test]
async fn a_client_that_hangs_up_leaves_nothing_behind() {
    on_every_database(async |app, _| {
        let mark = format!("hangs up {}", app.address()).into_bytes();
        let (mut stream, _) = begin(app, "/digest", 2 * BLOCK).await;
        let mut bytes = vec![0; BLOCK];
        bytes[..mark.len()].copy_from_slice(&mark);
        stream.write_all(&bytes).await.expect("open");
        until(&mark, 1).await;
        drop(stream);
        until(&mark, 0).await;
        let form = Sent::new().file("file", "a", "application/octet-stream", "abc");
        app.request("POST", "/digest").multipart(&form).await.expect(200);
    })
    .await;
}

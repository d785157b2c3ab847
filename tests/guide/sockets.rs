// Plays the session of the guide on sockets: an example there includes this in its `main`. `> ` is sent, `< ` is what must come, in any
// order between two lines of another sort, and `POST` is a request of somebody else.
{
    use warp_openapi::testing::{App, databases};
    const GUIDE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/sockets.md"));
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|_| text.into());
    for database in databases().await {
        let app = App::start(Talk::API, database).await;
        let mut socket = app.socket("/board").await;
        let mut expected = Vec::new();
        let (mut told, mut lines) = (0, GUIDE.lines().peekable());
        while let Some(line) = lines.next() {
            if let Some(text) = line.strip_prefix("> ") {
                socket.send(text).await;
            } else if let Some((path, body)) = line.strip_prefix("POST ").and_then(|line| line.split_once(' ')) {
                app.request("POST", path).json(body).await;
            } else if let Some(text) = line.strip_prefix("< ") {
                expected.push(parse(text).to_string());
            }
            // What comes in between may come in any order.
            if lines.peek().is_none_or(|next| !next.starts_with("< ")) && !expected.is_empty() {
                let mut got = Vec::new();
                for _ in &expected {
                    got.push(socket.receive().await.to_string());
                }
                told += got.len();
                got.sort();
                expected.sort();
                assert_eq!(got, std::mem::take(&mut expected));
            }
        }
        assert!(told > 10, "only {told} lines were compared");
        assert_eq!(socket.closed().await.0, 1000);
    }
}

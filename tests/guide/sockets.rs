// Plays the session of the guide on sockets: an example there includes this in its `main`. `> ` is sent, `< ` is what must come next, and
// `POST` is a request of another client.
{
    use warp_openapi::testing::{App, databases};
    const GUIDE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/src/guide/sockets.md"));
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap_or_else(|_| text.into());
    for database in databases().await {
        let app = App::start(Talk::API, database).await;
        let mut socket = app.socket("/board").await;
        let mut compared = 0;
        for line in GUIDE.lines() {
            if let Some(text) = line.strip_prefix("> ") {
                socket.send(text).await;
            } else if let Some((path, body)) = line.strip_prefix("POST ").and_then(|line| line.split_once(' ')) {
                app.request("POST", path).json(body).await;
            } else if let Some(text) = line.strip_prefix("< ") {
                assert_eq!(socket.receive().await, parse(text));
                compared += 1;
            }
        }
        assert!(compared > 10, "only {compared} lines were compared");
        assert_eq!(socket.closed().await.0, 1000);
    }
}

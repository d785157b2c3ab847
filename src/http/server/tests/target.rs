//! Targets of requests that are no paths.

use super::*;

#[tokio::test]
async fn a_target_that_is_no_path_is_answered_without_a_panic() {
    /// Where the pages may be.
    const ROOT: &str = if cfg!(feature = "docs") { "307" } else { "404" };

    let server = server(api(), Limits::default()).await;
    for (request, status) in [
        ("CONNECT a:1", "405"),
        ("CONNECT evil:443", "405"),
        ("GET evil:443", "400"),
        ("POST evil", "400"),
        ("OPTIONS evil:443", "400"),
        ("GET *", "400"),
        ("OPTIONS *", "204"),
        ("GET ftp://h/spec", "400"),
        ("GET http://h/spec", "200"),
        ("GET http://h", ROOT),
        ("GET http://h?x=1", ROOT),
        ("GET /", ROOT),
        ("GET //", "404"),
        ("GET /?", ROOT),
        ("GET ?x", "400"),
        ("GET ", "400"),
        ("GET http:///spec", "400"),
        ("GET http://", "400"),
        ("GET spec", "400"),
    ] {
        let reply = talk(
            &server,
            &format!("{request} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"),
        )
        .await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status}")), "{request}: {reply}");
    }
}

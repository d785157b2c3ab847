//! Bodies of bytes.

use super::*;

pub(super) async fn echo(_: Ctx, body: ByteStream) -> Result<ByteStream, Error> {
    Ok(body)
}

pub(super) async fn weigh(_: Ctx, mut body: ByteStream) -> Result<i64, Error> {
    let mut count = 0;
    while let Some(chunk) = body.chunk().await? {
        count += chunk.len() as i64;
    }
    Ok(count)
}

#[tokio::test]
async fn bytes_are_passed_on_as_they_come() {
    on_every_database(async |app, _| {
        let bytes = "\u{0}\u{1}\n".repeat(300);
        for media in ["application/octet-stream", "image/png", "a/b; c=d"] {
            let request = app.request("POST", "/echo").header("Content-Type", media);
            assert_eq!(request.body(bytes.as_str()).await.expect(200).text(), bytes);
        }
        assert_eq!(app.request("POST", "/echo").await.expect(200).text(), "");
        assert_eq!(app.request("POST", "/echo").body("x").await.expect(200).text(), "x");
        let coded = app.request("POST", "/echo").header("Content-Encoding", "gzip");
        coded.body("x").await.expect(415);
        app.request("POST", "/echo").body("x".repeat(1_001)).await.expect(413);
    })
    .await;
}

#[tokio::test]
async fn types_and_limits_hold_for_bytes() {
    on_every_database(async |app, _| {
        let put = |media: &str| app.request("PUT", "/weigh").header("Content-Type", media);
        assert_eq!(put("image/PNG").body("abc").await.expect(200).text(), "3");
        assert_eq!(
            put("text/csv; charset=latin1").body("abc").await.expect(200).text(),
            "3"
        );
        for media in ["image/jpeg", "application/octet-stream", "text", "image/png, image/png"] {
            let reply = put(media).body("abc").await.expect(415);
            assert_eq!(
                reply.json()["detail"],
                "content type not accepted; send image/png, text/*",
                "{media}"
            );
        }
        app.request("PUT", "/weigh").body("abc").await.expect(415);
        put("image/png").body("x".repeat(1_001)).await.expect(413);
        // Its length isn't known before.
        let pieces = vec![vec![0; 600]; 2];
        put("image/png").chunks(pieces).await.expect(413);
        put("image/png").chunks(vec![vec![0; 500]; 2]).await.expect(200);
    })
    .await;
}

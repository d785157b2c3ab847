//! Parts as they arrive.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;

pub(super) async fn follow(ctx: Ctx, mut body: Parts<Upload>) -> Result<Vec<String>, Error> {
    let gate = ctx.state::<Gate>()?.clone();
    let mut seen = Vec::new();
    while let Some(part) = body.next().await? {
        match part {
            Part::Text { field, text } => seen.push(format!("{field}={text}")),
            // It is left unread, and skipped.
            Part::File(file) if file.field() == "note" => seen.push("note".to_owned()),
            Part::File(mut file) => {
                let mut bytes = 0;
                while let Some(chunk) = file.chunk().await? {
                    gate.reached.notify_one();
                    bytes += chunk.len();
                }
                let name = file.name().unwrap_or("-");
                seen.push(format!("{} {name} {} {bytes}", file.field(), file.media()));
            }
        }
    }
    body.finish().await?;
    Ok(seen)
}

#[tokio::test]
async fn parts_arrive_in_their_order() {
    on_every_database(async |app, _| {
        let form = picture()
            .file("note", "n", "text/plain", "x".repeat(300_000))
            .text("title", "a")
            .text("place", r#"{"latitude": 1}"#)
            .file("more", "b", "text/plain", "x".repeat(1_000))
            .file("more", "", "application/octet-stream", "");
        let reply = app.request("POST", "/follow").multipart(&form).await.expect(200);
        let place = r#"place={"latitude": 1}"#;
        assert_eq!(
            reply.json(),
            json!([
                "image a.png image/png 3",
                "note",
                "title=a",
                place,
                "more b text/plain 1000"
            ])
        );
    })
    .await;
}

#[tokio::test]
async fn violations_show_at_their_part_and_missing_parts_at_the_end() {
    let cases: [(Sent, &[(&str, &str)]); 8] = [
        (Sent::new(), &[("title", "required"), ("image", "required")]),
        (picture(), &[("title", "required")]),
        (Sent::new().text("count", "x"), &[("count", "not an integer")]),
        (Sent::new().text("nothing", "x"), &[("nothing", "unknown field")]),
        (
            Sent::new().text("title", "a").text("title", "a"),
            &[("title", "given more than once")],
        ),
        (
            Sent::new().text("place", r#"{"latitude":91,"x":1}"#),
            &[("place.latitude", "greater than 90"), ("place.x", "unknown field")],
        ),
        (
            Sent::new().file("image", "a", "text/html", ""),
            &[("image", "not one of image/png, image/jpeg")],
        ),
        (
            (0..3).fold(Sent::new(), |form, _| form.file("more", "a", "a/b", "x")),
            &[("more", "too long (at most 2)")],
        ),
    ];
    on_every_database(async |app, _| {
        for (form, expected) in &cases {
            refuses(app.request("POST", "/follow").multipart(form).await, expected);
        }
        let reply = app
            .request("POST", "/follow")
            .header("Content-Type", "multipart/form-data");
        reply.body("x").await.expect(400);
        let (typed, mut bytes) = (picture().content_type(), picture().bytes());
        bytes.truncate(bytes.len() - 5);
        let reply = app.request("POST", "/follow").header("Content-Type", &typed);
        reply.body(bytes).await.expect(400);
    })
    .await;
}

#[tokio::test]
async fn the_first_bytes_are_seen_before_the_rest_is_sent() {
    on_every_database(async |app, gate| {
        let form = Sent::new().file("image", "a", "image/png", "0123456789").text("title", "a");
        let (typed, bytes) = (form.content_type(), form.bytes());
        let half = bytes.windows(5).position(|five| five == b"56789").expect("the file");
        let head = format!(
            "POST /follow HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: {typed}\r\nContent-Length: {}\r\n\r\n",
            bytes.len()
        );
        let mut stream = TcpStream::connect(app.address()).await.expect("a server");
        stream.write_all(head.as_bytes()).await.expect("open");
        stream.write_all(&bytes[..half]).await.expect("open");
        gate.reached.notified().await;
        stream.write_all(&bytes[half..]).await.expect("open");
        let mut reply = String::new();
        stream.read_to_string(&mut reply).await.expect("a reply");
        assert!(reply.starts_with("HTTP/1.1 200"), "{reply}");
        assert!(reply.ends_with(r#"["image a image/png 10","title=a"]"#), "{reply}");
    })
    .await;
}

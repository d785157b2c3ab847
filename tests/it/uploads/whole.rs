//! Forms that are received whole.

use super::*;

#[tokio::test]
async fn parts_come_in_any_order() {
    on_every_database(async |app, _| {
        let form = Sent::new()
            .file("more", "1.txt", "text/plain", "one")
            .text("tags", "x")
            .file("image", "../Übersicht.png", "image/png; q=1", "PNG")
            .part(
                "content-disposition: form-data; name=\"place\"\r\nContent-Type: application/json",
                r#"{"latitude": 48.5}"#,
            )
            .file("more", "", "text/plain", "two")
            .part(
                "Content-Disposition: form-data; name=count\r\nContent-Transfer-Encoding: 8bit",
                "-007",
            )
            .part(
                "X-Other: 1\r\nContent-Disposition: form-data; filename=n; name=note",
                "",
            )
            .text("tags", "y\r\nz")
            .part(
                "Content-Disposition: form-data; name=\"title\"\r\nContent-Type: text/plain; charset=utf-8",
                "Größe",
            );
        let reply = app.request("POST", "/store").multipart(&form).await.expect(200);
        assert_eq!(
            reply.json(),
            json!({
                "title": "Größe", "count": -7, "tags": ["x", "y\r\nz"], "place": {"latitude": 48.5},
                "files": [
                    {"name": "Übersicht.png", "media": "image/png", "text": "PNG"},
                    {"name": "1.txt", "media": "text/plain", "text": "one"},
                    {"media": "text/plain", "text": "two"},
                    {"name": "n", "media": "application/octet-stream", "text": ""},
                ]
            })
        );
        // A file input without a choice sends no file.
        let form = picture()
            .text("title", "a")
            .file("note", "", "application/octet-stream", "");
        let reply = app.request("POST", "/store").multipart(&form).await.expect(200);
        assert_eq!(reply.json()["files"].as_array().map(Vec::len), Some(1));
        // Nor does the type count that a browser gives it.
        let scan = |name, media, text| {
            let form = Sent::new().file("image", name, media, text);
            app.request("POST", "/scan").multipart(&form)
        };
        assert_eq!(
            scan("", "application/octet-stream", "").await.expect(200).text(),
            "false"
        );
        assert_eq!(scan("", "image/png", "x").await.expect(200).text(), "true");
        refuses(
            scan("", "application/octet-stream", "x").await,
            &[("image", "not one of image/png")],
        );
    })
    .await;
}

#[tokio::test]
async fn all_violations_are_reported_at_once() {
    let jpeg = |form: Sent, field: &str| form.file(field, "a", "image/jpeg", "x");
    let latin = "Content-Disposition: form-data; name=\"title\"\r\nContent-Type: text/plain; charset=iso-8859-1";
    let coded = "Content-Disposition: form-data; name=\"title\"\r\nContent-Transfer-Encoding: base64";
    let cases: [(Sent, &[(&str, &str)]); 12] = [
        (Sent::new(), &[("title", "required"), ("image", "required")]),
        (picture(), &[("title", "required")]),
        (
            Sent::new()
                .file("image", "", "application/octet-stream", "")
                .text("title", "a"),
            &[("image", "required")],
        ),
        (
            Sent::new()
                .text("title", "")
                .text("count", "")
                .text("image", "x")
                .text("imgae", "x"),
            &[
                ("title", "too short (at least 1)"),
                ("count", "not an integer"),
                ("image", "not one of image/png, image/jpeg"),
                ("imgae", "unknown field"),
            ],
        ),
        (
            Sent::new()
                .text("title", "a")
                .text("title", "b")
                .file("image", "a", "text/html", "<"),
            &[
                ("title", "given more than once"),
                ("image", "not one of image/png, image/jpeg"),
            ],
        ),
        (
            jpeg(picture(), "image").text("title", "a"),
            &[("image", "given more than once")],
        ),
        (
            picture().text("title", "a").text("place", "{").text("count", "1e99"),
            &[("place", "not an object"), ("count", "greater than 2147483647")],
        ),
        (
            picture().text("title", "a").text("place", r#"{"latitude":91,"x":1}"#),
            &[("place.latitude", "greater than 90"), ("place.x", "unknown field")],
        ),
        (
            jpeg(jpeg(jpeg(picture(), "more"), "more"), "more").text("title", "a"),
            &[("more", "too long (at most 2)")],
        ),
        (picture().part(latin, b"\xe4"), &[("title", "not text in UTF-8")]),
        (
            picture().part("Content-Disposition: form-data; name=\"title\"", b"\xe4"),
            &[("title", "not text in UTF-8")],
        ),
        (
            picture().part(coded, "YQ=="),
            &[("title", "sent in a Content-Transfer-Encoding; send it as it is")],
        ),
    ];
    on_every_database(async |app, _| {
        for (form, expected) in &cases {
            refuses(app.request("POST", "/store").multipart(form).await, expected);
        }
        let reply = app.request("POST", "/store?more=1").multipart(&picture()).await;
        refuses(reply, &[("more", "unknown parameter"), ("title", "required")]);
        let many = (0..1_001).fold(Sent::new(), |form, _| form.text("tags", ""));
        refuses(
            app.request("POST", "/store").multipart(&many).await,
            &[("", "more than 1000 parts")],
        );
    })
    .await;
}

#[tokio::test]
async fn bodies_that_are_not_multipart_are_refused() {
    let form = picture().text("title", "a");
    let typed = form.content_type();
    let whole = String::from_utf8(form.bytes()).expect("text");
    let named = |boundary: &str| format!("multipart/form-data; boundary={boundary}");
    let begins = |part: &str| format!("--x\r\n{part}\r\n\r\n\r\n--x--\r\n");
    let cases = [
        (typed.clone(), whole.clone(), 200),
        (typed.clone(), format!("before\r\n{whole}after"), 200),
        (
            typed.replace("boundary=", "charset=utf-8; boundary="),
            whole.clone(),
            200,
        ),
        // No boundary, one that is too long, another, and one that never ends.
        ("multipart/form-data".to_owned(), whole.clone(), 400),
        (named(&"x".repeat(71)), whole.clone(), 400),
        (named("x"), whole.clone(), 400),
        (typed.clone(), whole[..whole.len() - 6].to_owned(), 400),
        (typed.clone(), whole[..60].to_owned(), 400),
        (typed.clone(), String::new(), 400),
        (typed.clone(), "x".repeat(200_000), 400),
        (named("x"), begins("Content-Disposition: form-data"), 400),
        (named("x"), begins("Content-Type: text/plain"), 400),
        (named("x"), begins("Content-Disposition form-data"), 400),
        (named("x"), begins(&format!("X: {}", "x".repeat(200_000))), 400),
        // Not a media type at all.
        (named("\"\""), whole.clone(), 415),
        ("multipart/mixed; boundary=x".to_owned(), begins(""), 415),
        ("application/json".to_owned(), "{}".to_owned(), 415),
    ];
    on_every_database(async |app, _| {
        for (media, body, status) in &cases {
            let reply = app.request("POST", "/store").header("Content-Type", media);
            reply.body(body.as_str()).await.expect(*status);
            let pieces = body.as_bytes().chunks(4_000).map(<[u8]>::to_vec);
            let reply = app.request("POST", "/store").header("Content-Type", media);
            reply.chunks(pieces).await.expect(*status);
        }
        app.request("POST", "/store").body(whole.as_str()).await.expect(415);
        // Its length suffices.
        let reply = app.request("POST", "/store").header("Content-Type", &typed);
        reply.body("x".repeat(1_000_001)).await.expect(413);
    })
    .await;
}

#[tokio::test]
async fn what_is_over_its_limit_is_413_at_once() {
    let cases = [
        (
            Sent::new().file("image", "a", "image/png", "x".repeat(100_001)),
            "a file of `image` is over the limit of 100000 bytes",
        ),
        (
            picture()
                .file("more", "a", "text/plain", "x")
                .file("more", "b", "text/plain", "x".repeat(1_001)),
            "a file of `more` is over the limit of 1000 bytes",
        ),
        (
            picture().file("note", "a", "text/plain", "x".repeat(1_000_000)),
            "the body is over the limit of 1000000 bytes",
        ),
        (
            picture().text("unknown", &"x".repeat(1_000_000)),
            "the body is over the limit of 1000000 bytes",
        ),
    ];
    on_every_database(async |app, _| {
        for path in ["/store", "/follow"] {
            for (form, detail) in &cases {
                let pieces = form.bytes().chunks(50_000).map(<[u8]>::to_vec).collect::<Vec<_>>();
                let request = app.request("POST", path).header("Content-Type", &form.content_type());
                let reply = request.chunks(pieces).await;
                if path == "/follow"
                    && detail.starts_with("the body")
                    && form.bytes().windows(7).any(|w| w == b"unknown")
                {
                    reply.expect(422);
                } else {
                    assert_eq!(reply.expect(413).json()["detail"], *detail);
                }
            }
        }
        // As many bytes as allowed.
        let form = Sent::new()
            .file("image", "a", "image/png", "x".repeat(100_000))
            .text("title", "a");
        app.request("POST", "/store").multipart(&form).await.expect(200);
    })
    .await;
}

#[test]
fn encodings_of_parts_are_documented() {
    let document: serde_json::Value = serde_json::from_str(Depot::openapi()).expect("JSON");
    for path in ["/store", "/follow"] {
        assert_eq!(
            document["paths"][path]["post"]["requestBody"],
            json!({"required": true, "content": {"multipart/form-data": {
                "schema": {"$ref": "#/components/schemas/Upload"},
                "encoding": {
                    "image": {"contentType": "image/png, image/jpeg"},
                    "more": {"contentType": "application/octet-stream"},
                    "note": {"contentType": "application/octet-stream"},
                }
            }}})
        );
    }
    let upload = &document["components"]["schemas"]["Upload"];
    assert_eq!(upload["required"], json!(["title", "image"]));
    assert_eq!(
        upload["properties"]["image"],
        json!({
            "type": "string", "format": "binary", "contentMediaType": "application/octet-stream",
            "description": "The picture\n\nAt most 100000 bytes a file.",
        })
    );
    assert_eq!(
        upload["properties"]["more"],
        json!({
            "type": "array", "items": {"type": "string", "format": "binary", "contentMediaType": "application/octet-stream"},
            "maxItems": 2, "description": "Further ones\n\nAt most 1000 bytes a file.", "default": [],
        })
    );
    assert_eq!(
        document["paths"]["/echo"]["post"]["requestBody"],
        json!({"content": {"*/*": {}}})
    );
    assert_eq!(
        document["paths"]["/weigh"]["put"]["requestBody"],
        json!({"required": true, "content": {"image/png": {}, "text/*": {}}})
    );
}

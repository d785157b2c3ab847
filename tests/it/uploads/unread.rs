//! Bodies that a handler does not read to their end.

use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Multipart as Sent, databases};

use crate::support::refuses;

api! {
    /// Letters
    api Letters { title: "Letters", version: "1.0.0" }

    /// A letter
    schema Letter {
        /// To whom
        to: String [len(1..=10)],
        /// How often
        copies: i32,
        /// When it came
        came: Option<String> [read_only],
    }

    /// Take the first part alone
    op first(
        /// Whether to fail
        fail: Option<bool>,
        body: Parts<Letter>,
    ) -> String { route: POST "/first", errors: { 410: "gone" } }

    /// Take all parts, whatever is wrong with them
    op careless(body: Parts<Letter>) { route: POST "/careless" }
}

async fn first(_: Ctx, fail: Option<bool>, mut body: Parts<Letter>) -> Result<String, Error> {
    let first = match body.next().await? {
        Some(Part::Text { text, .. }) => text,
        _ => String::new(),
    };
    if fail == Some(true) {
        return Err(Error::status(410, "gone"));
    }
    Ok(first)
}

async fn careless(_: Ctx, mut body: Parts<Letter>) -> Result<NoContent, Error> {
    while !matches!(body.next().await, Ok(None)) {}
    Ok(NoContent)
}

#[tokio::test]
async fn parts_that_a_handler_does_not_read_are_validated() {
    for database in databases().await {
        let app = App::start(Letters::API, database).await;
        let send = async |path: &str, form: &Sent| app.request("POST", path).multipart(form).await;
        let right = Sent::new().text("to", "Ada").text("copies", "2");
        assert_eq!(send("/first", &right).await.expect(200).json(), "Ada");
        send("/careless", &right).await.expect(204);
        refuses(
            send("/first", &Sent::new().text("to", "Ada")).await,
            &[("copies", "required")],
        );
        refuses(
            send("/first", &Sent::new()).await,
            &[("to", "required"), ("copies", "required")],
        );
        let more = Sent::new().text("to", "Ada").text("copies", "2").text("other", "x");
        refuses(send("/first", &more).await, &[("other", "unknown field")]);
        let set = Sent::new().text("to", "Ada").text("copies", "2").text("came", "now");
        refuses(send("/first", &set).await, &[("came", "unknown field")]);
        // A violation that the handler ignores counts all the same.
        let wrong = Sent::new().text("to", "").text("copies", "2").text("to", "Ada");
        refuses(send("/careless", &wrong).await, &[("to", "too short (at least 1)")]);
        // The handler's own error is the reply.
        send("/first?fail=true", &Sent::new().text("to", "Ada"))
            .await
            .expect(410);
    }
}

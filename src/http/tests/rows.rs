//! The filter over a database that answers.

use uuid::Uuid;

use super::{API, JSON, send};
use crate::db::{Config, connect, create_missing};
use crate::http::{State, filter};

#[tokio::test]
async fn rows_come_and_go_over_a_real_database() {
    let database = connect(&Config::memory()).await.unwrap();
    create_missing(&database, API.resources()).await.unwrap();
    let api = filter(&API, State::from(database));
    let host = ("host", "localhost:81");
    for number in 1..=2 {
        let id = Uuid::from_u128(number);
        let body: &'static str = format!("{{\"id\":\"{id}\",\"title\":\"t\"}}").leak();
        let (status, headers, reply) = send(api.clone(), "POST /v1/tasks", &[JSON, host], body).await;
        assert_eq!((status.as_u16(), reply.as_str()), (201, body));
        assert_eq!(headers["location"], format!("http://localhost:81/v1/tasks/{id}"));
    }
    let row = format!("GET /v1/tasks/{}", Uuid::from_u128(1));
    let (status, headers, _) = send(api.clone(), &row, &[], "").await;
    assert_eq!(status, 200);
    let etag = headers["etag"].to_str().unwrap();
    let (status, headers, body) = send(api.clone(), &row, &[("if-none-match", etag)], "").await;
    assert_eq!((status.as_u16(), body.as_str()), (304, ""));
    assert_eq!(headers["etag"], etag);

    let (status, headers, _) = send(api.clone(), "GET /v1/tasks?limit=1", &[host], "").await;
    assert_eq!(
        (status.as_u16(), &headers["x-total-count"]),
        (200, &"2".parse().unwrap())
    );
    assert_eq!(
        headers["link"],
        "<http://localhost:81/v1/tasks?limit=1&offset=1>; rel=\"next\", <http://localhost:81/v1/tasks?limit=1&offset=1>; rel=\"last\""
    );

    let (status, _, _) = send(api.clone(), &row.replace("GET", "DELETE"), &[], "").await;
    assert_eq!(status, 204);
    assert_eq!(send(api, &row, &[], "").await.0, 404);
}

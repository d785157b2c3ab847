//! The filter as clients see it, above an executor that only fails: what needs rows is tested with real databases.

mod rows;

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use sea_orm::DatabaseExecutor;
use tower::ServiceExt;
use uuid::Uuid;
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

use super::problem::Problem;
use super::request_id::RequestId;
use super::{State, filter, resource_filter};
use crate::db::{Executor, Pending, Rows, Transaction};
use crate::engine::Settings;
use crate::error::{Error, FieldError};
use crate::meta::{
    Access, Api, Document, Errors, Field, Info, Item, Names, Nulls, Operation, OperationKind, Part, Resource,
};
use crate::spec::etag;
use crate::sql::{Dialect, Sql};

const fn operation(kind: OperationKind) -> Operation {
    Operation::new(kind)
}

pub(super) static TASK: Resource = Resource {
    path: "/tasks",
    operations: &[
        operation(OperationKind::List),
        operation(OperationKind::Create),
        operation(OperationKind::CreateMany),
        operation(OperationKind::Read),
        operation(OperationKind::Update),
        operation(OperationKind::Put),
        operation(OperationKind::Delete),
        operation(OperationKind::DeleteMany),
    ],
    ..Resource::new(
        "Task",
        "task",
        &["A task"],
        &[
            Field::key::<Uuid>("id", &["ID"]).done(),
            Field::column::<String>("title", &["Title"]).done(),
        ],
    )
};

pub(super) static PAIR: Resource = Resource {
    path: "/pairs",
    operations: &[operation(OperationKind::Read)],
    ..Resource::new(
        "Pair",
        "pair",
        &["Two keys"],
        &[
            Field::key::<String>("left", &["Left"]).done(),
            Field::key::<String>("right", &["Right"]).done(),
        ],
    )
};

static PART: Part = Part {
    name: "Tasks",
    nulls: Nulls::Inherit,
    names: Names::Inherit,
    error_model: None,
    items: &[Item::Resource(&TASK), Item::Resource(&PAIR)],
};

pub(crate) static API: Api = Api {
    name: "Tasks",
    info: Info {
        docs: &["Tasks"],
        title: "Tasks API",
        version: "1.2.3",
        base_path: "/v1",
        terms_of_service: "",
        contact: None,
        license: None,
        servers: &[],
        tags: &[],
        security: &[],
        nulls: Nulls::Inherit,
        names: Names::Inherit,
        access: Access::Inherit,
        errors: Errors::USUAL,
        cors: None,
        limits: crate::meta::ApiLimits::NONE,
        docs_required: false,
    },
    parts: &[&PART],
    openapi: || Document {
        text: "{\"openapi\":\"3.1.0\"}",
        placeholders: &[],
    },
    asyncapi: || Document {
        text: "{\"asyncapi\":\"3.0.0\"}",
        placeholders: &[],
    },
};

/// What its statements end in.
#[derive(Clone, Copy)]
enum Failing {
    Out,
    Panic,
    Secret,
}

impl Failing {
    fn fail(self) -> Error {
        match self {
            Self::Out => Error::Unavailable("no route to 10.0.0.1".into()),
            Self::Panic => panic!("a defect"),
            Self::Secret => Error::internal("password authentication failed for postgres://u:secret@h/d"),
        }
    }
}

impl Executor for Failing {
    fn dialect(&self) -> Dialect {
        Dialect::SQLITE
    }
    fn query(&self, _: Sql) -> Pending<'_, Box<dyn Rows>> {
        Box::pin(async { Err(self.fail()) })
    }
    fn execute(&self, _: Sql) -> Pending<'_, u64> {
        Box::pin(async { Err(self.fail()) })
    }
    fn begin(&self) -> Pending<'_, Box<dyn Transaction>> {
        Box::pin(async { Err(self.fail()) })
    }
    fn sea_orm(&self) -> DatabaseExecutor<'_> {
        unimplemented!("no statements of its own here")
    }
}

fn state(failing: Failing) -> State {
    State::of(Arc::new(failing)).settings(Settings {
        body_limit: 16,
        ..Settings::default()
    })
}

/// An API whose database is out of reach: a request that gets so far ends in 503.
pub(super) fn api() -> BoxedFilter<(Response,)> {
    filter(&API, state(Failing::Out))
}

async fn send(
    filter: impl Filter<Extract = (Response,), Error = warp::Rejection> + Clone + Send + Sync + 'static,
    request: &str,
    headers: &[(&str, &str)],
    body: &'static str,
) -> (StatusCode, HeaderMap, String) {
    let (method, uri) = request.split_once(' ').unwrap();
    let mut builder = Request::builder().method(method.parse::<Method>().unwrap()).uri(uri);
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    let request = builder.body(Full::new(Bytes::from_static(body.as_bytes()))).unwrap();
    let filter = super::warp::recovered(filter.boxed(), Arc::new(Settings::default()));
    let response = warp::service(filter).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    (parts.status, parts.headers, String::from_utf8(body.to_vec()).unwrap())
}

const JSON: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn bodies_are_checked_before_they_are_read() {
    type Headers = &'static [(&'static str, &'static str)];
    let cases: [(&str, Headers, &'static str, u16); 12] = [
        (
            "POST /v1/tasks",
            &[("content-type", "application/json"), ("content-encoding", "gzip")],
            "{}",
            415,
        ),
        ("POST /v1/tasks", &[("content-type", "text/plain")], "{}", 415),
        ("POST /v1/tasks", &[("content-type", "text/plain")], "", 415),
        ("POST /v1/tasks", &[], "{}", 415),
        ("POST /v1/tasks", &[JSON], "{\"title\":\"more than sixteen\"}", 413),
        ("POST /v1/tasks", &[JSON, ("content-length", "17")], "", 413),
        (
            "POST /v1/tasks",
            &[("content-type", "text/plain"), ("content-length", "17")],
            "",
            415,
        ),
        ("POST /v1/tasks", &[("content-length", "17")], "", 415),
        ("PUT /v1/tasks/1", &[], "{}", 415),
        ("PATCH /v1/tasks/1", &[], "{}", 415),
        ("POST /v1/tasks/bulk", &[], "[]", 415),
        ("PUT /v1/tasks", &[], "{}", 405),
    ];
    for (request, headers, body, expected) in cases {
        let (status, reply, text) = send(api(), request, headers, body).await;
        assert_eq!(status.as_u16(), expected, "{request} {headers:?} {text}");
        assert_eq!(reply["content-type"], "application/problem+json");
        assert!(text.contains(&format!("\"status\":{expected}")), "{text}");
        assert!(reply.contains_key("x-request-id"));
    }
}

#[tokio::test]
async fn foreign_requests_reach_the_user_s_filters_with_their_body() {
    let echo = warp::path("own")
        .and(warp::body::bytes())
        .map(|body: Bytes| Response::new(body.into()));
    let both = api().or(echo).unify();
    let (status, _, body) = send(both.clone(), "POST /own", &[], "untouched").await;
    assert_eq!((status.as_u16(), body.as_str()), (200, "untouched"));
    let (status, _, body) = send(both, "GET /elsewhere", &[], "").await;
    assert_eq!(status, 404);
    assert_eq!(
        body,
        "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"not found\"}"
    );
}

#[tokio::test]
async fn filters_work_below_a_prefix() {
    let below = warp::path("api").and(api());
    let (status, headers, body) = send(below, "GET /api/spec", &[], "").await;
    assert_eq!((status.as_u16(), body.as_str()), (200, (API.openapi)().text));
    assert_eq!(headers["content-type"], "application/json");
    let alone = warp::path("api").and(resource_filter(&TASK, Some(&API.info), state(Failing::Out)));
    let (status, headers, _) = send(alone.clone(), "OPTIONS /api/tasks", &[], "").await;
    assert_eq!(status, 204);
    assert_eq!(headers["allow"], "DELETE, GET, HEAD, OPTIONS, POST");
    assert_eq!(send(alone, "GET /api/spec", &[], "").await.0, 404);
}

#[tokio::test]
async fn the_document_is_cached_by_its_tag() {
    for path in ["/spec", "/openapi.json"] {
        let (status, headers, body) = send(api(), &format!("GET {path}"), &[], "").await;
        assert_eq!((status.as_u16(), body.as_str()), (200, (API.openapi)().text));
        assert_eq!(
            (&headers["etag"], &headers["cache-control"]),
            (
                &etag((API.openapi)().text).parse().unwrap(),
                &"no-cache".parse().unwrap()
            )
        );
        let known = format!("W/{}", etag((API.openapi)().text));
        let (status, headers, body) = send(api(), &format!("GET {path}"), &[("if-none-match", &known)], "").await;
        assert_eq!((status.as_u16(), body.as_str()), (304, ""));
        assert_eq!(headers["etag"], etag((API.openapi)().text));
        assert!(!headers.contains_key("content-type"));
    }
    let (status, headers, body) = send(api(), "HEAD /spec", &[], "").await;
    assert_eq!((status.as_u16(), body.as_str()), (200, ""));
    assert_eq!(headers["content-length"], (API.openapi)().text.len().to_string());
}

#[tokio::test]
async fn replies_to_other_methods_list_the_allowed_ones() {
    let (status, headers, body) = send(api(), "PUT /v1/tasks", &[], "").await;
    assert_eq!(status, 405);
    assert_eq!(headers["allow"], "DELETE, GET, HEAD, OPTIONS, POST");
    assert!(
        body.contains("\"detail\":\"PUT is not offered at this path\""),
        "{body}"
    );
}

#[tokio::test]
async fn a_database_out_of_reach_is_503() {
    let request = format!("GET /v1/tasks/{}", Uuid::nil());
    let (status, headers, body) = send(api(), &request, &[("x-request-id", "mine")], "").await;
    assert_eq!(status, 503);
    assert_eq!(
        (&headers["retry-after"], &headers["x-request-id"]),
        (&"1".parse().unwrap(), &"mine".parse().unwrap())
    );
    assert!(!body.contains("10.0.0.1"), "{body}");
    let (status, headers, head) = send(api(), &request.replace("GET", "HEAD"), &[], "").await;
    assert_eq!((status.as_u16(), head.as_str()), (503, ""));
    assert_eq!(headers["content-length"], body.len().to_string());
}

#[tokio::test]
async fn faults_and_panics_are_500_without_their_cause() {
    for failing in [Failing::Secret, Failing::Panic] {
        let (status, _, body) = send(
            filter(&API, state(failing)),
            &format!("GET /v1/tasks/{}", Uuid::nil()),
            &[],
            "",
        )
        .await;
        assert_eq!(status, 500);
        assert_eq!(
            body,
            "{\"type\":\"about:blank\",\"title\":\"Internal Server Error\",\"status\":500,\"detail\":\"Internal Server Error\"}"
        );
    }
}

#[tokio::test]
async fn rejections_of_the_user_s_filters_are_problems() {
    #[derive(Debug)]
    struct Custom;
    impl warp::reject::Reject for Custom {}
    let own = |rejection: fn() -> warp::Rejection| {
        warp::any()
            .and_then(move || futures::future::ready(Err::<Response, _>(rejection())))
            .boxed()
    };
    let cases = [
        (own(|| warp::reject::custom(Error::conflict("taken"))), 409, "taken"),
        (own(|| warp::reject::custom(Custom)), 500, "Internal Server Error"),
        (own(warp::reject::not_found), 404, "not found"),
        (
            warp::post().map(Response::default).boxed(),
            405,
            "HTTP method not allowed",
        ),
        (
            warp::header::<u32>("x-count").map(|_| Response::default()).boxed(),
            400,
            "Missing request header \\\"x-count\\\"",
        ),
        (
            warp::body::content_length_limit(1).map(Response::default).boxed(),
            411,
            "A content-length header is required",
        ),
    ];
    for (filter, expected, detail) in cases {
        let (status, headers, body) = send(filter, "GET /", &[], "").await;
        assert_eq!(status.as_u16(), expected, "{body}");
        assert_eq!(headers["content-type"], "application/problem+json");
        assert!(body.contains(&format!("\"detail\":\"{detail}\"")), "{body}");
    }
}

#[tokio::test]
async fn problems_bear_the_titles_of_rfc_9110() {
    async fn case(error: Error, expected: &str) -> Response {
        let id = RequestId::of(&HeaderMap::new());
        let (head, body) = Problem::of(error, &Settings::default(), &id)
            .into_response()
            .into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        assert_eq!(String::from_utf8_lossy(&bytes), expected);
        Response::from_parts(head, bytes.into())
    }
    case(
        Error::Malformed("Invalid data format".into()),
        r#"{"type":"about:blank","title":"Bad Request","status":400,"detail":"Invalid data format"}"#,
    )
    .await;
    let field = FieldError {
        field: "permissions.0.paths".to_owned(),
        message: "required".into(),
    };
    case(
        Error::Invalid(vec![field]),
        r#"{"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"the request breaks declared rules","errors":[{"field":"permissions.0.paths","message":"required"}]}"#,
    )
    .await;
    case(
        Error::TooLarge { limit: 5 },
        r#"{"type":"about:blank","title":"Content Too Large","status":413,"detail":"the body is over the limit of 5 bytes"}"#,
    )
    .await;
    case(
        Error::PreconditionRequired,
        r#"{"type":"about:blank","title":"Precondition Required","status":428,"detail":"this request needs an If-Match header"}"#,
    )
    .await;
    let response = case(
        Error::Unavailable("down".into()),
        r#"{"type":"about:blank","title":"Service Unavailable","status":503,"detail":"service unavailable"}"#,
    )
    .await;
    assert_eq!(response.headers()["retry-after"], "1");
}

// From a Swagger 2.0 file. Comments list what the block can't express.
// Operation ids are handlers' names, and errors are problems (RFC 9457), in every operation.
// Schemas refuse members that they don't know.

use std::{collections::BTreeMap, process::ExitCode};

use warp_openapi::prelude::*;

api! {
    api IssueTrackerApi {
        title: "Issue Tracker API",
        version: "1.10",
        servers: ["https://tracker.example.com"],
        tags: {
            Issue: "",
        },
        security: {
            // "Admin" in the file
            admin: Basic::new() = check_admin,
            // issues.read: not declared in the file
            implicit: OAuth2::implicit("https://tracker.example.com/auth").scopes(&[
                ("https://scopes.example.com/all", "All"),
                ("issues.read", ""),
            ]) = check_implicit,
            // oauth2 in the file, without an absolute URL: /login
            login: Bearer::new() = check_login,
            token: ApiKey::query("token") = check_token,
        },
        access: public,
        // security definition public is admin, too: its credentials are in the same place
    }

    schema V1IssueList as "v1.IssueList" {
        items: Option<Vec<V1Issue>>,
        /// Where more is
        next: Option<String> [format(url)],
    }

    schema V1Issue as "v1.Issue" {
        // required in replies
        id: Option<i64> [read_only],
        title: String [len(0..=200), example("It's \"broken\"")],
        state: State,
        state2: Option<String> [name("State")],
        // uniqueItems: true
        labels: Option<Vec<String>> [each(pattern("^[a-z-]+$"))],
        // required in replies
        created_at: Option<DateTime<Utc>> [name("createdAt"), read_only],
        due: Option<NaiveDate>,
        estimate: Option<Decimal> [min(0.25), multiple_of(0.25)],
        parent: Option<Box<V1Issue>>,
        children: Option<Vec<V1Issue>>,
        /// What was said
        comments: Option<Vec<Comment>>,
        fields: Option<BTreeMap<String, CustomField>>,
        extra: Option<BTreeMap<String, JsonValue>> [example_json(r#"{"a":[1]}"#)],
        checksum: Option<Bytes>,
        votes: i64 [range(1..=1000000000000), default(1)],
        // "größe": string
        // left out: its name isn't letters, digits, `_` and `-` alone
        field_1st: Option<String> [name("1st")],
        if_: Option<bool> [name("if")],
        // "@id": string
        // left out: its name isn't letters, digits, `_` and `-` alone
        /// How urgent it is
        priority: Priority [default("high")],
    }

    schema Comment {
        text: String,
        by: Option<Person>,
    }

    /// Where it stands
    enum State {
        Open = "open",
        InProgress = "in progress",
        Closed = "closed",
        Value100Percent = "100%",
        SelfValue = "self",
        All = "ALL",
    }

    enum Priority { Low = "low", High = "high" }

    // "Comments" in the file is written out where it is used

    schema Person {
        name: Option<String>,
        boss: Option<Box<Person>>,
        team: Option<Box<Team>>,
    }

    schema Team {
        lead: Option<Box<Person>>,
        size: Option<i32> [min(1)],
    }

    // additionalProperties: {"type":"string"}
    schema CustomField {
        value: JsonValue,
    }

    // "Link" in the file is written out where it is used

    // "Alias" in the file is written out where it is used

    schema ApiOption as "Option" {
        vec: Option<State> [name("Vec")],
    }

    schema T {
        s: Option<S> [name("S")],
        errors: Option<String>,
        json: Option<String>,
        object: Option<String>,
    }

    enum S {
        None = "none",
        Some = "some",
        Ok = "ok",
        Err = "err",
        String = "string",
        Vec = "vec",
        All = "all",
        Values = "values",
    }

    // allOf: {"type":"object","additionalProperties":false} is no object with properties
    schema D {}

    // allOf: {"type":"string"} is no object with properties
    schema Broken {
        a: Option<String>,
    }

    enum GetProjectsProjectKeyIssuesPriority { Value1 = 1, Value2 = 2, Value3 = 3 }

    schema TypeBody {
        title: String [len(0..=200)],
        // uniqueItems: true
        labels: Option<Vec<String>> [each(pattern("^[a-z-]+$"))],
        assignee: Option<TypeBodyAssignee>,
    }

    schema TypeBodyAssignee {
        name: Option<String>,
        mail: Option<String> [format(email)],
    }

    /// List issues
    /// of a project
    ///
    /// Newest first. */ // `code` {braces} "quotes" \ backslash
    op get_projects_project_key_issues(
        project_key: String [name("project-key"), pattern("^[A-Z]+$")],
        since: Option<DateTime<Utc>>,
        priority: Option<GetProjectsProjectKeyIssuesPriority>,
    ) -> V1IssueList {
        route: GET "/projects/{project-key}/issues",
        tag: Issue,
        errors: { 401: "Who are you?" },
    }

    op type_(
        project_key: String [name("project-key"), pattern("^[A-Z]+$")],
        body: TypeBody,
    ) -> Created<V1Issue> {
        route: POST "/projects/{project-key}/issues",
        tag: Issue,
        errors: { 422: "no such label" },
        access: implicit["https://scopes.example.com/all"],
    }

    // no successful reply in the file; here it is that of `default`
    // 200 without a body in the file; here 204
    op replace_issues(
        project_key: String [name("project-key")],
        // len(0..=100)
        body: Option<Vec<V1Issue>>,
    ) {
        route: PUT "/projects/{project-key}/issues",
    }

    // path parameter "unknown" left out: its path has no such parameter
    // 302: Elsewhere
    // produces: image/png, application/octet-stream
    op download(
        id: i64,
        // the file names `file` in the path alone
        file: String,
    ) -> ByteStream {
        route: GET "/issues/{id}/attachments/{file}",
        produces: "image/png",
    }

    op upload(
        // default: 1
        id: i64,
        // the file names `file` in the path alone
        file: String,
        body: ByteStream,
    ) {
        route: PUT "/issues/{id}/attachments/{file}",
        accepts: ["image/png"],
    }

    op errors() -> T {
        route: GET "/errors",
    }

    // "std" in the file
    op std_(
        body: Option<D>,
    ) {
        route: PUT "/errors",
    }

    // "bool" in the file
    op bool_() -> f64 {
        route: POST "/errors",
    }

    // externalDocs: {"url":"https://tracker.example.com/help"}
    // query parameter "token" left out: it is a key of `security`
    // security requires several schemes at once: {"login":[],"implicit":["issues.read"]}
    op search(
        tag: Option<String>,
        route: Option<String>,
        call: Option<String>,
        future: Option<String>,
        body_: Option<String> [name("body")],
        q: Vec<String> [len(1..=u32::MAX)],
    ) -> JsonValue {
        route: GET "/search",
        access: admin | token,
    }
}

async fn check_admin(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_admin isn't written yet"))
}

async fn check_implicit(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_implicit isn't written yet"))
}

async fn check_login(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_login isn't written yet"))
}

async fn check_token(_ctx: &Ctx, _credentials: Credentials) -> Result<Principal, Error> {
    Err(Error::internal("check_token isn't written yet"))
}

async fn get_projects_project_key_issues(
    _ctx: Ctx,
    _project_key: String,
    _since: Option<DateTime<Utc>>,
    _priority: Option<GetProjectsProjectKeyIssuesPriority>,
) -> Result<V1IssueList, Error> {
    Err(Error::internal("get_projects_project_key_issues isn't written yet"))
}

async fn type_(
    _ctx: Ctx,
    _project_key: String,
    _body: TypeBody,
) -> Result<Created<V1Issue>, Error> {
    Err(Error::internal("type_ isn't written yet"))
}

async fn replace_issues(
    _ctx: Ctx,
    _project_key: String,
    _body: Option<Vec<V1Issue>>,
) -> Result<NoContent, Error> {
    Err(Error::internal("replace_issues isn't written yet"))
}

async fn download(_ctx: Ctx, _id: i64, _file: String) -> Result<ByteStream, Error> {
    Err(Error::internal("download isn't written yet"))
}

async fn upload(_ctx: Ctx, _id: i64, _file: String, _body: ByteStream) -> Result<NoContent, Error> {
    Err(Error::internal("upload isn't written yet"))
}

async fn errors(_ctx: Ctx) -> Result<T, Error> {
    Err(Error::internal("errors isn't written yet"))
}

async fn std_(_ctx: Ctx, _body: Option<D>) -> Result<NoContent, Error> {
    Err(Error::internal("std_ isn't written yet"))
}

async fn bool_(_ctx: Ctx) -> Result<f64, Error> {
    Err(Error::internal("bool_ isn't written yet"))
}

async fn search(
    _ctx: Ctx,
    _tag: Option<String>,
    _route: Option<String>,
    _call: Option<String>,
    _future: Option<String>,
    _body_: Option<String>,
    _q: Vec<String>,
) -> Result<JsonValue, Error> {
    Err(Error::internal("search isn't written yet"))
}

fn main() -> ExitCode {
    IssueTrackerApi::cli().run()
}

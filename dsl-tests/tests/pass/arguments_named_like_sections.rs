//! Arguments with the names of an op's sections, and ops with names that the macros or the prelude might use.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", tags: { tag: "Ops", status: "State" } }

    op sections(
        route: i32,
        tag: String,
        errors: i64,
        deprecated: bool,
        access: Option<String>,
        handler: Option<i32>,
        produces: Vec<i32>,
        body_limit: i64,
        accepts: Option<Uuid>,
    ) -> Vec<String> {
        route: GET "/sections/{route}/{tag}",
        tag: tag,
        errors: { 409: "closed already" },
        deprecated: true,
    }

    op from_a_path(handler: Uuid, route: i32, name: String, docs: bool, arguments: i32, reply: i32, ctx: i32, call: i32) {
        route: POST "/from/{handler}",
        handler: elsewhere::from_a_path,
    }

    op errors(errors: i32) -> i64 { route: GET "/errors", errors: { 409: "closed already" } }

    op status(status: i32) -> i64 { route: GET "/status", tag: status, errors: { 404: "no status" } }

    op route(route: i32) -> i64 { route: GET "/route/{route}" }

    op handler(handler: i32) -> i64 { route: GET "/handler", handler: status }

    op parameters(status: i32, parameters: Option<i32>) -> i64 { route: GET "/parameters" }

    op alias(status: i32) -> i64 { route: GET "/alias", handler: status }
}

mod elsewhere {
    use warp_openapi::prelude::*;

    #[allow(clippy::too_many_arguments, reason = "one for each word")]
    pub(super) async fn from_a_path(
        _: Ctx,
        _: Uuid,
        _: i32,
        _: String,
        _: bool,
        _: i32,
        _: i32,
        _: i32,
        _: i32,
    ) -> Result<NoContent, Error> {
        Ok(NoContent)
    }
}

#[allow(clippy::too_many_arguments, reason = "one for each section")]
async fn sections(
    _: Ctx,
    _: i32,
    tag: String,
    _: i64,
    _: bool,
    _: Option<String>,
    _: Option<i32>,
    _: Vec<i32>,
    _: i64,
    _: Option<Uuid>,
) -> Result<Vec<String>, Error> {
    Ok(vec![tag])
}

async fn errors(_: Ctx, errors: i32) -> Result<i64, Error> {
    Ok(errors.into())
}

async fn status(_: Ctx, status: i32) -> Result<i64, Error> {
    Ok(status.into())
}

async fn route(_: Ctx, route: i32) -> Result<i64, Error> {
    Ok(route.into())
}

async fn parameters(_: Ctx, status: i32, parameters: Option<i32>) -> Result<i64, Error> {
    Ok(i64::from(status) + parameters.map_or(0, i64::from))
}

#[test]
fn compiles() {
    for name in [
        "route",
        "tag",
        "errors",
        "deprecated",
        "access",
        "handler",
        "produces",
        "body_limit",
        "accepts",
    ] {
        assert!(Shop::openapi().contains(&format!("\"name\":\"{name}\"")), "{name}");
    }
    for op in [
        "sections",
        "from_a_path",
        "errors",
        "status",
        "route",
        "handler",
        "parameters",
        "alias",
    ] {
        assert!(Shop::openapi().contains(&format!("\"operationId\":\"{op}\"")), "{op}");
    }
}

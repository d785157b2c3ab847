//! Parameters and locals of the user's expressions that have the names of sections and options.
#![allow(clippy::let_and_return, reason = "only the names count")]
use warp_openapi::prelude::*;

const MOST: u32 = 80;

api! {
    api Shop {
        title: { let version = "Shop"; version },
        version: { let title = "1"; title },
        base_path: { let parts = "/v1"; parts },
        terms_of_service: { let security = "https://example.com/terms"; security },
        contact: { name: { let contact = "Me"; contact } },
        servers: [{ let tags = "https://example.com"; tags }],
        tags: { Task: { let servers = "Things"; servers } },
        security: { key: ApiKey::header({ let access = "X-Key"; access }) = parts },
        access: key,
    }

    schema Place {
        url: String [len(1..=MOST), default({ let url = "https://example.com"; url })],
        restrict: Vec<String> [each(len({ let email = 1; email }..=MOST))],
    }

    resource Task {
        table: { let table = "things"; table },
        was: { let path = "old_things"; path },
        path: { let tag = "/tasks"; tag },
        tag: Task,
        key: { id: Uuid [default_with(|| { let key = Uuid::now_v7(); key })] },
        fields: {
            title: String [len(1..={ let cascade = 80; cascade })],
            url: String [format(url), default_with(|| { let url = String::from("https://example.com"); url })],
            severity: i32 [default_with(|| { let (severity, email, set_null) = (1, 2, 3); severity + email * set_null })],
            parent: Option<Uuid> [references(Task, set_null)],
            created_by: String,
        },
        filters: {
            table(bool) = |table| is(table),
            was(bool) = |was| is(was),
            path(bool) = |path| is(path),
            tag(bool) = |tag| is(tag),
            key(bool) = |key| is(key),
            fields(bool) = |fields| is(fields),
            filters(bool) = |filters| is(filters),
            search_for(bool) = |search| is(search),
            order_of(bool) = |order| is(order),
            unique(bool) = |unique| is(unique),
            ops(bool) = |ops| is(ops),
            if_match(bool) = |if_match| is(if_match),
            hooks(bool) = |hooks| is(hooks),
            access(bool) = |access| is(access),
            owner(bool) = |owner| is(owner),
            publish(bool) = |publish| is(publish),
            component(bool) = |component| is(component),
            module(bool) = |module| is(module),
            title_of(String) = |title| { let url = task::Column::Title; url.eq(title).into() },
            value(bool) = |value| { let (condition, built) = (is(value), value); condition.add(is(built)) },
        },
        owner: created_by,
        hooks: { before_create: path, after_create: functions::hooks },
        ops: [list(offset.limit({ let offset = 5; offset })), create],
    }

    op sections(body: Place [example_json({ let route = "{}"; route })]) -> Place {
        route: POST "/sections",
        errors: { 409: { let errors = "taken"; errors } },
        body_limit: { let body_limit = 10_000; body_limit },
        handler: route,
    }

    op paged(query: task::Query [list(offset.max({ let paging = 7; paging }))]) -> Page<Task> {
        route: GET "/paged",
        handler: errors,
    }

    socket Board {
        path: "/board",
        rpc: { greet(payload: Place) -> String = rpc, stop() = channels },
        allow: [subscribe],
        hooks: { can_subscribe: allow },
    }
}

fn is(_: bool) -> Condition {
    Condition::all()
}

async fn parts(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
    Ok(Principal::new("ada"))
}

async fn path(_: &Ctx, _: &mut task::ActiveModel) -> Result<(), Error> {
    Ok(())
}

mod functions {
    use super::*;

    pub(super) async fn hooks(_: &Ctx, _: &Task) -> Result<(), Error> {
        Ok(())
    }
}

async fn route(_: Ctx, body: Place) -> Result<Place, Error> {
    Ok(body)
}

async fn errors(ctx: Ctx, query: task::Query) -> Result<Page<Task>, Error> {
    query.page(&ctx, task::Entity::find()).await
}

async fn rpc(_: Ctx, _: Socket, place: Place) -> Result<String, Error> {
    Ok(place.url)
}

async fn channels(_: Ctx, _: Socket) -> Result<NoContent, Error> {
    Ok(NoContent)
}

async fn allow(_: &Ctx, _: &Socket, _: &mut Subscription) -> Result<(), Error> {
    Ok(())
}

#[test]
fn the_expressions_are_the_users() {
    assert_eq!(task::RESOURCE.table, "things");
    assert_eq!(task::RESOURCE.path, "/tasks");
    assert_eq!(Shop::API.info.base_path, "/v1");
    assert_eq!(task::RESOURCE.filters.len(), 20);
}

//! Access control: credentials of every kind, extracted, checked and refused before anything else.

mod tokens;
mod alone;
mod broken;
mod credentials;
mod document;
mod fields;
mod order;
mod others;
mod puts;
mod rules;
mod several;
mod viewers;

use warp_openapi::Settings;
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Reply};

api! {
    /// Operations with access rules of all kinds.
    api Doors {
        title: "Doors \"ä\"",
        version: "1.0.0",
        base_path: "/v1",
        security: {
            /// Key of an application
            header_key: ApiKey::header("X-Api-Key") = checks::key,
            query_key: ApiKey::query("key") = checks::key,
            cookie_key: ApiKey::cookie("sid") = checks::key,
            /// Somebody's password
            basic: Basic::new() = checks::password,
            bearer: Bearer::jwt() = checks::token,
            oauth: OAuth2::authorization_code("https://id.example.com/authorize", "https://id.example.com/token")
                .scopes(&[("doors:paint", "Paint doors")]) = checks::painter,
            connect: OpenIdConnect::url("https://id.example.com/.well-known/openid-configuration") = checks::nobody,
        },
        access: header_key,
    }

    /// A door
    resource Door {
        table: "doors",
        path: "/doors",
        key: { id: i64 [auto_increment] },
        fields: { name: String [len(1..=40), unique] },
        filters: { name: [eq] },
        ops: [list, create, read, delete],
        access: { list: public, create: bearer[doors:write] | header_key, read: query_key },
    }

    /// The caller
    op by_header() -> Who { route: GET "/by/header" }
    /// The caller
    op by_query(word: Option<String>) -> Who { route: GET "/by/query", access: query_key, handler: by_parameter }
    /// The caller
    op by_cookie() -> Who { route: GET "/by/cookie", access: cookie_key, handler: by_header }
    /// The caller
    op by_basic() -> Who { route: GET "/by/basic", access: basic, handler: by_header }
    /// The caller
    op by_bearer() -> Who { route: GET "/by/bearer", access: bearer, handler: by_header }
    /// The caller
    op by_scopes() -> Who { route: GET "/by/scopes", access: bearer[doors:write, "odd scope"], handler: by_header }
    /// The caller
    op by_any_token() -> Who { route: GET "/by/token", access: bearer[doors:write] | oauth[doors:paint] | connect, handler: by_header }
    /// The caller
    op by_several() -> Who { route: GET "/by/several", access: bearer[doors:write] | header_key | cookie_key, handler: by_header }
    /// The caller
    op by_several_tokens() -> Who { route: GET "/by/several/tokens", access: bearer[doors:write] | oauth | connect, handler: by_header }
    /// Say no, from within
    op refuse_several() { route: GET "/refuse/several", access: bearer | header_key, handler: refuse_all }
    /// The caller
    socket Several { path: "/several", rpc: { who() -> Who = who_opened }, access: bearer[doors:write] | header_key | cookie_key }
    /// The caller
    op by_nobody() -> Who { route: GET "/by/nobody", access: public, handler: by_header }
    /// Take a large body
    op upload(body: Vec<String>) -> Who { route: POST "/upload", access: basic, body_limit: 100 }
    /// Say no, from within
    op refuse(how: String) { route: GET "/refuse", access: basic, errors: { 403: "not today" } }
    /// Say no, from within, to anybody
    op refuse_all() { route: GET "/refuse/all", access: public }

    /// The caller
    schema Who { name: Option<String> }
}

mod checks {
    use super::*;

    /// What a token says.
    pub(super) struct Claims(pub(super) Vec<String>);

    pub(super) async fn key(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
        match credentials {
            Credentials::ApiKey(key) if key.matches("k3y") => Ok(Principal::new("app")),
            Credentials::ApiKey(key) if key.matches("banned") => Err(Error::Forbidden),
            Credentials::ApiKey(key) if key.matches("errs") => Err(Error::internal("no luck")),
            _ => Err(Error::Unauthorized),
        }
    }

    pub(super) async fn password(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
        match credentials {
            Credentials::Basic { user, password } if user == "ann" && password.matches("p:w") => {
                Ok(Principal::new(user))
            }
            _ => Err(Error::Unauthorized),
        }
    }

    pub(super) async fn token(ctx: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
        let Credentials::Bearer(token) = credentials else {
            return Err(Error::Unauthorized);
        };
        assert!(!ctx.request_id().is_empty() && ctx.principal().is_none());
        match token.expose() {
            "reader" => Ok(Principal::new("reader")),
            "writer" => Ok(Principal::new("writer").scope("doors:write").scope("odd scope")),
            "half" => Ok(Principal::new("half")
                .scope("doors:write")
                .with(Claims(vec!["doors:write".to_owned()]))),
            "banned" => Err(Error::Forbidden),
            "errs" => Err(Error::internal(format!("no luck with {}", token.expose()))),
            "missing" => Err(Error::NotFound),
            "conflicts" => Err(Error::status(200, "let in")),
            "panics" => panic!("a defect"),
            "hangs" => std::future::pending().await,
            _ => Err(Error::Unauthorized),
        }
    }

    pub(super) async fn painter(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
        match credentials {
            Credentials::Bearer(token) if token.matches("painter") => {
                Ok(Principal::new("painter").scope("doors:paint"))
            }
            _ => Err(Error::Unauthorized),
        }
    }

    pub(super) async fn nobody(_: &Ctx, _: Credentials) -> Result<Principal, Error> {
        Err(Error::Unauthorized)
    }
}

fn who(ctx: &Ctx) -> Who {
    Who {
        name: ctx.principal().map(|principal| principal.id().to_owned()),
    }
}

async fn by_header(ctx: Ctx) -> Result<Who, Error> {
    Ok(who(&ctx))
}

async fn by_parameter(ctx: Ctx, _: Option<String>) -> Result<Who, Error> {
    Ok(who(&ctx))
}

async fn upload(ctx: Ctx, _: Vec<String>) -> Result<Who, Error> {
    Ok(who(&ctx))
}

async fn refuse(_: Ctx, how: String) -> Result<NoContent, Error> {
    Err(if how == "401" {
        Error::Unauthorized
    } else {
        Error::Forbidden
    })
}

async fn who_opened(ctx: Ctx, _: Socket) -> Result<Who, Error> {
    Ok(who(&ctx))
}

async fn refuse_all(_: Ctx) -> Result<NoContent, Error> {
    Err(Error::Unauthorized)
}

async fn app() -> App {
    app_with(Settings::default()).await
}

/// What needs no rows needs one database only.
async fn app_with(settings: Settings) -> App {
    App::start_with(Doors::API, Database::sqlite().await, settings).await
}

fn challenges(reply: &Reply) -> Vec<&str> {
    let lines = reply.headers().get_all("WWW-Authenticate").iter();
    lines.map(|line| line.to_str().expect("visible ASCII")).collect()
}

/// How each challenge begins.
const REALM: &str = "realm=\"Doors \\\"?\\\"\"";

/// A resource of a part, which knows no API.
mod apart {
    use super::*;

    api_part! {
        part Windows {}

        /// A window
        resource Window {
            table: "windows",
            path: "/windows",
            key: { id: i64 [auto_increment] },
            fields: { name: String },
            ops: [list, create, read],
            access: { list: public, create: header_key },
        }
    }

    api! {
        /// Windows, with access rules.
        api House {
            title: "House",
            version: "1.0.0",
            security: { header_key: ApiKey::header("X-Api-Key") = checks::key },
            access: header_key,
            parts: [Windows],
        }
    }
}

//! The words of the grammar as paths, so that a wrong one is an error at its token, with a suggestion.
#![allow(
    non_upper_case_globals,
    non_camel_case_types,
    missing_docs,
    reason = "the words of the grammar are lower case and described at `api!`"
)]

/// Words as functions that want a trait which nothing implements: who calls one gets its message, at the token that called.
macro_rules! wrong {
    ($( $word:ident: $message:literal, )*) => {$(
        #[diagnostic::on_unimplemented(message = $message, label = "not like this")]
        pub trait $word {}

        pub const fn $word<T: $word + Copy>(_: T) {}
    )*};
}

/// Keywords of items.
pub mod keyword {
    wrong! {
        resource: "`resource` is written `resource Task {{ .. }}`, without a signature",
        schema: "`schema` is written `schema Place {{ street: String, .. }}`",
        union: "`union` is written `union Reference {{ Text(String), Number(i64) }}`",
        api: "`api` stands once, as the first item of `api!`; move or remove this one",
        part: "`part` stands once, as the first item of `api_part!`; move or remove this one",
        op: "`op` is written `op close_task(id: Uuid) -> Task {{ route: POST \"/tasks/{{id}}/close\" }}`",
        socket: "`socket` is written `socket Stream {{ path: \"/stream\", rpc: {{ .. }}, allow: [subscribe] }}`, without a signature",
    }
}

/// Sections of `api`.
pub mod api_section {
    wrong! {
        title: "`title` is written `title: \"Tasks API\"`",
        version: "`version` is written `version: env!(\"CARGO_PKG_VERSION\")`",
        base_path: "`base_path` is written `base_path: \"/v1\"`",
        terms_of_service: "`terms_of_service` is written `terms_of_service: \"https://example.com/terms\"`",
        contact: "`contact` is written `contact: {{ name: \"..\", url: \"..\", email: \"..\" }}`",
        license: "`license` is written `license: {{ name: \"..\", url: \"..\" }}`",
        servers: "`servers` is written `servers: [\"https://api.example.com/v1\"]`",
        tags: "`tags` is written `tags: {{ Task: \"Things to do\" }}`",
        docs: "`docs` is written `docs: required` or `docs: optional`",
        parts: "`parts` is written `parts: [billing::Billing]`",
        security: "`security` is written `security: {{ api_key: ApiKey::header(\"X-Api-Key\") = check_key }}`",
        access: "the api's `access` is written `access: bearer[tasks:write] | api_key` or `access: public`",
    }
}

/// Sections of `part`: there are none.
pub mod part_section {
    wrong! {
        any: "a part has no sections; write `part Name {{}}`, and sections in the `api`",
    }
}

/// Sections of `resource`.
pub mod resource_section {
    wrong! {
        table: "`table` is written `table: \"tasks\"`",
        was: "`was` is written `was: \"old_tasks\"`, the name that the table had",
        path: "`path` is written `path: \"/tasks\"`",
        tag: "`tag` is written `tag: Task`, one of the api's `tags`",
        key: "a resource has one `key`, written `key: {{ id: Uuid [default_with(Uuid::now_v7)] }}`",
        fields: "a resource has one `fields`, written `fields: {{ title: String [len(1..=80)] }}`",
        filters: "`filters` is written `filters: {{ title: [eq, ne], done(bool) = is_done }}`",
        search: "`search` is written `search: [title, notes]`",
        order: "`order` is written `order: [title, severity]`",
        unique: "`unique` is written `unique: [[author, title]]`, a list for each key",
        ops: "`ops` is written `ops: [list(offset.limit(50)), create, read]`",
        if_match: "`if_match` is written `if_match: required`, or left out",
        hooks: "`hooks` is written `hooks: {{ before_create: stamp, after_delete: audit::note }}`, each with a function's name",
        owner: "`owner` is written `owner: created_by`, one of the `fields`",
        publish: "`publish` is written `publish: [create, update, delete]`, those of them that are told, or left out",
        access: "`access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: {{ list: public, create: bearer }}`",
    }
}

/// Sections of `op`.
pub mod op_section {
    wrong! {
        route: "`route` is written `route: POST \"/tasks/{{id}}/close\"`",
        tag: "`tag` is written `tag: Task`, one of the api's `tags`",
        errors: "`errors` is written `errors: {{ 404: \"no such task\", 409: \"closed already\" }}`",
        deprecated: "`deprecated` is written `deprecated: true`, or left out",
        body_limit: "`body_limit` is written `body_limit: 10_000_000`, in bytes",
        accepts: "`accepts` is written `accepts: [\"image/png\", \"image/jpeg\"]`",
        produces: "`produces` is written `produces: \"text/csv\"`",
        access: "an op's `access` is written `access: bearer[tasks:write] | api_key` or `access: public`",
    }
}

/// Sections of `socket`.
pub mod socket_section {
    wrong! {
        path: "`path` is written `path: \"/stream\"`",
        tag: "`tag` is written `tag: Task`, one of the api's `tags`",
        rpc: "`rpc` is written `rpc: {{ echo(payload: JsonValue) -> JsonValue, stop() = stop_stream }}`",
        channels: "`channels` is written `channels: {{ tasks: Task, chat: {{ said: Message }}, \"rooms/{{room}}\": {{ said: Message }} }}`",
        allow: "`allow` is written `allow: [subscribe, unsubscribe, publish, server_info]`, those of them that clients may use",
        hooks: "`hooks` is written `hooks: {{ can_subscribe: may_follow, can_publish: rooms::may_say }}`, each with a function's name",
        access: "a socket's `access` is written `access: bearer[tasks:write] | api_key` or `access: public`",
    }
}

/// What stands for a section of `socket` that is left out.
pub mod absent_in_socket {
    use crate::meta::{Access, BuiltIn, Channel, Hooks, Rpc};

    pub const path: &str = "";
    pub const tag: Option<&str> = None;
    pub const rpc: &[Rpc] = &[];
    pub const channels: &[Channel] = &[];
    pub const allow: &[BuiltIn] = &[];
    pub const hooks: Option<Hooks> = None;
    pub const access: Access = Access::Inherit;
}

/// Methods of sockets that are the crate's own.
pub mod built_in {
    use crate::meta::BuiltIn;

    pub const subscribe: BuiltIn = BuiltIn::Subscribe;
    pub const unsubscribe: BuiltIn = BuiltIn::Unsubscribe;
    pub const publish: BuiltIn = BuiltIn::Publish;
    pub const server_info: BuiltIn = BuiltIn::ServerInfo;
}

/// Hooks of sockets.
pub mod socket_hook {
    use crate::db::Pending;
    use crate::engine::Ctx;
    use crate::ws::{Publication, Socket, SocketHook, Subscription};

    #[must_use]
    pub const fn can_subscribe(
        hook: for<'h> fn(&'h Ctx, &'h Socket, &'h mut Subscription) -> Pending<'h, ()>,
    ) -> SocketHook {
        SocketHook::CanSubscribe(hook)
    }

    #[must_use]
    pub const fn can_publish(
        hook: for<'h> fn(&'h Ctx, &'h Socket, &'h mut Publication) -> Pending<'h, ()>,
    ) -> SocketHook {
        SocketHook::CanPublish(hook)
    }
}

/// What stands for a section of `op` that is left out.
pub mod absent_in_op {
    use crate::meta::{Access, Route};

    pub const route: Route = Route::NONE;
    pub const tag: Option<&str> = None;
    pub const errors: &[(u16, &str)] = &[];
    pub const deprecated: bool = false;
    pub const accepts: &[&str] = &[];
    pub const body_limit: Option<u64> = None;
    pub const produces: &str = "";
    pub const access: Access = Access::Inherit;
}

/// What security schemes are made with.
pub mod scheme {
    pub use crate::meta::{ApiKey, Basic, Bearer, OAuth2, OpenIdConnect};
}

/// Methods of routes.
pub mod method {
    use crate::meta::Method;

    pub const GET: Method = Method::Get;
    pub const POST: Method = Method::Post;
    pub const PUT: Method = Method::Put;
    pub const PATCH: Method = Method::Patch;
    pub const DELETE: Method = Method::Delete;
}

/// What stands for a section of `api` that is left out.
pub mod absent_in_api {
    use crate::meta::{Access, Contact, License, Part, Scheme};

    pub const title: &str = "";
    pub const version: &str = "";
    pub const base_path: &str = "";
    pub const terms_of_service: &str = "";
    pub const contact: Option<Contact> = None;
    pub const license: Option<License> = None;
    pub const servers: &[&str] = &[];
    pub const tags: &[(&str, &str)] = &[];
    pub const security: &[Scheme] = &[];
    pub const access: Access = Access::Inherit;
    pub const docs: bool = false;
    pub const parts: &[&Part] = &[];
}

/// The sizes of no parts.
pub mod no_sizes {
    pub const parts: &[usize] = &[];
}

/// The fragments of no parts.
pub mod no_fragments {
    pub const parts: &[&[&crate::spec::Fragment]] = &[];
}

/// What stands for a section of `resource` that is left out.
pub mod absent_in_resource {
    use crate::meta::{Access, Filter, Function, Operation, Published, Rules};

    pub const table: Option<&str> = None;
    pub const was: Option<&str> = None;
    pub const path: &str = "";
    pub const tag: Option<&str> = None;
    pub const filters: &[Filter] = &[];
    pub const search: &[usize] = &[];
    pub const order: &[usize] = &[];
    pub const unique: &[&[usize]] = &[];
    pub const ops: &[Operation] = &[];
    pub const if_match: bool = false;
    pub const hooks: Option<Function> = None;
    pub const access: Rules = Rules::Same(Access::Inherit);
    pub const owner: Option<usize> = None;
    pub const publish: &[Published] = &[];
}

/// Operators of filters.
pub mod operator {
    use crate::meta::Operator;

    pub const eq: Operator = Operator::Eq;
    pub const ne: Operator = Operator::Ne;
    pub const lt: Operator = Operator::Lt;
    pub const le: Operator = Operator::Le;
    pub const gt: Operator = Operator::Gt;
    pub const ge: Operator = Operator::Ge;
    pub const null: Operator = Operator::Null;
    pub const contains: Operator = Operator::Contains;
    pub const starts: Operator = Operator::Starts;
}

/// Operations of resources.
pub mod operation {
    use crate::meta::{Operation, OperationKind, Paging};

    pub const list: Operation = Operation::new(OperationKind::List);
    pub const create: Operation = Operation::new(OperationKind::Create);
    pub const create_many: Operation = Operation::new(OperationKind::CreateMany);
    pub const read: Operation = Operation::new(OperationKind::Read);
    pub const update: Operation = Operation::new(OperationKind::Update);
    pub const put: Operation = Operation::new(OperationKind::Put);
    pub const delete: Operation = Operation::new(OperationKind::Delete);
    pub const delete_many: Operation = Operation::new(OperationKind::DeleteMany);

    /// `list(..)`.
    #[must_use]
    pub const fn list_paged(paging: Paging) -> Operation {
        Operation {
            paging,
            ..Operation::new(OperationKind::List)
        }
    }
}

/// Changes that resources tell of.
pub mod published {
    use crate::meta::Published;

    pub const create: Published = Published::Create;
    pub const update: Published = Published::Update;
    pub const delete: Published = Published::Delete;
}

/// Hooks of resources.
pub mod hook {
    use crate::engine::{Declared, Draft, Hook, Seen};

    macro_rules! hooks {
        ($( $word:ident: $hook:ident($sees:ident), )*) => {$(
            #[must_use]
            pub const fn $word<E: Declared>(hook: $sees<E>) -> Hook<E> {
                Hook::$hook(hook)
            }
        )*};
    }

    hooks! {
        before_create: BeforeCreate(Draft),
        after_create: AfterCreate(Seen),
        before_update: BeforeUpdate(Draft),
        after_update: AfterUpdate(Seen),
        before_delete: BeforeDelete(Seen),
        after_delete: AfterDelete(Seen),
    }
}

/// Words of `list(..)`; `cursor(..)` is the macro's own.
pub mod paging {
    use crate::meta::Paging;

    pub const offset: Paging = Paging::OFFSET;
}

/// Words of options' arguments.
pub mod option_words {
    use crate::meta::OnDelete;
    use crate::types::Format;

    pub const email: Format = Format::Email;
    pub const url: Format = Format::Url;
    pub const ipv4: Format = Format::Ipv4;
    pub const ipv6: Format = Format::Ipv6;
    pub const hostname: Format = Format::Hostname;
    pub const cascade: OnDelete = OnDelete::Cascade;
    pub const set_null: OnDelete = OnDelete::SetNull;
    pub const restrict: OnDelete = OnDelete::Restrict;
}

//! The words of the grammar: how each is written, and which there are where one is unknown.

/// The error for a word that doesn't fit its place: `__word! { op_section route }` is how that is written, and for a word that
/// no op has, which there are.
#[doc(hidden)]
#[macro_export]
macro_rules! __word {
    // Keywords of items.
    (keyword resource) => {
        "`resource` is written `resource Task { .. }`, without a signature; the document's name for it is its section `component`"
    };
    (keyword schema) => {
        "`schema` is written `schema Place { street: String, .. }`, or with the name that the document has for it, `schema Place as \"geo.Place\" { .. }`"
    };
    (keyword union) => {
        "`union` is written `union Reference { Text(String), Number(i64) }`, or with the name that the document has for it, `union Reference as \"shop.Reference\" { .. }`"
    };
    (keyword api) => {
        "`api` occurs once, as the first item of `api!`; move or remove this one"
    };
    (keyword part) => {
        "`part` occurs once, as the first item of `api_part!`; move or remove this one"
    };
    (keyword op) => {
        "`op` is written `op close_task(id: Uuid) -> Task { route: POST \"/tasks/{id}/close\" }`"
    };
    (keyword socket) => {
        "`socket` is written `socket Stream { path: \"/stream\", rpc: { .. }, allow: [subscribe] }`, without a signature"
    };
    (keyword $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no keyword of an item; there are `resource`, `schema`, `enum`, `union`, `op`, `socket`")
    };
    // What a schema is made of.
    (made_of pick) => {
        "`pick` occurs once, and is written `.pick(title, slug)`, with one property at least and no `omit` beside it"
    };
    (made_of omit) => {
        "`omit` occurs once, and is written `.omit(password)`, with one property at least and no `pick` beside it"
    };
    (made_of partial) => {
        "`partial` is written `.partial()`"
    };
    (made_of $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make a schema of another item; there are `pick`, `omit`, `partial`")
    };
    // Sections of `api`.
    (api_section title) => {
        "`title` is written `title: \"Tasks API\"`"
    };
    (api_section version) => {
        "`version` is written `version: env!(\"CARGO_PKG_VERSION\")`"
    };
    (api_section base_path) => {
        "`base_path` is written `base_path: \"/v1\"`"
    };
    (api_section terms_of_service) => {
        "`terms_of_service` is written `terms_of_service: \"https://example.com/terms\"`"
    };
    (api_section contact) => {
        "`contact` is written `contact: { name: \"..\", url: \"..\", email: \"..\" }`"
    };
    (api_section license) => {
        "`license` is written `license: { name: \"..\", url: \"..\" }`"
    };
    (api_section servers) => {
        "`servers` is written `servers: [\"https://api.example.com/v1\"]`"
    };
    (api_section tags) => {
        "`tags` is written `tags: { Task: \"Things to do\" }`"
    };
    (api_section nulls) => {
        "`nulls` is written `nulls: shown` or `nulls: omitted`"
    };
    (api_section names) => {
        "`names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`"
    };
    (api_section errors) => {
        "`errors` is written `errors: { model: Failure = render, statuses: { conflict: 422 } }`, one of them or both"
    };
    (api_section cors) => {
        "`cors` is written `cors: { origins: [\"https://app.example.com\", \"https://*.example.com\"], credentials: true }`, with one part at least"
    };
    (api_section limit) => {
        "`limit` is written `limit: per_minute(600)`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit: per_minute(600).burst(50)`"
    };
    (api_section failed_credentials) => {
        "`failed_credentials` is written `failed_credentials: per_minute(20)`, the most invalid credentials of one address"
    };
    (api_section docs) => {
        "`docs` is written `docs: required` or `docs: optional`"
    };
    (api_section parts) => {
        "`parts` is written `parts: [billing::Billing]`"
    };
    (api_section security) => {
        "`security` is written `security: { api_key: ApiKey::header(\"X-Api-Key\") = check_key }`"
    };
    (api_section access) => {
        "the api's `access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: public | bearer`"
    };
    (api_section $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no section of `api`; there are `title`, `version`, `base_path`, `terms_of_service`, `contact`, `license`, `servers`, `tags`, `docs`, `nulls`, `names`, `errors`, `cors`, `limit`, `failed_credentials`, `parts`, `security`, `access`")
    };
    // Parts of `errors` of an `api`.
    (errors_part model) => {
        "`model` is written `model: Failure = render`: the type of error replies, and the function that makes one, `fn render(problem: &Problem) -> Failure`"
    };
    (errors_part statuses) => {
        "`statuses` is written `statuses: { conflict: 422, invalid: 400 }`, kinds of errors with their statuses"
    };
    (errors_part $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no part of an api's `errors`; there are `model`, `statuses`")
    };
    // Parts of `cors` of an `api`.
    (cors_part origins) => {
        "`origins` is written `origins: [\"https://app.example.com\", \"https://*.example.com\"]`, the origins whose pages may call the API"
    };
    (cors_part credentials) => {
        "`credentials` is written `credentials: true`, for pages whose requests have cookies, or left out"
    };
    (cors_part headers) => {
        "`headers` is written `headers: [\"X-Client\"]`, the headers that requests may have beside those that the API reads"
    };
    (cors_part expose) => {
        "`expose` is written `expose: [\"X-Version\"]`, the headers of replies that pages may read beside those that the API sends"
    };
    (cors_part max_age) => {
        "`max_age` is written `max_age: 600`, in seconds"
    };
    (cors_part $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no part of `cors`; there are `origins`, `credentials`, `headers`, `expose`, `max_age`")
    };
    // Sections of `resource`.
    (resource_section table) => {
        "`table` is written `table: \"tasks\"`"
    };
    (resource_section of) => {
        "`of` is written `of: User`, the resource of which this one shows rows"
    };
    (resource_section component) => {
        "`component` is written `component: \"User\"`, the name that the document has for it"
    };
    (resource_section module) => {
        "a resource has one `module`, written `module: api_keys`, the name of its Rust module"
    };
    (resource_section was) => {
        "`was` is written `was: \"old_tasks\"`, the name that the table had"
    };
    (resource_section path) => {
        "`path` is written `path: \"/tasks\"`"
    };
    (resource_section tag) => {
        "`tag` is written `tag: Task`, one of the api's `tags`"
    };
    (resource_section key) => {
        "a resource has one `key`, written `key: { id: Uuid [default_with(Uuid::now_v7)] }`"
    };
    (resource_section fields) => {
        "a resource has one `fields`, written `fields: { title: String [len(1..=80)] }`"
    };
    (resource_section filters) => {
        "`filters` is written `filters: { title: [eq, ne], done(bool) = is_done, author.name: [eq] [name(\"author\")] }`; fields have their own `name(\"..\")`"
    };
    (resource_section any) => {
        "`any` is written `any: filters`, or left out"
    };
    (resource_section search) => {
        "`search` is written `search: [title, notes, author.name]`, with text fields and those of related rows"
    };
    (resource_section order) => {
        "`order` is written `order: [title, severity, author.name]`, with fields, computed fields, and fields of related rows"
    };
    (resource_section unique) => {
        "`unique` is written `unique: [[author, title]]`, a list for each key"
    };
    (resource_section foreign_keys) => {
        "`foreign_keys` is written `foreign_keys: [(tenant_id, author_id) = Writer [cascade], (tenant, place) = \"places\"(\"tenant\", \"id\")]`"
    };
    (resource_section ops) => {
        "`ops` is written `ops: [list(offset.limit(50)), create, read [operation_id(\"GetTask\")]]`"
    };
    (resource_section if_match) => {
        "`if_match` is written `if_match: required`, or left out"
    };
    (resource_section hooks) => {
        "`hooks` is written `hooks: { before_create: stamp, after_delete: audit::note }`, each with a function's name"
    };
    (resource_section owner) => {
        "`owner` is written `owner: created_by`, one of the `fields`, or `owner: article.author_id`, one of the row to which a relation leads"
    };
    (resource_section others) => {
        "`others` is written `others: [list, read]`, with the operations that may use the rows of all owners"
    };
    (resource_section address) => {
        "`address` is written `address: slug` or `address: [author, slug]`, the fields that paths have instead of the key"
    };
    (resource_section one) => {
        "`one` is written `one: owner`: operations are on the one row that the caller owns"
    };
    (resource_section publish) => {
        "`publish` is written `publish: [create, update, delete]`, with the changes to publish, or left out"
    };
    (resource_section envelope) => {
        "`envelope` is written `envelope: { one: \"article\", many: \"articles\", total: \"articlesCount\" }`, each of them optional"
    };
    (resource_section nulls) => {
        "`nulls` is written `nulls: shown` or `nulls: omitted`"
    };
    (resource_section names) => {
        "`names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`"
    };
    (resource_section relations) => {
        "a resource has one `relations`, written `relations: { author: User = author_id, comments: [Comment] = article_id [limit(20)] }`"
    };
    (resource_section include) => {
        "`include` is written `include: [author, comments.author]`, paths of `relations`"
    };
    (resource_section default_include) => {
        "`default_include` is written `default_include: [author]`, paths of `relations`"
    };
    (resource_section select) => {
        "`select` is written `select: fields`, or left out"
    };
    (resource_section write) => {
        "`write` is written `write: [tags, comments]`, the `relations` to several rows that requests may have"
    };
    (resource_section computed) => {
        "`computed` is written `computed: { likes_count: count(likes), liked: exists(likes by viewer), age: i64 = age_in_days }`"
    };
    (resource_section access) => {
        "`access` is written `access: bearer[tasks:write] | api_key`, `access: public`, `access: public | bearer` or `access: { list: public, create: bearer }`"
    };
    (resource_section limit) => {
        "`limit` is written `limit: per_minute(60)`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit: per_minute(60).burst(10)`"
    };
    (resource_section $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no section of a resource; there are `component`, `module`, `table`, `of`, `was`, `path`, `tag`, `key`, `fields`, `filters`, `any`, `search`, `order`, `unique`, `foreign_keys`, `ops`, `if_match`, `nulls`, `names`, `envelope`, `hooks`, `owner`, `address`, `one`, `others`, `publish`, `relations`, `include`, `default_include`, `select`, `write`, `computed`, `limit`, `access`")
    };
    (foreign_key $word:tt) => {
        "a foreign key is written `(tenant_id, author_id) = Writer`, to other fields than the key `(tenant_id, name) = Writer(tenant_id, name)`, to a table that no resource declares `(tenant, place) = \"places\"(\"tenant\", \"id\")`"
    };
    // Relations.
    (relation $word:tt) => {
        ::core::concat!("relation `", ::core::stringify!($word), "` is written `author: User = author_id`, to several rows `comments: [Comment] = article_id [limit(20)]`, through a table `tags: [Tag] = ArticleTag(article_id, tag_id) [limit(20)]`")
    };
    (relation_option name) => {
        "`name` is written `name(\"writer\")`"
    };
    (relation_option limit) => {
        "`limit` is written `limit(20)`, for a relation to several rows"
    };
    (relation_option order) => {
        "`order` is written `order(-created_at, title)`, fields of the related rows, for a relation to several rows"
    };
    (relation_option shown_as) => {
        "`shown_as` is written `shown_as(name)`, a field of the related rows, for a relation through a table"
    };
    (relation_option create_missing) => {
        "`create_missing` is written `create_missing(name)`, a unique field of the related rows, for a relation through a table"
    };
    (relation_option no_index) => {
        "`no_index` takes no arguments"
    };
    (relation_option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of a relation; there are `name`, `order`, `limit`, `no_index`, `shown_as`, `create_missing`")
    };
    // Computed fields.
    (computed $word:tt) => {
        ::core::concat!("computed field `", ::core::stringify!($word), "` is written `", ::core::stringify!($word), ": count(likes)`, `", ::core::stringify!($word), ": exists(likes)` or `", ::core::stringify!($word), ": exists(likes by viewer)` with one of the `relations`, or with a function `", ::core::stringify!($word), ": i64 = age_in_days`")
    };
    (computed_by $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is nobody to whom related rows can belong; there is `viewer`, `exists(likes by viewer)`")
    };
    (computed_option name) => {
        "`name` is written `name(\"likesCount\")`"
    };
    (computed_option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of a computed field; there is `name`")
    };
    // Sections of `op`.
    (op_section route) => {
        "`route` is written `route: POST \"/tasks/{id}/close\"`"
    };
    (op_section operation_id) => {
        "`operation_id` is written `operation_id: \"Login\"`, the operation's ID in the document"
    };
    (op_section tag) => {
        "`tag` is written `tag: Task`, one of the api's `tags`"
    };
    (op_section errors) => {
        "`errors` is written `errors: { 404: \"no such task\", 409: \"closed already\" }`, or with the enum that it becomes, `errors: CloseError { NoTask = 404 \"no such task\" }`"
    };
    (op_section success) => {
        "`success` is written `success: 202`"
    };
    (op_section deprecated) => {
        "`deprecated` is written `deprecated: true`, or left out"
    };
    (op_section body_limit) => {
        "`body_limit` is written `body_limit: 10_000_000`, in bytes"
    };
    (op_section accepts) => {
        "`accepts` is written `accepts: [\"image/png\", \"image/jpeg\"]`"
    };
    (op_section produces) => {
        "`produces` is written `produces: \"text/csv\"`"
    };
    (op_section access) => {
        "an op's `access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: public | bearer`"
    };
    (op_section envelope) => {
        "an op's `envelope` is written `envelope: { body: \"user\", reply: \"user\" }`, each of them optional, and `total: \"usersCount\"` beside the `reply` of a page"
    };
    (op_section handler) => {
        "`handler` is written `handler: tasks::close`, the path of a function"
    };
    (op_section limit) => {
        "`limit` is written `limit: per_minute(60)`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit: per_minute(60).burst(10)`"
    };
    (op_section $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no section of an op; there are `route`, `operation_id`, `tag`, `errors`, `success`, `deprecated`, `body_limit`, `accepts`, `produces`, `envelope`, `limit`, `access`, `handler`")
    };
    // Sections of `socket`.
    (socket_section path) => {
        "`path` is written `path: \"/stream\"`"
    };
    (socket_section tag) => {
        "`tag` is written `tag: Task`, one of the api's `tags`"
    };
    (socket_section rpc) => {
        "`rpc` is written `rpc: { echo(payload: JsonValue) -> JsonValue, stop() = stop_stream }`"
    };
    (socket_section channels) => {
        "`channels` is written `channels: { tasks: Task, chat: { said: Message }, \"rooms/{room}\": { said: Message } }`"
    };
    (socket_section allow) => {
        "`allow` is written `allow: [subscribe, unsubscribe, publish, server_info]`, those of them that clients may use"
    };
    (socket_section hooks) => {
        "`hooks` is written `hooks: { can_subscribe: may_follow, can_publish: rooms::may_say }`, each with a function's name"
    };
    (socket_section access) => {
        "a socket's `access` is written `access: bearer[tasks:write] | api_key`, `access: public` or `access: public | bearer`"
    };
    (socket_section limit) => {
        "a socket's `limit` is written `limit: per_minute(600)`, for all requests of a caller in it; a method has its own, `echo(payload: JsonValue) -> JsonValue [limit(per_minute(60))]`"
    };
    (socket_section $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no section of a socket; there are `path`, `tag`, `rpc`, `channels`, `allow`, `hooks`, `limit`, `access`")
    };
    // Rate limits.
    (limit burst) => {
        "`burst` is written behind the limit, `per_minute(60).burst(10)`: how many requests may come at once"
    };
    (limit $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no rate limit; there are `per_second(10)`, `per_minute(60)` and `per_hour(100)`, each with `.burst(10)`")
    };
    (rpc_option limit) => {
        "`limit` is written `limit(per_minute(60))`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit(per_minute(60).burst(10))`"
    };
    (rpc_option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of a socket's method; there is `limit`")
    };
    // Sections of `part`.
    (part_section nulls) => {
        "`nulls` is written `nulls: shown` or `nulls: omitted`"
    };
    (part_section names) => {
        "`names` is written `names: camel_case`, `names: snake_case`, `names: kebab_case` or `names: pascal_case`"
    };
    (part_section $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no section of a part; there are `nulls` and `names`, and the `api` has the others")
    };
    // Operations that are written like a call.
    (arguments list) => {
        "`list` is written `list`, `list(offset.limit(50))` or `list(cursor(-at, title))`"
    };
    (arguments link) => {
        "`link` is written `link(favorites)`, with one of the `relations`"
    };
    (arguments unlink) => {
        "`unlink` is written `unlink(favorites)`, with one of the `relations`"
    };
    (arguments $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` takes no arguments")
    };
    // Kinds of security schemes, and how each is made.
    (scheme $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no kind of security scheme; there are `ApiKey`, `Basic`, `Bearer`, `OAuth2`, `OpenIdConnect`")
    };
    (ApiKey $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `ApiKey`; there are `ApiKey::header(..)`, `ApiKey::query(..)`, `ApiKey::cookie(..)`")
    };
    (Basic $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `Basic`; there is `Basic::new()`")
    };
    (Bearer $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `Bearer`; there are `Bearer::new()`, `Bearer::jwt()`, each with `.prefix(..)`")
    };
    (OAuth2 $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `OAuth2`; there are `OAuth2::authorization_code(..)`, `OAuth2::implicit(..)`, `OAuth2::password(..)`, `OAuth2::client_credentials(..)`")
    };
    (OpenIdConnect $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `OpenIdConnect`; there is `OpenIdConnect::url(..)`")
    };
    // Ready-made checks of credentials.
    (jwt $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to make `Jwt`; there are `Jwt::jwks(\"https://..\")` and `Jwt::secret_from(\"JWT_SECRET\")`")
    };
    (ready_check $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no ready-made check; there is `Jwt`, and a function of your own is named without arguments, `= check_token`")
    };
    // Options of fields and arguments.
    (option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of a field or an argument; there are `name`, `deprecated`, `example_json`, `example`, `default`, `default_json`, `default_empty`, `default_with`, `read_only`, `write_only`, `null_shown`, `null_omitted`, `not_in_lists`, `access`, `hidden`, `create_only`, `update_only`, `column`, `was`, `unique`, `index`, `references`, `auto_increment`, `len`, `pattern`, `format`, `range`, `min`, `max`, `multiple_of`, `precision`, `digits`, `json_string`, `empty_as_null`, `each`, `max_bytes`, `media`, `header`")
    };
    (option_access) => {
        "`access` is written `access(owner | bearer[users:admin])`, with the clients that may see the field"
    };
    // Words that stand alone.
    (rows_operator $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no condition on how many related rows there are; there are `any`, `none`, `count_ge`, `count_le`")
    };
    (operator $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no operator of filters; there are `eq`, `ne`, `lt`, `le`, `gt`, `ge`, `null`, `contains`, `starts`")
    };
    (operation $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no operation; there are `list`, `create`, `create_many`, `read`, `update`, `put`, `delete`, `delete_many`, `link`, `unlink`")
    };
    (operation_option operation_id) => {
        "`operation_id` is written `operation_id(\"GetTask\")`"
    };
    (operation_option tag) => {
        "`tag` is written `tag(Task)`, one of the api's `tags`"
    };
    (operation_option method) => {
        "`method` is written `method(PUT)`, for a partial update under PUT"
    };
    (operation_option success) => {
        "`success` is written `success(200)`, the status of a create"
    };
    (operation_option path) => {
        "`path` is written `path(\"/favorite\")`, for `link` and `unlink`"
    };
    (operation_option limit) => {
        "`limit` is written `limit(per_minute(60))`, with `per_second`, `per_minute` or `per_hour`, and how many may come at once, `limit(per_minute(60).burst(10))`"
    };
    (operation_option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of an operation; there are `operation_id`, `tag`, `method`, `success`, `limit`, `path`")
    };
    (singleton $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no operation of a resource with `one: owner`, whose path is that of one row; there are `read`, `update`, `put`, `delete`")
    };
    (published $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no change that is published; there are `create`, `update`, `delete`")
    };
    (hook $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no hook of a resource; there are `before_create`, `after_create`, `before_update`, `after_update`, `before_delete`, `after_delete`")
    };
    (socket_hook $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no hook of a socket; there are `can_subscribe`, `can_publish`")
    };
    (built_in $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no method of the crate's own; there are `subscribe`, `unsubscribe`, `publish`, `server_info`")
    };
    (method $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no method of a route; there are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`")
    };
    (format $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no format; there are `email`, `url`, `ipv4`, `ipv6`, `hostname`")
    };
    (envelope $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no member of an envelope; there are `one`, `many`, `total`")
    };
    (schema_option null_shown) => {
        "a schema has one rule for nulls, written `[null_shown]` or `[null_omitted]`"
    };
    (schema_option null_omitted) => {
        "a schema has one rule for nulls, written `[null_shown]` or `[null_omitted]`"
    };
    (schema_option check) => {
        "`check` is written `check(starts_before_it_ends, \"`starts` is before `ends`\")`, with the path of a function and what it demands"
    };
    (schema_option $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no option of a schema; there are `null_shown`, `null_omitted`, `check`")
    };
    (op_envelope $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no member of an op's envelope; there are `body`, `reply`, `total`")
    };
    (nulls $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no rule for nulls; there are `shown` and `omitted`")
    };
    (names $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no rule for names; there are `camel_case`, `snake_case`, `kebab_case` and `pascal_case`")
    };
    (error $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no kind of error; there are `malformed`, `unauthorized`, `forbidden`, `not_found`, `not_allowed`, `timeout`, `conflict`, `precondition_failed`, `too_large`, `unsupported_media_type`, `invalid`, `precondition_required`, `too_many_requests`, `internal`, `unavailable`")
    };
    (reply $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no other reply of several; there are `Ok<Task>`, `Created<Task>`, `Accepted<Job>` or `Accepted`, and `NoContent`, each once")
    };
    (on_delete $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is nothing that a deleted row does to those that refer to it; there are `cascade`, `set_null`, `restrict`")
    };
    (order_of_an_op $word:tt) => {
        ::core::concat!("the list of an op has no order by related rows, such as those of `", ::core::stringify!($word), "`; name fields of the resource, or put the order into its own `list`")
    };
    (paging $word:tt) => {
        ::core::concat!("`", ::core::stringify!($word), "` is no way to page a list; there are `offset`, `cursor`")
    };
}

//! Words that stand for something, and what that is. One that there isn't is an error at its token.

/// A keyword as its constant in `__private`; an unknown one is an error at its token.
///
/// `__known! { operator eq }`
#[doc(hidden)]
#[macro_export]
macro_rules! __known {
    (operator eq) => {
        $crate::__private::operator::eq
    };
    (operator ne) => {
        $crate::__private::operator::ne
    };
    (operator lt) => {
        $crate::__private::operator::lt
    };
    (operator le) => {
        $crate::__private::operator::le
    };
    (operator gt) => {
        $crate::__private::operator::gt
    };
    (operator ge) => {
        $crate::__private::operator::ge
    };
    (operator null) => {
        $crate::__private::operator::null
    };
    (operator contains) => {
        $crate::__private::operator::contains
    };
    (operator starts) => {
        $crate::__private::operator::starts
    };
    (rows_operator any) => {
        $crate::__private::rows_operator::any
    };
    (rows_operator none) => {
        $crate::__private::rows_operator::none
    };
    (rows_operator count_ge) => {
        $crate::__private::rows_operator::count_ge
    };
    (rows_operator count_le) => {
        $crate::__private::rows_operator::count_le
    };
    (operation list) => {
        $crate::__private::operation::list
    };
    (operation create) => {
        $crate::__private::operation::create
    };
    (operation create_many) => {
        $crate::__private::operation::create_many
    };
    (operation read) => {
        $crate::__private::operation::read
    };
    (operation update) => {
        $crate::__private::operation::update
    };
    (operation put) => {
        $crate::__private::operation::put
    };
    (operation delete) => {
        $crate::__private::operation::delete
    };
    (operation delete_many) => {
        $crate::__private::operation::delete_many
    };
    (operation link) => {
        $crate::__private::operation::link
    };
    (operation unlink) => {
        $crate::__private::operation::unlink
    };
    (published create) => {
        $crate::__private::published::create
    };
    (published update) => {
        $crate::__private::published::update
    };
    (published delete) => {
        $crate::__private::published::delete
    };
    (hook before_create) => {
        $crate::__private::hook::before_create
    };
    (hook after_create) => {
        $crate::__private::hook::after_create
    };
    (hook before_update) => {
        $crate::__private::hook::before_update
    };
    (hook after_update) => {
        $crate::__private::hook::after_update
    };
    (hook before_delete) => {
        $crate::__private::hook::before_delete
    };
    (hook after_delete) => {
        $crate::__private::hook::after_delete
    };
    (socket_hook can_subscribe) => {
        $crate::__private::socket_hook::can_subscribe
    };
    (socket_hook can_publish) => {
        $crate::__private::socket_hook::can_publish
    };
    (built_in subscribe) => {
        $crate::__private::built_in::subscribe
    };
    (built_in unsubscribe) => {
        $crate::__private::built_in::unsubscribe
    };
    (built_in publish) => {
        $crate::__private::built_in::publish
    };
    (built_in server_info) => {
        $crate::__private::built_in::server_info
    };
    (format email) => {
        $crate::__private::format::email
    };
    (format url) => {
        $crate::__private::format::url
    };
    (format ipv4) => {
        $crate::__private::format::ipv4
    };
    (format ipv6) => {
        $crate::__private::format::ipv6
    };
    (format hostname) => {
        $crate::__private::format::hostname
    };
    (envelope one) => {
        $crate::__private::envelope::one
    };
    (envelope many) => {
        $crate::__private::envelope::many
    };
    (envelope total) => {
        $crate::__private::envelope::total
    };
    (op_envelope body) => {
        $crate::__private::op_envelope::body
    };
    (op_envelope reply) => {
        $crate::__private::op_envelope::reply
    };
    (op_envelope total) => {
        $crate::__private::op_envelope::total
    };
    (nulls shown) => {
        $crate::__private::meta::Nulls::Shown
    };
    (nulls omitted) => {
        $crate::__private::meta::Nulls::Omitted
    };
    (schema_option null_shown) => {
        $crate::__private::meta::Nulls::Shown
    };
    (schema_option null_omitted) => {
        $crate::__private::meta::Nulls::Omitted
    };
    (names camel_case) => {
        $crate::__private::meta::Names::CamelCase
    };
    (names snake_case) => {
        $crate::__private::meta::Names::SnakeCase
    };
    (names kebab_case) => {
        $crate::__private::meta::Names::KebabCase
    };
    (names pascal_case) => {
        $crate::__private::meta::Names::PascalCase
    };
    (error malformed) => {
        $crate::__private::meta::ErrorKind::Malformed
    };
    (error unauthorized) => {
        $crate::__private::meta::ErrorKind::Unauthorized
    };
    (error forbidden) => {
        $crate::__private::meta::ErrorKind::Forbidden
    };
    (error not_found) => {
        $crate::__private::meta::ErrorKind::NotFound
    };
    (error not_allowed) => {
        $crate::__private::meta::ErrorKind::NotAllowed
    };
    (error timeout) => {
        $crate::__private::meta::ErrorKind::Timeout
    };
    (error conflict) => {
        $crate::__private::meta::ErrorKind::Conflict
    };
    (error precondition_failed) => {
        $crate::__private::meta::ErrorKind::PreconditionFailed
    };
    (error too_large) => {
        $crate::__private::meta::ErrorKind::TooLarge
    };
    (error unsupported_media_type) => {
        $crate::__private::meta::ErrorKind::UnsupportedMediaType
    };
    (error invalid) => {
        $crate::__private::meta::ErrorKind::Invalid
    };
    (error precondition_required) => {
        $crate::__private::meta::ErrorKind::PreconditionRequired
    };
    (error too_many_requests) => {
        $crate::__private::meta::ErrorKind::TooManyRequests
    };
    (error internal) => {
        $crate::__private::meta::ErrorKind::Internal
    };
    (error unavailable) => {
        $crate::__private::meta::ErrorKind::Unavailable
    };
    (on_delete cascade) => {
        $crate::__private::on_delete::cascade
    };
    (on_delete set_null) => {
        $crate::__private::on_delete::set_null
    };
    (on_delete restrict) => {
        $crate::__private::on_delete::restrict
    };
    (method GET) => {
        $crate::__private::method::GET
    };
    (method POST) => {
        $crate::__private::method::POST
    };
    (method PUT) => {
        $crate::__private::method::PUT
    };
    (method PATCH) => {
        $crate::__private::method::PATCH
    };
    (method DELETE) => {
        $crate::__private::method::DELETE
    };
    ($kind:ident $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { $kind $word } }
    };
}

/// How a security scheme is made: `__scheme! { ApiKey header }`.
#[doc(hidden)]
#[macro_export]
macro_rules! __scheme {
    (ApiKey header) => {
        $crate::__private::meta::ApiKey::header
    };
    (ApiKey query) => {
        $crate::__private::meta::ApiKey::query
    };
    (ApiKey cookie) => {
        $crate::__private::meta::ApiKey::cookie
    };
    (ApiKey $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { ApiKey $word } }
    };
    (Basic new) => {
        $crate::__private::meta::Basic::new
    };
    (Basic $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { Basic $word } }
    };
    (Bearer new) => {
        $crate::__private::meta::Bearer::new
    };
    (Bearer jwt) => {
        $crate::__private::meta::Bearer::jwt
    };
    (Bearer $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { Bearer $word } }
    };
    (OAuth2 authorization_code) => {
        $crate::__private::meta::OAuth2::authorization_code
    };
    (OAuth2 implicit) => {
        $crate::__private::meta::OAuth2::implicit
    };
    (OAuth2 password) => {
        $crate::__private::meta::OAuth2::password
    };
    (OAuth2 client_credentials) => {
        $crate::__private::meta::OAuth2::client_credentials
    };
    (OAuth2 $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { OAuth2 $word } }
    };
    (OpenIdConnect url) => {
        $crate::__private::meta::OpenIdConnect::url
    };
    (OpenIdConnect $word:tt) => {
        $crate::__error_here! { $word $crate::__word! { OpenIdConnect $word } }
    };
    ($word:tt $constructor:tt) => {
        $crate::__error_here! { $word $crate::__word! { scheme $word } }
    };
}

/// An option that there is, whatever the type takes: `__option_known! { len build.len(1..=80) }`. The method is missing where the type
/// doesn't have it.
#[doc(hidden)]
#[macro_export]
macro_rules! __option_known {
    (name $($call:tt)*) => { $($call)* };
    (deprecated $($call:tt)*) => { $($call)* };
    (example_json $($call:tt)*) => { $($call)* };
    (example $($call:tt)*) => { $($call)* };
    (default $($call:tt)*) => { $($call)* };
    (default_json $($call:tt)*) => { $($call)* };
    (default_empty $($call:tt)*) => { $($call)* };
    (default_with $($call:tt)*) => { $($call)* };
    (read_only $($call:tt)*) => { $($call)* };
    (write_only $($call:tt)*) => { $($call)* };
    (null_shown $($call:tt)*) => { $($call)* };
    (null_omitted $($call:tt)*) => { $($call)* };
    (not_in_lists $($call:tt)*) => { $($call)* };
    (access $($call:tt)*) => { $($call)* };
    (hidden $($call:tt)*) => { $($call)* };
    (create_only $($call:tt)*) => { $($call)* };
    (update_only $($call:tt)*) => { $($call)* };
    (column $($call:tt)*) => { $($call)* };
    (was $($call:tt)*) => { $($call)* };
    (unique $($call:tt)*) => { $($call)* };
    (index $($call:tt)*) => { $($call)* };
    (references $($call:tt)*) => { $($call)* };
    (auto_increment $($call:tt)*) => { $($call)* };
    (len $($call:tt)*) => { $($call)* };
    (pattern $($call:tt)*) => { $($call)* };
    (format $($call:tt)*) => { $($call)* };
    (range $($call:tt)*) => { $($call)* };
    (min $($call:tt)*) => { $($call)* };
    (max $($call:tt)*) => { $($call)* };
    (multiple_of $($call:tt)*) => { $($call)* };
    (precision $($call:tt)*) => { $($call)* };
    (each $($call:tt)*) => { $($call)* };
    (digits $($call:tt)*) => { $($call)* };
    (json_string $($call:tt)*) => { $($call)* };
    (empty_as_null $($call:tt)*) => { $($call)* };
    (max_bytes $($call:tt)*) => { $($call)* };
    (media $($call:tt)*) => { $($call)* };
    (header $($call:tt)*) => { $($call)* };
    ($word:tt $($call:tt)*) => {
        $crate::__error_here! { $word $crate::__word! { option $word } }
    };
}

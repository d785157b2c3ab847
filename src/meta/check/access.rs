//! Access control: schemes that can be distinguished, rules that name them, and no operation without a rule.

use super::api::Whole;
use super::field_access::check_field_rules;
use super::link::check_linked;
use super::names::{misfit, same};
use super::op::is_token;
use super::owner::check_owned;
use super::socket_access::check_opening;
use super::{described, filter};
use crate::meta::const_error::const_error;
use crate::meta::{
    Access, Alternative, ApiKey, ArgumentPlace, Flow, Info, Item, KeyPlace, Op, Operation, Resource, Rules, Scheme,
    SchemeKind,
};

/// Checks that the rules of a resource name operations that it offers, each once.
#[track_caller]
pub(super) const fn check_rules(resource: &str, operations: &[Operation], rules: &Rules) {
    let Rules::Each(rules) = rules else { return };
    let mut at = 0;
    while at < rules.len() {
        let kind = rules[at].0;
        let (mut offered, mut other) = (false, 0);
        while other < operations.len() {
            offered |= operations[other].kind as u8 == kind as u8;
            other += 1;
        }
        if !offered {
            const_error(&[
                "resource `",
                resource,
                "`: `access` names `",
                kind.word(),
                "`, which `ops` doesn't offer; add it there, or remove it from `access`",
            ]);
        }
        other = 0;
        while other < at {
            if rules[other].0 as u8 == kind as u8 {
                const_error(&[
                    "resource `",
                    resource,
                    "`: `access` names `",
                    kind.word(),
                    "` twice; keep one",
                ]);
            }
            other += 1;
        }
        at += 1;
    }
}

/// Checks the schemes of an API.
#[track_caller]
pub(super) const fn check_schemes(api: &str, info: &Info) {
    let mut at = 0;
    while at < info.security.len() {
        let scheme = &info.security[at];
        check_scheme(api, scheme);
        if info.docs_required && !described(scheme.docs) {
            scheme_error(
                api,
                scheme,
                " has no description; write a doc comment above it, or leave out `docs: required`",
            );
        }
        let mut other = 0;
        while other < at {
            if same(scheme.name, info.security[other].name) {
                scheme_error(api, scheme, " is declared twice; keep one");
            }
            if mistakable(&scheme.kind, &info.security[other].kind) {
                scheme_error(
                    api,
                    scheme,
                    ": its credentials can't be distinguished from those of another scheme; take them from another place",
                );
            }
            other += 1;
        }
        at += 1;
    }
}

#[track_caller]
const fn scheme_error(api: &str, scheme: &Scheme, what: &str) -> ! {
    const_error(&["api `", api, "`: scheme `", scheme.name, "`", what])
}

#[track_caller]
const fn check_scheme(api: &str, scheme: &Scheme) {
    if same(scheme.name, "public") {
        scheme_error(
            api,
            scheme,
            ": `public` means access without credentials; give it another name",
        );
    }
    if same(scheme.name, "owner") {
        scheme_error(
            api,
            scheme,
            ": `owner` means the principal that owns a row; give it another name",
        );
    }
    if !scheme.name.is_ascii() {
        scheme_error(
            api,
            scheme,
            " has a character beyond ASCII in its name, but components of the document can't; rename it",
        );
    }
    match &scheme.kind {
        SchemeKind::ApiKey(ApiKey { place, name }) => match place {
            KeyPlace::Header | KeyPlace::Cookie => {
                if !is_token(name) {
                    const_error(&[
                        "api `",
                        api,
                        "`: scheme `",
                        scheme.name,
                        "`: \"",
                        name,
                        "\" is no name of a header or cookie (RFC 9110, section 5.6.2); write one such as \"X-Api-Key\"",
                    ]);
                }
            }
            KeyPlace::Query => {
                if name.is_empty() || misfit(name.as_bytes()).is_some() {
                    scheme_error(
                        api,
                        scheme,
                        ": its parameter may be named with ASCII letters, digits, `_` and `-` only; rename it",
                    );
                }
            }
        },
        SchemeKind::Basic(_) => {}
        SchemeKind::Bearer(bearer) => {
            if !is_token(bearer.prefix) || bearer.prefix.eq_ignore_ascii_case("Basic") {
                const_error(&[
                    "api `",
                    api,
                    "`: scheme `",
                    scheme.name,
                    "`: \"",
                    bearer.prefix,
                    "\" can't stand before a token (RFC 9110, section 11.1); write a word such as \"Token\"",
                ]);
            }
        }
        SchemeKind::OAuth2(oauth2) => match oauth2.flow {
            Flow::AuthorizationCode { authorize, token } => {
                check_url(api, scheme, authorize);
                check_url(api, scheme, token);
            }
            Flow::Implicit { authorize: url }
            | Flow::Password { token: url }
            | Flow::ClientCredentials { token: url } => {
                check_url(api, scheme, url);
            }
        },
        SchemeKind::OpenIdConnect(connect) => check_url(api, scheme, connect.url),
    }
}

#[track_caller]
const fn check_url(api: &str, scheme: &Scheme, url: &str) {
    if !matches!(
        url.as_bytes(),
        [b'h', b't', b't', b'p', b's', b':', b'/', b'/', _, ..] | [b'h', b't', b't', b'p', b':', b'/', b'/', _, ..]
    ) {
        const_error(&[
            "api `",
            api,
            "`: scheme `",
            scheme.name,
            "`: \"",
            url,
            "\" is no absolute URL; write one such as \"https://id.example.com/token\"",
        ]);
    }
}

/// Whether credentials of one scheme can't be distinguished from those of the other. Several schemes may use tokens: their checks tell them apart.
const fn mistakable(one: &SchemeKind, other: &SchemeKind) -> bool {
    match (one, other) {
        (SchemeKind::ApiKey(one), SchemeKind::ApiKey(other)) => match (one.place, other.place) {
            (KeyPlace::Header, KeyPlace::Header) => one.name.eq_ignore_ascii_case(other.name),
            (KeyPlace::Query, KeyPlace::Query) | (KeyPlace::Cookie, KeyPlace::Cookie) => same(one.name, other.name),
            _ => false,
        },
        (SchemeKind::ApiKey(key), _) | (_, SchemeKind::ApiKey(key)) => {
            matches!(key.place, KeyPlace::Header) && key.name.eq_ignore_ascii_case("Authorization")
        }
        (SchemeKind::Basic(_), SchemeKind::Basic(_)) => true,
        _ => false,
    }
}

/// Checks the rules of the whole API.
#[track_caller]
pub(super) const fn check_access(name: &str, api: &Whole) {
    check_rule(api, ["api `", name, "`", ""], &api.info.access);
    let mut next = api.index.first();
    while let Some(at) = next {
        match api.index.item(at) {
            Item::Component(_) => {}
            Item::Resource(resource) => check_resource(api, resource),
            Item::Op(op) => check_op(api, op),
            Item::Socket(socket) => check_opening(api, socket),
        }
        next = api.index.next(at);
    }
}

#[track_caller]
const fn check_resource(api: &Whole, resource: &Resource) {
    let mut at = 0;
    while at < resource.operations.len() {
        let operation = &resource.operations[at];
        let subject = ["resource `", resource.name, "`: operation `", operation.kind.word()];
        check_rule(api, subject, &operation.access);
        if has_no_rule(api, &operation.access) {
            const_error(&[
                "resource `",
                resource.name,
                "`: no access rule for `",
                operation.kind.word(),
                "`; set the resource's `access`, the api's `access` for all, or write `access: { ",
                operation.kind.word(),
                ": public }`",
            ]);
        }
        check_owned(api, resource, operation);
        check_linked(api, resource, operation);
        at += 1;
    }
    check_field_rules(api, resource);
    at = 0;
    while at < api.info.security.len() && !resource.operations.is_empty() {
        let scheme = &api.info.security[at];
        if let SchemeKind::ApiKey(ApiKey {
            place: KeyPlace::Query,
            name,
        }) = &scheme.kind
            && filter::is_parameter(resource, name)
        {
            const_error(&[
                "resource `",
                resource.name,
                "`: its lists have a parameter `",
                name,
                "`, which is the key of the scheme `",
                scheme.name,
                "`; rename one",
            ]);
        }
        at += 1;
    }
}

#[track_caller]
const fn check_op(api: &Whole, op: &Op) {
    check_item_rule(api, ["op `", op.name, "`", ""], &op.access);
    let mut at = 0;
    while at < api.info.security.len() {
        let scheme = &api.info.security[at];
        let mut argument = 0;
        while argument < op.arguments.len() {
            let place = &op.arguments[argument].place;
            let taken = match (&scheme.kind, place) {
                (SchemeKind::ApiKey(key), ArgumentPlace::Query) if matches!(key.place, KeyPlace::Query) => {
                    same(key.name, op.arguments[argument].field.property)
                }
                (SchemeKind::ApiKey(key), ArgumentPlace::Listing(resource) | ArgumentPlace::Filters(resource))
                    if matches!(key.place, KeyPlace::Query) =>
                {
                    filter::is_parameter(resource, key.name)
                }
                (SchemeKind::ApiKey(key), ArgumentPlace::Header(name)) if matches!(key.place, KeyPlace::Header) => {
                    key.name.eq_ignore_ascii_case(name)
                }
                _ => false,
            };
            if taken {
                const_error(&[
                    "op `",
                    op.name,
                    "`: its parameter `",
                    op.arguments[argument].field.name,
                    "` is the key of the scheme `",
                    scheme.name,
                    "`; rename one",
                ]);
            }
            argument += 1;
        }
        at += 1;
    }
}

/// Checks the rule of an op or a socket, which must have one.
#[track_caller]
pub(super) const fn check_item_rule(api: &Whole, subject: Subject<'_>, access: &Access) {
    check_rule(api, subject, access);
    if has_no_rule(api, access) {
        rule_error(
            subject,
            &["no access rule; give it an `access: ..`, give the api one for all, or write `access: public`"],
        );
    }
}

/// Whether an API with schemes has no access rule for an item.
const fn has_no_rule(api: &Whole, access: &Access) -> bool {
    matches!(access.or(api.info.default_access()), Access::Inherit)
}

/// What has a rule, for messages: a keyword and names.
pub(super) type Subject<'s> = [&'s str; 4];

/// Checks that a rule names schemes and scopes that there are. `subject` lacks its last quote where it has four parts.
#[track_caller]
const fn check_rule(api: &Whole, subject: Subject<'_>, access: &Access) {
    let alternatives = access.alternatives();
    let mut at = 0;
    while at < alternatives.len() {
        check_alternative(api, subject, access, &alternatives[at]);
        at += 1;
    }
}

/// Checks one alternative of a rule. `access` is the rule, if it may let anybody in.
#[track_caller]
pub(super) const fn check_alternative(api: &Whole, subject: Subject<'_>, access: &Access, alternative: &Alternative) {
    let Alternative { scheme, scopes } = *alternative;
    if alternative.is_public() {
        rule_error(
            subject,
            &["`public` is written once in `access`, before the schemes: `public | bearer`"],
        );
    }
    if alternative.is_owner() {
        rule_error(
            subject,
            &["`owner` is a rule of fields, `access(owner)`; the resource's section `owner` restricts its operations"],
        );
    }
    if access.admits_anybody() && !scopes.is_empty() {
        rule_error(
            subject,
            &[
                "`access` lets anybody in, so the scopes of `",
                scheme,
                "` protect nothing; remove them, or remove `public`",
            ],
        );
    }
    let Some(declared) = find(api.info.security, scheme) else {
        let known = known(api.info.security);
        rule_error(
            subject,
            &[
                "`access` names the scheme `",
                scheme,
                "`, which the api's `security` doesn't declare; declare it there",
                known[0],
                known[1],
                known[2],
                known[3],
                known[4],
                known[5],
                known[6],
            ],
        );
    };
    let mut scope = 0;
    while scope < scopes.len() {
        if let SchemeKind::OAuth2(oauth2) = &declared.kind
            && !has_scope(oauth2.scopes, scopes[scope])
        {
            rule_error(
                subject,
                &[
                    "`access` names the scope \"",
                    scopes[scope],
                    "\", which the scheme `",
                    scheme,
                    "` doesn't declare; add it to its `.scopes(&[(\"",
                    scopes[scope],
                    "\", \"..\")])`",
                ],
            );
        }
        scope += 1;
    }
}

/// Stops with ``resource `Task`: operation `read`: ..``.
#[track_caller]
const fn rule_error(subject: Subject<'_>, what: &[&str]) -> ! {
    let [keyword, name, operation, word] = subject;
    let mut parts = [""; 16];
    (parts[0], parts[1], parts[2], parts[3]) = (keyword, name, operation, word);
    parts[4] = if word.is_empty() { ": " } else { "`: " };
    let mut at = 0;
    while at < what.len() && at + 5 < parts.len() {
        parts[at + 5] = what[at];
        at += 1;
    }
    const_error(&parts)
}

const fn find<'s>(schemes: &'s [Scheme], name: &str) -> Option<&'s Scheme> {
    let mut at = 0;
    while at < schemes.len() {
        if same(schemes[at].name, name) {
            return Some(&schemes[at]);
        }
        at += 1;
    }
    None
}

/// The first schemes, as the end of a message.
const fn known(schemes: &'static [Scheme]) -> [&'static str; 7] {
    let mut parts = [""; 7];
    let mut at = 0;
    while at < schemes.len() && at < 3 {
        parts[2 * at] = if at == 0 { ", or name `" } else { "` or `" };
        parts[2 * at + 1] = schemes[at].name;
        at += 1;
    }
    if at > 0 {
        parts[2 * at] = "`";
    }
    parts
}

const fn has_scope(declared: &[(&str, &str)], scope: &str) -> bool {
    let mut at = 0;
    while at < declared.len() {
        if same(declared[at].0, scope) {
            return true;
        }
        at += 1;
    }
    false
}

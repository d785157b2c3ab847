//! Checks of an op against the rest of its API: tags, types, descriptions.

use super::api::{JOIN, Whole, check_described, unresolved, view_of};
use super::tags::check_tag;
use super::{Owner, described, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{ArgumentPlace, Item, Op};
use crate::types::{Kind, Schema};

/// Checks that the body of an op is no body of a resource with `write`: functions get rows without related ones.
#[track_caller]
const fn check_written(api: &Whole, op: &Op, schema: &Schema) {
    match schema.kind {
        Kind::Ref(name) => {
            if let Some((stem, ..)) = view_of(name)
                && let Some(at) = api.index.components.get(stem)
                && let Item::Resource(resource) = api.index.item(at)
                && !resource.write.is_empty()
            {
                const_error(&[
                    "op `",
                    op.name,
                    "`: its body holds `",
                    name,
                    "`, which has related rows that `write` names, but a function gets none; take a schema, `schema New",
                    stem,
                    " = ",
                    stem,
                    ".pick(..)`",
                ]);
            }
        }
        Kind::List(inner) | Kind::Map(inner) => check_written(api, op, inner),
        _ => {}
    }
}

/// Checks an op against the rest of its API.
#[track_caller]
pub(super) const fn check_whole_op(api: &Whole, op: &Op) {
    check_described(api, "op", op.name, op.docs);
    check_tag(api, "op", op.name, op.tag);
    let mut at = 0;
    while let Some(reply) = op.reply.get(at) {
        if let Some(schema) = &reply.schema
            && let Some(target) = unresolved(schema, api)
        {
            const_error(&["op `", op.name, "`: its reply's type `", target, JOIN]);
        }
        at += 1;
    }
    let owner = Owner {
        keyword: "op",
        name: op.name,
    };
    at = 0;
    while at < op.arguments.len() {
        let argument = &op.arguments[at];
        let schema = match &argument.place {
            ArgumentPlace::Body(body) => &body.schema,
            ArgumentPlace::Path | ArgumentPlace::Query | ArgumentPlace::Header(_) => {
                if api.info.docs_required && !described(argument.field.docs) {
                    field_error(
                        owner,
                        argument.field.name,
                        " has no description; write a doc comment above it, or leave out `docs: required`",
                    );
                }
                &argument.field.schema
            }
            ArgumentPlace::Row(_) | ArgumentPlace::Listing(_) | ArgumentPlace::Filters(_) => &argument.field.schema,
        };
        check_written(api, op, schema);
        if let Some(target) = unresolved(schema, api) {
            const_error(&[
                "op `",
                op.name,
                "`: parameter `",
                argument.field.name,
                "`: type `",
                target,
                JOIN,
            ]);
        }
        at += 1;
    }
}

//! Access rules of fields: who can be named there, and where such a field can't be used.

use super::access::{Subject, check_alternative};
use super::api::Whole;
use super::{Owner, field_error};
use crate::meta::const_error::const_error;
use crate::meta::{Access, Paging, PagingStyle, Resource};

/// Checks the rule of one field by itself.
#[track_caller]
pub(super) const fn check_field_access(owner: Owner<'_>, resource: &Resource, at: usize) {
    let field = &resource.fields[at];
    let Some(access) = field.access else { return };
    if field.key {
        field_error(
            owner,
            field.name,
            " is part of the key, which everybody sees who sees the row; remove `access`",
        );
    }
    if !field.in_replies() {
        field_error(
            owner,
            field.name,
            " isn't in replies, so `access` hides nothing; remove it, or what keeps the field out of replies",
        );
    }
    let mut alternative = 0;
    while alternative < access.alternatives.len() {
        let rule = &access.alternatives[alternative];
        if rule.is_public() {
            field_error(
                owner,
                field.name,
                ": `public` lets everybody see it; remove `access`, or name schemes and `owner` there",
            );
        }
        if rule.is_owner() && resource.owner.is_none() {
            field_error(
                owner,
                field.name,
                ": its `access` names the `owner`, but the resource has none; add a section `owner: created_by` with the field that holds it",
            );
        }
        if rule.is_owner() && !rule.scopes.is_empty() {
            field_error(
                owner,
                field.name,
                ": `owner` takes no scopes in `access`; name a scheme for them, `access(owner | bearer[users:admin])`",
            );
        }
        alternative += 1;
    }
    if resource.creates() && !is_settable(resource, at) {
        field_error(owner, field.name, UNSETTABLE);
    }
}

/// Whether every client that creates a row can give a field its value, if it must have one.
pub(super) const fn is_settable(resource: &Resource, at: usize) -> bool {
    let field = &resource.fields[at];
    let Some(access) = field.access else { return true };
    let is_owner = match resource.owner {
        Some(index) => index == at,
        None => false,
    };
    !field.in_creates() || field.optional() || access.includes_owner() || is_owner
}

/// What is wrong with a field that some clients can't set.
pub(super) const UNSETTABLE: &str = " must have a value, but clients that `access` hides it from can't set it; add `owner` there, give it a default, or make its type an `Option`";

/// Checks that the order of a list shows nothing of a field that some clients can't see.
#[track_caller]
pub(super) const fn check_order(owner: Owner<'_>, resource: &Resource, paging: &Paging) {
    let (entries, word) = match paging.style {
        PagingStyle::Offset => (paging.order, "`offset`"),
        PagingStyle::Cursor(entries) => (entries, "`cursor`"),
    };
    let mut at = 0;
    while at < entries.len() {
        // Others are refused as no fields.
        if let Some(field) = entries[at].by.field(resource, resource.related_paging, at)
            && field.access.is_some()
        {
            const_error(&[
                owner.keyword,
                " `",
                owner.name,
                "`: field `",
                field.name,
                "` has an `access` rule, but ",
                word,
                " would show its order to everybody; remove it there",
            ]);
        }
        at += 1;
    }
}

/// Checks that the rules of a resource's fields name schemes and scopes that there are.
#[track_caller]
pub(super) const fn check_field_rules(api: &Whole, resource: &Resource) {
    let mut at = 0;
    while at < resource.fields.len() {
        let field = &resource.fields[at];
        if let Some(access) = field.access {
            let mut alternative = 0;
            while alternative < access.alternatives.len() {
                let rule = &access.alternatives[alternative];
                // `public` is refused at the field.
                if !rule.is_owner() && !rule.is_public() {
                    let subject: Subject<'_> = ["resource `", resource.name, "`: field `", field.name];
                    check_alternative(api, subject, &Access::Inherit, rule);
                }
                alternative += 1;
            }
        }
        at += 1;
    }
}

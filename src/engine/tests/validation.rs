//! Invalid requests: every violation, in one reply.

use super::schema::{PLACE, STEP, THING};
use super::support::{Ask, ask, statement};
use crate::meta::OperationKind::{self, Create, CreateMany, Delete, DeleteMany, List, Put, Read, Update};
use crate::sql::Dialect;

#[track_caller]
fn refused(ask: Ask<'_>, message: &str) {
    assert_eq!(statement(Dialect::SQLITE, ask), message);
}

#[track_caller]
fn query(kind: OperationKind, query: &str, message: &str) {
    refused(ask(THING, kind).query(query), message);
}

#[track_caller]
fn body(kind: OperationKind, body: &str, message: &str) {
    refused(ask(THING, kind).key(&["1"]).body(body), message);
}

#[test]
fn lists_check_their_parameters() {
    query(List, "limit=0", "limit: less than 1");
    query(List, "limit=101", "limit: greater than 100");
    query(List, "limit=ten", "limit: not an integer");
    query(List, "limit=1&limit=2", "limit: given more than once");
    query(List, "offset=-1", "offset: less than 0");
    query(List, "offset=99999999999999999999", "offset: greater than 1000000");
    query(List, "cursor=x", "cursor: unknown parameter");
    query(List, "direction=asc", "direction: unknown parameter");
    query(
        List,
        "order_by=rank",
        "order_by: not one of title, -title, severity, -severity",
    );
    query(List, "order_by=title&order_by=-title", "order_by: given more than once");
    query(List, "order_by=title&order_by=title", "order_by: given more than once");
    query(
        List,
        "order_by=rank&order_by=title&order_by=title&order_by=-rank",
        "order_by: not one of title, -title, severity, -severity; order_by: given more than once; \
         order_by: not one of title, -title, severity, -severity",
    );
    query(List, "title:ge=a", "title:ge: unknown parameter");
    query(List, "title:eq=a", "title:eq: unknown parameter");
    query(List, "done=2020-01-01T00:00:00Z", "done: unknown parameter");
    query(List, "done:ge=2020", "done:ge: not a valid date-time (offset needed)");
    query(
        List,
        "done:ge=2020-01-01T01:30:00+02:00",
        "done:ge: not a valid date-time (there is a space where the offset's + should be; in a URL or a form write it as %2B)",
    );
    query(
        List,
        "done:ge=2020-01-01 01:30:00",
        "done:ge: not a valid date-time (offset needed)",
    );
    query(
        List,
        "severity=a&severity=1&severity=b",
        "severity: not an integer; severity: not an integer",
    );
    query(List, "severity:ge=1&severity:ge=2", "severity:ge: given more than once");
    query(List, "severity:null=1", "severity:null: not a boolean");
    query(List, "finished=yes", "finished: not a boolean");
    query(List, "finished=true&finished=true", "finished: given more than once");
    query(List, "title=%00", "title: contains a NUL character");
    query(List, "title:contains=%00", "title:contains: contains a NUL character");
    query(List, "search=%00", "search: contains a NUL character");
    query(List, "search=a&search=b", "search: given more than once");
    query(List, &"severity=1&".repeat(101), "severity: given more than 100 times");
    query(
        List,
        "a=1&b=2&a=3&limit=x",
        "limit: not an integer; a: unknown parameter; b: unknown parameter",
    );
    query(List, "a=%zz", "the query isn't valid percent-encoded UTF-8");
    query(List, "a=%ff", "the query isn't valid percent-encoded UTF-8");
}

#[test]
fn cursor_lists_check_their_parameters() {
    let query = |query: &str, message: &str| refused(ask(STEP, List).query(query), message);
    query("offset=1", "offset: unknown parameter");
    query("order_by=name", "order_by: unknown parameter");
    query("direction=up", "direction: not one of asc, desc");
    query("cursor=AAAA", "cursor: invalid cursor");
    query("cursor=", "cursor: invalid cursor");
    query("cursor=a&cursor=a", "cursor: given more than once");
    query("limit=0&x=1", "limit: less than 1; x: unknown parameter");
}

#[test]
fn operations_on_rows_take_no_parameters() {
    for kind in [Read, Delete] {
        refused(ask(THING, kind).key(&["1"]).query("a=1"), "a: unknown parameter");
    }
    for kind in [Create, Update, Put] {
        let both = ask(THING, kind).key(&["1"]).query("a=1").body("{\"title\":7}");
        refused(both, "a: unknown parameter; title: not a string");
    }
}

#[test]
fn bulk_deletes_need_a_filter_or_all() {
    let message = "all: required: give a filter that leaves rows out, or all=true for every row";
    query(DeleteMany, "", message);
    query(DeleteMany, "all=false", message);
    query(DeleteMany, "search=", message);
    query(DeleteMany, "all=1", "all: not a boolean");
    query(DeleteMany, "all=true&all=true", "all: given more than once");
    query(DeleteMany, "all=true&limit=1", "limit: unknown parameter");
    query(DeleteMany, "all=true&order_by=title", "order_by: unknown parameter");
    query(DeleteMany, "titel=x", "titel: unknown parameter");
}

#[test]
fn bodies_are_json_objects() {
    for kind in [Create, Update, Put] {
        for text in ["", "{", "{} x", "nope", "\"\u{1}\""] {
            body(kind, text, "Invalid data format");
        }
        body(kind, &("[".repeat(65) + &"]".repeat(65)), "Invalid data format");
        body(kind, "[]", "not an object");
        body(kind, "null", "not an object");
    }
    body(CreateMany, "{}", "not a list");
    body(CreateMany, "", "Invalid data format");
    body(
        CreateMany,
        &format!("[{}1]", "1,".repeat(5_000)),
        "too long (at most 5000)",
    );
}

#[test]
fn fields_have_directions() {
    let title = "\"title\":\"abc\"";
    for (property, create, update) in [
        ("rank", false, false),
        ("sql_code", false, false),
        ("kind", false, false),
        ("done", false, true),
        ("author", true, false),
    ] {
        let text = format!("{{{title},\"{property}\":null}}");
        let unknown = format!("{property}: unknown field");
        if !create {
            body(Create, &text, &unknown);
            body(Put, &text, &unknown);
        }
        if !update {
            body(Update, &text, &unknown);
        }
    }
    body(Create, &format!("{{{title},\"id\":1}}"), "id: unknown field");
    body(Update, "{\"author\":\"me\"}", "author: unknown field");
    refused(
        ask(PLACE, Put).key(&["ab", "1"]).body("{\"town\":\"cd\"}"),
        "town: differs from the path",
    );
    // The path's own key is accepted; the next rule is violated.
    refused(
        ask(PLACE, Put).key(&["ab", "1"]).body("{\"town\":\"ab\",\"number\":1}"),
        "this request needs an If-Match header",
    );
    refused(
        ask(PLACE, Update)
            .key(&["ab", "1"])
            .body("{\"town\":\"ab\",\"number\":2,\"open\":1}"),
        "open: not a boolean; number: differs from the path",
    );
    body(Update, "{\"id\":\"x\"}", "id: not an integer");
}

#[test]
fn all_violations_are_reported_at_once() {
    body(Create, "{}", "title: required");
    body(Put, "{}", "title: required");
    body(
        Create,
        "{\"title\":null,\"author\":null}",
        "title: may not be null; author: may not be null",
    );
    body(
        Create,
        "{\"title\":\"abc\",\"title\":\"abc\"}",
        "title: given more than once",
    );
    body(
        Create,
        "{\"title\":\"ab\",\"severity\":\"7\",\"points\":1.234,\"x\":1,\"labels\":[\"a\",1]}",
        "x: unknown field; title: too short (at least 3); severity: not an integer; \
         points: more than 2 digits after the point; labels.1: not a string",
    );
    body(
        CreateMany,
        "[{\"title\":\"abc\"},{\"title\":1,\"severity\":11},7]",
        "1.title: not a string; 1.severity: greater than 10; 2: not an object",
    );
    body(
        Update,
        "{\"severity\":11,\"title\":\"\"}",
        "title: too short (at least 3); severity: greater than 10",
    );
}

#[test]
fn bodies_are_checked_before_keys() {
    refused(ask(THING, Update).key(&["x"]).body("{"), "Invalid data format");
    refused(
        ask(THING, Update).key(&["x"]).body("{\"title\":1}"),
        "title: not a string",
    );
    refused(ask(THING, Update).key(&["x"]).body("{}"), "not found");
    refused(ask(PLACE, Update).key(&["a", "b"]).body("{}"), "not found");
    refused(ask(PLACE, Update).key(&["a"]).body("{}"), "not found");
    refused(
        ask(PLACE, Update).key(&["ab", "1"]).body("{}"),
        "this request needs an If-Match header",
    );
    refused(
        ask(PLACE, Delete).key(&["ab", "1"]),
        "this request needs an If-Match header",
    );
    refused(
        ask(PLACE, Put).key(&["ab", "1"]).body("{}"),
        "this request needs an If-Match header",
    );
    // A key outside its limits can't come to be.
    refused(ask(PLACE, Put).key(&["a", "1"]).body("{}"), "not found");
}

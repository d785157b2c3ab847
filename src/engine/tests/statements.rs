//! Requests to SQL.

use super::schema::{SAMPLE, STEP, THING};
use super::support::{ask, statement, statements};
use crate::meta::OperationKind::{Create, DeleteMany, List, Put, Read, Update};
use crate::sql::Dialect;

/// What a list's query becomes behind `WHERE`, up to the order, on PostgreSQL.
#[track_caller]
fn filtered(query: &str, expected: &str) {
    let sql = statement(Dialect::POSTGRES, ask(THING, List).query(query));
    let condition = sql
        .rsplit_once(" FROM ")
        .and_then(|(_, rest)| rest.rsplit_once(" ORDER BY"))
        .map_or(sql.as_str(), |(rest, _)| {
            rest.split_once(" WHERE ").map_or("", |(_, rest)| rest)
        });
    assert_eq!(condition, expected, "{query}");
}

#[test]
fn filters_become_conditions() {
    filtered("", "");
    filtered("title=a+b", r#""things"."title" = 'a b'"#);
    filtered("title=a&title=b", r#""things"."title" IN ('a', 'b')"#);
    filtered(
        "title:contains=%25",
        r#"("things"."title" COLLATE "default") ILIKE '%\%%'"#,
    );
    filtered("title:starts=a", r#"("things"."title" COLLATE "default") ILIKE 'a%'"#);
    filtered("severity:ne=1", r#""things"."severity" <> 1"#);
    filtered("severity:ne=1&severity:ne=2", r#""things"."severity" NOT IN (1, 2)"#);
    filtered("severity:lt=1", r#""things"."severity" < 1"#);
    filtered("severity:le=1", r#""things"."severity" <= 1"#);
    filtered("severity:gt=1", r#""things"."severity" > 1"#);
    filtered(
        "severity:ge=1&severity:le=99",
        r#""things"."severity" >= 1 AND "things"."severity" <= 99"#,
    );
    filtered("severity:null=true", r#""things"."severity" IS NULL"#);
    filtered("severity:null=false", r#""things"."severity" IS NOT NULL"#);
    filtered("finished=true", r#""things"."done" IS NOT NULL"#);
    filtered("search=", "");
    filtered(
        "search=x&severity=2",
        r#"((("things"."title" COLLATE "default") ILIKE '%x%') OR (("things"."sql_code" COLLATE "default") ILIKE '%x%')) AND "things"."severity" = 2"#,
    );
}

#[track_caller]
fn ordered(query: &str, expected: &str) {
    let sql = statement(Dialect::SQLITE, ask(THING, List).query(query));
    assert_eq!(
        sql.rsplit_once(" ORDER BY ").map(|(_, order)| order),
        Some(expected),
        "{sql}"
    );
}

#[test]
fn orders_end_with_the_key() {
    ordered("", r#"`things`.`id` ASC LIMIT 50 OFFSET 0"#);
    ordered(
        "order_by=-title&limit=7&offset=3",
        r#"`things`.`title` DESC, `things`.`id` ASC LIMIT 7 OFFSET 3"#,
    );
    ordered(
        "order_by=severity&order_by=title",
        r#"`things`.`severity` ASC NULLS LAST, `things`.`title` ASC, `things`.`id` ASC LIMIT 50 OFFSET 0"#,
    );
}

#[test]
fn statements_select_what_replies_show() {
    assert_eq!(
        statement(Dialect::POSTGRES, ask(THING, Read).key(&["7"])),
        r#"SELECT "things"."id", "things"."title", "things"."severity", "things"."done", "things"."type", "things"."sql_code", "things"."points", "things"."author", "things"."labels" FROM "things" WHERE "things"."id" = 7"#
    );
    assert_eq!(
        statement(Dialect::POSTGRES, ask(THING, Create).body(r#"{"title":"abc","labels":["a"]}"#)),
        r#"INSERT INTO "things" ("title", "severity", "done", "type", "sql_code", "points", "author", "secret", "rank", "labels") "#
            .to_owned()
            + r#"VALUES ('abc', NULL, NULL, NULL, NULL, NULL, '', NULL, 7, CAST('["a"]' AS json)) "#
            + r#"RETURNING "things"."id", "things"."title", "things"."severity", "things"."done", "things"."type", "things"."sql_code", "things"."points", "things"."author", "things"."labels""#
    );
    assert_eq!(
        statement(
            Dialect::POSTGRES,
            ask(THING, Update).key(&["7"]).body(r#"{"severity":null,"secret":"s"}"#)
        ),
        r#"UPDATE "things" SET "severity" = NULL, "secret" = 's' WHERE "things"."id" = 7 "#.to_owned()
            + r#"RETURNING "things"."id", "things"."title", "things"."severity", "things"."done", "things"."type", "things"."sql_code", "things"."points", "things"."author", "things"."labels""#
    );
    assert_eq!(
        statement(Dialect::POSTGRES, ask(THING, DeleteMany).query("severity:gt=3")),
        r#"DELETE FROM "things" WHERE "things"."severity" > 3"#
    );
    assert_eq!(
        statement(Dialect::POSTGRES, ask(THING, DeleteMany).query("all=true")),
        r#"DELETE FROM "things""#
    );
}

#[test]
fn puts_replace_what_clients_may_set_at_any_time() {
    let executed = statements(
        Dialect::POSTGRES,
        ask(SAMPLE, Put)
            .key(&["00000000-0000-0000-0000-000000000007"])
            .body("{}"),
    );
    let [sql] = executed.as_slice() else {
        panic!("{executed:?}");
    };
    let (_, conflict) = sql.split_once("ON CONFLICT ").unwrap();
    let (update, _) = conflict.split_once(" RETURNING").unwrap();
    let columns = SAMPLE.fields.iter().skip(1).map(|field| field.column);
    let set: Vec<String> = columns
        .map(|column| format!(r#""{column}" = "excluded"."{column}""#))
        .collect();
    assert_eq!(update, format!(r#"("id") DO UPDATE SET {}"#, set.join(", ")));

    // A counted key creates nothing: the row is there, or it isn't.
    let counted = ask(THING, Put).key(&["7"]).body(r#"{"title":"abc"}"#);
    let sql = statement(Dialect::POSTGRES, counted);
    let (set, _) = sql
        .strip_prefix(r#"UPDATE "things" SET "#)
        .unwrap()
        .split_once(" WHERE")
        .unwrap();
    assert_eq!(
        set,
        r#""title" = 'abc', "severity" = NULL, "type" = NULL, "sql_code" = NULL, "points" = NULL, "secret" = NULL, "labels" = CAST(NULL AS json)"#
    );
}

#[test]
fn cursor_lists_read_one_row_more() {
    assert_eq!(
        statement(Dialect::SQLITE, ask(STEP, List).query("limit=5&name=x")),
        r#"SELECT `steps`.`id`, `steps`.`level`, `steps`.`name`, `steps`.`weight` FROM `steps` WHERE `steps`.`name` = 'x' "#.to_owned()
            + r#"ORDER BY `steps`.`level` DESC NULLS FIRST, `steps`.`name` ASC, `steps`.`weight` ASC NULLS LAST, `steps`.`id` ASC LIMIT 6"#
    );
}

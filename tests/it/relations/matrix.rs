//! The rights of related rows, for the rules of resources, five clients and the ways to ask for rows directly related: no way shows what a client may
//! not see.

use serde_json::{Value, json};
use warp_openapi::prelude::*;
use warp_openapi::testing::{App, Database, Request, databases};

/// An API with a resource for each rule. Desks have rows of all of them, and pointers lead to one row of each. The words of a resource are its name, the
/// relations to several rows and to one, the field that refers to one, a count, a nested resource, the rows that are linked, and an op.
macro_rules! rights {
    ($(
        $target:ident $many:ident $one:ident $fk:ident $count:ident $note:ident $mark:ident $peek:ident
        $path:tt $notes:tt $peeks:tt { $($rule:tt)* }
    )*) => {
        api! {
            /// Rows under all kinds of rules.
            api Rights {
                title: "Rights",
                version: "1.0.0",
                security: {
                    /// Name of a client
                    bearer: Bearer::new() = check_client,
                },
                access: public | bearer,
            }

            resource Desk {
                path: "/desks",
                key: { id: i64 },
                fields: { name: String },
                relations: { $( $many: [$target] = desk_id [limit(100), order(id)] ),* },
                include: [$($many),*],
                filters: { $( $many.text: [eq], $many.secret: [eq], $many: [any, count_ge] ),* },
                search: [$($many.text),*],
                computed: { $( $count: count($many) ),* },
                select: fields,
                ops: [list, create],
            }

            resource Pointer {
                path: "/pointers",
                key: { id: i64 },
                fields: { $( $fk: Option<i64> [references($target)] ),* },
                relations: { $( $one: $target = $fk ),* },
                include: [$($one),*],
                filters: { $( $one.text: [eq] ),* },
                order: [$($one.text),*],
                ops: [list, create],
            }

            $(
                resource $target {
                    path: $path,
                    key: { id: i64 },
                    fields: {
                        text: String,
                        user: String,
                        desk_id: i64 [references(Desk)],
                        secret: String [access(bearer[board]), default("hidden")],
                    },
                    relations: { marks: [$mark] = $fk [limit(5)] },
                    ops: [list, read, create, link(marks)],
                    $($rule)*
                }

                resource $note {
                    path: $notes,
                    key: { id: i64 [auto_increment] },
                    fields: { $fk: i64 [references($target)] },
                    relations: { $one: $target = $fk },
                    ops: [list],
                }

                resource $mark {
                    key: { id: i64 [auto_increment] },
                    fields: { $fk: i64 [references($target)], user: String },
                    unique: [[$fk, user]],
                    owner: user,
                }

                /// Look at a row
                op $peek($one: $target) -> $target { route: GET $peeks }
            )*
        }

        $(
            async fn $peek(_: Ctx, $one: $target) -> Result<$target, Error> {
                Ok($one)
            }
        )*
    };
}

rights! {
    Open opens open open_id open_count OpenNote OpenMark peek_open
        "/opens" "/opens/{open}/notes" "/peek/opens/{open}"
        { access: { list: public | bearer, read: public | bearer, create: bearer, link: bearer } }
    Board boards board board_id board_count BoardNote BoardMark peek_board
        "/boards" "/boards/{board}/notes" "/peek/boards/{board}"
        { access: bearer[board] }
    Half halves half half_id half_count HalfNote HalfMark peek_half
        "/halves" "/halves/{half}/notes" "/peek/halves/{half}"
        { access: { list: public | bearer, read: bearer[board], create: bearer, link: bearer } }
    Owned owneds owned owned_id owned_count OwnedNote OwnedMark peek_owned
        "/owneds" "/owneds/{owned}/notes" "/peek/owneds/{owned}"
        { owner: user, access: bearer }
    Listed listeds listed listed_id listed_count ListedNote ListedMark peek_listed
        "/listeds" "/listeds/{listed}/notes" "/peek/listeds/{listed}"
        { owner: user, others: [list], access: bearer }
    Readable readables readable readable_id readable_count ReadableNote ReadableMark peek_readable
        "/readables" "/readables/{readable}/notes" "/peek/readables/{readable}"
        { owner: user, others: [read], access: bearer }
    Shared shareds shared shared_id shared_count SharedNote SharedMark peek_shared
        "/shareds" "/shareds/{shared}/notes" "/peek/shareds/{shared}"
        { owner: user, others: [list, read], access: { list: public | bearer, read: public | bearer, create: bearer, link: bearer } }
}

async fn check_client(_: &Ctx, credentials: Credentials) -> Result<Principal, Error> {
    match credentials {
        Credentials::Bearer(name) if name.expose() == "board" => Ok(Principal::new("board").scope("board")),
        Credentials::Bearer(name) => Ok(Principal::new(name.expose())),
        _ => Err(Error::Unauthorized),
    }
}

/// Who is admitted by a rule.
#[derive(Clone, Copy, PartialEq)]
enum Who {
    Anybody,
    Clients,
    Board,
}

impl Who {
    fn admits(self, client: &str) -> bool {
        match self {
            Self::Anybody => true,
            Self::Clients => !client.is_empty(),
            Self::Board => client == "board",
        }
    }
}

/// What is declared above of a resource: the rules of `list` and `read`, and if rows have owners, whose rows others list and read.
struct Rule {
    one: &'static str,
    many: &'static str,
    list: Who,
    read: Who,
    owned: Option<(bool, bool)>,
}

const RULES: [Rule; 7] = [
    rule("open", "opens", Who::Anybody, Who::Anybody, None),
    rule("board", "boards", Who::Board, Who::Board, None),
    rule("half", "halves", Who::Anybody, Who::Board, None),
    rule("owned", "owneds", Who::Clients, Who::Clients, Some((false, false))),
    rule("listed", "listeds", Who::Clients, Who::Clients, Some((true, false))),
    rule("readable", "readables", Who::Clients, Who::Clients, Some((false, true))),
    rule("shared", "shareds", Who::Anybody, Who::Anybody, Some((true, true))),
];

const fn rule(one: &'static str, many: &'static str, list: Who, read: Who, owned: Option<(bool, bool)>) -> Rule {
    Rule {
        one,
        many,
        list,
        read,
        owned,
    }
}

/// The owners of the rows 1 and 2.
const OWNERS: [&str; 2] = ["ann", "bob"];

impl Rule {
    /// Which of the rows 1 and 2 a client may see among several, by all rules of the resource.
    fn many(&self, client: &str) -> Vec<i64> {
        self.rows(client, self.owned.is_none_or(|(listed, _)| listed))
    }

    /// Which of them it may see by itself.
    fn one(&self, client: &str) -> Vec<i64> {
        self.rows(client, self.owned.is_none_or(|(_, read)| read))
    }

    fn rows(&self, client: &str, of_others: bool) -> Vec<i64> {
        let admitted = self.list.admits(client) && self.read.admits(client);
        let rows = OWNERS.iter().zip(1..);
        let seen = rows.filter(|(owner, _)| admitted && (of_others || **owner == client));
        seen.map(|(_, id)| id).collect()
    }
}

/// Row 1 of each resource is Ann's, on desk 1; row 2 is Bob's, on desk 2. Pointers lead to them. Their texts are in the other order than their keys.
async fn rows(database: Database) -> App {
    let app = App::start(Rights::API, database).await;
    for id in [1, 2] {
        app.post("/desks", json!({ "id": id, "name": "desk" }))
            .await
            .expect(201);
        let mut pointer = json!({ "id": id });
        for rule in &RULES {
            let owner = OWNERS[id - 1];
            let mut row = json!({ "id": id, "text": text(rule, id), "desk_id": id });
            let user = match rule.owned {
                Some(_) => owner,
                None => {
                    row["user"] = owner.into();
                    "board"
                }
            };
            app.post(&format!("/{}", rule.many), row).bearer(user).await.expect(201);
            pointer[format!("{}_id", rule.one)] = id.into();
        }
        app.post("/pointers", pointer).await.expect(201);
    }
    app
}

fn text(rule: &Rule, id: usize) -> String {
    format!("{}-{}", ["z", "a"][id - 1], rule.many)
}

fn as_client(request: Request, client: &str) -> Request {
    if client.is_empty() {
        request
    } else {
        request.bearer(client)
    }
}

/// The rows of a list.
async fn list(app: &App, path: &str, client: &str) -> Vec<Value> {
    let reply = as_client(app.get(path), client).await.expect(200).json();
    reply.as_array().expect("a list").clone()
}

/// The keys of the rows for which something holds.
fn ids(rows: &[Value], holds: impl Fn(&Value) -> bool) -> Vec<i64> {
    let found = rows.iter().filter(|row| holds(row));
    found.filter_map(|row| row["id"].as_i64()).collect()
}

fn all(_: &Value) -> bool {
    true
}

/// Checks which rows each way shows to a client.
async fn case(app: &App, rule: &Rule, client: &str) {
    let Rule { one, many, .. } = rule;
    let at = |way: &str| format!("{way} of {many} for `{client}`");
    let (several, single) = (rule.many(client), rule.one(client));
    let has_rows = |row: &Value| row[many].as_array().is_some_and(|rows| !rows.is_empty());

    let desks = list(app, &format!("/desks?include={many}"), client).await;
    assert_eq!(ids(&desks, has_rows), several, "{}", at("include"));
    for row in desks.iter().filter_map(|desk| desk[many].as_array()).flatten() {
        assert_eq!(row.get("secret").is_some(), client == "board", "{}", at("a field"));
    }
    let desks = list(app, &format!("/desks?fields=id,{many}.id"), client).await;
    assert_eq!(ids(&desks, has_rows), several, "{}", at("selection"));
    let desks = list(app, "/desks", client).await;
    let counted = |row: &Value| row[format!("{one}_count")] == 1;
    assert_eq!(ids(&desks, counted), several, "{}", at("computed field"));
    for query in [format!("{many}:any=true"), format!("{many}:count_ge=1")] {
        let desks = list(app, &format!("/desks?{query}"), client).await;
        assert_eq!(ids(&desks, all), several, "{}", at(&query));
    }
    let none = list(app, &format!("/desks?{many}:any=false"), client).await;
    assert_eq!(none.len(), 2 - several.len(), "{}", at("any=false"));
    let secret = as_client(app.get(&format!("/desks?{many}.secret=hidden")), client).await;
    assert_eq!(
        secret.status(),
        if client == "board" { 200 } else { 422 },
        "{}",
        at("filter by a field")
    );
    for id in [1, 2] {
        let text = text(rule, id);
        let key = i64::try_from(id).expect("small");
        let expected = |rows: &[i64]| if rows.contains(&key) { vec![key] } else { Vec::new() };
        for (way, path, rows) in [
            ("filter", format!("/desks?{many}.text={text}"), &several),
            ("search", format!("/desks?search={text}"), &several),
            ("filter to one", format!("/pointers?{one}.text={text}"), &single),
        ] {
            assert_eq!(ids(&list(app, &path, client).await, all), expected(rows), "{}", at(way));
        }
        for (way, path) in [
            ("nested path", format!("/{many}/{id}/notes")),
            ("argument of an op", format!("/peek/{many}/{id}")),
        ] {
            let status = as_client(app.get(&path), client).await.status();
            assert_eq!(status, if single.contains(&key) { 200 } else { 404 }, "{}", at(way));
        }
        let linked = as_client(app.post(&format!("/{many}/{id}/marks"), ""), client).await;
        let may = !client.is_empty() && (rule.read.admits(client) || client == "board") && single.contains(&key);
        assert_eq!(linked.status() == 200, may, "{}: {}", at("link"), linked.text());
    }
    let pointers = list(app, &format!("/pointers?include={one}"), client).await;
    assert_eq!(
        ids(&pointers, |row| row.get(one).is_some()),
        single,
        "{}",
        at("include to one")
    );
    if single.len() != 1 {
        let ordered = list(app, &format!("/pointers?order_by={one}.text"), client).await;
        let expected = if single.is_empty() { [1, 2] } else { [2, 1] };
        assert_eq!(ids(&ordered, all), expected, "{}", at("order"));
    }
    // The resource's own operations show the same rows, where both are open to the client.
    if rule.list.admits(client) && rule.read.admits(client) {
        assert_eq!(
            ids(&list(app, &format!("/{many}"), client).await, all),
            several,
            "{}",
            at("list")
        );
        for id in [1, 2] {
            let status = as_client(app.get(&format!("/{many}/{id}")), client).await.status();
            assert_eq!(status == 200, single.contains(&id), "{}", at("read"));
        }
    }
}

#[tokio::test]
async fn no_way_shows_what_a_client_may_not_see() {
    for database in databases().await {
        let app = rows(database).await;
        for rule in &RULES {
            for client in ["", "ann", "bob", "cid", "board"] {
                case(&app, rule, client).await;
            }
        }
    }
}

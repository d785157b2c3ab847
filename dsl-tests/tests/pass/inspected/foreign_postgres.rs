// From the database `shop`. Comments list what the block can't express.

use std::process::ExitCode;

use warp_openapi::prelude::*;

api! {
    api Shop {
        title: "shop",
        version: "0.1.0",
    }

    enum Plan { Free = "free", Paid = "paid" }

    enum Type { Open = "open", InProgress = "in progress", Empty = "" }

    enum Status { A = "a", B = "b" }

    enum Level { Value1 = 1, Value2 = 2, Minus3 = -3 }

    enum Far { Value1 = 1, Value5000000000 = 5000000000 }

    // left alone by migrations: the index `only_some` of more than columns
    // left alone by migrations: the index `by_lower` of more than columns
    // left alone by migrations: the check `Accounts_check`
    // left alone by migrations: the index `both_ends`
    // left alone by migrations: the index `again`
    resource Account {
        table: "Accounts",
        path: "/Accounts",
        key: {
            account_id: i64 [name("accountId")],
        },
        fields: {
            email: String [len(0..=80), unique],
            nick_name: Option<String> [name("nickName"), len(0..=20)],
            code: Option<String> [len(0..=9)],
            plan: Plan [default("free")],
            active: bool [default(true)],
            low: i32 [range(0..=9), default(1)],
            high: i32 [default(2)],
        },
        unique: [[low, plan]],
        relations: {
            memberships_by_account: [Membership] = account [limit(20)],
            memberships_by_email: [Membership] = email [limit(20), no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource Category {
        table: "categories",
        path: "/categories",
        key: {
            id: i32,
        },
        fields: {
            title: String [unique],
            order: Option<i16> [name("Order")],
            odd_name: Option<String> [column("odd name")],
            type_: Type [name("type"), default("open")],
            email: Option<String> [len(0..=80), unique],
            price: Option<Decimal> [precision(10, 2), default(0.5)],
            made: Option<DateTime<Utc>>,
            tags: Option<JsonValue>,
            key: Option<Uuid>,
        },
        relations: {
            order_lines: [OrderLine] = category [limit(20), no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource Counted {
        table: "counted",
        path: "/counted",
        key: {
            id: i64 [auto_increment],
        },
        ops: [list, create, read, delete],
    }

    // left alone by migrations: the index `by_tags` of more than columns
    // left alone by migrations: the default of `at`
    // left alone by migrations: the default of `day`
    // left alone by migrations: the default of `key`
    // left alone by migrations: the default of `seen`
    // left alone by migrations: the default of `later`
    // left alone by migrations: the check `events_amount_check`
    // left alone by migrations: the unique constraint `events_tags_key`
    resource Event {
        table: "events",
        path: "/events",
        key: {
            id: i32 [auto_increment],
        },
        fields: {
            at: DateTime<Utc> [default_with(Utc::now)],
            day: Option<NaiveDate>,
            key: Uuid,
            price: Decimal [precision(10, 2), default(0.0)],
            amount: Option<Decimal>,
            large: Option<Decimal>,
            tags: JsonValue [default_json("[]")],
            code: Option<String> [len(0..=2)],
            ratio: Option<f32> [default(0.5)],
            at_ms: Option<DateTime<Utc>>,
            words: Option<String>,
            seen: Option<DateTime<Utc>> [default_with(|| Some(Utc::now()))],
            later: Option<DateTime<Utc>>,
        },
        ops: [list, create, read, update, delete],
    }

    resource Membership {
        table: "memberships",
        path: "/memberships",
        key: {
            account: i64 [references("Accounts", restrict)],
            group: i32,
        },
        fields: {
            email: Option<String> [len(0..=80), references(Account.email, restrict)],
        },
        relations: {
            account_row: Account = account,
            email_row: Account = email [no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource OrderLine {
        table: "order_lines",
        path: "/order_lines",
        key: {
            order_id: i64,
            line: i16 [range(1..=99)],
        },
        fields: {
            category: Option<i32> [references("categories", set_null)],
            status: Option<Status>,
            note: Option<String> [index],
        },
        relations: {
            category_row: Category = category [no_index],
        },
        ops: [list, create, read, update, delete],
    }

    resource StructRow {
        table: "struct",
        path: "/struct",
        key: {
            id: i32,
        },
        fields: {
            status: Option<Status>,
            level: Level [default(2)],
            far: Option<Far>,
        },
        ops: [list, create, read, update, delete],
    }

    // left alone by migrations: the generated column `area`
    // `area` has no field: the database computes it, and refuses rows that give it.
    resource Word {
        table: "words",
        path: "/words",
        key: {
            id: i64,
        },
        fields: {
            self_value: Option<String> [name("self")],
            crate_: Option<String> [name("crate")],
            super_: Option<String> [name("super")],
            column: Option<String> [name("_")],
            width: i64,
        },
        ops: [list, create, read, update, delete],
    }
}

fn main() -> ExitCode {
    Shop::cli().run()
}

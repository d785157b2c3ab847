//! Foreign keys of several fields: into another part, between two resources, to a resource itself, and of fields that are named like words.
use warp_openapi::prelude::*;

mod billing {
    use warp_openapi::prelude::*;

    api_part! {
        part Billing {}

        resource Account {
            key: { shop: i64, r#type: String, number: i64 },
            fields: { name: Option<String>, best: Option<i64> },
            unique: [[number, shop]],
            foreign_keys: [(shop, best) = super::Task(shop, number) [restrict]],
        }
    }
}

api! {
    api Shop { title: "Shop", version: "1", parts: [billing::Billing] }

    resource Task {
        foreign_keys: [
            (shop, r#type, account) = billing::Account,
            (account, shop) = self::billing::Account(number, shop) [cascade],
            (shop, number) = Task(shop, number),
            (r#type, number) = "kinds"("type", NUMBER) [set_null],
        ],
        relations: {
            of: billing::Account = (shop, r#type, account),
            by_number: billing::Account = (account, shop),
            links: [Link] = (number, shop) [limit(5)],
        },
        unique: [[shop, number]],
        key: { id: i64 },
        fields: { shop: i64, account: i64, r#type: Option<String>, number: Option<i64> },
    }

    resource Link {
        key: { id: i64 },
        fields: { shop: i64, number: i64 },
        foreign_keys: [(number, shop) = Task(number, shop)],
    }
}

const NUMBER: &str = "number";

#[test]
fn lead_to_what_they_name() {
    let relations = task::RESOURCE.relations;
    assert_eq!(relations[0].theirs, [0, 1, 2]);
    assert_eq!(relations[1].theirs, [2, 0]);
    assert_eq!(relations[2].own, [4, 1]);
    assert_eq!(Shop::API.resources().count(), 3);
}

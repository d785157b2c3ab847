//! A block apart, in two modules; each sees the types of the other.
use warp_openapi::prelude::*;

mod billing {
    use warp_openapi::prelude::*;

    use super::people::Person;

    api_part! {
        /// What is paid
        part Billing {}

        enum Means { Card = "card" }

        resource Invoice {
            path: "/invoices",
            tag: Money,
            key: { id: i64 [auto_increment] },
            fields: { means: Means, payer: Json<Person>, owner: Option<Uuid> [references("task", set_null)] },
            ops: [list, create],
        }
    }
}

mod people {
    use warp_openapi::prelude::*;

    api_part! {
        part People {}

        schema Person { name: String, pays_by: Option<super::billing::Means> }
    }
}

api! {
    api Shop {
        title: "Shop",
        version: "1",
        tags: { Money: "What is paid" },
        parts: [billing::Billing, people::People],
    }

    resource Task {
        path: "/tasks",
        key: { id: Uuid [default_with(Uuid::now_v7)] },
        fields: { who: Option<Json<people::Person>> },
        ops: [list],
    }
}

#[test]
fn compiles() {
    assert!(Shop::openapi().contains("\"/invoices\""));
    assert_eq!(Shop::API.resources().count(), 2);
}

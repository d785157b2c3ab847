//! Blocks that are seen in their crate alone: types that are, too, can be types of their fields.
#![deny(private_interfaces, private_bounds)]

mod inner {
    use warp_openapi::prelude::*;

    api_part! {
        pub(crate) part Money {}

        enum Currency { Euro = "EUR", Yen = "JPY" }
    }

    api! {
        /// A shop
        pub(crate) api Shop { title: "Shop", version: "1", parts: [Money] }

        #[derive(Eq)]
        schema Price { amount: i64, currency: Currency }

        union Offer { Price(Price), Text(String) }

        resource Task {
            path: "/tasks",
            key: { id: Uuid [default_with(Uuid::now_v7)] },
            fields: { currency: Currency, price: Json<Price> },
            ops: [list],
        }

        socket Live { path: "/live", allow: [subscribe] }

        op ask(body: Offer) -> Price { route: POST "/ask" }
    }

    async fn ask(_: Ctx, offer: Offer) -> Result<Price, Error> {
        match offer {
            Offer::Price(price) => Ok(price),
            Offer::Text(_) => Ok(Price {
                amount: 1,
                currency: Currency::Yen,
            }),
        }
    }
}

/// As outside of the block's module.
pub(crate) use inner::{Shop, Task, task};

#[test]
fn what_a_block_makes_is_seen_in_the_crate() {
    let task: Option<Task> = None;
    assert!(task.is_none());
    assert_eq!(task::RESOURCE.name, "Task");
    assert!(Shop::openapi().contains("Currency"));
}

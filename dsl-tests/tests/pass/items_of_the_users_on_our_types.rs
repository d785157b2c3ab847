//! Consts and functions that the user adds to the block's types, with the names that the macros need, and values with such names.
use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", parts: [part::Parts] }

    enum Currency { ALL = "ALL", VALUES = "VALUES", SIZE = "SIZE", ITEM = "ITEM" }

    schema Place { street: String }

    union Reference { COMPONENT(String), SCHEMA(i64) }

    resource Task {
        path: "/tasks",
        key: { id: i64 },
        fields: { a_l_l: Currency, currency: Currency },
        ops: [list, create, read, update],
    }

    op close(id: i64) -> Place { route: POST "/close/{id}" }

    socket Board { path: "/board", allow: [subscribe] }
}

mod part {
    use warp_openapi::prelude::*;

    api_part! {
        part Parts {}

        enum Color { Red = "red" }
    }
}

async fn close(_: Ctx, _: i64) -> Result<Place, Error> {
    Ok(Place { street: String::new() })
}

macro_rules! items {
    ($($type:ty),*) => {$(
        #[allow(dead_code, reason = "only their names count")]
        impl $type {
            const SIZE: i32 = 1;
            const ITEM: i32 = 1;
            const COMPONENT: i32 = 1;
            const PROPERTIES: i32 = 1;
            const VALUES: i32 = 1;
            const ALL: i32 = 1;
            const FIELDS: i32 = 1;
            const META: i32 = 1;
            const OP: i32 = 1;
            const SOCKET: i32 = 1;
            const HANDLER: i32 = 1;
            const PART: i32 = 1;
            const TABLE: i32 = 1;
            const SECTIONS: i32 = 1;
            const INFO: i32 = 1;
            const FRAGMENT: i32 = 1;
            const FRAGMENTS: i32 = 1;

            fn fragment() {}
            fn fragments() {}
            fn info() {}
            fn as_str() {}
            fn read_members() {}
            fn write_members() {}
            fn cells() {}
            fn cells_mut() {}
            fn slots() {}
            fn slots_mut() {}
            fn read() {}
            fn write() {}
        }
    )*};
}

items!(
    Currency,
    Place,
    Reference,
    Task,
    task::ActiveModel,
    task::Entity,
    task::Column,
    task::PrimaryKey,
    close,
    Board,
    Shop,
    part::Parts
);

#[test]
fn the_items_are_the_users() {
    assert_eq!(Task::SIZE + Place::PROPERTIES + Shop::INFO, 3);
    assert_eq!(<Currency as EnumValues>::ALL.len(), 4);
    assert_eq!(Currency::ITEM.to_string(), "ITEM");
    assert_eq!(EnumValues::as_str(Currency::ALL), "ALL");
    let _ = Shop::openapi();
}

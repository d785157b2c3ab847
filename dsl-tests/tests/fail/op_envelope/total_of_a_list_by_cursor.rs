use warp_openapi::prelude::*;

api! {
    api Club { title: "Club", version: "1" }

    schema Guest { name: String, seats: Option<i32> }

    resource Person {
        path: "/people",
        key: { id: i64 [auto_increment] },
        fields: { name: String },
        ops: [list(cursor(name))],
    }

    op people(query: person::Query) -> Page<Person> {
        route: GET "/members",
        envelope: { reply: "people", total: "peopleCount" },
    }
}

async fn people(ctx: Ctx, query: person::Query) -> Result<Page<Person>, Error> {
    query.page(&ctx, person::Entity::find()).await
}

fn main() {}

//~ 17:9 `envelope` E0080: op `people`: a list by cursor isn't counted, so its `envelope` can have no `total`; remove it, or page by offset

use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1", names: kebab_case }

    schema Place { street: String [name("street-name")], street_name: String }

    op place() -> Place { route: GET "/place" }
}

async fn place(_: Ctx) -> Result<Place, Error> {
    Err(Error::NotFound)
}

fn main() {}

//~ 6:58 `street_name` E0080: schema `Place`: field `street_name` is `street-name` in JSON by the rule for names, and another field is, too; rename one, or give it a `name("..")`

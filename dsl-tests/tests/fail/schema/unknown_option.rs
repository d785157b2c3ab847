use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    schema Place { street: String [lenght(1..=80)] }
}

fn main() {}

//~ 6:36 `lenght` error: `lenght` is no option of a field or an argument; there are `name`, `deprecated`, `example_json`, `example`, `default`, `default_json`, `default_empty`, `default_with`, `read_only`, `write_only`, `null_shown`, `null_omitted`, `not_in_lists`, `access`, `hidden`, `create_only`, `update_only`, `column`, `was`, `unique`, `index`, `references`, `auto_increment`, `len`, `pattern`, `format`, `range`, `min`, `max`, `multiple_of`, `precision`, `digits`, `json_string`, `empty_as_null`, `each`, `max_bytes`, `media`, `header`

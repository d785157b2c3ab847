use warp_openapi::prelude::*;

api! {
    api Shop { title: "Shop", version: "1" }

    enum Color { Red = r"red", Green = "green" }
}

fn main() {}

//~ 6:18 `Red` E0080: enum `Color`: `Red` = r"red" is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes
//~ 6:32 `Green` E0080: enum `Color`: `Green` = "green" is not a whole number; the values of an enum are all whole numbers, or all texts in plain quotes

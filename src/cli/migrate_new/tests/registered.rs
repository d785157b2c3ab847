//! Entries in `lib.rs`.

use super::super::lib_rs::{Unfit, register};

const NEW: &str = "m2_new";

#[track_caller]
fn case(text: &str, expected: &str) {
    assert_eq!(register(text, NEW).as_deref(), Ok(expected));
    // The same with the line ends of another system, and with the mark of one.
    let (text, expected) = (text.replace('\n', "\r\n"), expected.replace('\n', "\r\n"));
    assert_eq!(register(&text, NEW), Ok(expected.clone()));
    let marked = |text: &str| format!("\u{feff}{text}");
    assert_eq!(register(&marked(&text), NEW), Ok(marked(&expected)));
}

/// A file with this before its `impl`, and this list.
fn file(before: &str, list: &str) -> String {
    format!(
        "{before}#[async_trait::async_trait]\nimpl MigratorTrait for Migrator {{\n    \
         fn migrations() -> Vec<Box<dyn MigrationTrait>> {{\n        {list}\n    }}\n}}\n"
    )
}

#[track_caller]
fn list(before: &str, after: &str) {
    case(&file("mod m1;\n\n", before), &file("mod m1;\nmod m2_new;\n\n", after));
}

#[test]
fn elements_come_last_and_others_stay_as_they_are() {
    let several = "vec![\n            Box::new(m2_new::Migration),\n        ]";
    for empty in ["vec![\n        ]", "vec![\n\n        ]"] {
        list(empty, several);
    }
    list("vec![]", "vec![Box::new(m2_new::Migration)]");
    list("vec! [ ]", "vec! [Box::new(m2_new::Migration)]");
    list("vec!()", "vec!(Box::new(m2_new::Migration))");
    for one in ["vec![Box::new(m1::Migration)]", "vec![Box::new(m1::Migration),]"] {
        list(
            one,
            "vec![\n            Box::new(m1::Migration),\n            Box::new(m2_new::Migration),\n        ]",
        );
    }
    for comma in ["", ","] {
        list(
            &format!("vec![\n          Box::new(m1::Migration){comma} // é, first\n          // more below\n        ]"),
            "vec![\n          Box::new(m1::Migration), // é, first\n          Box::new(m2_new::Migration),\n          // more below\n        ]",
        );
    }
    list(
        "vec![\n            Box::new(m1::Migration) /* a, b */\n        ]",
        "vec![\n            Box::new(m1::Migration), /* a, b */\n            Box::new(m2_new::Migration),\n        ]",
    );
    list(
        "vec![Box::new(a::Migration),\n             Box::new(m1::Migration)]",
        "vec![Box::new(a::Migration),\n             Box::new(m1::Migration),\n             Box::new(m2_new::Migration),\n        ]",
    );
    list(
        "vec![\n            // none yet: vec![]\n        ]",
        "vec![\n            // none yet: vec![]\n            Box::new(m2_new::Migration),\n        ]",
    );
    list("vec![/* none */]", "vec![/* none */ Box::new(m2_new::Migration)]");
}

#[test]
fn lists_inside_other_code_are_found() {
    list(
        "let mut all: Vec<Box<dyn MigrationTrait>> = vec![Box::new(m1::Migration)];\n        all.extend(more(\"vec![]\"));\n        all",
        "let mut all: Vec<Box<dyn MigrationTrait>> = vec![\n            Box::new(m1::Migration),\n            Box::new(m2_new::Migration),\n        ];\n        all.extend(more(\"vec![]\"));\n        all",
    );
    list(
        "[base(), vec![\n            Box::new(of(vec![1])),\n        ]].concat()",
        "[base(), vec![\n            Box::new(of(vec![1])),\n            Box::new(m2_new::Migration),\n        ]].concat()",
    );
}

#[track_caller]
fn module(before: &str, after: &str) {
    case(
        &file(before, "vec![]"),
        &file(after, "vec![Box::new(m2_new::Migration)]"),
    );
}

#[test]
fn modules_come_below_the_others() {
    module(
        "mod m1;\nmod m1b; // why\nmod other;\n\n",
        "mod m1;\nmod m1b; // why\nmod m2_new;\nmod other;\n\n",
    );
    module(
        "mod other;\n\nuse a::b;\n\n",
        "mod other;\nmod m2_new;\n\nuse a::b;\n\n",
    );
    module(
        "pub mod m1; mod m1b; fn x() {}\n",
        "pub mod m1; mod m1b;\nmod m2_new; fn x() {}\n",
    );
    module(
        "//! Doc of `mod m0;`.\n#![allow(unused)]\n\npub use a::*;\nuse a::{b, c}; // both\n\n",
        "//! Doc of `mod m0;`.\n#![allow(unused)]\n\npub use a::*;\nuse a::{b, c}; // both\n\nmod m2_new;\n\n",
    );
    module(
        "use a;\n/// It.\nstruct Migrator;\n",
        "use a;\n\nmod m2_new;\n\n/// It.\nstruct Migrator;\n",
    );
    module("//! Doc.\n\n", "//! Doc.\n\nmod m2_new;\n\n");
    module("", "mod m2_new;\n\n");
    // Not those of an inline module or a comment, nor the one of tests.
    module(
        "// mod m1;\nuse a;\n\nmod inner {\n    mod m1;\n}\n\n#[cfg(test)]\nmod tests;\n\n",
        "// mod m1;\nuse a;\n\nmod m2_new;\n\nmod inner {\n    mod m1;\n}\n\n#[cfg(test)]\nmod tests;\n\n",
    );
}

#[test]
fn of_several_migrators_the_one_named_so_counts() {
    let other = "mod m1;\nimpl MigratorTrait for Other { fn migrations() -> X { vec![] } }\nimpl Debug for Migrator { fn f() { vec![] } }\n";
    let entered = other.replace("mod m1;", "mod m1;\nmod m2_new;");
    case(
        &file(other, "vec![]"),
        &file(&entered, "vec![Box::new(m2_new::Migration)]"),
    );
    let alone = "mod m1;\nimpl sea_orm_migration::MigratorTrait for Steps<'_, { 1 }> {}\n";
    assert!(register(alone, NEW).is_err());
    let alone = "mod m1;\nimpl a::MigratorTrait for Steps { fn migrations() -> X { vec![] } }\n";
    let entered = "mod m1;\nmod m2_new;\nimpl a::MigratorTrait for Steps { fn migrations() -> X { vec![Box::new(m2_new::Migration)] } }\n";
    case(alone, entered);
}

#[test]
fn missing_places_are_reported() {
    let refused = |text: &str| register(text, NEW).unwrap_err();
    assert_eq!(refused("mod m1;"), Unfit::Lacks("no `impl MigratorTrait for Migrator`"));
    assert_eq!(
        refused("impl MigratorTrait for Migrator { fn other() { vec![] } }"),
        Unfit::Lacks("no `fn migrations` in its `impl MigratorTrait`")
    );
    let list = Unfit::Lacks("no `vec![..]` in its `fn migrations`");
    for body in ["Vec::new()", "vec![a; 0]", "// vec![]"] {
        assert_eq!(refused(&file("", body)), list, "{body}");
    }
    assert_eq!(
        refused(&file("", "if x { vec![] } else { vec![] }")),
        Unfit::Lacks("more than one `vec![..]` in its `fn migrations`")
    );
    assert!(matches!(refused("fn ("), Unfit::NotRust(_)));
}

#[test]
fn a_file_with_conflict_markers_is_refused() {
    let refused = |text: &str, line: usize| {
        let expected = Err(Unfit::Conflict(line));
        assert_eq!(register(text, NEW), expected, "{text}");
        assert_eq!(register(&text.replace('\n', "\r\n"), NEW), expected, "{text}");
    };
    let modules = "mod m0;\n<<<<<<< HEAD\nmod m1;\n=======\nmod m1b;\n>>>>>>> other\n\n";
    refused(&file(modules, "vec![]"), 2);
    let list = "vec![\n<<<<<<< HEAD\n            Box::new(m1::Migration),\n||||||| base\n=======\n            Box::new(m1b::Migration),\n>>>>>>> other\n        ]";
    refused(&file("mod m1;\n", list), 6);
    // The rest of one that was resolved only in part.
    for left in ["=======\n", ">>>>>>> other\n", "||||||| base\n"] {
        refused(&file(&format!("mod m1;\n{left}"), "vec![]"), 2);
    }
    // Not what only looks like one.
    let fine = "// <<<<<<< HEAD\n/*\n=======\n>>>>>>> other\n*/\nmod m1;\n";
    assert!(register(&file(fine, "vec![]"), NEW).is_ok());
    let nested = "mod m1;\ntype Deep = Vec<Vec<Vec<Vec<Vec<Vec<Vec<u8>>>>>>>;\n";
    assert!(register(&file(nested, "vec![]"), NEW).is_ok());
}

//! What the macros make of a small block, written out by hand and held to be equal: read one beside the other.
//!
//! Left out are the entity, which sea-orm's guide describes, and the functions `filter` and `cli`, which hand the metadata on.

/// The block.
#[allow(
    unreachable_pub,
    missing_docs,
    dead_code,
    reason = "an API of the crate's own, which is private"
)]
mod declared {
    use crate::prelude::*;

    crate::api! {
        /// A shelf of books
        api Library { title: "Library", version: "1.0.0", tags: { Book: "What is read" } }

        /// What sort of book it is
        enum Genre { Novel = "novel", Poem = "poem" }

        /// How large it is
        schema Size { pages: i32 [min(1)], weight: Option<f64> }

        /// A book
        resource Book {
            table: "books",
            path: "/books",
            tag: Book,
            key: { id: Uuid [default_with(Uuid::now_v7)] },
            fields: {
                /// What it is called
                title: String [len(1..=80), unique],
                genre: Option<Genre> [name("type")],
                size: Option<Json<Size>>,
            },
            filters: { title: [eq, contains], long(bool) = is_long },
            search: [title],
            ops: [list(cursor(-title).limit(20)), read],
        }
    }

    pub(super) fn is_long(_: bool) -> Condition {
        Condition::all()
    }
}

/// Its expansion.
mod by_hand {
    use super::declared::{Genre, Size, is_long};
    use crate::__private::{into_value, typed};
    use crate::meta::{
        Access, Component, Custom, Errors, Field, Filter, Info, Names, Nulls, Operand, Operation, OperationKind,
        Operator, OrderColumn, Paging, Resource, Shape,
    };
    use crate::prelude::*;
    use crate::types::Choices;

    pub(super) const INFO: Info = Info {
        docs: &[" A shelf of books"],
        title: "Library",
        version: "1.0.0",
        base_path: "",
        terms_of_service: "",
        contact: None,
        license: None,
        servers: &[],
        tags: &[("Book", "What is read")],
        security: &[],
        nulls: Nulls::Inherit,
        names: Names::Inherit,
        access: Access::Inherit,
        errors: Errors::USUAL,
        cors: None,
        limits: crate::meta::ApiLimits::NONE,
        docs_required: false,
    };

    pub(super) const GENRE: &Component = &Component {
        name: "Genre",
        docs: &[" What sort of book it is"],
        deprecated: false,
        checks: &[],
        shape: Shape::Enum(Choices::Texts(&["novel", "poem"])),
    };

    pub(super) const SIZE: &Component = &Component {
        name: "Size",
        docs: &[" How large it is"],
        deprecated: false,
        checks: &[],
        shape: Shape::Object(&[
            Field::property::<i32>("pages", &[]).min(1).done(),
            Field::property::<Option<f64>>("weight", &[]).done(),
        ]),
    };

    /// The key's field comes first. The options are methods of a builder, whose type knows which a type takes.
    pub(super) const FIELDS: &[Field] = &[
        Field::key::<Uuid>("id", &[])
            .default_with(|| into_value(Uuid::now_v7()))
            .done(),
        Field::column::<String>("title", &[" What it is called"])
            .len(1..=80)
            .unique()
            .done(),
        Field::column::<Option<Genre>>("genre", &[]).name("type").done(),
        Field::column::<Option<Json<Size>>>("size", &[]).done(),
    ];

    /// Fields are named by their index, which `Name::title` gives.
    pub(super) const RESOURCE: &Resource = &Resource {
        table: "books",
        path: "/books",
        tag: Some("Book"),
        filters: &[
            Filter::Field {
                field: 1,
                operators: &[Operator::Eq, Operator::Contains],
                docs: &[],
            },
            Filter::Custom(Custom::of::<bool>("long", &[], |value| {
                typed::<bool>(value).map(is_long)
            })),
        ],
        search: &[Operand::Field(1)],
        operations: &[
            Operation {
                paging: Paging::cursor(&[OrderColumn::descending(Operand::Field(1))]).limit(20),
                ..Operation::new(OperationKind::List)
            },
            Operation::new(OperationKind::Read),
        ],
        ..Resource::new("Book", "book", &[" A book"], FIELDS)
    };

    /// Where the document begins: the head, then the paths in the order of their names.
    pub(super) const HEAD: &str = concat!(
        r#"{"openapi":"3.1.1","info":{"title":"Library","description":"A shelf of books","version":"1.0.0"},"#,
        r#""servers":[{"url":"/"}],"security":[],"tags":[{"name":"Book","description":"What is read"}],"#,
        r#""paths":{"/books":{"get":{"operationId":"list_book","#,
    );

    /// The components that stand for the items. A resource has one more for each kind of body that it takes.
    pub(super) const COMPONENTS: &[&str] = &[
        r#""Genre":{"type":"string","enum":["novel","poem"],"description":"What sort of book it is"}"#,
        concat!(
            r#""Size":{"type":"object","properties":{"#,
            r#""pages":{"type":"integer","format":"int32","minimum":1},"#,
            r#""weight":{"type":"number","format":"double"}},"#,
            r#""required":["pages"],"description":"How large it is"}"#,
        ),
        concat!(
            r#""Book":{"type":"object","properties":{"id":{"type":"string","format":"uuid"},"#,
            r#""title":{"type":"string","minLength":1,"maxLength":80,"description":"What it is called"},"#,
            r##""type":{"$ref":"#/components/schemas/Genre"},"size":{"$ref":"#/components/schemas/Size"}},"##,
            r#""required":["id","title"],"description":"A book"}"#,
        ),
    ];
}

/// The metadata as text, without the addresses of functions.
fn text(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:#?}");
    text.lines()
        .filter(|line| !line.trim_start().contains("0x"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_block_becomes_what_is_written_out() {
    let api = declared::Library::API;
    assert_eq!(text(&api.info), text(&by_hand::INFO));
    assert_eq!(
        text(&api.components().collect::<Vec<_>>()),
        text(&[by_hand::GENRE, by_hand::SIZE])
    );
    assert_eq!(text(&declared::book::FIELDS), text(&by_hand::FIELDS));
    assert_eq!(text(&declared::book::RESOURCE), text(&by_hand::RESOURCE));
    assert_eq!(api.parts.len(), 1);
    assert_eq!(api.resources().count(), 1);
    assert_eq!(api.components().count(), 2);
}

#[test]
fn the_document_holds_the_items() {
    let document = declared::Library::openapi();
    assert!(document.starts_with(by_hand::HEAD), "{document}");
    for component in by_hand::COMPONENTS {
        assert!(document.contains(component), "{component}");
    }
}

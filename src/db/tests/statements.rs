//! Search, order and numbers mean the same on every database.

use rust_decimal::Decimal;
use sea_orm::sea_query::{ExprTrait as _, Order};

use super::*;

const WORDS: Resource = Resource::new(
    "Word",
    "words",
    &[],
    &[
        Field::key::<i64>("id", &[]).auto_increment().done(),
        Field::column::<Option<String>>("word", &[]).done(),
        Field::column::<Option<Decimal>>("price", &[]).unique().done(),
    ],
);

async fn fill(database: &Database, name: &str, texts: &[&str]) {
    create_missing(database, [&WORDS]).await.unwrap();
    for text in texts {
        insert(database, &WORDS, &format!(r#"{{"{name}": {text}}}"#))
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn search_ignores_case_and_takes_every_character_as_it_is() {
    let all = [
        "\"École\"",
        "\"50%\"",
        "\"50 x\"",
        "\"a_b\"",
        "\"axb\"",
        r#""c\\d""#,
        "\"(x\\ny)\"",
        "\"СЛОВО\"",
        "null",
    ];
    let contains: &[(&str, &[usize])] = &[
        ("éCOLE", &[0]),
        ("col", &[0]),
        ("0%", &[1]),
        ("A_B", &[3]),
        (r"C\D", &[5]),
        ("(X\nY)", &[6]),
        (".", &[]),
        ("\0", &[]),
        ("слово", &[7]),
        ("", &[0, 1, 2, 3, 4, 5, 6, 7]),
    ];
    let starts: &[(&str, &[usize])] = &[
        ("éc", &[0]),
        ("50", &[1, 2]),
        ("50%", &[1]),
        ("cole", &[]),
        ("a_", &[3]),
    ];
    on_each(async |database| {
        fill(database, "word", &all).await;
        let dialect = database.dialect();
        let found = async |condition: Expr| {
            column(database, &WORDS, "word", |select| {
                select.and_where(condition).order_by("id", Order::Asc);
            })
            .await
        };
        let texts = |indexes: &[usize]| indexes.iter().map(|at| all[*at].to_owned()).collect::<Vec<_>>();
        for (term, indexes) in contains {
            let condition = dialect.contains_ignoring_case(Expr::col("word"), term);
            assert_eq!(found(condition).await, texts(indexes), "{term}");
        }
        for (term, indexes) in starts {
            let condition = dialect.starts_ignoring_case(Expr::col("word"), term);
            assert_eq!(found(condition).await, texts(indexes), "{term}");
        }
    })
    .await;
}

#[tokio::test]
async fn long_terms_are_searched_too() {
    on_each(async |database| {
        let texts = ["É?".repeat(100), "É%".repeat(9_000)];
        let texts = texts.map(|text| serde_json::to_string(&text).unwrap());
        fill(database, "word", &[&texts[0], &texts[1]]).await;
        for (term, id) in [
            ("é?".repeat(100), "1"),
            ("É%".repeat(5_000), "2"),
            ("É%".repeat(9_000), "2"),
        ] {
            for condition in [
                database.dialect().contains_ignoring_case(Expr::col("word"), &term),
                database.dialect().starts_ignoring_case(Expr::col("word"), &term),
            ] {
                let found = column(database, &WORDS, "id", |select| {
                    select.and_where(condition);
                });
                assert_eq!(found.await, [id]);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn decimals_are_numbers() {
    on_each(async |database| {
        fill(database, "price", &["10.0", "9.5", "-1", "1.50", "null", "0.1"]).await;
        let dialect = database.dialect();
        let price = || Expr::col("price");
        let number = |text: &str| dialect.bind(value(&WORDS, "price", text), crate::types::Storage::Decimal);
        let found = async |condition: Expr| {
            column(database, &WORDS, "price", |select| {
                select.and_where(condition);
                dialect.order_by(select, price(), false, true);
            })
            .await
        };
        assert_eq!(found(price().lt(number("9.50"))).await, ["-1", "0.1", "1.50"]);
        assert_eq!(found(price().eq(number("1.5"))).await, ["1.50"]);
        assert_eq!(found(price().gte(number("9.5"))).await, ["9.5", "10.0"]);
        assert_eq!(
            found(price().is_in([number("1.500"), number("10")])).await,
            ["1.50", "10.0"]
        );
        assert_eq!(
            conflict(insert(database, &WORDS, r#"{"price": 1.5}"#).await),
            "price already exists"
        );
    })
    .await;
}

#[tokio::test]
async fn nulls_are_the_greatest() {
    on_each(async |database| {
        fill(database, "price", &["2", "null", "10"]).await;
        let ordered = async |descending| {
            column(database, &WORDS, "price", |select| {
                database
                    .dialect()
                    .order_by(select, Expr::col("price"), descending, true);
            })
            .await
        };
        assert_eq!(ordered(false).await, ["2", "10", "null"]);
        assert_eq!(ordered(true).await, ["null", "10", "2"]);
    })
    .await;
}

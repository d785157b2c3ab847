//! Texts of statements, kept by what the statements are made of: to make a statement and to render it takes longer than to find its text.

use std::ptr;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use hashlink::LruCache;
use sea_orm::Value;
use sea_orm::sea_query::{SelectStatement, Values};

use crate::sql::{Dialect, Sql};

/// How many texts are kept, those that were used last, and the most bytes of one: a few megabytes in all.
const MOST_TEXTS: usize = 512;
const MOST_BYTES: usize = 8 * 1024;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::new(MOST_TEXTS));

/// What a statement is made of: those of the same shape have the same text, and bind values of the same meaning in the same order.
#[derive(Debug, Clone)]
pub(in crate::engine) struct Shape {
    key: Key,
    values: Vec<Value>,
    /// For each value which of the statement's it is, since it may bind one more than once.
    sources: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    dialect: Dialect,
    /// Numbers of which each list of unknown length has its length before it, so that no two shapes have the same.
    parts: Vec<usize>,
}

impl Shape {
    /// That of a statement of this kind about a part of the declaration, which is static, so that its address in memory tells it from others.
    pub(in crate::engine) fn new<T>(dialect: Dialect, kind: StatementShape, about: &'static T) -> Self {
        Self {
            key: Key {
                dialect,
                parts: vec![kind as usize, ptr::from_ref(about).addr()],
            },
            values: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// Adds something that decides the text.
    pub(in crate::engine) fn part(&mut self, part: impl Into<usize>) {
        self.key.parts.push(part.into());
    }

    /// Adds several of them.
    pub(in crate::engine) fn list(&mut self, parts: impl Iterator<Item = usize>) {
        let at = self.key.parts.len();
        self.key.parts.push(0);
        self.key.parts.extend(parts);
        self.key.parts[at] = self.key.parts.len() - at;
    }

    /// Adds a value that the statement binds next, so many times one after the other.
    pub(in crate::engine) fn value(&mut self, value: Value, times: usize) {
        let source = self.values.len();
        self.sources.extend(std::iter::repeat_n(source, times));
        self.values.extend(std::iter::repeat_n(value, times));
    }

    /// Adds the limit of rows, which the statement binds next if it binds any.
    pub(in crate::engine) fn limit(&mut self, limit: u64) {
        if self.key.dialect.binds_limits() {
            self.value(limit.into(), 1);
        } else {
            self.list(limit.to_le_bytes().into_iter().map(usize::from));
        }
    }

    /// The statement: `make` makes it if its text isn't kept.
    pub(in crate::engine) fn statement(self, make: impl FnOnce() -> SelectStatement) -> Sql {
        TEXTS.statement(self, make)
    }

    /// Whether a rendered statement binds the values of the shape in its order, so that those of others can be put in their place. Where two that may
    /// differ are the same by chance, their order can't be told.
    fn has_order_of(&self, rendered: &Values) -> bool {
        let is_told = |at: usize| {
            let earlier = self.values[..at].iter().zip(&self.sources);
            earlier
                .filter(|(value, _)| **value == self.values[at])
                .all(|(_, source)| *source == self.sources[at])
        };
        rendered.0 == self.values && (0..self.values.len()).all(is_told)
    }
}

/// The statements that have shapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) enum StatementShape {
    /// A page of a list by cursor, about its resource.
    Page,
    /// The related rows of several others, about their relation.
    Related,
}

/// The statement of a shape; without one it is made anew.
pub(in crate::engine) fn statement(
    dialect: Dialect,
    shape: Option<Shape>,
    make: impl FnOnce() -> SelectStatement,
) -> Sql {
    match shape {
        Some(shape) => shape.statement(make),
        None => dialect.build(&make()),
    }
}

/// The texts that were used last.
struct Texts(Mutex<LruCache<Key, Arc<str>>>);

impl Texts {
    fn new(most: usize) -> Self {
        Self(Mutex::new(LruCache::new(most)))
    }

    fn statement(&self, shape: Shape, make: impl FnOnce() -> SelectStatement) -> Sql {
        let dialect = shape.key.dialect;
        let kept = self
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&shape.key)
            .cloned();
        let Some(text) = kept else {
            let sql = dialect.build(&make());
            if sql.text.len() <= MOST_BYTES && shape.has_order_of(&sql.values) {
                let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                texts.insert(shape.key, sql.text.as_str().into());
            }
            return sql;
        };
        let sql = Sql {
            text: text.to_string(),
            values: Values(shape.values),
        };
        // Every test of the behaviour of lists is one of this, too.
        #[cfg(debug_assertions)]
        {
            let anew = dialect.build(&make());
            debug_assert_eq!((&sql.text, &sql.values), (&anew.text, &anew.values), "a kept text");
        }
        sql
    }
}

/// Forgets the texts that are kept. Tests run at the same time, which changes nothing of what a statement is.
#[cfg(test)]
pub(in crate::engine) fn forget_all() {
    TEXTS.0.lock().expect("whole").clear();
}

/// Whether there is a text that is kept.
#[cfg(test)]
pub(in crate::engine) fn is_kept() -> bool {
    !TEXTS.0.lock().expect("whole").is_empty()
}

#[cfg(test)]
mod tests {
    use sea_orm::sea_query::{Expr, ExprTrait as _, Query};

    use super::*;
    use crate::meta::Resource;

    const ROW: &Resource = &Resource::new("Row", "row", &[], &[]);

    /// A statement with two values, of a shape with these parts.
    struct Case {
        parts: Vec<usize>,
        values: [i64; 2],
        columns: [String; 2],
    }

    impl Case {
        fn new(parts: &[usize], values: [i64; 2]) -> Self {
            Self {
                parts: parts.to_vec(),
                values,
                columns: ["one".to_owned(), "other".to_owned()],
            }
        }

        fn run(&self, texts: &Texts) -> Sql {
            let mut shape = Shape::new(Dialect::SQLITE, StatementShape::Page, ROW);
            shape.list(self.parts.iter().copied());
            for value in self.values {
                shape.value(value.into(), 1);
            }
            let [one, other] = &self.columns;
            let make = || {
                let mut rows = Query::select();
                rows.expr(Expr::col(one.clone())).from("row");
                rows.and_where(Expr::col(one.clone()).eq(self.values[0]));
                rows.and_where(Expr::col(other.clone()).eq(self.values[1]));
                rows
            };
            texts.statement(shape, make)
        }
    }

    fn kept(texts: &Texts) -> usize {
        texts.0.lock().expect("whole").len()
    }

    #[test]
    fn a_text_is_kept_for_other_values() {
        let texts = Texts::new(8);
        let first = Case::new(&[1], [1, 2]).run(&texts);
        let second = Case::new(&[1], [2, 1]).run(&texts);
        assert_eq!(kept(&texts), 1);
        assert_eq!(first.text, second.text);
        assert_eq!(second.values.0, [Value::from(2_i64), Value::from(1_i64)]);
    }

    #[test]
    fn shapes_of_different_parts_have_texts_of_their_own() {
        let texts = Texts::new(8);
        for parts in [&[][..], &[1], &[1, 1], &[2], &[0]] {
            Case::new(parts, [1, 2]).run(&texts);
        }
        assert_eq!(kept(&texts), 5);
    }

    #[test]
    fn the_texts_that_were_used_last_are_kept_and_no_more() {
        let texts = Texts::new(2);
        for part in [1, 2, 1, 3] {
            Case::new(&[part], [1, 2]).run(&texts);
        }
        let keys = texts.0.lock().expect("whole");
        let parts: Vec<_> = keys.iter().filter_map(|(key, _)| key.parts.last().copied()).collect();
        assert_eq!(parts, [1, 3]);
    }

    #[test]
    fn a_long_text_is_not_kept() {
        let texts = Texts::new(2);
        let mut long = Case::new(&[1], [1, 2]);
        long.columns[0] = "x".repeat(MOST_BYTES);
        long.run(&texts);
        assert_eq!(kept(&texts), 0);
    }

    #[test]
    fn no_text_is_kept_while_the_order_of_its_values_is_not_told() {
        let texts = Texts::new(2);
        Case::new(&[1], [7, 7]).run(&texts);
        assert_eq!(kept(&texts), 0);
        Case::new(&[1], [7, 8]).run(&texts);
        assert_eq!(kept(&texts), 1);
        assert_eq!(Case::new(&[1], [7, 7]).run(&texts).values.0.len(), 2);
    }

    #[test]
    fn a_statement_that_binds_other_values_than_its_shape_is_not_kept() {
        let texts = Texts::new(2);
        let mut shape = Shape::new(Dialect::SQLITE, StatementShape::Page, ROW);
        shape.value(1_i64.into(), 1);
        shape.value(2_i64.into(), 1);
        let make = || {
            let mut rows = Query::select();
            rows.expr(Expr::val(2_i64)).expr(Expr::val(1_i64));
            rows
        };
        let sql = texts.statement(shape, make);
        assert_eq!(sql.values.0, [Value::from(2_i64), Value::from(1_i64)]);
        assert_eq!(kept(&texts), 0);
    }

    #[test]
    fn one_value_may_be_bound_more_than_once() {
        let texts = Texts::new(2);
        for value in [7_i64, 8] {
            let mut shape = Shape::new(Dialect::SQLITE, StatementShape::Page, ROW);
            shape.value(value.into(), 2);
            let sql = texts.statement(shape, || {
                let mut rows = Query::select();
                rows.expr(Expr::val(value)).expr(Expr::val(value));
                rows
            });
            assert_eq!(sql.values.0, [Value::from(value), Value::from(value)]);
            assert_eq!(kept(&texts), 1);
        }
    }
}

//! The condition of a statement of the application. sea-query's builder doesn't show its parts, but hands them to the [`QueryBuilder`]
//! that renders them: this one renders nothing and keeps the condition.

use std::cell::Cell;

use sea_orm::Condition;
use sea_orm::sea_query::backend::{
    EscapeBuilder, Oper, OperLeftAssocDecider, PrecedenceDecider, QueryBuilder, QuotedBuilder, TableRefBuilder,
};
use sea_orm::sea_query::{
    BinOper, ConditionHolder, ConditionHolderContents, ExplainStatement, Expr, JoinExpr, Quote, SelectInto,
    SelectStatement, SqlWriter, SubQueryStatement, TableRef, UnionType, Value, WithClause,
};

/// What a statement has after `WHERE`.
pub(super) fn condition_of(select: &SelectStatement) -> Option<Condition> {
    let reader = ConditionReader::default();
    reader.prepare_select_statement(select, &mut String::new());
    reader.0.take()
}

#[derive(Default)]
struct ConditionReader(Cell<Option<Condition>>);

impl QueryBuilder for ConditionReader {
    fn prepare_condition(&self, holder: &ConditionHolder, keyword: &str, _: &mut impl SqlWriter) {
        if let (ConditionHolderContents::Condition(condition), "WHERE") = (&holder.contents, keyword) {
            self.0.set(Some(condition.clone()));
        }
    }

    // Other statements within this one.

    fn prepare_expr(&self, _: &Expr, _: &mut impl SqlWriter) {}
    fn prepare_table_ref(&self, _: &TableRef, _: &mut impl SqlWriter) {}
    fn prepare_join_expr(&self, _: &JoinExpr, _: &mut impl SqlWriter) {}
    fn prepare_union_statement(&self, _: UnionType, _: &SelectStatement, _: &mut impl SqlWriter) {}
    fn prepare_with_clause(&self, _: &WithClause, _: &mut impl SqlWriter) {}
    fn prepare_query_statement(&self, _: &SubQueryStatement, _: &mut impl SqlWriter) {}

    // What no statement of rows has.

    fn prepare_select_into(&self, _: &SelectInto, _: &mut impl SqlWriter) {}
    fn prepare_explain_statement(&self, _: &ExplainStatement, _: &mut impl SqlWriter) {}
    fn prepare_value(&self, _: Value, _: &mut impl SqlWriter) {}
}

impl QuotedBuilder for ConditionReader {
    fn quote(&self) -> Quote {
        Quote::new(b'"')
    }
}

impl EscapeBuilder for ConditionReader {}

impl TableRefBuilder for ConditionReader {}

impl PrecedenceDecider for ConditionReader {
    fn inner_expr_well_known_greater_precedence(&self, _: &Expr, _: &Oper) -> bool {
        false
    }
}

impl OperLeftAssocDecider for ConditionReader {
    fn well_known_left_associative(&self, _: &BinOper) -> bool {
        false
    }
}

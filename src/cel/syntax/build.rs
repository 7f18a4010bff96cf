//! Parts → nodes: what operators mean, and how deep a tree may be.

use super::{MAX_DEPTH, Problem, Tree, TreeKind};
use crate::cel::compile::ProblemKind;
use crate::cel::expr::{Arithmetic, Comparison};
use crate::text::Span;

/// Boxed, so that the frames of the parser's recursion stay small.
pub(super) type Parsed = Result<Box<Tree>, Box<Problem>>;

#[derive(Clone, Copy)]
pub(super) enum Operator {
    Or,
    And,
    Compare(Comparison),
    In,
    Arithmetic(Arithmetic),
}

/// How tightly a mark binds as an operator between two operands, and what it means.
pub(super) fn operator(mark: &str) -> Option<(u8, Operator)> {
    Some(match mark {
        "||" => (1, Operator::Or),
        "&&" => (2, Operator::And),
        "==" => (3, Operator::Compare(Comparison::Equal)),
        "!=" => (3, Operator::Compare(Comparison::NotEqual)),
        "<" => (3, Operator::Compare(Comparison::Less)),
        "<=" => (3, Operator::Compare(Comparison::LessOrEqual)),
        ">" => (3, Operator::Compare(Comparison::Greater)),
        ">=" => (3, Operator::Compare(Comparison::GreaterOrEqual)),
        "in" => (3, Operator::In),
        "+" => (4, Operator::Arithmetic(Arithmetic::Add)),
        "-" => (4, Operator::Arithmetic(Arithmetic::Subtract)),
        "*" => (5, Operator::Arithmetic(Arithmetic::Multiply)),
        "/" => (5, Operator::Arithmetic(Arithmetic::Divide)),
        "%" => (5, Operator::Arithmetic(Arithmetic::Remainder)),
        _ => return None,
    })
}

/// Two operands under an operator; chains of `&&` and of `||` are one node.
pub(super) fn joined(operator: Operator, mut left: Box<Tree>, right: Tree) -> Parsed {
    let span = left.outer.union(right.outer);
    let depth = left.depth.max(right.depth);
    let bare = left.span == left.outer;
    match (operator, &mut left.kind) {
        (Operator::And, TreeKind::And(terms)) | (Operator::Or, TreeKind::Or(terms)) if bare => {
            terms.push(right);
            (left.span, left.outer, left.depth) = (span, span, left.depth.max(depth + 1));
            return Ok(left);
        }
        _ => {}
    }
    let kind = match operator {
        Operator::And => TreeKind::And(vec![*left, right]),
        Operator::Or => TreeKind::Or(vec![*left, right]),
        Operator::Compare(comparison) => TreeKind::Compare(comparison, Box::new([*left, right])),
        Operator::In => TreeKind::In(Box::new([*left, right])),
        Operator::Arithmetic(arithmetic) => TreeKind::Arithmetic(arithmetic, Box::new([*left, right])),
    };
    tree(span, depth, kind)
}

pub(super) fn limit(span: Span, message: String) -> Problem {
    Problem::new(ProblemKind::Limit, span, message, "the limit is passed here").help("split the expression")
}

/// A node over parts of a depth.
pub(super) fn tree(span: Span, depth: usize, kind: TreeKind) -> Parsed {
    if depth >= MAX_DEPTH {
        return Err(limit(span, format!("expression is nested more than {MAX_DEPTH} deep")).into());
    }
    Ok(Box::new(Tree { span, outer: span, kind, depth: depth + 1 }))
}

/// A node that goes from where its operand begins to `close`.
pub(super) fn spanned(kind: TreeKind, depth: usize, close: Span) -> Parsed {
    let (TreeKind::Select { operand, .. } | TreeKind::Index { operand, .. } | TreeKind::Call { target: Some(operand), .. }) = &kind else {
        return tree(close, depth, kind);
    };
    tree(operand.outer.union(close), depth, kind)
}

//! Comparisons: what they can be, from what their sides can be.

use std::cmp::Ordering;

use super::point::{Orders, Point, Possible};
use super::typed::{Absent, Typed};
use super::{Outlook, Seer};
use crate::cel::expr::{Comparison, Expr, ExprKind};
use crate::cel::functions::Operation;
use crate::cel::types::Type;

impl<'p> Seer<'p, '_> {
    pub(super) fn comparison(&mut self, comparison: Comparison, pair: &'p [Expr; 2]) -> Outlook {
        let [left, right] = pair;
        self.register(left, right);
        self.register(right, left);
        let (a, b) = (self.values(left), self.values(right));
        let mut orders = Orders::default();
        for (a, b) in a.iter().flat_map(|a| b.iter().map(move |b| (a, b))) {
            orders = orders.or(a.orders(b));
        }
        if !self.is_closed(left) && !self.is_closed(right) {
            orders = orders.and(self.between_asked(left, right));
        }
        let undeclared = a.contains(&Possible::Absent) || b.contains(&Possible::Absent);
        let (yes, no) = match comparison {
            Comparison::Equal => (orders.equal, orders.less || orders.greater),
            Comparison::NotEqual => (orders.less || orders.greater, orders.equal),
            Comparison::Less => (orders.less, orders.equal || orders.greater),
            Comparison::LessOrEqual => (orders.less || orders.equal, orders.greater),
            Comparison::Greater => (orders.greater, orders.less || orders.equal),
            Comparison::GreaterOrEqual => (orders.equal || orders.greater, orders.less),
        };
        Outlook { yes, no, undeclared }
    }

    /// How two things that are asked compare in the case that is looked at.
    fn between_asked(&mut self, left: &'p Expr, right: &'p Expr) -> Orders {
        let (a, b) = (self.atom(left), self.atom(right));
        if a == b {
            return Orders::only(Ordering::Equal);
        }
        let number = self.order(a.min(b), a.max(b));
        let orders = match self.assigned(number) {
            Some(Possible::At(Point::Number(sign))) => Orders::only(sign.partial_cmp(&0.0).unwrap_or(Ordering::Equal)),
            _ => Orders::ANY,
        };
        if a > b { orders.flipped() } else { orders }
    }

    /// `item in collection`; where the collection is not known, it is asked as a whole.
    pub(super) fn membership(&mut self, expr: &'p Expr, pair: &'p [Expr; 2]) -> Outlook {
        let [item, collection] = pair;
        let Some(points) = self.points(collection) else {
            let absent = self.typed(item).absent.max(self.typed(collection).absent);
            let outlook = self.answer(expr, Typed { ty: Type::Bool, bounds: (None, None), absent });
            return if self.is_empty(collection) { Outlook { yes: false, ..outlook } } else { outlook };
        };
        self.compare_with(item, &points);
        let values = self.values(item);
        let mut outlook = Outlook { undeclared: values.contains(&Possible::Absent), ..Outlook::default() };
        for value in values.iter().filter(|value| **value != Possible::Absent) {
            let orders: Vec<Orders> = points.iter().map(|point| value.orders(&Possible::At(point.clone()))).collect();
            let certain = |orders: &Orders| *orders == Orders::only(Ordering::Equal);
            outlook.yes |= orders.iter().any(|orders| orders.equal);
            outlook.no |= !orders.iter().any(certain);
        }
        outlook
    }

    /// The items of a list, or the keys of a map, that reads nothing, where all are scalars.
    fn points(&mut self, collection: &'p Expr) -> Option<Vec<Point>> {
        if !self.is_closed(collection) {
            return None;
        }
        let value = self.fold(collection)?;
        let items = if value.is_map() { value.entries().into_iter().map(|(key, _)| key).collect() } else { value.items() };
        items.iter().map(Point::of).collect()
    }

    /// Makes what is asked on one side tell the constant on the other from all else.
    fn register(&mut self, asked: &'p Expr, constant: &'p Expr) {
        if self.counting
            && self.is_closed(constant)
            && let Some(point) = self.fold(constant).as_ref().and_then(Point::of)
        {
            self.compare_with(asked, &[point]);
        }
    }

    fn compare_with(&mut self, asked: &'p Expr, points: &[Point]) {
        if !self.counting || !self.step() || self.is_closed(asked) {
            return;
        }
        match &asked.kind {
            ExprKind::Conditional(parts) => {
                self.compare_with(&parts[1], points);
                self.compare_with(&parts[2], points);
            }
            ExprKind::Global(position) if self.setting.named(*position).is_some() => {
                self.named(*position, |seer, expr| seer.compare_with(expr, points));
            }
            _ => {
                let number = self.atom(asked);
                self.atoms[number].compared_with(points);
            }
        }
    }

    /// All that one side of a comparison can be.
    fn values(&mut self, expr: &'p Expr) -> Vec<Possible> {
        if !self.step() {
            return vec![Possible::ANY, Possible::Absent];
        }
        if self.is_closed(expr) {
            let folded = self.fold(expr);
            return folded.iter().map(|value| Point::of(value).map_or(Possible::ANY, Possible::At)).collect();
        }
        match &expr.kind {
            ExprKind::Conditional(parts) => {
                let condition = self.bool(&parts[0]);
                let (yes, no) = (self.values(&parts[1]), self.values(&parts[2]));
                let mut values = if condition.yes { yes } else { Vec::new() };
                values.extend(if condition.no { no } else { Vec::new() });
                values.extend(condition.undeclared.then_some(Possible::Absent));
                values
            }
            ExprKind::Global(position) if self.setting.named(*position).is_some() => {
                self.named(*position, Self::values).unwrap_or_default()
            }
            ExprKind::Call { function, arguments, .. }
                if function.operation == Operation::Size && arguments.first().is_some_and(|list| self.is_empty(list)) =>
            {
                let absent = self.typed(expr).absent != Absent::Never;
                std::iter::once(Possible::At(Point::Number(0.0))).chain(absent.then_some(Possible::Absent)).collect()
            }
            // A condition that is compared is looked into.
            ExprKind::And(_) | ExprKind::Or(_) | ExprKind::Not(_) | ExprKind::Compare(..) | ExprKind::In(_) | ExprKind::Has { .. } => {
                let outlook = self.bool(expr);
                let parts = [
                    (outlook.yes, Possible::At(Point::Bool(true))),
                    (outlook.no, Possible::At(Point::Bool(false))),
                    (outlook.undeclared, Possible::Absent),
                ];
                parts.into_iter().filter(|(may, _)| *may).map(|(_, value)| value).collect()
            }
            _ => {
                let typed = self.typed(expr);
                self.possible(expr, typed)
            }
        }
    }
}

//! What an answer hangs on: a path of the document, or anything else that is asked as a whole.
//!
//! Expressions have no side effects, so that what is spelled alike is one thing, wherever it stands.

use std::fmt::Write as _;

use super::point::{Point, Possible};
use super::typed::{Absent, Typed};
use super::{Seer, address, children};
use crate::cel::expr::{Expr, ExprKind};
use crate::cel::types::Type;

/// Longest spelling that is compared.
const MAX_SPELLING: usize = 2_000;

#[derive(Debug)]
pub(super) struct Atom {
    /// The innermost macro whose variable is in it.
    frame: Option<usize>,
    typed: Typed,
    /// The constants that it is compared with.
    points: Vec<Point>,
    /// How often it is asked.
    uses: u32,
    /// How often something below it is asked.
    below: u32,
}

impl Atom {
    /// Whether its cases have to be gone through one by one, at the level of this macro.
    pub fn is_asked_again(&self, frame: Option<usize>) -> bool {
        self.frame == frame && (self.uses > 1 || (self.uses > 0 && self.below > 0))
    }

    /// All it can be.
    pub fn cases(&self) -> Vec<Possible> {
        cases(&self.typed, &self.points)
    }

    pub fn compared_with(&mut self, points: &[Point]) {
        for point in points {
            if !self.points.contains(point) {
                self.points.push(point.clone());
            }
        }
    }
}

/// What a value of a type can be, as far as these constants tell values apart.
fn cases(typed: &Typed, points: &[Point]) -> Vec<Possible> {
    let mut cases = match (&typed.ty, typed.absent) {
        (_, Absent::Always) => Vec::new(),
        (Type::Bool, _) => vec![Possible::At(Point::Bool(false)), Possible::At(Point::Bool(true))],
        (Type::Null, _) => vec![Possible::At(Point::Null)],
        (Type::Enum(members), _) => of_enum(members, points),
        (Type::List(_) | Type::Map(..) | Type::Object(_) | Type::Optional(_), _) => vec![Possible::ANY],
        _ => ordered(typed, points),
    };
    if typed.absent != Absent::Never {
        cases.push(Possible::Absent);
    }
    cases
}

/// Members that are named, and what stands for all others: two fields that have another one need not have the same.
fn of_enum(members: &[String], points: &[Point]) -> Vec<Possible> {
    let point = |member: &String| Point::Text(member.clone());
    let (named, others): (Vec<Point>, Vec<Point>) = members.iter().map(point).partition(|point| points.contains(point));
    let rest = match others.as_slice() {
        [] => None,
        [only] => Some(Possible::At(only.clone())),
        _ => Some(Possible::Other(named.clone())),
    };
    named.into_iter().map(Possible::At).chain(rest).collect()
}

/// The constants and what lies between them, within bounds.
fn ordered(typed: &Typed, points: &[Point]) -> Vec<Possible> {
    let mut points = points.to_vec();
    let alike = points.windows(2).all(|pair| pair[0].is_same_kind(&pair[1]));
    if points.is_empty() || !alike {
        return points.into_iter().map(Possible::At).chain([Possible::ANY]).collect();
    }
    points.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    let (least, most) = typed.bounds;
    let above = |low: Option<f64>| most.is_none_or(|most| low.is_none_or(|low| most > low));
    let below = |high: Option<f64>| least.is_none_or(|least| high.is_none_or(|high| least < high));
    let mut cases = Vec::with_capacity(2 * points.len() + 1);
    let mut low: Option<Point> = None;
    for point in points {
        let (from, to) = (low.as_ref().and_then(Point::number), point.number());
        let next = typed.ty == Type::Int && from.zip(to).is_some_and(|(from, to)| to - from <= 1.0);
        if above(from) && below(to) && !next {
            cases.push(Possible::Between(low, Some(point.clone())));
        }
        if to.is_none_or(|to| least.is_none_or(|least| to >= least) && most.is_none_or(|most| to <= most)) {
            cases.push(Possible::At(point.clone()));
        }
        low = Some(point);
    }
    if above(low.as_ref().and_then(Point::number)) {
        cases.push(Possible::Between(low, None));
    }
    cases
}

impl<'p> Seer<'p, '_> {
    /// What a node can be in the case that is looked at.
    pub(super) fn possible(&mut self, expr: &'p Expr, typed: Typed) -> Vec<Possible> {
        let number = self.atom(expr);
        self.note(number, if let ExprKind::Select { operand, .. } = &expr.kind { Some(operand) } else { None });
        self.possible_of(number, typed)
    }

    /// The same for the field that `has` asks for.
    pub(super) fn possible_field(&mut self, expr: &'p Expr, operand: &'p Expr, field: &str) -> Vec<Possible> {
        let number = self.atom(expr);
        self.note(number, Some(operand));
        let mut typed = self.field(operand, field, false);
        if let Type::Optional(_) = typed.ty {
            // Without a value there is no field either.
            typed.absent = typed.absent.max(Absent::Maybe);
        }
        self.possible_of(number, typed)
    }

    /// The number of what decides how two nodes compare, and whether it is asked the other way round.
    pub(super) fn order(&mut self, left: usize, right: usize) -> usize {
        let number = self.numbered(format!("order({left},{right})"), self.atoms[left].frame);
        self.atoms[number].typed = Typed { ty: Type::Int, bounds: (Some(-1.0), Some(1.0)), absent: Absent::Never };
        self.atoms[number].compared_with(&[-1.0, 0.0, 1.0].map(Point::Number));
        if self.counting {
            self.atoms[number].uses += 1;
        }
        number
    }

    /// Counts that a condition is asked that is looked into.
    pub(super) fn count_answer(&mut self, number: usize) {
        self.atoms[number].typed.ty = Type::Bool;
        self.atoms[number].uses += u32::from(self.counting);
    }

    pub(super) fn assigned(&self, number: usize) -> Option<&Possible> {
        self.case.get(&number)
    }

    fn possible_of(&mut self, number: usize, typed: Typed) -> Vec<Possible> {
        // Long chains ask the same thing hundreds of times.
        if let Some(possible) = self.case.get(&number).filter(|_| !self.counting && typed == self.atoms[number].typed) {
            return vec![possible.clone()];
        }
        let whole = cases(&typed, &self.atoms[number].points);
        let assigned = self.case.get(&number).cloned();
        if self.counting {
            self.atoms[number].typed = typed;
        }
        match assigned {
            Some(possible) if whole.contains(&possible) => vec![possible],
            // Something above it is absent in this case.
            Some(_) | None => whole,
        }
    }

    /// Counts that it is asked, and what it stands below.
    fn note(&mut self, number: usize, mut above: Option<&'p Expr>) {
        if !self.counting {
            return;
        }
        self.atoms[number].uses += 1;
        while let Some(expr) = above {
            let ExprKind::Select { operand, .. } = &expr.kind else { break };
            let number = self.atom(expr);
            self.atoms[number].below += 1;
            above = Some(operand);
        }
    }

    /// Counts that something is made of a field: nothing is, where it is absent.
    pub(super) fn read(&mut self, expr: &'p Expr) {
        if self.counting && matches!(expr.kind, ExprKind::Select { .. }) {
            let number = self.atom(expr);
            self.atoms[number].below += 1;
        }
    }

    /// The number of what a node asks.
    pub(super) fn atom(&mut self, expr: &'p Expr) -> usize {
        let address = address(expr);
        if let Some(&number) = self.known.get(&address) {
            self.touch(number);
            return number;
        }
        let mut spelling = Spelling { text: String::new(), depth: self.locals.len(), innermost: None };
        match &expr.kind {
            // A field and the question whether there is one are about the same thing.
            ExprKind::Has { operand, field, .. } => {
                let _ = write!(spelling.text, ".{field}(");
                self.spell(operand, &mut spelling);
                spelling.text.push(')');
            }
            _ => self.spell(expr, &mut spelling),
        }
        if spelling.text.len() > MAX_SPELLING {
            spelling.text = format!("#{address}");
        }
        let frame = spelling.innermost.and_then(|level| self.locals.get(level)).map(|local| local.frame);
        let number = self.numbered(spelling.text, frame);
        self.known.insert(address, number);
        number
    }

    /// Takes down that something is asked, where somebody wants to know.
    fn touch(&mut self, number: usize) {
        if let Some(touched) = &mut self.touched {
            touched.insert(number);
        }
    }

    fn numbered(&mut self, spelling: String, frame: Option<usize>) -> usize {
        let next = self.atoms.len();
        let number = *self.numbers.entry(spelling).or_insert(next);
        self.touch(number);
        if number == next {
            self.atoms.push(Atom { frame, typed: Typed::default(), points: Vec::new(), uses: 0, below: 0 });
        }
        number
    }

    /// Writes an expression so that what means the same thing is spelled alike.
    fn spell(&mut self, expr: &'p Expr, spelling: &mut Spelling) {
        if spelling.text.len() > MAX_SPELLING || !self.step() {
            spelling.text.push_str(&"#".repeat(MAX_SPELLING));
            return;
        }
        match &expr.kind {
            ExprKind::Local(level) if *level < spelling.depth => {
                let frame = self.locals.get(*level).map_or(0, |local| local.frame);
                let _ = write!(spelling.text, "@{frame}.{level}");
                spelling.innermost = spelling.innermost.max(Some(*level));
            }
            ExprKind::Local(level) => {
                let _ = write!(spelling.text, "${}", level - spelling.depth);
            }
            ExprKind::Global(position) if self.setting.named(*position).is_some() => {
                let depth = std::mem::take(&mut spelling.depth);
                self.named(*position, |seer, expr| seer.spell(expr, spelling));
                spelling.depth = depth;
            }
            kind => {
                spelling.text.push_str(&tag(kind));
                for child in children(expr) {
                    spelling.text.push('(');
                    self.spell(child, spelling);
                    spelling.text.push(')');
                }
            }
        }
    }
}

/// A spelling in the making.
struct Spelling {
    text: String,
    /// Variables from here on are those of the expression's own macros.
    depth: usize,
    /// The innermost variable from outside.
    innermost: Option<usize>,
}

/// What a node is apart from its children.
fn tag(kind: &ExprKind) -> String {
    match kind {
        ExprKind::Literal(literal) => format!("{literal:?}"),
        ExprKind::Global(position) => format!("g{position}"),
        ExprKind::Local(level) => format!("${level}"),
        ExprKind::TypeName(name) => format!("type {name}"),
        ExprKind::Select { field, optional: false, .. } => format!(".{field}"),
        ExprKind::Has { field, .. } => format!("has .{field}"),
        ExprKind::Select { field, .. } => format!(".?{field}"),
        ExprKind::Index { optional, .. } => format!("[{optional}]"),
        ExprKind::And(_) => "&&".to_owned(),
        ExprKind::Or(_) => "||".to_owned(),
        ExprKind::Not(_) => "!".to_owned(),
        ExprKind::Negate(_) => "-".to_owned(),
        ExprKind::Conditional(_) => "?".to_owned(),
        ExprKind::Compare(comparison, _) => comparison.symbol().to_owned(),
        ExprKind::Arithmetic(operator, _) => format!("{} of", operator.symbol()),
        ExprKind::In(_) => "in".to_owned(),
        ExprKind::List(items) => format!("{:?}", items.iter().map(|(_, optional)| *optional).collect::<Vec<_>>()),
        ExprKind::Map(entries) => format!("map{:?}", entries.iter().map(|(_, _, optional)| *optional).collect::<Vec<_>>()),
        ExprKind::Call { function, .. } => format!("call {}", function.name),
        ExprKind::Macro(parts) => format!("{:?} {} {}", parts.kind, parts.variables.len(), parts.filter.is_some()),
        ExprKind::Bind { .. } => "bind".to_owned(),
        ExprKind::OptionalMap { flat, .. } => format!("optional {flat}"),
        ExprKind::Unknown(name) => format!("unknown {name}"),
    }
}

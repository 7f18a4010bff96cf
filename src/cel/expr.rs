//! The plan: what evaluation walks.

use jiff::SignedDuration;
use jiff::civil::DateTime;

use super::functions::Function;
use super::types::Type;
use crate::text::Span;

/// A node of the plan, with the bytes of the expression it came from.
#[derive(Debug)]
pub(crate) struct Expr {
    pub span: Span,
    pub kind: ExprKind,
    /// How a node of the document is read that this gives, or that `has` asks for.
    pub reading: Reading,
}

#[derive(Debug)]
pub(crate) enum ExprKind {
    Literal(Literal),
    /// A variable of the scope, by position.
    Global(usize),
    /// A variable of an enclosing macro, by nesting level.
    Local(usize),
    /// A type's name used as a value, e.g. `type(x) == int`.
    TypeName(&'static str),
    Select {
        operand: Box<Expr>,
        field: String,
        field_span: Span,
        optional: bool,
    },
    /// `has(operand.field)`.
    Has {
        operand: Box<Expr>,
        field: String,
        field_span: Span,
    },
    Index {
        operand: Box<Expr>,
        index: Box<Expr>,
        optional: bool,
    },
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    Conditional(Box<[Expr; 3]>),
    Compare(Comparison, Box<[Expr; 2]>),
    Arithmetic(Arithmetic, Box<[Expr; 2]>),
    /// `item in collection`.
    In(Box<[Expr; 2]>),
    List(Vec<(Expr, bool)>),
    Map(Vec<(Expr, Expr, bool)>),
    Call {
        function: &'static Function,
        /// The receiver first, where there is one.
        arguments: Vec<Expr>,
        name_span: Span,
        /// The compiled pattern of `matches` or `glob`, where it is a literal.
        regex: Option<Box<regex::Regex>>,
    },
    Macro(Box<Macro>),
    /// `cel.bind(name, value, body)`.
    Bind {
        value: Box<Expr>,
        body: Box<Expr>,
    },
    /// `target.optMap(name, body)` and `optFlatMap`.
    OptionalMap {
        target: Box<Expr>,
        body: Box<Expr>,
        flat: bool,
    },
    /// A name that means nothing, where names are not checked: fails when it is evaluated.
    Unknown(String),
}

/// How a node's value is read, from the type that the schema gives it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As it stands.
    #[default]
    Plain,
    /// A fact: the word `unknown` means that nobody declared it.
    Fact,
    /// A number that may be written without a fraction: always a double.
    Number,
}

impl Reading {
    pub fn of(ty: &Type) -> Self {
        match ty {
            Type::Bool => Self::Fact,
            Type::Double => Self::Number,
            Type::Optional(inner) => Self::of(inner),
            _ => Self::Plain,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(String),
    Bytes(Vec<u8>),
    Timestamp(DateTime),
    Duration(SignedDuration),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Arithmetic {
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

/// A comprehension: `range.all(x, body)` and its kin.
#[derive(Debug)]
pub(crate) struct Macro {
    pub kind: MacroKind,
    pub range: Expr,
    /// One variable (item, or key of a map) or two (index or key, and value).
    pub variables: Vec<(String, Span)>,
    /// For `map`, `transformList` and `transformMap` with a condition.
    pub filter: Option<Expr>,
    pub body: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MacroKind {
    All,
    Exists,
    ExistsOne,
    Filter,
    Map,
    /// `transformMap`: keys stay.
    MapValues,
    /// `transformMapEntry`: the body gives one-entry maps.
    MapEntries,
    SortBy,
}

impl Expr {
    pub fn new(span: Span, kind: ExprKind) -> Self {
        Self { span, kind, reading: Reading::default() }
    }

    /// Whether its value may be a node of the document as it stands.
    pub fn gives_nodes(&self) -> bool {
        matches!(
            self.kind,
            ExprKind::Global(_)
                | ExprKind::Local(_)
                | ExprKind::Select { .. }
                | ExprKind::Index { .. }
                | ExprKind::Conditional(_)
                | ExprKind::Call { .. }
                | ExprKind::Bind { .. }
                | ExprKind::OptionalMap { .. }
        )
    }

    /// Whether another node says the same, wherever it stands.
    pub fn is_same(&self, other: &Self) -> bool {
        let alike = match (&self.kind, &other.kind) {
            (ExprKind::Literal(a), ExprKind::Literal(b)) => a == b,
            (ExprKind::Global(a), ExprKind::Global(b)) | (ExprKind::Local(a), ExprKind::Local(b)) => a == b,
            (ExprKind::TypeName(a), ExprKind::TypeName(b)) => a == b,
            (ExprKind::Select { field, optional, .. }, ExprKind::Select { field: known, optional: also, .. }) => {
                field == known && optional == also
            }
            (ExprKind::Has { field, .. }, ExprKind::Has { field: known, .. }) => field == known,
            (ExprKind::Index { optional, .. }, ExprKind::Index { optional: also, .. }) => optional == also,
            (ExprKind::Compare(a, _), ExprKind::Compare(b, _)) => a == b,
            (ExprKind::Arithmetic(a, _), ExprKind::Arithmetic(b, _)) => a == b,
            (ExprKind::Call { function: a, .. }, ExprKind::Call { function: b, .. }) => std::ptr::eq(*a, *b),
            (ExprKind::Macro(a), ExprKind::Macro(b)) => {
                a.kind == b.kind && a.variables.len() == b.variables.len() && a.filter.is_some() == b.filter.is_some()
            }
            (ExprKind::OptionalMap { flat, .. }, ExprKind::OptionalMap { flat: also, .. }) => flat == also,
            (ExprKind::And(_), ExprKind::And(_))
            | (ExprKind::Or(_), ExprKind::Or(_))
            | (ExprKind::Not(_), ExprKind::Not(_))
            | (ExprKind::Negate(_), ExprKind::Negate(_))
            | (ExprKind::Conditional(_), ExprKind::Conditional(_))
            | (ExprKind::In(_), ExprKind::In(_))
            | (ExprKind::List(_), ExprKind::List(_))
            | (ExprKind::Map(_), ExprKind::Map(_))
            | (ExprKind::Bind { .. }, ExprKind::Bind { .. }) => true,
            _ => false,
        };
        let (mut mine, mut others) = (Vec::new(), Vec::new());
        if alike {
            self.children(|child| mine.push(child));
            other.children(|child| others.push(child));
        }
        alike && mine.len() == others.len() && mine.iter().zip(others).all(|(mine, other)| mine.is_same(other))
    }

    /// Calls `visit` for each direct child.
    pub fn children<'e>(&'e self, mut visit: impl FnMut(&'e Expr)) {
        match &self.kind {
            ExprKind::Literal(_) | ExprKind::Global(_) | ExprKind::Local(_) | ExprKind::TypeName(_) | ExprKind::Unknown(_) => {}
            ExprKind::Select { operand, .. } | ExprKind::Has { operand, .. } => visit(operand),
            ExprKind::Not(operand) | ExprKind::Negate(operand) => visit(operand),
            ExprKind::Index { operand, index, .. } => {
                visit(operand);
                visit(index);
            }
            ExprKind::And(terms) | ExprKind::Or(terms) | ExprKind::Call { arguments: terms, .. } => terms.iter().for_each(visit),
            ExprKind::Conditional(parts) => parts.iter().for_each(visit),
            ExprKind::Compare(_, pair) | ExprKind::Arithmetic(_, pair) | ExprKind::In(pair) => pair.iter().for_each(visit),
            ExprKind::List(items) => items.iter().for_each(|(item, _)| visit(item)),
            ExprKind::Map(entries) => entries.iter().for_each(|(key, value, _)| {
                visit(key);
                visit(value);
            }),
            ExprKind::Macro(parts) => {
                visit(&parts.range);
                parts.filter.iter().for_each(&mut visit);
                visit(&parts.body);
            }
            ExprKind::Bind { value, body } => {
                visit(value);
                visit(body);
            }
            ExprKind::OptionalMap { target, body, .. } => {
                visit(target);
                visit(body);
            }
        }
    }
}

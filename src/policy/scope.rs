//! The names that a rule's expressions may use.

use std::sync::{Arc, OnceLock};

use super::params::Params;
use super::rule::Scope as RuleScope;
use crate::cel::{Field, Form, ObjectType, Scope, Type};
use crate::schema::Shape;

/// Position of `system` or `fleet` among the bindings.
pub const SLOT_SUBJECT: usize = 0;
/// Position of `params`.
pub const SLOT_PARAMS: usize = 1;
/// Position of `derived`, which has a name only in rules that read it.
pub const SLOT_DERIVED: usize = 2;
/// Position of `today`, the last of the names that every rule has.
pub const SLOT_TODAY: usize = 3;
/// Position of `fleet` where an expression may use `system` as well.
pub const SLOT_FLEET: usize = 4;

/// The names of every expression of a rule: `system` or `fleet`, `params`, `derived`, `today`, and `evidence` for that of the system.
///
/// Of a fleet, `derived` is a map by the systems' ids.
pub(super) fn base(rule: RuleScope, params: Type, derived: Option<Type>) -> Scope {
    let mut scope = Scope::default();
    match rule {
        RuleScope::System => {
            scope.bind("system", system_type());
            scope.hint("fleet", "a rule about all systems at once says `scope: fleet`");
        }
        RuleScope::Fleet => {
            scope.bind("fleet", system_type().list());
            scope.hint("system", "with `scope: fleet` a rule sees all systems as `fleet`; without it, one as `system`");
        }
    }
    scope.bind("params", params);
    scope.hint("params.*", "declare it under `params` of the policy: `params: {name: {type: integer, default: 3}}`");
    if derived.is_none() {
        scope.offer("derived");
    }
    let (name, ty) = derived.map_or(("", Type::Dyn), |ty| ("derived", ty));
    if rule == RuleScope::Fleet {
        scope.hint("derived.?", "with `scope: fleet` results are by system: `derived[s.id].…`");
    }
    scope.bind(name, if rule == RuleScope::Fleet { Type::Map(Arc::new(Type::Text), Arc::new(ty)) } else { ty });
    scope.bind("today", Type::Timestamp);
    scope.alias("evidence", "system", "evidence");
    scope
}

/// The names of an expression that belongs to no rule.
pub(super) fn every(derived: Type) -> Scope {
    let mut scope = base(RuleScope::System, Params::default().ty(), Some(derived));
    scope.bind("fleet", system_type().list());
    scope
}

/// The type of a manifest, from its schema.
fn system_type() -> Type {
    static TYPE: OnceLock<Type> = OnceLock::new();
    TYPE.get_or_init(|| of_shape(Shape::ai_system(), "system")).clone()
}

/// The names of every expression of a classification: `system`, of which prose cannot be read, and `today`.
pub(super) fn facts() -> Scope {
    let mut scope = Scope::default();
    scope.bind("system", typed(Shape::ai_system(), "system", &Type::Prose));
    scope.bind("today", Type::Timestamp);
    scope.alias("evidence", "system", "evidence");
    scope
}

/// The type of values of a shape; `name` is what messages call a mapping.
pub(super) fn of_shape(shape: &Shape, name: &str) -> Type {
    typed(shape, name, &Type::Text)
}

/// The same, with the type that prose has.
fn typed(shape: &Shape, name: &str, prose: &Type) -> Type {
    match shape {
        Shape::Fact | Shape::Bool => Type::Bool,
        Shape::Int { .. } => Type::Int,
        Shape::Number { .. } => Type::Double,
        Shape::Text { date: true } => Type::Day,
        Shape::Text { date: false } => Type::Text,
        Shape::Form { pattern, example } => Type::Form(Arc::new(Form::new(pattern, example.as_deref()))),
        Shape::Prose => prose.clone(),
        Shape::Enum(members) => Type::Enum(members.as_slice().into()),
        Shape::List(item) => typed(item, &format!("{name}[]"), prose).list(),
        Shape::Map(value) => Type::Map(Arc::new(Type::Text), Arc::new(typed(value, name, prose))),
        Shape::Object { fields, closed } => {
            let field = |(key, field): (&String, &crate::schema::Field)| {
                let ty = typed(&field.shape, &format!("{name}.{key}"), prose);
                // A required fact may still be `unknown`, which is as if it were not there.
                let required = field.required && field.shape != Shape::Fact;
                (key.clone(), Field { bounds: bounds(&field.shape), sizes: field.sizes, ..Field::new(ty, required) })
            };
            Type::Object(Arc::new(ObjectType { name: name.to_owned(), fields: fields.iter().map(field).collect(), open: !closed }))
        }
        Shape::Any => Type::Dyn,
    }
}

/// Least and greatest value of a number of this shape.
pub(super) fn bounds(shape: &Shape) -> (Option<f64>, Option<f64>) {
    match shape {
        Shape::Int { minimum, maximum } => (minimum.map(|i| i as f64), maximum.map(|i| i as f64)),
        Shape::Number { minimum, maximum } => (*minimum, *maximum),
        _ => (None, None),
    }
}

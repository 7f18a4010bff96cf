//! Floor 2: CEL text → checked, typed plan → value.
//!
//! [`compile`] parses an expression, lowers it to a plan whose every node has its byte span, and checks names and types.
//! [`Run`] evaluates a plan over any [`Host`] document without copying it, tells undeclared facts from errors, and keeps
//! within a budget; [`Run::blame`] says which nodes decided, [`Run::trace`] what came of each part, a [`Log`] of
//! [`Watched`] nodes what was read; [`complete`] how an unfinished expression may go on. Knows nothing of YAML, policies or manifests.

mod blame;
mod check;
mod compile;
mod complete;
mod cost;
mod eval;
mod expr;
mod form;
mod functions;
mod host;
mod json;
mod lower;
mod map;
mod mentions;
mod mutate;
mod observe;
mod outlook;
mod print;
mod repeats;
mod signs;
mod syntax;
mod trace;
mod types;
mod value;
mod watch;

pub use blame::{Reason, Subject};
pub use check::Expect;
pub use compile::{MAX_SOURCE_BYTES, Plan, Problem, ProblemKind, Scope, compile, compile_unchecked, infer};
pub use complete::{Completion, complete};
pub use eval::{Binding, Failure, MAX_COST, MAX_NESTED, Run, Stop, Undeclared};
pub use form::Form;
pub use host::{Host, Seen};
pub use map::{Key, Map};
pub use mentions::{BoundName, Mention};
pub use mutate::{Change, Mutation};
pub use outlook::{Given, Idle, Outlook, Setting};
pub use signs::{Language, Misread};
pub use syntax::{comments, is_reserved};
pub use trace::Step;
pub use types::{At, Field, ObjectType, Type, Word, Words};
pub use value::{Text, Value};
pub use watch::{Log, Touch, Watched};

//! `semver('1.2.3')`: versions that compare by precedence.

use std::rc::Rc;

use super::{Complaint, Done, complain};
use crate::cel::value::Value;

pub(super) fn apply<'v, N>(arguments: &[Value<'v, N>]) -> Done<'v, N> {
    let [Value::Text(text)] = arguments else { return Err(Complaint::Overload) };
    let written = text.as_str();
    match semver::Version::parse(written.strip_prefix('v').unwrap_or(written)) {
        Ok(version) => Ok(Value::Version(Rc::new(version))),
        Err(_) => complain(format!("`{}` is not a semantic version such as `1.2.3`", crate::text::shorten(written, 40))),
    }
}

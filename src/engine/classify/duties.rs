//! Which duties apply, and which may.

use super::walk::{Tri, Walk};
use super::{Due, Footing, Reply};
use crate::policy::Duty;

/// How sure something is; the least sure part decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sure {
    No,
    Maybe,
    Yes,
}

/// The duties that apply or may, each with the facts that its own condition waits for.
pub(super) fn duties(walk: &mut Walk<'_>, possible: &[usize]) -> Vec<(Due, Vec<Footing>)> {
    let roles = walk.known_roles();
    let mut dues = Vec::new();
    for (at, duty) in walk.classification.duties.iter().enumerate() {
        let (sure, basis) = applies(walk, at, duty, possible);
        let sure = sure.min(ours(walk, duty, roles.as_deref()));
        if sure == Sure::No {
            continue;
        }
        let (sure, missing) = match walk.duty_condition(at).map_or(Tri::Yes, |condition| walk.tri(condition)) {
            Tri::Yes => (sure, Vec::new()),
            Tri::No => continue,
            Tri::Open(missing) => (Sure::Maybe, missing),
        };
        dues.push((Due { duty: at, certain: sure == Sure::Yes, basis }, missing));
    }
    dues
}

/// Whether tier or steps bring it about, and which steps.
fn applies(walk: &Walk<'_>, at: usize, duty: &Duty, possible: &[usize]) -> (Sure, Vec<usize>) {
    let floor = walk.floor();
    // A use that may be forbidden has the duties of its tier for as long as it goes on; one that may be out of scope may have none.
    let (fits, milder) = (duty.at.contains(&floor), possible.iter().any(|tier| *tier > floor && !duty.at.contains(tier)));
    let by_tier = match (fits, milder) {
        (true, false) => Sure::Yes,
        (true, true) => Sure::Maybe,
        (false, _) if possible.iter().any(|tier| duty.at.contains(tier)) => Sure::Maybe,
        (false, _) => Sure::No,
    };
    let mildest = walk.classification.tiers.len() - 1;
    let in_scope = if floor != mildest && possible.contains(&mildest) { Sure::Maybe } else { Sure::Yes };
    let mut basis: Vec<usize> = if fits { walk.deciding() } else { Vec::new() };
    if by_tier == Sure::Maybe && !fits {
        basis.extend(walk.open.iter().filter(|(tier, _)| duty.at.contains(tier)).map(|(_, step)| *step));
    }
    let mut by_step = Sure::No;
    for (step, answered) in walk.answered.iter().enumerate() {
        let written = &walk.classification.steps[step];
        let names = |duties: &[usize]| duties.contains(&at);
        let sure = match walk.consequence(step) {
            Some(consequence) if names(&consequence.duties) => in_scope,
            None if answered.answer == Reply::Open && (names(&written.then.duties) || names(&written.or_else.duties)) => Sure::Maybe,
            _ => continue,
        };
        by_step = by_step.max(sure);
        basis.push(step);
    }
    (by_tier.max(by_step), basis)
}

/// Whether it is ours.
fn ours(walk: &Walk<'_>, duty: &Duty, roles: Option<&[(String, Vec<Footing>)]>) -> Sure {
    let Some(roles) = roles.filter(|_| !duty.roles.is_empty()) else {
        return if duty.roles.is_empty() { Sure::Yes } else { Sure::Maybe };
    };
    match &duty.roles {
        wanted if roles.iter().any(|(role, _)| wanted.contains(role)) => Sure::Yes,
        wanted if wanted.iter().any(|role| walk.may_have_role(role)) => Sure::Maybe,
        _ => Sure::No,
    }
}

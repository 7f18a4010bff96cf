//! Which facts to ask for: only those that can change what comes out.

use super::walk::Walk;
use super::{Due, Footing, Question, Reply};
use crate::engine::locate;
use crate::policy::Consequence;

/// The facts to declare, those that can change the tier first, then in the order of the steps.
pub(super) fn questions(walk: &Walk<'_>, duties: &[(Due, Vec<Footing>)]) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    let floor = walk.floor();
    for (at, answered) in walk.answered.iter().enumerate().filter(|(_, answered)| answered.answer == Reply::Open) {
        let step = &walk.classification.steps[at];
        let tier = walk.open.iter().any(|(tier, by)| *by == at && *tier != floor);
        if tier || [&step.then, &step.or_else].into_iter().any(|consequence| is_ours(walk, consequence, duties)) {
            add(&mut questions, &answered.grounds, Some(at), tier);
        }
    }
    for (_, missing) in duties {
        add(&mut questions, missing, None, false);
    }
    let waits = |due: &Due| !walk.classification.duties[due.duty].roles.is_empty();
    if walk.known_roles().is_none() && duties.iter().any(|(due, _)| waits(due)) {
        add(&mut questions, &roles(walk), None, false);
    }
    questions.sort_by_key(|question| !question.tier);
    questions
}

/// Whether a duty of ours hangs on what would follow.
fn is_ours(walk: &Walk<'_>, consequence: &Consequence, duties: &[(Due, Vec<Footing>)]) -> bool {
    let by_role = |due: &Due| consequence.role.as_ref().is_some_and(|role| walk.classification.duties[due.duty].roles.contains(role));
    duties.iter().any(|(due, _)| consequence.duties.contains(&due.duty) || by_role(due))
}

fn add(questions: &mut Vec<Question>, grounds: &[Footing], step: Option<usize>, tier: bool) {
    for ground in grounds {
        match questions.iter_mut().find(|question| question.ground.path == ground.path) {
            Some(known) => {
                known.steps.extend(step);
                known.tier |= tier;
            }
            None => questions.push(Question { ground: ground.clone(), steps: step.into_iter().collect(), tier }),
        }
    }
}

/// Where our roles belong.
pub(super) fn roles(walk: &Walk<'_>) -> Vec<Footing> {
    let mut at = walk.system;
    let mut keys = walk.classification.roles_field.iter();
    let mut missing = Vec::new();
    for key in keys.by_ref() {
        match at.get(key) {
            Some(next) => at = next,
            None => {
                missing.push(key.clone());
                break;
            }
        }
    }
    missing.extend(keys.cloned());
    if missing.is_empty() { Vec::new() } else { vec![Footing::of(locate::missing(&crate::cel::Undeclared { at, keys: missing }))] }
}

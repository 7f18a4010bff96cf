use jiff::civil::Date;

use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::document::Node;
use crate::text::plural;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "overdue-review",
        title: "a policy was not reviewed in time",
        page: "The day in the policy's `review_by` has passed. Laws, frameworks and models change faster than policies: somebody should read it again, and then set `review_by` to the next date. `--as-of`, or `as_of` in provost.yaml, says which day counts as today.",
    },
    default: Level::Warn,
    check,
};

fn check(material: &Material<'_>) -> Vec<Diagnostic> {
    let mut remarks = Vec::new();
    for policy in &material.policies.policies {
        let Some(node) = policy.node().get("review_by") else { continue };
        let Some(day) = node.as_str().and_then(|day| day.parse::<Date>().ok()).filter(|day| *day < material.today) else { continue };
        let late = material.today.duration_since(day).as_hours() / 24;
        let label = format!("{} ago", plural(late as usize, "day"));
        let remark = LINT.remark(format!("the review of policy `{}` is overdue", policy.id), node.place(), label);
        let owner = policy.node().get("owner").and_then(Node::as_str).map(|owner| format!("ask {owner} to ")).unwrap_or_default();
        remarks.push(remark.help(format!("{owner}review it, then set `review_by` to the next date")));
    }
    remarks
}

use super::read::words;
use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::Rule;

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "undocumented-critical",
        title: "a critical rule does not say what a waiver would have to answer",
        page: "A critical rule stops work, so somebody will ask to waive it. Whoever decides must be able to read from the rule alone what goes wrong without it and what would meet it. A rule of severity `critical` therefore has a `rationale` of at least one sentence (eight words) and a `help` that names the next step (four words); where these are missing or shorter, no waiver can be weighed. Write them, or lower the severity.",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

/// What a critical rule has to say: the key, the fewest words, and what they are about.
const NEEDED: [(&str, usize, &str); 2] =
    [("rationale", 8, "what goes wrong without it, and for whom"), ("help", 4, "what to do, or what would do instead")];

fn check(rule: &Rule) -> Vec<Diagnostic> {
    // As written: a configuration that raises the severity does not make the policy's author write more.
    if rule.text("severity") != Some("critical") {
        return Vec::new();
    }
    let short = NEEDED.into_iter().filter(|(key, fewest, _)| words(rule.text(key).unwrap_or_default()) < *fewest);
    let remark = |(key, fewest, what): (&str, usize, &str)| {
        let (place, label) = match rule.node().get(key).filter(|node| !node.span().is_empty()) {
            Some(node) => (node.place(), "too short to decide on a waiver".to_owned()),
            None => (rule.place(), format!("has no `{key}`")),
        };
        LINT.remark(format!("`{}` is critical, but its `{key}` does not say enough to decide on a waiver", rule.id), place, label)
            .help(format!("write in `{key}`, in {fewest} words or more, {what}"))
    };
    short.map(remark).collect()
}

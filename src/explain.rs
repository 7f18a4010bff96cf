//! Floor 8: a page about any rule, policy, control, framework, crosswalk, classification, diagnostic code or lint.
//!
//! A [`Page`] is what to say, in parts; [`Page::text`] lays it out for a terminal, [`Page::markdown`] as Markdown. Everything on it comes from the policy and
//! framework files and the catalog of codes, so that it cannot drift from them.

mod classification;
mod crosswalk;
mod framework;
mod markdown;
mod page;
mod rule;

pub use page::{Block, Page};

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::diagnostic::Code;
use crate::lint;
use crate::policy::{Policy, PolicySet};
use crate::text::nearest;

/// Nothing is called that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// The nearest name, if one is near.
    pub nearest: Option<String>,
}

/// The page about a topic: a rule, a policy, a control (`framework:ID`), a framework, a crosswalk, a classification or a diagnostic code;
/// without regard to case. Where a framework and a classification have one id, one page says both.
/// What applies from when is told as of a day.
///
/// # Errors
/// If nothing is called that.
pub fn page(topic: &str, policies: &PolicySet, catalog: &Catalog, as_of: Date) -> Result<Page, Unknown> {
    if let Some(rule) = policies.rule(topic) {
        return Ok(rule::page(rule, policies, catalog, as_of));
    }
    let same = |name: &str| name.eq_ignore_ascii_case(topic);
    if let Some(policy) = policies.policies.iter().find(|policy| same(&policy.id)) {
        return Ok(rule::policy(policy, policies));
    }
    if let Some(framework) = catalog.ids().find(|id| same(id)).and_then(|id| catalog.framework(id)) {
        return Ok(framework::page(framework, policies, catalog, as_of));
    }
    if let Some(classification) = policies.derivations.all().find(|classification| same(&classification.id)) {
        return Ok(classification::page(classification, catalog));
    }
    if let Some(crosswalk) = catalog.crosswalks().find(|crosswalk| same(&crosswalk.id)) {
        return Ok(crosswalk::page(crosswalk, catalog));
    }
    if let Some(code) = codes().find(|code| same(code.id())) {
        return Ok(code_page(code));
    }
    match catalog.control(&spelled(topic, catalog).unwrap_or_else(|| topic.to_owned())) {
        Ok(found) => return Ok(framework::control(found, policies, catalog, as_of)),
        Err(unknown) => {
            if let Some(found) = as_shown(topic, catalog).and_then(|reference| catalog.control(&reference).ok()) {
                return Ok(framework::control(found, policies, catalog, as_of));
            }
            if let Some((framework, _)) = topic.split_once(':') {
                let whole =
                    |near: &str| if catalog.framework(framework).is_some() { format!("{framework}:{near}") } else { near.to_owned() };
                return Err(Unknown { nearest: unknown.suggestion().map(whole) });
            }
        }
    }
    let rules = policies.rules.iter().map(|rule| rule.id.as_str());
    let code_ids: Vec<&str> = codes().map(Code::id).collect();
    let classifications = policies.derivations.all().map(|classification| classification.id.as_str());
    let crosswalks = catalog.crosswalks().map(|crosswalk| crosswalk.id.as_str());
    let names = rules.chain(policies.policies.iter().map(|policy| policy.id.as_str()));
    let names = names.chain(catalog.ids()).chain(classifications).chain(crosswalks).chain(code_ids);
    Err(Unknown { nearest: nearest(topic, names).map(str::to_owned) })
}

/// The reference of a control that is named as findings show it, `NIST AI RMF MAP 4.1`, or by its id alone where only one framework
/// has it.
fn as_shown(topic: &str, catalog: &Catalog) -> Option<String> {
    let mut found = catalog.ids().filter_map(|id| catalog.framework(id)).flat_map(|framework| {
        let is_meant = |label: &str| {
            let rest = topic.get(framework.short.len()..).filter(|_| topic.to_lowercase().starts_with(&framework.short.to_lowercase()));
            label.eq_ignore_ascii_case(topic) || rest.is_some_and(|rest| label.eq_ignore_ascii_case(rest.trim()))
        };
        let controls = framework.controls.iter().filter(move |control| is_meant(&control.id) || is_meant(&control.label));
        controls.map(move |control| format!("{}:{}", framework.id, control.id))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// A reference as its catalog spells it, where only the case differs.
fn spelled(topic: &str, catalog: &Catalog) -> Option<String> {
    let (framework, id) = topic.split_once(':')?;
    let framework = catalog.framework(catalog.ids().find(|known| known.eq_ignore_ascii_case(framework))?)?;
    let groups = framework.groups.iter().map(|group| &group.id);
    let id = framework.controls.iter().map(|control| &control.id).chain(groups).find(|known| known.eq_ignore_ascii_case(id.trim()))?;
    Some(format!("{}:{id}", framework.id))
}

/// A file of Markdown about a policy and each of its rules, which is generated and checked in beside the policy.
pub fn markdown(policy: &Policy, policies: &PolicySet, catalog: &Catalog) -> String {
    let mut text = rule::policy(policy, policies).markdown(1);
    for rule in policies.rules.iter().filter(|rule| policies.policy(rule).id == policy.id) {
        text.push('\n');
        // The file is read on any day: it says of every control from when on it applies.
        text.push_str(&rule::page(rule, policies, catalog, Date::MIN).markdown(2));
    }
    text
}

/// What there is to explain.
pub fn index(policies: &PolicySet, catalog: &Catalog) -> Page {
    let mut page = Page::new("What there is to explain");
    page.heading("Policies and their rules");
    let rows = policies.policies.iter().enumerate().map(|(at, policy)| {
        let rules: Vec<&str> = policies.rules.iter().filter(|rule| rule.policy == at).map(|rule| rule.id.as_str()).collect();
        (policy.id.clone(), format!("{} ({})", policy.title, spans(&rules)))
    });
    page.facts(rows.collect());
    page.heading("Frameworks, and their controls as `framework:ID`");
    page.facts(catalog.ids().filter_map(|id| Some((id.to_owned(), catalog.short(id)?.to_owned()))).collect());
    page.heading("Classifications");
    page.facts(policies.derivations.all().map(|classification| (classification.id.clone(), classification.title.clone())).collect());
    page.heading("Crosswalks");
    page.facts(catalog.crosswalks().map(|crosswalk| (crosswalk.id.clone(), crosswalk.title.clone())).collect());
    page.heading("Diagnostic codes");
    page.facts(titles(Code::ALL.iter().copied()));
    page.heading("Lints of policies");
    page.facts(titles(lint::codes()));
    page
}

/// Everything that a diagnostic can be.
fn codes() -> impl Iterator<Item = Code> {
    Code::ALL.iter().copied().chain(lint::codes())
}

fn titles(codes: impl Iterator<Item = Code>) -> Vec<(String, String)> {
    codes.map(|code| (code.id().to_owned(), code.title().to_owned())).collect()
}

fn code_page(code: Code) -> Page {
    let mut page = Page::new(format!("{}: {}", code.id(), code.title()));
    page.paragraph(code.page());
    page
}

/// `INV-01 to INV-04` for a run of ids, all of them where they are few.
fn spans(ids: &[&str]) -> String {
    match ids {
        [] => "no rules".to_owned(),
        [first, .., last] if ids.len() > 2 && is_run(ids) => format!("{first} to {last}"),
        _ => ids.join(", "),
    }
}

/// Whether ids are numbered in a row, `OWN-01` to `OWN-03`: only then is it clear what lies between the first and the last.
fn is_run(ids: &[&str]) -> bool {
    let parts: Vec<Option<(&str, u32)>> =
        ids.iter().map(|id| id.rsplit_once('-').and_then(|(word, number)| Some((word, number.parse().ok()?)))).collect();
    parts.windows(2).all(|pair| matches!(pair, [Some((a, n)), Some((b, m))] if a == b && n + 1 == *m))
}

#[cfg(test)]
mod tests;

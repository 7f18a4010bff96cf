//! Conditions over lists that no item meets: what the items are instead, and which of them come nearest.

use std::collections::BTreeSet;

use super::items::{MOST_ITEMS, MOST_NAMED, Round, place};
use super::{Blame, Subject};
use crate::cel::eval::Run;
use crate::cel::expr::{Expr, ExprKind, Macro};
use crate::cel::host::{Host, Seen};
use crate::cel::value::Value;
use crate::text::{and_list, clean_line, or_list, plural};

/// Most fields of items that are named in the label of their list.
const MOST_FIELDS: usize = 2;

impl<'v, N: Host<'v>> Blame<'v, N> {
    /// Of items none of which fits, what the nearest lack: all of a few, otherwise those that fit in part.
    pub(super) fn nearest(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>) {
        let few = rounds.len() <= MOST_ITEMS;
        let terms = if let ExprKind::And(terms) = &parts.body.kind { terms.as_slice() } else { std::slice::from_ref(&parts.body) };
        let mut ranked = Vec::new();
        for round in rounds {
            if !matches!(round.last(), Some(Value::Node(node)) if node.see() == Seen::Map) {
                continue;
            }
            let wrong: Vec<usize> = run.with_locals(round.clone(), |run| {
                let wrong = |(at, term): (usize, &'v Expr)| (!run.bool(term).is_ok_and(|b| b)).then_some(at);
                terms.iter().enumerate().filter_map(wrong).collect()
            });
            if few || wrong.len() < terms.len() {
                // Which item is meant stands first, what it has to be after that.
                let first = wrong.first().copied().unwrap_or_default();
                ranked.push(((wrong.len(), std::cmp::Reverse(first)), round));
            }
        }
        ranked.sort_by_key(|(rank, _)| *rank);
        let Some(best) = ranked.first().map(|(rank, _)| *rank) else { return };
        let meant = best.1.0 > 0;
        for (_, round) in ranked.into_iter().filter(|(rank, _)| *rank == best || (few && !meant)).take(MOST_ITEMS) {
            let before = self.reasons.len();
            let item = round.last().cloned();
            run.with_locals(round, |run| {
                self.unordered += 1;
                self.condition(run, &parts.body, false);
                self.unordered -= 1;
                self.one_of_each(before, item.as_ref());
                // What says that this item is meant, where that is said of another one around it.
                for term in terms.iter().take(best.1.0).filter(|term| is_about_several(term)) {
                    self.condition(run, term, true);
                }
            });
        }
    }

    /// Of items that a filter left out, those that meet the most of it.
    pub(super) fn closest(run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>) -> Vec<Round<'v, N>> {
        let ExprKind::And(terms) = &parts.body.kind else { return rounds };
        let wrong = |round: Round<'v, N>, run: &mut Run<'v, '_, N>| {
            let count = run.with_locals(round.clone(), |run| terms.iter().filter(|term| !run.bool(term).is_ok_and(|b| b)).count());
            (count, round)
        };
        let counted: Vec<(usize, Round<'v, N>)> = rounds.into_iter().map(|round| wrong(round, run)).collect();
        let least = counted.iter().map(|(count, _)| *count).min().unwrap_or_default();
        counted.into_iter().filter(|(count, _)| *count == least).map(|(_, round)| round).collect()
    }

    /// What items that are no mappings were held against, where none of them fits.
    pub(super) fn held_against(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>) {
        let Some(round) = rounds.into_iter().next() else { return };
        let before = self.reasons.len();
        let list = match Self::follow(run, &parts.range) {
            Some(Subject::Node(node)) => Some(node),
            _ => None,
        };
        let item = match round.last() {
            Some(Value::Node(node)) => Some(*node),
            _ => None,
        };
        run.with_locals(round, |run| self.condition(run, &parts.body, false));
        let found = self.reasons.split_off(before.min(self.reasons.len()));
        let elsewhere = |node: N| list.is_none_or(|list| !node.is_within(list)) && Some(node) != item;
        self.reasons.extend(found.into_iter().filter(|reason| elsewhere(place(&reason.subject))));
    }

    /// Of the reasons from one on keeps the first that stands in an item, and the first that it was held against.
    fn one_of_each(&mut self, from: usize, item: Option<&Value<'v, N>>) {
        let Some(Value::Node(item)) = item else { return self.reasons.truncate(from + 1) };
        let (within, other): (Vec<_>, Vec<_>) =
            self.reasons.split_off(from.min(self.reasons.len())).into_iter().partition(|reason| place(&reason.subject).is_within(*item));
        self.reasons.extend(within.into_iter().take(1).chain(other.into_iter().take(1)));
    }

    /// Adds to the last reason, which says that none of many items fits, what they are instead, where that is soon said.
    pub(super) fn say_what_items_are(&mut self, run: &mut Run<'v, '_, N>, parts: &'v Macro, rounds: Vec<Round<'v, N>>) {
        let maps = |round: &Round<'v, N>| matches!(round.last(), Some(Value::Node(node)) if node.see() == Seen::Map);
        if !self.telling || rounds.len() <= MOST_ITEMS || !rounds.iter().all(maps) {
            return;
        }
        let outer = std::mem::take(&mut self.reasons);
        // What is said of the items, by what it is said of.
        let mut said: Vec<(String, BTreeSet<String>)> = Vec::new();
        let mut whole = true;
        for round in rounds {
            run.with_locals(round, |run| self.condition(run, &parts.body, false));
            whole &= !self.reasons.is_empty();
            for reason in std::mem::take(&mut self.reasons) {
                let Some((name, value)) = reason.text.split_once(" is ") else { return self.reasons = outer };
                match said.iter_mut().find(|(known, _)| known == name) {
                    Some((_, values)) => {
                        values.insert(value.to_owned());
                    }
                    None => said.push((name.to_owned(), BTreeSet::from([value.to_owned()]))),
                }
            }
        }
        self.reasons = outer;
        if !whole || said.len() > MOST_FIELDS || said.iter().any(|(_, values)| values.len() > MOST_NAMED) {
            return;
        }
        let each: Vec<String> =
            said.iter().map(|(name, values)| format!("{name} is {}", or_list(&values.iter().collect::<Vec<_>>()))).collect();
        if let Some(reason) = self.reasons.last_mut() {
            reason.text = format!("{}: {}", reason.text, each.join("; "));
        }
    }
}

/// Whether an expression looks at the items of several macros.
fn is_about_several(expr: &Expr) -> bool {
    fn levels(expr: &Expr, found: &mut Vec<usize>) {
        if let ExprKind::Local(level) = expr.kind
            && !found.contains(&level)
        {
            found.push(level);
        }
        expr.children(|child| levels(child, found));
    }
    let mut found = Vec::new();
    levels(expr, &mut found);
    found.len() > 1
}

/// The same of items that stand in no document and are few and plain.
pub(super) fn none_made<'v, N: Host<'v>>(rounds: &[Round<'v, N>], made: bool) -> Option<String> {
    let plain = |item: &&Value<'v, N>| (made || !matches!(item, Value::Node(_))) && !item.is_map() && !item.is_list();
    let items: Vec<String> = rounds.iter().filter_map(|round| round.last()).filter(plain).map(Value::to_label).collect();
    if items.len() != rounds.len() || items.len() > MOST_NAMED || rounds.iter().any(|round| round.len() > 1) {
        return None;
    }
    Some(match &items[..] {
        [] => return None,
        [one] => format!("made into {one}, which does not fit"),
        items => format!("made into {}, none of which fits", and_list(items)),
    })
}

/// A list with no item that fits, of which so many were looked at: its items by name where they are few and plain. Of a mapping the
/// keys, with what stands under them where `pairs` are looked at.
pub(super) fn none_fits<'v, N: Host<'v>>(list: Option<N>, looked_at: usize, pairs: bool) -> String {
    let Some(list) = list else { return "nothing fits".to_owned() };
    if list.see() == Seen::Map {
        let entry = |(key, value): (&str, N)| match value.see() {
            Seen::List | Seen::Map | Seen::Null => format!("`{}`", clean_line(key)),
            _ if pairs => format!("`{}: {}`", clean_line(key), Value::Node(value).to_message()),
            _ => format!("`{}`", clean_line(key)),
        };
        let keys: Vec<String> = (0..list.len()).filter_map(|at| list.entry(at)).map(entry).collect();
        return match keys.len() {
            0 => "an empty mapping".to_owned(),
            1 => format!("{} does not fit", keys[0]),
            count if count <= MOST_NAMED => format!("none of {} fits", and_list(&keys)),
            count => format!("none of {} fits", plural(count, "key")),
        };
    }
    let items = Value::Node(list).items();
    let plain = items.iter().all(|item| !item.is_map() && !item.is_list());
    if looked_at < items.len() {
        let all = plural(items.len(), "item");
        return match looked_at {
            0 => format!("none of {all} is left to look at"),
            1 => format!("of {all} one is left to look at, and does not fit"),
            some => format!("of {all} {some} are left to look at, none of which fits"),
        };
    }
    match items.len() {
        0 => "an empty list".to_owned(),
        1 if plain => format!("{} does not fit", items[0].to_label()),
        1 => "its only item does not fit".to_owned(),
        count if plain && count <= MOST_NAMED => {
            let names: Vec<String> = items.iter().map(Value::to_label).collect();
            format!("none of {} fits", and_list(&names))
        }
        count => format!("none of {} fits", plural(count, "item")),
    }
}

//! From when a duty applies: the day of the provision that demands it, or the later one of the provision that brought it about.

use jiff::civil::Date;

use super::Applies;
use crate::catalog::{ApplicationDate, Catalog, Framework};

/// A day as published, and as reported where the two differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Days {
    published: Date,
    reported: Date,
    source: String,
}

/// From when duties of these `controls` apply that follow from steps with these grounds.
pub(super) fn applies(controls: &[String], grounds: &[&[String]], catalog: &Catalog, as_of: Date) -> Option<Applies> {
    let own = latest(controls, catalog)?;
    // Of several ways into a tier the first that applies brings its duties.
    let brought = grounds.iter().filter_map(|controls| latest(controls, catalog)).min();
    let reported = own.reported.max(brought.as_ref().map_or(own.reported, |brought| brought.reported));
    let days = match brought {
        Some(brought) if brought.published > own.published => Days { reported, ..brought },
        _ => Days { reported, ..own },
    };
    Some(Applies {
        from: days.published.to_string(),
        in_force: days.published <= as_of,
        source: days.source,
        reported: (days.reported != days.published).then(|| days.reported.to_string()),
        remarks: controls.iter().flat_map(|reference| remarks(reference, catalog)).collect(),
    })
}

/// What is reported beside the published days, without taking the place of one.
fn remarks(reference: &str, catalog: &Catalog) -> Vec<String> {
    let Some((framework, id)) = reference.split_once(':') else { return Vec::new() };
    let rows = catalog.framework(framework).map(|framework| framework.application_dates.iter()).into_iter().flatten();
    let beside = rows.filter(|row| !row.verified && row.replaces.is_none() && row.applies_to.iter().any(|applies| applies == id));
    beside.map(|row| format!("{}, {}", row.from, row.note)).collect()
}

fn latest(controls: &[String], catalog: &Catalog) -> Option<Days> {
    controls.iter().filter_map(|reference| days(reference, catalog)).max()
}

fn days(reference: &str, catalog: &Catalog) -> Option<Days> {
    let (framework, id) = reference.split_once(':')?;
    let framework = catalog.framework(framework)?;
    let row = lineage(framework, id).into_iter().find_map(|id| published(framework, &id))?;
    let replaced = framework.application_dates.iter().find(|other| other.replaces.as_ref() == Some(&row.id));
    Some(Days { published: row.from, reported: replaced.map_or(row.from, |other| other.from), source: row.source.clone() })
}

/// The row that names an id and stands in the source.
fn published<'a>(framework: &'a Framework, id: &str) -> Option<&'a ApplicationDate> {
    framework.application_dates.iter().find(|row| row.verified && row.applies_to.iter().any(|applies| applies == id))
}

/// An id and all that it is a part of, the nearest first: `Art. 53(1)(a)`, `Art. 53(1)`, `Art. 53`, `Chapter V`.
fn lineage(framework: &Framework, id: &str) -> Vec<String> {
    let mut ids = vec![id.to_owned()];
    let mut rest = id;
    while let Some((outer, _)) = rest.rsplit_once('(') {
        ids.push(outer.trim_end().to_owned());
        rest = outer;
    }
    let mut group = ids.iter().find_map(|id| framework.control(id)?.group.clone());
    while let Some(id) = group.filter(|id| !ids.contains(id)) {
        group = framework.group(&id).and_then(|group| group.parent.clone());
        ids.push(id);
    }
    ids
}

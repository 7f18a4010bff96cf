//! What a rule's conditions come out as on the way to its verdict, for whoever asks how much of a rule was tried.

use jiff::civil::Date;

use super::evaluate::{bind_lets, globals};
use super::subject::Subject;
use super::words;
use crate::cel::{Binding, Run};
use crate::policy::{Params, Rule, Site};
use crate::text::Span;

/// Tells what each condition of a rule comes out as that is evaluated when it is judged on `subject`.
pub fn observe<'a>(rule: &'a Rule, params: &'a Params, subject: &'a Subject<'a>, today: Date, mark: &mut dyn FnMut(&Site, Span, bool)) {
    let (Ok(when), Ok(body)) = (rule.when(), rule.body()) else { return };
    let mut globals = globals(rule, params, subject, today);
    if let Some(when) = when {
        Run::new(&globals).observe(&when.plan, &mut |span, holds| mark(&Site::When, span, holds));
        if !Run::new(&globals).eval(&when.plan).is_ok_and(|value| value.as_bool() == Some(true)) {
            return;
        }
    }
    let base = globals.len();
    let items = match &body.for_each {
        Some(for_each) => {
            Run::new(&globals).observe(&for_each.list.plan, &mut |span, holds| mark(&Site::ForEach, span, holds));
            let Ok(list) = Run::new(&globals).eval(&for_each.list.plan) else { return };
            list.items().into_iter().map(Some).collect()
        }
        None => vec![None],
    };
    for item in items {
        globals.truncate(base);
        globals.extend(item.map(Binding::Value));
        let first = globals.len();
        bind_lets(&mut globals, body);
        let holds = Run::new(&globals).eval(&body.assert.plan).map(|value| value.as_bool());
        if holds.is_ok_and(|holds| holds != Some(true)) {
            // Some names are only there for the message.
            words::failed(rule, &globals, true);
        }
        let asked: Vec<bool> = globals.iter().map(Binding::is_known).collect();
        for (at, named) in body.lets.iter().enumerate().filter(|(at, _)| asked.get(first + at) == Some(&true)) {
            let before = globals.get(..first + at).unwrap_or_default();
            let site = Site::Let(named.name.clone());
            Run::new(before).observe(&named.value.plan, &mut |span, holds| mark(&site, span, holds));
        }
        Run::new(&globals).observe(&body.assert.plan, &mut |span, holds| mark(&Site::Assert, span, holds));
    }
}

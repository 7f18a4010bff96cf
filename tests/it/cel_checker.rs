//! What the checker says, one row per mistake: the expression with the underlined text, the message, the help.

#![expect(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::collections::BTreeMap;
use std::sync::Arc;

use provost::cel::{Expect, Field, Form, ObjectType, Problem, Scope, Type, compile};

type Row = (&'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const ROWS: &[Row] = &[
    // What other languages write.
    ("system.name matches 'x'", "matches", "unexpected `matches`", "write `.matches(…)` to call it"),
    ("system.name like 'x'", "like", "unexpected `like`", "write `.contains('…')`, `.startsWith('…')` or `.matches('…')`"),
    ("system.days between 1 and 3", "between", "unexpected `between`", "write `a <= x && x <= b`"),
    ("system.signed implies true", "implies", "unexpected `implies`", "write `a ? b : true` for a condition that follows"),
    ("system.models[*].pinned", "*", "unexpected `*`", "the items of a list are `.all(x, …)`, `.exists(x, …)` or `.map(x, …)`"),
    ("today() > date(system.started)", "today", "unknown function `today`", "write `today` without brackets"),
    ("is_null(system.name)", "is_null", "unknown function `is_null`", "write `has(x.field)` to ask whether a field is there"),
    ("system.vendors.isEmpty()", "isEmpty", "unknown method `isEmpty`", "write `size(…) == 0`"),
    ("system.vendors.unique() == []", "unique", "unknown method `unique`", "did you mean `distinct`?"),
    ("system.vendors.indexOf('x') > 0", "system.vendors", "`indexOf` does not take list(string) and string", "write `item in list` to look for an item"),
    ("system.vendors.startsWith('x')", "system.vendors", "`startsWith` does not take list(string) and string", "write `.exists(x, x.startsWith(…))` for each item"),
    ("'%s'.format(system.name) == ''", "system.name", "`format` does not take string and string", "write the values as a list: `'…'.format([…])`"),
    ("system.vendors > 3", "system.vendors > 3", "`>` cannot compare list(string) with int", "write `size(…)` to count the items"),
    ("1 < system.days < 3", "1 < system.days < 3", "`<` cannot compare bool with int", "compare each pair for itself: `a < b && b < c`"),
    ("system.started < 2026-01-31", "system.started < 2026-01-31", "`<` cannot compare string (a date) with int", "write the day as a text: `date(…) < date('2026-01-31')`"),
    ("system.days <= days(30)", "system.days <= days(30)", "`<=` cannot compare int with duration", "write the number of days alone, without `days(…)`"),
    ("system.name > '2.0'", "system.name > '2.0'", "versions that are texts are compared letter by letter", "write `semver(…) > semver('2.0.0')`"),
    ("system.rate <= system.days / 100", "system.rate <= system.days / 100", "`/` of whole numbers drops the fraction", "write `double(…) / double(…)`, or `5.0 / 100.0`"),
    ("!system.tier in ['high']", "!system.tier", "`!` belongs to what stands right after it", "write `!(… in …)`"),
    ("system.tier in ['high', 3]", "3", "comparison of string with int is never true", "it is `minimal`, `limited`, `high` or `unacceptable`"),
    // What can never come to anything.
    ("int('abc') > 1", "'abc'", "`abc` is not an int", ""),
    ("bool('yes')", "'yes'", "`yes` is not a bool", ""),
    ("date(system.tier) > today", "system.tier", "`date` makes nothing of any value this field can have", "it is `minimal`, `limited`, `high` or `unacceptable`"),
    ("glob(system.name, 'a*')", "system.name, 'a*'", "the text is written out and the pattern is not", "the pattern stands first: `glob('*.example', …)`"),
    ("'foo'.matches(system.name)", "'foo'.matches(system.name", "the text is written out and the pattern is not", "the pattern stands in the brackets: `….matches('…')`"),
    ("system.name.lowerAscii() == 'Vaso'", "system.name.lowerAscii() == 'Vaso'", "comparison with a text in lower case is never true", "write `'vaso'`"),
    ("system.name.upperAscii() in ['TBD', 'n/a']", "'n/a'", "comparison with a text in upper case is never true", "write `'N/A'`"),
    ("system.name.contains('')", "system.name.contains('')", "`contains` of an empty text always holds", "write `… == ''` to ask for an empty text, or `has(…)` whether it is there"),
    ("system.models.exists(m, m.provider.startsWith('OPEN'))", "'OPEN'", "`startsWith` never holds for this field", "values of this field look like `openai`"),
    ("system.models.exists(m, m.provider.contains('open ai'))", "'open ai'", "`contains` never holds for this field", "values of this field look like `openai`"),
    ("string(system.tier) == 'hihg'", "'hihg'", "`hihg` is not one of the values this field can have", "did you mean `high`?"),
    ("system.models.sort() == []", "system.models.sort()", "`sort` does not order mapping `system.models[]`", "write `.sortBy(x, …)` with what they are ordered by"),
    ("system.models[-1].id == 'a'", "-1", "positions count from 0", "write `size(…) - 1` for the last one"),
    ("system.name.substring(-3) == 'a'", "-3", "positions count from 0", "write `size(…) - 1` for the last one"),
    ("system.name.substring(3, 1) == 'a'", "3, 1", "`substring` ends before it begins", ""),
    ("{'a': 1, 'a': 2}.a == system.days", "'a'", "a key stands twice in the map", ""),
    ("'%d'.format([system.name]) == '3'", "system.name", "`%d` does not take string", "write `%s`, which takes all"),
    ("'%.1f'.format([system.signed]) == '3'", "system.signed", "`%f` does not take bool", "write `%s`, which takes all"),
    ("today - date(system.started) > duration(30)", "30", "a number given to `duration` is seconds", "write `days(…)` for days, or the unit: `duration('30s')`"),
    ("int(today - date(system.started)) > 90", "int(today - date(system.started)) > 90", "`int(…)` of a duration is its seconds", "write `days(…)` for the number, and leave `int(…)` out"),
    ("system.models.exists(m, m.id == m.id)", "m.id == m.id", "both sides are the same, so this is always true", ""),
    ("system.retention_days < system.kept_hours", "system.retention_days < system.kept_hours", "days are compared with hours", "convert one side, e.g. `24 * …`"),
    ("system.tier == ('high' || 'limited')", "'high' || 'limited'", "`||` joins conditions, not values", "write `… in [a, b]`"),
    ("system.tier != ('high' || 'limited')", "'high' || 'limited'", "`||` joins conditions, not values", "write `!(… in [a, b])`"),
    ("system.labels.all(k, k, k != '')", "k", "`k` stands for two things", "give each its own name"),
    ("system.roles.all(k, v, v.kind == 'Person')", "'Person'", "`Person` is not one of the values this field can have", "did you mean `person`?"),
    ("system.roles.all(k, v, v.knd == 'person')", "knd", "unknown field `knd` in `system.roles.*`", "did you mean `kind`?"),
    ("system.roles.all(k, k.kind == 'person')", "kind", "`kind` asked of string, which has no fields", "one variable over a mapping is its key: write `(key, value, …)`"),
    ("'gpt' in system.models", "'gpt' in system.models", "the items are mapping `system.models[]`, never string", "write `….exists(x, x.id == …)` to look for one"),
    ("system.models['gpt'].id == 'gpt'", "'gpt'", "a list is indexed by int, not by string", "write `.exists(x, x.id == …)` or `.filter(x, x.id == …)` to look for an item"),
    ("system.name.orValue('x') == 'x'", "system.name", "`orValue` does not take string and string", "`?` makes an optional of a field: write `….?name.orValue(…)`"),
    ("days(today - date(system.started)) > 90", "today - date(system.started)", "`days` does not take duration", "it is a duration already: compare it with `days(…)`"),
    ("date(today) > today", "today", "`date` does not take timestamp", "it is a point in time already: leave `date(…)` out"),
    ("system.vendors.includes('x')", "includes", "unknown method `includes`", "write `item in list`, or `text.contains('…')`"),
    ("system.vendors.containsAll(['x'])", "containsAll", "unknown method `containsAll`", "write `sets.contains(list, […])`"),
    ("system.name is not null", "is", "unexpected `is`", "write `!=` to compare, or `has(…)` to ask whether a field is there"),
    ("let x = 1; x == 1", "=", "`=` is no operator", "name a value under `let` beside the expression, or write `cel.bind(name, value, …)`"),
    ("system.models.filter(m, m.parameters > 3) == true", "system.models.filter(m, m.parameters > 3) == true", "comparison of list(mapping `system.models[]`) with bool is never true", "write `size(…) > 0`, or `.exists(x, …)`"),
    ("system.models.exists_one(m, m.id == 'a') == 1", "system.models.exists_one(m, m.id == 'a') == 1", "comparison of bool with int is never true", "it is true or false already: leave the comparison out"),
    ("system.models.sortBy(m, m) == []", "m", "mapping `system.models[]` has no order", "order the items by a field, e.g. `.sortBy(x, x.id)`"),
    ("math.sum([1, 2]) > 1", "sum", "unknown function `math.sum`", "there is no sum and no mean; compare each with `.all(x, …)`, or count with `size(….filter(x, …))`"),
    ("system.days / 0 > 1", "system.days / 0", "division by zero", ""),
    ("[1, 2,, 3] == []", ",", "unexpected `,`", "one comma is enough"),
    ("[1 2] == []", "2", "unexpected `2`", "is an operator or a comma missing before it?"),
    ("1 + 2)", ")", "unexpected `)`", "take it out, or open it before"),
    ("system.name == 'it's'", "'", "a text is never closed", "write `\\'` for a quote inside a text, or put the text between `\"`"),
    ("semver(system.name) < 2", "semver(system.name) < 2", "`<` cannot compare semver with int", "write `semver('1.2.3')` beside it"),
    ("days('3') > days(2)", "'3'", "`days` does not take string", "write the number without quotes"),
    ("system.models.contains('x')", "system.models", "`contains` does not take list(mapping `system.models[]`) and string", "write `….exists(x, x.id == …)` to look for one"),
    ("system.?tier.orValue(1) == 'high'", "1", "`orValue` does not take optional(string) and int", "what stands in for it is string, too"),
    ("type(system.name) == 'string'", "type(system.name) == 'string'", "comparison of type with string is never true", "write the name of a type without quotes"),
    ("system.models.map(m, m.id, m.parameters > 3) == []", "m.id", "expected a bool, found string", "the condition comes before the value: `.map(x, condition, value)`"),
    ("system.models.exists(m => m.id == 'a')", "=>", "`=>` is no operator", "a macro's variable is followed by a comma: `.exists(x, …)`"),
    ("system.retention-days-left.x == 3", "retention-days-left", "`retention-days-left` is read as a difference", "write `…['retention-days-left']`: after a dot, `-` is a minus"),
    ("system.kept-hours == 3", "kept-hours", "`kept-hours` is read as a difference", "did you mean `kept_hours`?"),
    ("!system.name.trim().lowerAscii().contains('Latest')", "'Latest'", "`contains` of a text in lower case never holds", "write `'latest'`"),
    ("system.name.lowerAscii().trim() == 'Vaso'", "system.name.lowerAscii().trim() == 'Vaso'", "comparison with a text in lower case is never true", "write `'vaso'`"),
    ("!(['TBD', 'none'].exists(x, x == system.name.lowerAscii()))", "'TBD'", "comparison with a text in lower case is never true", "write `'tbd'`"),
    ("['hihg', 'any'].exists(t, t == 'any' || t == system.tier)", "'hihg'", "`hihg` is not one of the values this field can have", "did you mean `high`?"),
    ("[['hihg', 'own']].all(r, system.tier != r[0] || system.models.all(m, m.hosting == r[1]))", "'hihg'", "`hihg` is not one of the values this field can have", "did you mean `high`?"),
    ("system.models[size(system.models)].id == 'a'", "size(system.models)", "the last item has the position `size(…) - 1`", "write `size(…) - 1`, or `.last()`"),
    ("system.?owner.optFlatMap(o, o.name).hasValue()", "o.name", "expected an optional, found string", "write `optMap` for what is none, or `.?field` to read one"),
    ("system.models.transformMapEntry(i, m, m.id).size() > 0", "m.id", "expected a map, found string", "write the entries as a map: `{key: value}`"),
    ("system.models.map(i, m, m.id) == []", "m", "unknown variable `m`", "two variables are `.transformList(i, x, …)`"),
    ("system.models.size(m, m.id != '') > 3", "size", "`size` takes no variable", "write `size(….filter(x, …))`"),
    ("set.contains(system.vendors, ['a'])", "set.contains", "unknown function `set.contains`", "did you mean `sets.contains`?"),
    ("Math.abs(system.days) > 3", "Math.abs", "unknown function `Math.abs`", "did you mean `math.abs`?"),
    ("has(system.models[foo])", "foo", "unknown variable `foo`", "the names here are `system` and `today`; a text stands in quotes"),
    ("('a' || 'b') in system.vendors", "'a' || 'b'", "`||` joins conditions, not values", "ask for each: `a in … || b in …`, or `sets.intersects(…, [a, b])`"),
    ("system.days =< 3", "=<", "`=<` is no operator", "write `<=` to compare"),
    ("system.days => 3", "=>", "`=>` is no operator", "write `>=` to compare, or `a ? b : true` for a condition that follows"),
    ("{{ system.signed }}", "{{", "`{{` is no part of an expression", "write the expression alone, without braces around it"),
    ("${system.signed}", "${", "`${` is no part of an expression", "write the expression alone, without braces around it"),
    ("system.models.size() == true", "system.models.size() == true", "comparison of int with bool is never true", "compare it with a number, e.g. `… > 0`"),
    ("!system.models.size() > 0", "!system.models.size()", "`!` belongs to what stands right after it", "write `!(… > …)`"),
    ("system.name.slice(0, 3) == 'a'", "system.name", "`slice` does not take string, int and int", "write `.substring(from, to)` for a part of a text"),
    ("system.roles.all(v, k, v.kind == 'person')", "kind", "`kind` asked of string, which has no fields", "the first of two variables is the key: write `(key, value, …)`"),
    ("system.models.all(m, i, m.id != 'a')", "id", "`id` asked of int, which has no fields", "the first of two variables is the position: write `(i, x, …)`"),
    ("today.getFullYear() > '2026'", "today.getFullYear() > '2026'", "`>` cannot compare int with string", "write `2026`"),
    ("system.rate <= '0.05'", "system.rate <= '0.05'", "`<=` cannot compare double with string", "write `0.05`"),
    ("system.name.length > 3", "length", "`length` asked of string, which has no fields", "write `size(…)`"),
    ("(today - date(system.started)).getDays() > 3", "getDays", "unknown method `getDays`", "compare a duration as it is, e.g. `… > days(30)`"),
    ("(today - date(system.started)) / days(1) > 3", "(today - date(system.started)) / days(1)", "`/` does not take duration and duration", "compare a duration as it is, e.g. `… > days(30)`"),
    ("system.name.matches(/re/)", "/", "unexpected `/`", "a pattern stands between quotes: `'…'`"),
    ("system.signed # comment", "#", "`#` is no operator", "write `//` for a comment"),
    ("today - date(system.started) <= duration(system.retention_days)", "system.retention_days", "`duration` takes seconds, and this counts days", "write `days(…)`"),
    ("days(system.kept_hours) <= days(3)", "system.kept_hours", "`days` takes days, and this counts hours", "compare it as a number of hours"),
    ("system.kept_hours <= days(3)", "system.kept_hours <= days(3)", "`<=` cannot compare int with duration", "this counts hours: write the number of hours alone"),
    ("string(system.days) < '7'", "string(system.days) < '7'", "numbers that are texts are compared letter by letter", "compare the numbers, without `string(…)` and without quotes"),
    ("system.models.sort(m, m.id) == []", "sort", "`sort` takes no variable", "write `.sortBy(x, …)`"),
    ("system.models.sort('id') == []", "sort", "wrong number of arguments for `sort`", "write `.sortBy(x, …)` with what the items are ordered by"),
    ("system.models.filter(m, m.id != 'a' && ) == []", ")", "unexpected `)`", "a value is missing before it"),
    ("system.models.map(m, m.id] == []", "]", "`]` does not close `(`", "write `)`"),
    ("system.signed,", ",", "unexpected `,`", "take it out"),
    ("return system.signed", "return", "`return` is a reserved word", "write the expression alone"),
    ("system.signed /* x */", "*", "unexpected `*`", "a comment begins with `//`"),
    ("system.models.all(m, m.provider.contact == '')", "contact", "`contact` asked of string, which has no fields", "there is `system.owner.contact` and `system.roles.operator.contact`"),
    ("system.name > 1", "system.name > 1", "`>` cannot compare string with int", "make a number of the text with `int(…)`, or a version of both with `semver(…)`"),
    ("system.models.all(m, m)", "m", "expected a bool, found mapping `system.models[]`", "ask for one of its fields"),
    ("system.hosting == 'own'", "hosting", "unknown field `hosting` in `system`", "there is `system.models[].hosting`"),
    ("system.models.all(m, m.contact != '')", "contact", "unknown field `contact` in `system.models[]`", "there is `system.owner.contact` and `system.roles.operator.contact`"),
    // Names.
    ("sytem.tier == 'high'", "sytem", "unknown variable `sytem`", "did you mean `system`?"),
    ("nothing_like_it > 1", "nothing_like_it", "unknown variable `nothing_like_it`", "the names here are `system` and `today`; a text stands in quotes"),
    ("system.teir == 'high'", "teir", "unknown field `teir` in `system`", "did you mean `tier`?"),
    ("system.owner.mail == 'x'", "mail", "unknown field `mail` in `system.owner`", "it has `contact` and `name`"),
    ("system.models.all(m, m.verson != '')", "verson", "unknown field `verson` in `system.models[]`", "did you mean `version`?"),
    ("system.models.all(m, mm.version != '')", "mm", "unknown variable `mm`", "the names here are `system`, `today` and `m`; a text stands in quotes"),
    ("system.models.exits(m, m.version != '')", "exits", "unknown method `exits`", "did you mean `exists`?"),
    ("system.models.any(m, m.version != '')", "any", "unknown method `any`", "did you mean `exists`?"),
    ("system.models.al(m, m.version != '')", "al", "unknown method `al`", "did you mean `all`?"),
    ("system.name.toLowerCase() == 'x'", "toLowerCase", "unknown method `toLowerCase`", "did you mean `lowerAscii`?"),
    ("len(system.models) > 0", "len", "unknown function `len`", "did you mean `size`?"),
    ("now() > today", "now", "unknown function `now`", "did you mean `today`?"),
    ("sizee(system.models) > 0", "sizee", "unknown function `sizee`", "did you mean `size`?"),
    ("system.name.size == 3", "size", "`size` asked of string, which has no fields", "write `size(…)`"),
    ("system.name.startswith('a')", "startswith", "unknown method `startswith`", "did you mean `startsWith`?"),
    ("startsWith(system.name, 'a')", "startsWith", "unknown function `startsWith`", "write `x.startsWith(…)`"),
    ("system.models.version == '1'", "version", "`version` asked of a list", "write `.exists(x, …)` or `.all(x, …)` to look at its items"),
    ("math.gratest(1, 2) == 2", "gratest", "unknown function `math.gratest`", "did you mean `math.greatest`?"),
    ("'nmae' in system", "'nmae'", "unknown field `nmae` in `system`", "did you mean `name`?"),
    ("system['nmae'] == 'x'", "'nmae'", "unknown field `nmae` in `system`", "did you mean `name`?"),
    ("has(system.teir)", "teir", "unknown field `teir` in `system`", "did you mean `tier`?"),
    ("cel.bind(m, system.models[0], m.verson == '1')", "verson", "unknown field `verson` in `system.models[]`", "did you mean `version`?"),
    ("system.?ownr.?name.orValue('') == ''", "ownr", "unknown field `ownr` in `system`", "did you mean `owner`?"),
    ("system.?owner.optMap(o, o.nmae).orValue('') == ''", "nmae", "unknown field `nmae` in `system.owner`", "did you mean `name`?"),
    // Overloads and arguments.
    ("system.name + 1 == 'a1'", "system.name + 1", "`+` does not take string and int", "write `string(…)` to make a text of the other side"),
    ("system.days + system.rate > 1.0", "system.days + system.rate", "`+` does not take int and double", "convert one side, e.g. `double(…)`"),
    ("system.started < today", "system.started < today", "`<` cannot compare string (a date) with timestamp", "turn the text into a day with `date(…)`"),
    ("today - 30 < date('2026-01-01')", "today - 30", "`-` does not take timestamp and int", "write `days(…)` for a number of days"),
    ("!system.name", "system.name", "expected a bool, found string", "compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
    ("-system.name == ''", "system.name", "`-` does not take string", ""),
    ("system.name.startsWith(1)", "1", "`startsWith` does not take string and int", "write `string.startsWith(string)`"),
    ("system.name.startsWith()", "startsWith", "wrong number of arguments for `startsWith`", "write `string.startsWith(string)`"),
    ("size() == 1", "size", "wrong number of arguments for `size`", "write `size(string)`, `size(bytes)`, `size(list(T))` or `size(map(K, V))`"),
    ("system.models.all(m)", "all", "wrong number of arguments for `all`", "write `.all(x, …)`"),
    ("matches(system.name) ", "matches", "wrong number of arguments for `matches`", "write `matches(string, string)`"),
    ("has(system)", "has(system)", "`has` needs a field", "write `has(a.b)`"),
    ("system.models[system.name].id == ''", "system.name", "a list is indexed by int, not by string", "write `.exists(x, x.id == …)` or `.filter(x, x.id == …)` to look for an item"),
    ("system.name[0] == 'a'", "system.name[0]", "string cannot be indexed", ""),
    ("system.signed.x == 1", "x", "`x` asked of bool, which has no fields", ""),
    ("system.tier < 'high'", "system.tier < 'high'", "`<` says nothing about the values of an enum", "an enum has no order; list the values with `in [...]`"),
    ("system.name.matches('[a-')", "'[a-'", "not a regular expression: unclosed character class", ""),
    ("date('2026-13-01') < today", "'2026-13-01'", "`2026-13-01` is not a date such as `2026-01-31`", ""),
    ("semver('1.2') < semver('2.0.0')", "'1.2'", "`1.2` is not a semantic version such as `1.2.3`", ""),
    ("duration('3 days') > days(1)", "'3 days'", "`3 days` is not a duration such as `1h30m`", "write `days(…)` for days"),
    // What a place needs.
    ("system.name", "system.name", "expected a bool, found string", "compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
    ("system.models", "system.models", "expected a bool, found list(mapping `system.models[]`)", "write `size(…) > 0`, or `.exists(x, …)`"),
    ("system.owner", "system.owner", "expected a bool, found mapping `system.owner`", "write `has(…)` to ask whether it is declared"),
    ("system.name && system.signed", "system.name", "expected a bool, found string", "compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
    ("system.models.all(m, m.version)", "m.version", "expected a bool, found string", "compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
    ("system.models.filter(m, m.tags).size() > 0", "m.tags", "expected a bool, found list(string)", "write `size(…) > 0`, or `.exists(x, …)`"),
    ("system.name ? true : false", "system.name", "expected a bool, found string", "compare it, e.g. `… == '…'`, or ask with `has(…)` whether it is there"),
    ("system.name.all(c, c == 'a')", "system.name", "expected a list or map, found string", ""),
    ("system.signed ? 1 : 'a'", "1 : 'a'", "branches differ: int and string", ""),
    // Never or always.
    ("system.name == 1", "system.name == 1", "comparison of string with int is never true", "write `'1'`"),
    ("system.days == '30'", "system.days == '30'", "comparison of int with string is never true", "write `30`"),
    ("system.models == 'none'", "system.models == 'none'", "comparison of list(mapping `system.models[]`) with string is never true", ""),
    ("system.signed != 'true'", "system.signed != 'true'", "comparison of bool with string is always true", "write `true`"),
    ("system.owner == null", "system.owner == null", "comparison of mapping `system.owner` with null is never true", "write `has(…)` to ask whether it is declared"),
    ("system.days == 0.5", "system.days == 0.5", "comparison of int with a fraction is never true", ""),
    ("system.started == 'yesterday'", "'yesterday'", "`yesterday` is not a day such as `2026-01-31`", "write a day as YYYY-MM-DD, or compare `date(…)` with `today`"),
    ("system.started < '2026-1-1'", "'2026-1-1'", "`2026-1-1` is not a day such as `2026-01-31`", "write a day as YYYY-MM-DD, or compare `date(…)` with `today`"),
    ("system.started in ['2026-13-01']", "'2026-13-01'", "`2026-13-01` is not a day such as `2026-01-31`", "write a day as YYYY-MM-DD, or compare `date(…)` with `today`"),
    ("system.?tier == 'high'", "system.?tier == 'high'", "comparison of optional(string) with string is never true", "read the value of an optional with `.orValue(…)`"),
    ("1 in system.vendors", "1 in system.vendors", "comparison of int with string is never true", "write `'1'`"),
    ("system.vendors.exists(v, v == 1)", "v == 1", "comparison of string with int is never true", "write `'1'`"),
    ("system.models.map(m, m.id)[0] == 3", "system.models.map(m, m.id)[0] == 3", "comparison of string with int is never true", "write `'3'`"),
    ("cel.bind(n, system.name, n == 3)", "n == 3", "comparison of string with int is never true", "write `'3'`"),
    ("(system.signed ? system.name : system.tier) == 1", "(system.signed ? system.name : system.tier) == 1", "comparison of string with int is never true", "write `'1'`"),
    ("system.?name.orValue('x') == 1", "system.?name.orValue('x') == 1", "comparison of string with int is never true", "write `'1'`"),
    ("system.models.map(m, m.version).exists(v, v in [1, '2'])", "1", "comparison of string with int is never true", "write `'1'`"),
    ("system.name.split(',')[0] == 1", "system.name.split(',')[0] == 1", "comparison of string with int is never true", "write `'1'`"),
    ("size(system.models) == '3'", "size(system.models) == '3'", "comparison of int with string is never true", "write `3`"),
    ("today == '2026-01-01'", "today == '2026-01-01'", "comparison of timestamp with string is never true", "turn the text into a day with `date(…)`"),
    // Enums.
    ("system.tier == 'hihg'", "'hihg'", "`hihg` is not one of the values this field can have", "did you mean `high`?"),
    ("'hihg' == system.tier", "'hihg'", "`hihg` is not one of the values this field can have", "did you mean `high`?"),
    ("system.tier != 'none of them'", "'none of them'", "`none of them` is not one of the values this field can have", "it is `minimal`, `limited`, `high` or `unacceptable`"),
    ("system.tier in ['high', 'limted']", "'limted'", "`limted` is not one of the values this field can have", "did you mean `limited`?"),
    ("system.tier == (system.signed ? 'high' : 'unacceptible')", "'unacceptible'", "`unacceptible` is not one of the values this field can have", "did you mean `unacceptable`?"),
    ("system.models.exists(m, m.hosting == 'vendr')", "'vendr'", "`vendr` is not one of the values this field can have", "did you mean `vendor`?"),
    ("'vendr' in system.models.map(m, m.hosting)", "'vendr'", "`vendr` is not one of the values this field can have", "did you mean `vendor`?"),
    ("system.models.exists(m, m.hosting == system.tier)", "m.hosting == system.tier", "the two fields have no value in common", ""),
    ("system.?tier.orValue('high') == 'hig'", "'hig'", "`hig` is not one of the values this field can have", "did you mean `high`?"),
    // Literals inside lists, maps, sets and optionals.
    ("sets.contains(['hgh', 'high'], [system.tier])", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("sets.intersects([system.tier], ['hgh'])", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("{'hgh': 1}[system.tier] > 1", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("system.tier in {'hgh': true}", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("system.tier in (system.signed ? ['hgh'] : ['limited'])", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("system.tier in ['high'] + ['limted']", "'limted'", "`limted` is not one of the values this field can have", "did you mean `limited`?"),
    ("system.?tier == optional.of('hgh')", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("system.owner.exists(k, k == 'nmae')", "'nmae'", "`nmae` is not one of the values this field can have", "did you mean `name`?"),
    ("system.owner.all(k, v, k != 'nmae')", "'nmae'", "`nmae` is not one of the values this field can have", "did you mean `name`?"),
    // Literals behind a name, and what is made of an enum.
    ("cel.bind(b, 'hgh', b != system.tier)", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("['hgh', 'limited'].exists(t, t == system.tier)", "'hgh'", "`hgh` is not one of the values this field can have", "did you mean `high`?"),
    ("cel.bind(all, ['high'] + ['lim'], system.tier in all)", "'lim'", "`lim` is not one of the values this field can have", "did you mean `limited`?"),
    ("system.tier == (system.signed ? 'high' : 'limted')", "'limted'", "`limted` is not one of the values this field can have", "did you mean `limited`?"),
    ("(system.signed ? 'strict' : 'lax') == 'strikt'", "'strikt'", "`strikt` is not one of the texts this can be", "did you mean `strict`?"),
    ("(system.signed ? 'a' : 'b') == (system.days > 3 ? 'c' : 'd')", "(system.signed ? 'a' : 'b') == (system.days > 3 ? 'c' : 'd')", "the two have no text in common", ""),
    ("cel.bind(all, system.signed ? ['a'] : ['b'], all == 'a')", "all == 'a'", "comparison of list(string) with string is never true", "write `… in …` to look for an item of a list"),
    ("['a'] == 'a'", "['a'] == 'a'", "comparison of list(string) with string is never true", "write `… in …` to look for an item of a list"),
    ("system.tier.upperAscii() == 'HGH'", "'HGH'", "`HGH` is not one of the values this field can have", "did you mean `HIGH`?"),
    ("system.tier.startsWith('hgh')", "'hgh'", "`startsWith` holds for none of the values this field can have", "it is `minimal`, `limited`, `high` or `unacceptable`"),
    ("system.tier.matches('^.+$')", "system.tier.matches('^.+$')", "`matches` holds for all values this field can have", "it is `minimal`, `limited`, `high` or `unacceptable`"),
    ("{'high': 1, 'limited': 2}['hgh'] > 1", "'hgh'", "the map has no key `hgh`", "did you mean `high`?"),
    ("{'high': 1, 'limited': 2}.hgh > 1", "hgh", "the map has no key `hgh`", "did you mean `high`?"),
    ("today.getMonth() == 12", "today.getMonth() == 12", "comparison is never true", "`getMonth` is 0 to 11; 0 is January"),
    ("'%s: %d'.format([system.name]) == ''", "[system.name]", "the format takes 2 values", ""),
    ("cel.bind(d, '2026-13-01', date(d) < today)", "'2026-13-01'", "`2026-13-01` is not a date such as `2026-01-31`", ""),
    ("'%z'.format([system.name]) == ''", "'%z'", "unknown format clause `%z`", ""),
    // Texts of a form.
    ("system.models.exists(m, m.provider == 'OpenAI')", "'OpenAI'", "`OpenAI` is not one of the values this field can have", "did you mean `openai`?"),
    ("'Acme Corp' in system.models.map(m, m.provider)", "'Acme Corp'", "`Acme Corp` is not one of the values this field can have", "did you mean `acme-corp`?"),
    ("system.models.all(m, m.provider != '')", "''", "this field is never an empty text", "write `has(…)` to ask whether it is declared, unless it always is"),
    ("system.models.all(m, m.provider != '???')", "'???'", "`???` is not one of the values this field can have", "values of this field look like `openai`"),
    // Keys.
    ("system.labels[5] == 'x'", "5", "the keys are string, never int", ""),
    ("system.owner[1] == 'x'", "1", "the keys are string, never int", ""),
    ("1 in system.owner", "1", "comparison of int with string is never true", "write `'1'`"),
    ("system.models.transformMap(i, m, m.id).exists(k, k == 'x')", "k == 'x'", "comparison of int with string is never true", ""),
    ("timestamp(system.started) < today", "system.started", "a day alone is not a timestamp", "write `date(…)`"),
    ("system.owner.name == ''", "''", "this field is never an empty text", "write `has(…)` to ask whether it is declared, unless it always is"),
    ("system.tier != ''", "''", "this field is never an empty text", "write `has(…)` to ask whether it is declared, unless it always is"),
    // Words and signs of other languages.
    ("system.signed == 'unknown'", "system.signed == 'unknown'", "comparison of bool with string is never true", "`unknown` is read as not declared: write `!has(…)`"),
    ("system.signed == 'yes'", "system.signed == 'yes'", "comparison of bool with string is never true", "write `true`"),
    ("system.vendors == 'acme'", "system.vendors == 'acme'", "comparison of list(string) with string is never true", "write `… in …` to look for an item of a list"),
    ("system.owner == 'acme'", "system.owner == 'acme'", "comparison of mapping `system.owner` with string is never true", "compare one of its fields, e.g. `….contact`"),
    ("system?.name == 'x'", "?", "`?.` is no operator", "write `.?field` for a field that may be missing"),
    ("(system.name ?? 'x') == 'x'", "?", "`??` is no operator", "write `.?field.orValue(…)` for a value where there is none"),
    ("system.models.count(m, m.id == 'x') > 1", "count", "unknown method `count`", "write `size(….filter(x, …))`"),
    ("exists(system.models, m, m.id == 'x')", "exists", "unknown function `exists`", "write `list.exists(x, …)`"),
    ("system.signed AND true", "AND", "unexpected `AND`", "write `&&` for and"),
    ("system.tier == 'high' || 'limited'", "'limited'", "expected a bool, found string", "each comparison stands for itself: write `x in [a, b]`, or `x == a || x == b`"),
    ("!system.tier == 'high'", "!system.tier", "`!` belongs to what stands right after it", "write `… != …`, or `!(… == …)`"),
    ("system.tier in ('high', 'limited')", ",", "unexpected `,`", "a list stands in brackets: `[…, …]`"),
    ("system.tier not in ['high']", "not", "unexpected `not`", "write `!(… in …)` for not in"),
    ("system.tier <> 'high'", ">", "unexpected `>`", "write `!=` for not equal"),
    ("system.signed == True", "True", "unknown variable `True`", "write `true`"),
    ("system.owner == None", "None", "unknown variable `None`", "write `null`, or `has(…)` to ask whether a field is declared"),
    ("['a', 'b'].contains(system.name)", "['a', 'b']", "`contains` does not take list(string) and string", "write `item in list` to look for an item"),
    ("system.models.length > 0", "length", "`length` asked of a list", "write `size(…)`"),
    ("system.tier.equals('high')", "equals", "unknown method `equals`", "write `==` to compare"),
    ("system.labels.cost-center == 'x'", "cost-center", "`cost-center` is read as a difference", "write `…['cost-center']`: after a dot, `-` is a minus"),
    ("if system.signed then true else false", "if", "`if` is a reserved word", "write `condition ? value : other`"),
    ("system.name =~ 'x'", "=~", "`=~` is no operator", "write `.matches('…')` to look for a pattern"),
    // Bounds.
    ("system.days in [30, -1]", "-1", "comparison is never true", "the schema allows `days` to be 0 to 36500"),
    ("system.days + 1 > 0", "system.days + 1 > 0", "comparison is always true", "by the schema this is 1 to 36501"),
    ("size(system.models) > 5000", "size(system.models) > 5000", "comparison is never true", "the schema allows the size of `models` to be 0 to 1000"),
    ("size(system.owner.name) > 0", "size(system.owner.name) > 0", "comparison is always true", "the schema allows the size of `name` to be at least 1"),
    ("system.days >= 0", "system.days >= 0", "comparison is always true", "the schema allows `days` to be 0 to 36500"),
    ("0 <= system.days", "0 <= system.days", "comparison is always true", "the schema allows `days` to be 0 to 36500"),
    ("system.days < 0", "system.days < 0", "comparison is never true", "the schema allows `days` to be 0 to 36500"),
    ("system.rate > 2", "system.rate > 2", "comparison is never true", "the schema allows `rate` to be 0 to 1"),
    ("system.rate <= 1.0", "system.rate <= 1.0", "comparison is always true", "the schema allows `rate` to be 0 to 1"),
    ("system.rate == 1.5", "system.rate == 1.5", "comparison is never true", "the schema allows `rate` to be 0 to 1"),
    ("system.rate != -1", "system.rate != -1", "comparison is always true", "the schema allows `rate` to be 0 to 1"),
    ("system.days > 36500", "system.days > 36500", "comparison is never true", "the schema allows `days` to be 0 to 36500"),
    ("size(system.models) < 0", "size(system.models) < 0", "comparison is never true", "a size is at least 0; write `size(…) == 0` for an empty one"),
    ("system.models.size() >= 0", "system.models.size() >= 0", "comparison is always true", "a size is at least 0; write `size(…) > 0` for one that is not empty"),
    ("size(system.name) == -1", "size(system.name) == -1", "comparison is never true", "a size is at least 0; write `size(…) == 0` for an empty one"),
    ("system.models.all(m, m.parameters >= 0)", "m.parameters >= 0", "comparison is always true", "the schema allows `parameters` to be at least 0"),
    ("system.models.all(m, m.digest.size() == 64)", "m.digest.size() == 64", "comparison is never true", "the schema allows the size of `digest` to be 71"),
    ("system.models.all(m, size(m.digest) in [32, 71])", "32", "comparison is never true", "the schema allows the size of `digest` to be 71"),
    ("system.models.all(m, m.digest.matches('^[0-9a-f]{64}$'))", "'^[0-9a-f]{64}$'", "`matches` never holds for this field", "no value of this field looks like that"),
    ("system.models.exists(m, m.provider.matches('^(OpenAI|Anthropic)$'))", "'^(OpenAI|Anthropic)$'", "`matches` never holds for this field", "values of this field look like `openai`"),
    ("system.name.matches('\\bcopilot\\b')", "'\\bcopilot\\b'", "`\\b` in a text is a backspace", "write the pattern as `r'…'`"),
    ("system.started.startsWith('26')", "'26'", "`startsWith` never holds for this field", "values of this field look like `2026-01-31`"),
    ("system.started.matches('^[0-9]{2}[.]')", "'^[0-9]{2}[.]'", "`matches` never holds for this field", "values of this field look like `2026-01-31`"),
    ("system.kept-hours.size() > 3", "kept-hours", "`kept-hours` is read as a difference", "did you mean `kept_hours`?"),
    ("system.retention-days[0] == 3", "retention-days", "`retention-days` is read as a difference", "did you mean `retention_days`?"),
    ("system.models.all(m -> m.id == '')", ">", "unexpected `>`", "a macro's variable is followed by a comma: `.exists(x, …)`"),
    ("system->name == 'x'", ">", "unexpected `>`", "write `.` to read a field"),
    ("system.signed -> system.days > 3", ">", "unexpected `>`", "write `a ? b : true` for a condition that follows"),
    ("system.started > 2026", "system.started > 2026", "`>` cannot compare string (a date) with int", "a day is held against another: `date(…) < date('2026-01-31')`, or `today - date(…) > days(…)`"),
    ("system.days >= '6 months'", "system.days >= '6 months'", "`>=` cannot compare int with string", "write the number alone, without its unit and without quotes"),
    ("system.labels.size > 3", "system.labels.size > 3", "`>` cannot compare string with int", "write `size(…)`"),
    ("system.vendors in ['a', 'b']", "system.vendors in ['a', 'b']", "the items are string, never a list", "write `sets.intersects(a, b)` for any of several, `sets.contains(a, b)` for all of them"),
    ("['a', 'b'] in system.vendors", "['a', 'b'] in system.vendors", "the items are string, never a list", "write `sets.intersects(a, b)` for any of several, `sets.contains(a, b)` for all of them"),
    ("system.labels.contains('team')", "system.labels", "`contains` does not take map(string, string) and string", "write `'…' in …` to look for a key"),
    ("system.owner.exists()", "exists", "wrong number of arguments for `exists`", "write `has(…)` to ask whether it is declared, `.exists(x, …)` to look for an item"),
    ("system.started == false", "system.started == false", "comparison of string (a date) with bool is never true", "write `has(…)` to ask whether it is declared"),
    ("system.started == 2026", "system.started == 2026", "comparison of string (a date) with int is never true", "write `date(…).getFullYear() == …` for the year, or the day as a text"),
    ("system.tier in {'high'}", "}", "`}` does not close `{`", "write `[…]` for a list; the entries of a map are `key: value`"),
    ("system.name.matches('x', 'i')", "matches", "wrong number of arguments for `matches`", "flags stand in the pattern, e.g. `(?i)` for any case"),
    ("some m in system.models; m.id == ''", ";", "`;` is no operator", "write `list.exists(x, …)`"),
    ("every m in system.models { m.id == '' }", "m", "unexpected `m`", "write `list.all(x, …)`"),
    ("system.name eq 'y'", "eq", "unexpected `eq`", "write `==` to compare"),
    ("system.name ≠ 'y'", "≠", "`≠` is no operator", "write `!=` to compare"),
    ("system.tier.in(['high'])", "in", "unexpected `in`", "write `… in […]`"),
    ("date(system.started).before(today)", "before", "unknown method `before`", "write `… < …` to compare"),
    ("system.?models.size() > 0", "system.?models", "`size` does not take optional(list(mapping `system.models[]`))", "read the value of an optional with `.orValue(…)`"),
    ("system.name.matches('.*')", "system.name.matches('.*')", "`matches` of this pattern always holds", "write `size(…) > 0` for a text that is not empty, or `^…$` around a pattern for the whole"),
    ("semver(system.started) > semver('1.0.0')", "system.started", "`semver` makes nothing of a day", "write `date(…)`"),
    ("system.models.all(m, m.digest.size() == 0)", "m.digest.size() == 0", "comparison is never true", "the schema allows the size of `digest` to be 71"),
];

/// What places other than conditions need.
#[rustfmt::skip]
const PLACES: &[(Expect, Row)] = &[
    (Expect::List, ("system.name", "system.name", "expected a list, found string", "")),
    (Expect::List, ("system.models[0]", "system.models[0]", "expected a list, found mapping `system.models[]`", "leave `[…]` out: each item of the list is judged")),
    (Expect::List, ("system.owner", "system.owner", "expected a list, found mapping `system.owner`", "write `….transformList(key, value, value)` for the values of a mapping")),
    (Expect::List, ("system.models.size()", "system.models.size()", "expected a list, found int", "")),
    (Expect::Printable, ("system.owner", "system.owner", "expected a value that can be printed, found mapping `system.owner`", "print one of its fields, e.g. `….id`")),
    (Expect::Printable, ("system.models", "system.models", "expected a value that can be printed, found list(mapping `system.models[]`)", "print one field of each item, e.g. `….map(item, item.id)`")),
    (Expect::Printable, ("type(system.name)", "type(system.name)", "expected a value that can be printed, found type", "")),
];

/// Nothing is wrong with these.
const RIGHT: &[&str] = &[
    "{?'b': optional.of(1)}.b + 1 == 2",
    "system.tier == 'high'",
    "system.tier in ['high', 'limited'] && system.tier.startsWith('h')",
    "system.days > 30 && system.days <= 365",
    "system.rate > system.days",
    "system.rate >= 0.5 || system.rate == 1",
    "size(system.models) > 0 && size(system.name) == 3",
    "date(system.started) + days(system.days) < today",
    "has(system.owner) && has(system.owner.name)",
    "system.?owner.?name.orValue('') != ''",
    "system.models.exists(m, m.hosting in ['own', 'vendor'] && m.tags.all(t, t != ''))",
    "system.labels.all(k, v, k != v) && 'team' in system.labels",
    "system.labels['team'] == 'x' && system.labels.team == 'x'",
    "(has(system.tier) ? system.tier : 'minimal') == 'high'",
    "[1, 'a'].exists(x, x == 'a')",
    "dyn(system.days) == '1'",
    "cel.bind(ids, system.models.map(m, m.id), ids == ids.distinct())",
    "system.signed == (system.days > 3)",
    "math.greatest([system.days, 3]) > 2",
    "type(system.days) == int",
    "[1, 2] == [1.0, 2.0]",
    "sets.contains(['high', 'limited'], [system.tier])",
    "system.models.exists(m, m.provider in ['openai', 'acme-corp'] && m.provider.startsWith('open'))",
    "system.days - size(system.models) > 0",
    "size(system.models) > 999 && system.days in [0, 30]",
    "system.owner.exists(k, k == 'name')",
    "['a', 'b'].exists(x, x == 'c') || 'c' in ['a', 'b'] || cel.bind(x, 'a', x == 'b')",
    "cel.bind(t, has(system.tier) ? 'high' : 'none', t == 'none' || t == system.tier)",
    "cel.bind(t, has(system.tier) ? system.tier : 'none', t == 'none' || t == 'high')",
    "system.tier.lowerAscii() == 'high' && system.tier.contains('i') || system.tier.matches('^(high|limited)$')",
    "{'high': 1, 'limited': 2}.high == 1 && 'minimal' in {'high': 1}",
    "today.getMonth() == 11 && today.getDate() == 31 && '%s: %.2f %%'.format([system.name, 1.0]) != ''",
    "{'high': 1, 'limited': 2}[system.tier] > 1",
    "[['high', 'own'], ['limited', 'vendor']].all(r, system.tier != r[0] || system.models.all(m, m.hosting == r[1]))",
    "[{'tier': 'high', 'hosting': 'own'}].all(r, system.tier != r.tier || system.models.all(m, m.hosting == r['hosting']))",
    "['high', 'own', 'any'].exists(s, s == 'any' || s == system.tier || system.models.exists(m, m.hosting == s))",
    "['high', 'any'].exists(t, t == 'any' ? system.signed : t == system.tier)",
    "['TBD', 'none'].exists(x, x == system.name || x.lowerAscii() == system.name.lowerAscii())",
    "system.?owner.optFlatMap(o, o.?name).orValue('') != '' && system.models[size(system.models) - 1].id != ''",
    "system.retention_days * 24 < system.kept_hours && system.days < system.retention_days",
    "system.roles.exists(k, v, v.kind == 'person' && (v.name != '' || v.contact != ''))",
    "system.roles[system.name].kind == 'team' && system.roles.all(k, k in ['owner', 'operator'])",
    "'%d %s %x %.1f'.format([system.days, system.tier, system.name, system.rate]) != ''",
    "int(today - date(system.started)) / 86400 > 90",
    "system.models.exists(m, m.provider.endsWith('-ai') && system.models.exists(n, n.id == m.id))",
    "system.name.substring(0, 3) == 'abc' && system.models[0].id != ''",
    "system.models.all(m, m.provider.matches('^(openai|Anthropic)$') && m.provider.matches('(?i)OPENAI'))",
    "system.models.all(m, m.provider.size() > 3 || size(m.digest) > 0)",
    "system.models.exists(m, m.digest.matches('[0-9]+$') && m.provider.matches('-'))",
    "system.name.matches(r'\\bcopilot\\b') && system.started.startsWith('2026-') && system.started.matches('^202[5-9]')",
    "system.name.matches('^.*$') && system.name.matches('.+') && system.models.all(m, m.digest.size() != 0 && size(m.digest) >= 1)",
];

#[test]
fn every_mistake_is_named_underlined_and_helped() {
    let conditions = ROWS.iter().map(|row| (Expect::Bool, *row));
    let mut wrong = Vec::new();
    for (expect, row) in conditions.chain(PLACES.iter().copied()) {
        let problems = compile(row.0, &scope(), expect).err().unwrap_or_default();
        let found: Vec<_> = problems.iter().map(|problem| shown(row.0, problem)).collect();
        if found != [row] {
            wrong.push(format!("wanted {row:?}\n found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_right_raises_no_alarm() {
    for text in RIGHT {
        let problems = compile(text, &scope(), Expect::Bool).err().unwrap_or_default();
        assert!(problems.is_empty(), "{text}: {problems:?}");
    }
}

/// A problem as a row of the table.
fn shown<'a>(text: &'a str, problem: &'a Problem) -> (&'a str, &'a str, &'a str, &'a str) {
    let underlined = text.get(problem.span.range()).unwrap();
    (text, underlined, &problem.message, problem.help.as_deref().unwrap_or_default())
}

fn scope() -> Scope {
    let model = object(
        "system.models[]",
        [
            ("id", field(Type::Text)),
            ("version", field(Type::Text)),
            ("hosting", field(members(&["own", "vendor", "hybrid"]))),
            ("parameters", bounded(Type::Int, Some(0.0), None)),
            ("tags", field(Type::Text.list())),
            ("provider", field(Type::Form(Arc::new(Form::new("^[a-z0-9-]+$", Some("openai")))))),
            ("digest", field(Type::Form(Arc::new(Form::new("^sha256:[0-9a-f]{64}$", None))))),
        ],
    );
    let owner = object("system.owner", [("name", Field { sizes: (Some(1), None), ..field(Type::Text) }), ("contact", field(Type::Text))]);
    let role = |name: &str, more: &str| {
        field(object(&format!("system.roles.{name}"), [("kind", field(members(&["person", "team"]))), (more, field(Type::Text))]))
    };
    let roles = object("system.roles", [("owner", role("owner", "name")), ("operator", role("operator", "contact"))]);
    let system = object(
        "system",
        [
            ("name", field(Type::Text)),
            ("tier", field(members(&["minimal", "limited", "high", "unacceptable"]))),
            ("days", bounded(Type::Int, Some(0.0), Some(36500.0))),
            ("rate", bounded(Type::Double, Some(0.0), Some(1.0))),
            ("signed", field(Type::Bool)),
            ("started", field(Type::Day)),
            ("models", Field { sizes: (None, Some(1000)), ..field(model.list()) }),
            ("owner", field(owner)),
            ("vendors", field(Type::Text.list())),
            ("retention_days", field(Type::Int)),
            ("kept_hours", field(Type::Int)),
            ("roles", field(roles)),
            ("labels", field(Type::Map(Arc::new(Type::Text), Arc::new(Type::Text)))),
        ],
    );
    let mut scope = Scope::default();
    scope.bind("system", system);
    scope.bind("today", Type::Timestamp);
    scope
}

fn object<const N: usize>(name: &str, fields: [(&str, Field); N]) -> Type {
    let fields: BTreeMap<String, Field> = fields.into_iter().map(|(name, field)| (name.to_owned(), field)).collect();
    Type::Object(Arc::new(ObjectType { name: name.to_owned(), fields, open: false }))
}

fn field(ty: Type) -> Field {
    bounded(ty, None, None)
}

fn bounded(ty: Type, least: Option<f64>, greatest: Option<f64>) -> Field {
    Field { bounds: (least, greatest), ..Field::new(ty, false) }
}

fn members(all: &[&str]) -> Type {
    Type::Enum(all.iter().map(|&member| member.to_owned()).collect())
}

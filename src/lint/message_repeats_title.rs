use super::{Level, Lint, Material};
use crate::diagnostic::{Diagnostic, Entry};
use crate::policy::{Part, Rule};

pub(super) static LINT: Lint = Lint {
    entry: Entry {
        id: "message-repeats-title",
        title: "a message says no more than the rule's title",
        page: "The title states what is required; the message is read by somebody whose manifest does not meet it, and must say what is wrong there: which entry, with which value. Write it from their side, with values between `{{` and `}}`: \"data flow `{{ flow.id }}` has no agreement\".",
    },
    default: Level::Warn,
    check: |material: &Material<'_>| material.of_rules(check),
};

fn check(rule: &Rule) -> Vec<Diagnostic> {
    let (Ok(texts), Some(node)) = (rule.texts(), rule.node().get("message")) else { return Vec::new() };
    let written: String = texts.message.parts.iter().map(|part| if let Part::Text(text) = part { text } else { " " }).collect();
    if plain(&written) != plain(&rule.title) {
        return Vec::new();
    }
    let mut remark = LINT.remark(format!("the message of `{}` repeats its title", rule.id), node.place(), "says what is required");
    if let Some(title) = rule.node().get("title") {
        remark = remark.also(title.place(), "the same");
    }
    vec![remark.help("say what is wrong instead, naming the entry: `{{ … }}`")]
}

/// The words of a text, without case and punctuation.
fn plain(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

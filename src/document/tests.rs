use std::fmt::Write as _;
use std::sync::Arc;

use super::*;
use crate::text::{Source, clean_line};

mod aliases;
mod documents;
mod mappings;
mod origins;
mod paths;
mod properties;
mod quick;
mod scalars;
mod syntax;

fn read(text: &str) -> Tree {
    let (tree, diagnostics) = parse(&Arc::new(Source::new("a.yaml", text)));
    assert!(diagnostics.is_empty(), "{}", shown(&diagnostics));
    tree
}

fn root(tree: &Tree) -> Node<'_> {
    tree.roots().next().unwrap()
}

/// What a reader of the file is told: code and message, then each place with the text that is underlined, then the help.
fn problems(text: &str) -> String {
    shown(&parse(&Arc::new(Source::new("a.yaml", text))).1)
}

fn shown(diagnostics: &[crate::diagnostic::Diagnostic]) -> String {
    let mut shown = String::new();
    for diagnostic in diagnostics {
        writeln!(shown, "{}: {}", diagnostic.code.id(), diagnostic.message).unwrap();
        for label in diagnostic.primary.iter().chain(&diagnostic.related) {
            let at = label.place.locate();
            let text = clean_line(label.place.text());
            writeln!(shown, "  {}:{} «{}» {}", at.line, at.column, crate::text::shorten(&text, 40), label.text).unwrap();
        }
        if let Some(help) = &diagnostic.help {
            writeln!(shown, "  help: {help}").unwrap();
        }
    }
    shown
}

/// The documents of a file as one line each, after what is wrong with them.
fn values(text: &str) -> String {
    let (tree, diagnostics) = parse(&Arc::new(Source::new("a.yaml", text)));
    tree.roots().fold(shown(&diagnostics), |all, root| all + &value(root) + "\n")
}

fn value(node: Node<'_>) -> String {
    let list = |items: Vec<String>| items.join(", ");
    match node.view() {
        View::Null => "null".to_owned(),
        View::Bool(bool) => bool.to_string(),
        View::Int(int) => int.to_string(),
        View::Uint(uint) => format!("{uint}u"),
        View::Float(float) => format!("{float:?}"),
        View::Text(text) => format!("{text:?}"),
        View::Sequence => format!("[{}]", list(node.items().map(value).collect())),
        View::Mapping => format!("{{{}}}", list(node.entries().map(|e| format!("{}: {}", e.name(), value(e.value))).collect())),
    }
}

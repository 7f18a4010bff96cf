use super::*;
use crate::text::Source;
use std::sync::Arc;

#[test]
fn smoke() {
    let (tree, diagnostics) = parse(&Arc::new(Source::new("a.yaml", "a: 1\nb: [x, {y: 'it''s'}]\n")));
    assert!(diagnostics.is_empty());
    let root = tree.roots().next().unwrap();
    assert_eq!(root.get("b").unwrap().item(1).unwrap().get("y").unwrap().as_str(), Some("it's"));
}

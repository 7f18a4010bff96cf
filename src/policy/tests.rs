use super::PolicySet;

#[test]
fn policies_without_cases_are_the_same_rules_on_the_same_lines() {
    let (full, bare) = (PolicySet::builtin(), PolicySet::builtin_without_cases());
    assert_eq!(full.rules.len(), bare.rules.len());
    for (full, bare) in full.rules.iter().zip(&bare.rules) {
        assert_eq!(full.id, bare.id);
        assert_eq!(full.text("assert"), bare.text("assert"));
        let (place, bare_place) = (full.place().locate(), bare.place().locate());
        assert_eq!((place.path, place.line, place.column), (bare_place.path, bare_place.line, bare_place.column));
        assert!(full.cases().count() > 0 && bare.cases().count() == 0, "{}", full.id);
    }
}

//! `provost schema`, `explain` and `completions`.

use provost::cli::Exit;
use provost::diagnostic::Code;

use crate::shell::{folder, provost};

#[test]
fn schema_lists_the_kinds() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["schema"]).seen(), @"
    ai-system       AISystem
    policy          Policy
    policy-test     PolicyTest
    framework       Framework
    crosswalk       Crosswalk
    classification  Classification
    config          Config
    import          Import
    result          Result
    coverage        Coverage
    exit 0
    ");
}

#[test]
fn every_schema_of_the_repository_is_printed_as_it_is() {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/schemas")).unwrap();
    for file in files.map(Result::unwrap) {
        let name = file.file_name().into_string().unwrap();
        let kind = name.split('.').next().unwrap();
        let ran = provost(folder(&[]).path(), &["schema", kind]);
        assert_eq!((ran.exit, ran.out), (Exit::Clean, std::fs::read_to_string(file.path()).unwrap()), "{name}");
    }
    assert_eq!(provost(folder(&[]).path(), &["schema", "AISystem"]).exit, Exit::Clean);
}

#[test]
fn an_unknown_kind_is_an_error_with_the_nearest_name() {
    insta::assert_snapshot!(provost(folder(&[]).path(), &["schema", "polcy"]).seen(), @"
    error: there is no kind `polcy`
      help: did you mean `policy`?
    exit 2
    ");
}

#[test]
fn every_diagnostic_has_a_page() {
    for code in Code::ALL {
        let ran = provost(folder(&[]).path(), &["explain", code.id()]);
        assert_eq!(ran.exit, Exit::Clean);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words(&ran.out).contains(&words(code.page())), "{}", ran.out);
    }
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let ran = provost(folder(&[]).path(), &["completions", shell]);
        assert_eq!(ran.exit, Exit::Clean);
        assert!(ran.out.contains("completions"), "{shell}");
    }
}

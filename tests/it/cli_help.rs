//! What `--help` says and how wrong usage is answered.

use provost::cli::Exit;

use crate::shell::{folder, in_world, provost};

fn help(arguments: &[&str]) -> String {
    let ran = provost(folder(&[]).path(), arguments);
    assert_eq!((ran.exit, ran.err.as_str()), (Exit::Clean, ""));
    ran.out
}

#[test]
fn the_first_page_fits_a_screen() {
    let page = help(&["--help"]);
    assert!(page.lines().count() <= 40, "{page}");
    insta::assert_snapshot!(page, @"
    Check AI systems against governance policies

    Usage: provost [OPTIONS] <COMMAND>

    Commands:
      check        Check manifests against policies
      ask          Ask for the facts that decide most
      classify     Derive risk tier, roles and duties from a manifest's facts
      test         Run the test cases of policies
      lint         Look for mistakes and gaps in policies
      explain      Explain a rule, a control or a diagnostic
      coverage     Show which controls rules reach and what systems show
      eval         Evaluate an expression and show what it reads
      graph        Draw systems, vendors and the data between them
      report       Write stored results in another format
      init         Write a first manifest and configuration
      import       Make manifests of an inventory kept elsewhere
      schema       Print the JSON Schema of a kind of document
      completions  Print a script that completes arguments in a shell
      man          Print a manual page

    Options:
      -h, --help     Print help
      -V, --version  Print version

    Output:
          --color <WHEN>  Color: auto, always or never [default: auto]

    Examples:
      provost init              write a first manifest
      provost check             check every manifest below this folder
      provost explain LEK-01    why a rule exists and how to meet it

    Exit codes:
      0  checked, nothing at or above the threshold (`--fail-on`)
      1  findings at or above it
      2  could not be checked: a broken file or argument, or nothing to check
    ");
}

#[test]
fn check_lists_its_options_by_what_they_are_for() {
    insta::assert_snapshot!(help(&["check", "-h"]), @"
    Check manifests against policies

    Usage: provost check [OPTIONS] [PATH]...

    Arguments:
      [PATH]...  Manifests, or folders that hold them [default: the current folder]

    Options:
      -j, --jobs <N>  Threads [default: as many as cores]
      -h, --help      Print help (see more with '--help')

    Input:
          --config <FILE>  Configuration to use instead of the nearest
                           `provost.yaml`
          --as-of <DATE>   Day that counts as today, as YYYY-MM-DD [default: today
                           in UTC]

    Selection:
          --policy <PATH>  Policies, frameworks and crosswalks of your own: a file
                           or a folder; may be repeated
          --no-builtin     Leave the built-in policies out
          --only <ID>      Only these rules, policies or frameworks; may be repeated
          --skip <ID>      All but these rules, policies or frameworks; may be
                           repeated
          --strict         Fail on a selection that matches nothing

    Output:
          --color <WHEN>            Color: auto, always or never [default: auto]
      -o, --output <FORMAT[=FILE]>  Format, to standard output or to a file; may be
                                    repeated [default: human]
          --previous <RESULT>       An earlier result (`--output json=FILE`), to
                                    tell what is new and what is gone since
          --fail-on <SEVERITY>      Least severity that makes the run fail, or never
                                    [default: high]
          --explain                 After each finding, the expression that decided
                                    and what came of each part

    Examples:
      provost check                        every manifest below this folder
      provost check systems/copilot.yaml   one manifest
      provost check --only data-leakage    one policy, or rule, or framework
      provost check --explain              with the values that decided
      provost check -o concise             one line each, for editors
      provost check -o json=result.json    a file beside what people see
      provost check --previous result.json what is new and gone since then

    Exit codes:
      0  checked, nothing at or above the threshold
      1  findings at or above it
      2  could not be checked, or nothing was
    ");
}

/// Every command that the first page lists.
fn commands() -> Vec<String> {
    let page = help(&["--help"]);
    let listed = page.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    listed.lines().map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_command_has_examples_exit_codes_and_lines_that_fit() {
    assert!(commands().len() > 8, "{:?}", commands());
    for command in commands() {
        let page = help(&[&command, "--help"]);
        assert!(page.contains(&format!("Examples:\n  provost {command}")), "{page}");
        assert!(page.contains("Exit codes:\n  0  ") && page.contains("\n  2  "), "{page}");
        assert!(page.lines().all(|line| line.chars().count() <= 80), "{page}");
    }
}

#[test]
fn every_command_has_a_manual_page() {
    for command in commands() {
        let page = help(&["man", &command]);
        let title = format!(".TH PROVOST-{} 1 ", command.to_uppercase());
        assert!(page.contains(&title), "{page}");
        assert!(page.contains(".SH EXAMPLES\n.nf\n") && page.contains(".SH \"EXIT CODES\"\n.nf\n"), "{page}");
    }
    assert!(help(&["man"]).contains(".SH SUBCOMMANDS\n"));
    insta::assert_snapshot!(provost(folder(&[]).path(), &["man", "chekc"]).seen(), @"
    error: there is no command `chekc`
      help: did you mean `check`?
    exit 2
    ");
}

#[test]
fn wrong_usage_is_answered_on_standard_error() {
    let ran = provost(folder(&[]).path(), &["chekc"]);
    assert_eq!(ran.out, "");
    insta::assert_snapshot!(ran.seen(), @"
    error: unrecognized subcommand 'chekc'

      tip: some similar subcommands exist: 'schema', 'check'

    Usage: provost [OPTIONS] <COMMAND>

    For more information, try '--help'.
    exit 2
    ");
    insta::assert_snapshot!(provost(folder(&[]).path(), &["check", "--fail-on", "hgh"]).seen(), @"
    error: invalid value 'hgh' for '--fail-on <SEVERITY>'
      [possible values: critical, high, medium, low, info, never]

      tip: a similar value exists: 'high'

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn without_a_command_the_help_is_shown_and_nothing_counts_as_checked() {
    let ran = provost(folder(&[]).path(), &[]);
    assert_eq!(ran.exit, Exit::Broken);
    assert!(ran.err.contains("Usage: provost"), "{}", ran.err);
}

#[test]
fn help_is_colored_for_a_terminal_alone() {
    let here = folder(&[]);
    assert!(in_world(here.path(), &["--help"], |world| world.out_is_terminal = true).out.contains('\u{1b}'));
    assert!(!in_world(here.path(), &["--help"], |_| {}).out.contains('\u{1b}'));
}

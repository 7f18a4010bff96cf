/// What a [`Code`] of elsewhere says of itself.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entry {
    /// The id that formats print and `explain` takes.
    pub id: &'static str,
    /// One line on what it means.
    pub title: &'static str,
    /// What causes it and what to do.
    pub page: &'static str,
}

/// Declares the codes once: name, id and the page that `explain` shows.
macro_rules! codes {
    ($($variant:ident $id:literal $title:literal $page:literal)*) => {
        /// The kind of a diagnostic.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $title] $variant,)*
            /// A lint, which brings its own entry.
            Lint(&'static Entry),
        }

        impl Code {
            /// Every code of this table, in its order.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The id that formats print and `explain` takes.
            pub fn id(self) -> &'static str {
                match self { $(Self::$variant => $id,)* Self::Lint(entry) => entry.id }
            }

            /// One line on what it means.
            pub fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* Self::Lint(entry) => entry.title }
            }

            /// What causes it and what to do.
            pub fn page(self) -> &'static str {
                match self { $(Self::$variant => $page,)* Self::Lint(entry) => entry.page }
            }
        }
    };
}

codes! {
    UnreadableFile "unreadable-file" "a file cannot be read"
        "The file is missing, is not readable for this user, or is larger than Provost reads. Check the path and its permissions."
    InvalidUtf8 "invalid-utf8" "a file is not UTF-8"
        "YAML and JSON files are read as UTF-8. The message names the first byte that is not. Save the file as UTF-8; a spreadsheet export is often cp1252 or UTF-16."
    YamlSyntax "yaml-syntax" "a file is not well-formed YAML"
        "The text under the caret cannot be read as YAML 1.2. The most frequent causes are a tab used for indentation, a missing space after `:`, an unquoted text that holds `: ` or begins with `@`, `*`, `&` or a backtick, and a bracket or quote that is never closed."
    DuplicateKey "duplicate-key" "a key stands twice in one mapping"
        "Many readers keep the last of two equal keys and drop the other without a word, so that a reviewer and the tool read different manifests. Remove one of the two."
    KeyNotText "key-not-text" "a key is not a text"
        "Keys are texts. A number, a boolean, a list or a mapping as a key is nearly always a slip; quote it if it is meant."
    AliasLoop "alias-loop" "an alias stands inside its own anchor"
        "`*name` copies what `&name` marks. Inside the marked part itself it would never end."
    AliasExpansion "alias-expansion" "aliases would expand to too much"
        "Aliases of aliases grow exponentially. The document would expand to more nodes than Provost is willing to check."
    UnknownAnchor "unknown-anchor" "an alias names no anchor"
        "`*name` needs an earlier `&name` in the same document."
    BadMerge "bad-merge" "a merge key does not point at a mapping"
        "`<<` takes a mapping, an alias of one, or a list of such aliases."
    UnknownTag "unknown-tag" "a YAML tag is not one of the core schema"
        "Only `!!str`, `!!int`, `!!float`, `!!bool`, `!!null`, `!!seq` and `!!map` are understood. Remove the tag."
    NumberRange "number-range" "a number cannot be represented"
        "Whole numbers have 64 bits, others must be finite. Quote the value if it is an identifier rather than a quantity."
    TooDeep "too-deep" "a document is nested too deeply"
        "No manifest or policy needs such depth; it is more likely an attack or a broken generator."
    UnknownKind "unknown-kind" "a document is of no known kind"
        "Every document begins with `apiVersion: provost/v1` and a `kind`: AISystem, Policy, PolicyTest, Framework, Crosswalk, Classification, Config or Import."
    UnexpectedKind "unexpected-kind" "a document is of a kind that does not belong here"
        "Manifests stand in the paths that are checked, policies behind `--policy` or under `policies:` in provost.yaml, and the configuration in provost.yaml."
    UnknownField "unknown-field" "a key is not part of the document's schema"
        "Documents are closed, so that a misspelt key is an error and not a silently missing fact. Correct the name, or put what only you need under `extensions`."
    MissingField "missing-field" "a required key is missing"
        "Add the key. `provost schema KIND` prints what each kind of document needs."
    WrongType "wrong-type" "a value has the wrong type"
        "The value is, for example, a text where a number is expected. Note that YAML reads `1.10` as a number and `2026-01-01` as a text; quotes make anything a text."
    WrongValue "wrong-value" "a value is not one of those allowed"
        "The value must be one of a fixed list, match a pattern or lie within bounds; the message says which."
    DuplicateId "duplicate-id" "two entries have the same id"
        "Ids name entries in findings, waivers and references, so each is unique: systems in the inventory, rules among the policies, entries in their list."
    UnknownReference "unknown-reference" "a reference points at no entry"
        "The id is not declared in the list it refers to. Correct the name or add the entry."
    UnknownControl "unknown-control" "a control id is not in the framework's catalog"
        "Control ids are spelled as their publisher spells them, e.g. `nist-ai-rmf:GOVERN 1.6`. `provost explain FRAMEWORK` lists a framework's controls."
    CelSyntax "cel-syntax" "an expression is not well-formed CEL"
        "The expression breaks off or holds something that CEL does not know. Note `&&` and `||` for and/or, `==` for comparison, quotes around texts."
    CelName "cel-name" "an expression uses a name that does not exist"
        "A variable, field or function is not known where it is used. Fields are checked against the manifest's schema; `provost schema ai-system` prints it."
    CelType "cel-type" "an expression does not fit its types"
        "An operand has a type that the operator or function does not take, a comparison can never hold, or the result is not what the key needs: `assert` and `when` give a bool, `for_each` a list."
    CelLimit "cel-limit" "an expression exceeds a bound"
        "Expressions are bounded in length, nesting and cost, so that no policy can hang a build. Split the rule or simplify the expression."
    EvaluationError "evaluation-error" "an expression failed while it was evaluated"
        "For example a division by zero, a text that is not a date, or a value of another type than the policy expected. An evaluation error is never a pass: the run exits with 2."
    BadParameter "bad-parameter" "a policy parameter does not fit its declaration"
        "Values for `params` in provost.yaml are checked against the types that the policy declares."
    BadTestCase "bad-test-case" "a rule's test case is not valid"
        "The manifest fragment of a case, laid over the minimal manifest, must itself be valid."
    SurvivingMutant "surviving-mutant" "no test case notices a change to a rule"
        "`provost test --mutate` changes each rule a little (`==` for `!=`, a term of `&&` left out, `all` for `exists`) and runs its cases on the mutant. If all of them still hold, the rule could be wrong in just this way and nobody would know. Add a case that tells the two apart. Where none can, because the two mean the same, list the mutant under `tests.survivors` with the reason."
    StaleSurvivor "stale-survivor" "a mutant is listed as surviving and does not"
        "`tests.survivors` names mutants that no case can notice. This one does not exist any more, or a case notices it now. Remove it."
    UncoveredCondition "uncovered-condition" "no test case sees a condition of a rule come out both ways"
        "`provost test --coverage` watches what the conditions of each rule come out as while its cases run: terms of `&&` and `||`, comparisons, what `!` and `? :` ask, the bodies of `all`, `exists` and `filter`. One that is never true, never false or never reached could be anything. Add a case in which it is."
    UnknownSelection "unknown-selection" "a selection names nothing"
        "`--only` and `--skip` take ids of rules, policies or frameworks. `provost explain` lists them."
    UnknownLint "unknown-lint" "a lint does not exist"
        "`lints` in provost.yaml gives levels to lints by their ids. `provost explain` lists them."
    InvalidResult "invalid-result" "a file is not a stored result"
        "`provost report` reads what `provost check --output json=FILE` wrote. The message says where the reader stopped; a result of a newer version may need that version."
    MixedResults "mixed-results" "results do not quite fit together"
        "Results that are reported as one were made as of different days, by different versions, or have a system in common. They are reported all the same; of a system in several results the first result counts. A run over folders whose configurations pin different days is such a result, too; its own day is the latest."
    BadSpreadsheet "bad-spreadsheet" "a spreadsheet cannot be read as rows and columns"
        "The bytes do not fit the encoding, a quote is never closed, or a row has another number of cells than the header. `input` of the import map states encoding, delimiter, quote and header row; a file exported on Windows is often windows-1252 with `;` between cells."
    UnknownColumn "unknown-column" "an import map names a column that the file does not have"
        "Columns are named by their header, compared without regard to case and white space, or by their number from 1 where a header stands twice. The help names the nearest header."
    UnknownWording "unknown-wording" "a cell says something that its table does not list"
        "Tables translate what people wrote into the manifest's words. Nothing is guessed: add the wording to the table, with `null` if it says nothing, or give the table an `otherwise`."
    BadCell "bad-cell" "a row does not become a valid manifest"
        "What the import map makes of the row does not fit the manifest's schema, or an expression failed on it. The message names row, column and field; change the cell or the expression. Nothing is written as long as one row is wrong."
    NothingChecked "nothing-checked" "nothing was evaluated"
        "There was no manifest below the given paths, or no policy was left after the selection. A check that checked nothing must not be green, so it exits with 2."
}

impl Code {
    /// The code of the table with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}

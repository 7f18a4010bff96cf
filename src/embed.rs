//! Floor 0: the files that the binary carries, so that it works without any installation: policies, frameworks and schemas.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// Schema of manifests.
pub(crate) const AI_SYSTEM_SCHEMA: &str = include_str!("../schemas/ai-system.json");
/// Schema of policy files.
pub(crate) const POLICY_SCHEMA: &str = include_str!("../schemas/policy.json");
/// Schema of tables of cases.
pub(crate) const POLICY_TEST_SCHEMA: &str = include_str!("../schemas/policy-test.json");
/// Schema of framework catalogs.
pub(crate) const FRAMEWORK_SCHEMA: &str = include_str!("../schemas/framework.json");
/// Schema of classifications.
pub(crate) const CLASSIFICATION_SCHEMA: &str = include_str!("../schemas/classification.json");
/// Schema of crosswalks.
pub(crate) const CROSSWALK_SCHEMA: &str = include_str!("../schemas/crosswalk.json");
/// Schema of `provost.yaml`.
pub(crate) const CONFIG_SCHEMA: &str = include_str!("../schemas/config.json");
/// Schema of maps from spreadsheets to manifests.
pub(crate) const IMPORT_SCHEMA: &str = include_str!("../schemas/import.json");
/// Schema of what `check --output json` prints.
pub(crate) const RESULT_SCHEMA: &str = include_str!("../schemas/result.v1.json");
/// Schema of what `coverage --output json` prints.
pub(crate) const COVERAGE_SCHEMA: &str = include_str!("../schemas/coverage.v1.json");

/// Name and text of each file below `folder`, e.g. `policies/frameworks/`, sorted by name.
pub(crate) fn files(folder: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    FILES.iter().copied().filter(move |(name, _)| name.starts_with(folder))
}

/// Name and text of each policy file, with the rules' test cases or with blank lines in their place: all that is neither a
/// catalog nor another kind with a folder of its own.
pub(crate) fn policies(cases: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    const OTHER: [&str; 3] = ["policies/frameworks/", "policies/crosswalks/", "policies/classification/"];
    all(cases).filter(|(name, _)| !OTHER.iter().any(|folder| name.starts_with(folder)))
}

/// Name and text of each classification, with its test cases or with blank lines in their place.
pub(crate) fn classifications(cases: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    all(cases).filter(|(name, _)| name.starts_with("policies/classification/"))
}

fn all(cases: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    if cases { FILES } else { FILES_WITHOUT_CASES }.iter().copied()
}

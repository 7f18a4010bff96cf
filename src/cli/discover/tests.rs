use super::*;

#[test]
fn a_walked_file_is_read_if_it_says_that_it_is_ours() {
    for text in [
        "apiVersion: provost/v1\nkind: AISystem\n",
        "# a comment\nkind: AISystem\napiVersion: \"provost/v1\"\n",
        "{\"apiVersion\":\"provost/v1\",\"kind\":\"AISystem\"}",
        "{apiVersion: provost/v1, kind: AISystem}",
        // Mistakes must come out, not be passed over.
        "apiVersion: provost/v1\nkind: AISytem\n",
        "apiVersion: provost/v1\n",
        "apiVersion: provost/v9\nkind: AISystem\n",
        "apiversion: provost/v1\nkind: AISystem\n",
        "{\"api_version\": \"provost/v1\"}",
        "kind: AISystem\nid: x\n",
        "apiVersion: provst/v1\nkind: AISystem\n",
        "apiVersion: v1\nkind: AISystem\n",
        "{\"apiVersion\":\"provost\\/v1\",\"kind\":\"AISystem\"}",
        "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\", \"apiVersion\": \"provost/v1\", \"kind\": \"AISystem\"}",
        "apiVersion: provost/v1\nkind: Policy\n---\napiVersion: provost/v1\nkind: AISystem\n",
    ] {
        assert!(is_wanted(text, Wanted::Manifests), "{text}");
    }
    for text in [
        "",
        "apiVersion: v1\nkind: Pod\nimage: provost/v1\n",
        "# apiVersion: provost/v1\nkind: Pod\n",
        "apiVersion: apps/v1\nkind: Deployment\n",
        "apiVersion: kyverno.io/v1\nkind: Policy\n",
        "apiVersion: provost/v1\nkind: Policy\n",
        "kind: Framework\napiVersion: provost/v1\n",
        "{\"apiVersion\": \"provost/v1\", \"kind\": \"Framework\"}",
    ] {
        assert!(!is_wanted(text, Wanted::Manifests), "{text}");
    }
}

#[test]
fn a_folder_of_policies_may_hold_manifests_for_tests() {
    assert!(is_wanted("apiVersion: provost/v1\nkind: Policy\n", Wanted::Policies));
    assert!(is_wanted("apiVersion: provost/v1\nkind: Polcy\n", Wanted::Policies));
    assert!(is_wanted("apiVersion: provst/v1\nkind: Policy\n", Wanted::Policies));
    assert!(!is_wanted("apiVersion: provost/v1\nkind: AISystem\n", Wanted::Policies));
}

#!/usr/bin/env bash
# The hooks of this repository, run by the real pre-commit on a repository of somebody else's: a commit that is fine passes, one
# with findings, one with a broken policy and one with a failing test case are stopped. Needs cargo, git and python3.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Dependencies that were built here are not built again for the hook.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
export PRE_COMMIT_HOME=$work/pre-commit
# A user's own settings must not decide what this test does.
export HOME=$work CARGO_HOME=${CARGO_HOME:-$HOME/.cargo} RUSTUP_HOME=${RUSTUP_HOME:-$HOME/.rustup}
export GIT_CONFIG_GLOBAL=$work/gitconfig GIT_CONFIG_SYSTEM=/dev/null
git config --file "$GIT_CONFIG_GLOBAL" user.name Test
git config --file "$GIT_CONFIG_GLOBAL" user.email test@acme.example
git config --file "$GIT_CONFIG_GLOBAL" init.defaultBranch main
git config --file "$GIT_CONFIG_GLOBAL" safe.directory '*'

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check pre-commit
export PATH=$work/venv/bin:$PATH

mkdir "$work/repository"
cd "$work/repository"
git init --quiet
cat >.pre-commit-config.yaml <<YAML
repos:
  - repo: $root
    rev: $(git -C "$root" rev-parse HEAD)
    hooks: [{id: provost-check}, {id: provost-test}, {id: provost-lint}]
YAML
cat >provost.yaml <<'YAML'
apiVersion: provost/v1
kind: Config
policies: [policies]
only: [stages]
YAML
mkdir policies
cat >policies/stages.yaml <<'YAML'
apiVersion: provost/v1
kind: Policy
id: stages
title: Stages
rules:
  - id: STG-01
    title: Systems are not recalled
    severity: high
    rationale: A recalled system helps nobody.
    assert: system.lifecycle.stage != 'recalled'
    message: the system was recalled
    help: set `lifecycle.stage`
    tests:
      pass: [{name: runs, system: {lifecycle: {stage: production}}}]
      fail: [{name: recalled, system: {lifecycle: {stage: recalled}}}]
YAML
cat >copilot.yaml <<'YAML'
apiVersion: provost/v1
kind: AISystem
id: copilot
name: Copilot
lifecycle: {stage: production}
YAML
# YAML of some other program is none of Provost's business.
echo 'services: {web: {image: nginx}}' >compose.yaml
pre-commit install >/dev/null

# commit pass|fail WHAT [TEXT]: commits everything, which must pass or be stopped with a text on the screen.
commit() {
  local got=pass
  git add --all
  git commit --quiet --message "$2" >"$work/seen" 2>&1 || got=fail
  if [ "$got" != "$1" ] || ! grep --quiet --fixed-strings -- "${3:-}" "$work/seen"; then
    echo "$2: expected $1 with \`${3:-}\`, got $got:"
    cat "$work/seen"
    exit 1
  fi
  echo "  $2: $got"
  git checkout --quiet --force HEAD -- . && git clean --quiet --force -d
}

commit pass "a manifest and a policy that are fine" ""
sed -i 's/production/recalled/' copilot.yaml
commit fail "a manifest with a finding" "STG-01 high"
sed -i 's/lifecycle:/lifecycel:/' copilot.yaml
commit fail "a manifest with a typo" "did you mean \`lifecycle\`?"
sed -i "s/!= 'recalled'/!= 'recaled'/" policies/stages.yaml
commit fail "a policy with a typo" "did you mean \`recalled\`?"
sed -i 's/{name: runs, system: {lifecycle: {stage: production}}}/{name: runs, system: {lifecycle: {stage: recalled}}}/' policies/stages.yaml
commit fail "a test case that comes out otherwise" "1 came out otherwise"
echo 'services: {web: {image: httpd}}' >compose.yaml
commit pass "YAML that is not Provost's" ""

#!/usr/bin/env bash
# Run one of the README's two commands, so that what the README says is what is tested:
#   scripts/readme_command.sh demo | tests
set -euo pipefail
cd "$(dirname "$0")/.."
command=$(awk -v mark="<!-- command: $1 -->" '
  $0 == mark { found = 1; next }
  found && /^```/ { if (inside) exit; inside = 1; next }
  inside { print }' README.md)
[ -n "$command" ] || { echo "README.md has no command marked '$1'" >&2; exit 2; }
printf '%s\n' "$command"
bash -euo pipefail -c "$command"

#!/usr/bin/env bash
# A whole Colophon from the outside: letters in through the job API, checks of what comes out. --help shows the options.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The sources need the Node that npm ci brings along, whatever the machine has.
node=node_modules/.bin/node
if [ ! -x "$node" ]; then
  echo "run-e2e-test: run npm ci first" >&2
  exit 1
fi
exec "$node" proof/e2e/main.ts "$@"

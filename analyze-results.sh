#!/usr/bin/env bash
# What a job came to: completeness, gaps, agents, review reasons, cost by model, slowest steps.
#   ./analyze-results.sh JOB [--json] [--top N]      STORE_URL says where (default sqlite:./data/colophon.db)
set -euo pipefail
exec "$(dirname "${BASH_SOURCE[0]}")/packages/cli/bin/colophon.js" analyze "$@"

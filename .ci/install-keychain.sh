#!/usr/bin/env bash
# Installs gnome-keyring, the keychain on which the tests of packages/keychain try it without a desktop, and what it needs.
# Needs Debian's packages and the right to install them; does nothing where it is installed.
set -euo pipefail

if command -v gnome-keyring-daemon >/dev/null && command -v dbus-daemon >/dev/null && command -v gdbus >/dev/null &&
  ldconfig -p 2>/dev/null | grep -q libsecret-1.so.0; then
  exit 0
fi
{ apt-get update -qq && apt-get install -y -qq --no-install-recommends gnome-keyring dbus libsecret-1-0 libglib2.0-bin; } >/dev/null

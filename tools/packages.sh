#!/bin/sh
# Installs the Debian packages that are missing, and only those: packages.sh PACKAGE…
set -eu
find_missing() {
  missing=
  for package in "$@"; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || missing="$missing $package"
  done
}
find_missing "$@"
[ -n "$missing" ] || exit 0
# Tests that run side by side may want the same ones.
exec 9>"${TMPDIR:-/tmp}/crickets-packages.lock"
flock 9
find_missing "$@"
[ -n "$missing" ] || exit 0
root=
[ "$(id -u)" = 0 ] || root="sudo -n"
echo "Installing:$missing" >&2
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$root apt-get -qq -o Acquire::Retries=3 update >&2
# shellcheck disable=SC2086
$root env DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install $missing >&2

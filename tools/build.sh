#!/bin/sh
# Sets up and compiles one build: build.sh DIRECTORY [MESON-OPTION…] [-- TARGET…]
# What a build needs to compile and run; kept here alone.
set -eu
here=$(dirname "$0")
"$here/packages.sh" gcc g++ meson ninja-build pkg-config python3-minimal binutils tzdata \
  libglib2.0-dev libsqlite3-dev libpq-dev libjansson-dev libgmime-3.0-dev libical-dev \
  libphonenumber-dev libxml2-dev libcurl4-gnutls-dev libmicrohttpd-dev libsecret-1-dev \
  libsodium-dev libseccomp-dev libgnutls28-dev libfido2-dev liboath-dev libcjose-dev ca-certificates
directory=$1
shift
options=
while [ $# -gt 0 ] && [ "$1" != -- ]; do
  options="$options $1"
  shift
done
[ $# -eq 0 ] || shift
# Debian's own python runs Meson; another one first on the PATH may lack it.
PATH=/usr/bin:/bin:$PATH
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [ ! -f "$directory/build.ninja" ]; then
  # shellcheck disable=SC2086
  CC=gcc CXX=g++ meson setup "$directory" "$here/.." $options >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi
# The first time takes minutes: whoever waits at a terminal sees how far it is.
if [ -t 2 ] && [ ! -x "$directory/src/cmd/crickets" ]; then
  NINJA_STATUS='%p built  ' ninja -C "$directory" "$@" >&2
else
  ninja -C "$directory" "$@" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
fi

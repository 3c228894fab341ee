#!/bin/sh
# Fetches what a browser test needs, then runs it: run.sh TEST.mjs CRICKETS ARTEFACTS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
exec 9>"$here/.fetching"
flock 9
command -v node >/dev/null && command -v npm >/dev/null || "$here/../../tools/packages.sh" nodejs npm >&2
case $1 in
  reach.mjs) "$here/../../tools/packages.sh" chromium >&2 ;;
  *) "$here/../../tools/packages.sh" chromium-headless-shell >&2 || "$here/../../tools/packages.sh" chromium >&2 ;;
esac
if ! cmp -s "$here/package-lock.json" "$here/node_modules/.lockfile"; then
  (cd "$here" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  cp "$here/package-lock.json" "$here/node_modules/.lockfile"
fi
exec 9>&-
test=$1
shift
exec node "$here/$test" "$@"

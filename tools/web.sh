#!/bin/sh
# Checks, bundles and compresses the page: web.sh [DIRECTORY [C-FILE DEPENDENCIES]], web/dist unless
# named; with a C file it is written there as one table, to be compiled in, and what it was made of
# for make.
# npm only fetches what the lockfile names; the type checker and the bundler are programs of their
# own, so that any Node that can run npm is good enough.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
out=${1:-$here/web/dist}
web=$here/web
modules=$web/node_modules
target=es2022,chrome109,firefox115,safari16.4

case $(uname -m) in
  x86_64) cpu=x64 ;;
  aarch64) cpu=arm64 ;;
  *) echo "no bundler for $(uname -m)" >&2; exit 1 ;;
esac

# Several builds may want it at once; one fetches.
exec 9>"$web/.fetching"
flock 9
if ! cmp -s "$web/package-lock.json" "$modules/.lockfile"; then
  command -v npm >/dev/null || "$here/tools/packages.sh" nodejs npm
  (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
  cp "$web/package-lock.json" "$modules/.lockfile"
fi
exec 9>&-

"$modules/@typescript/typescript-linux-$cpu/lib/tsc" -p "$web"
mkdir -p "$out"
cp "$web"/public/* "$out"
bundle() {
  "$modules/@esbuild/linux-$cpu/bin/esbuild" "$web/src/$1" --bundle --minify --target=$target \
    --log-level=warning --outfile="$out/$2" "--format=$3" --jsx=automatic --jsx-import-source=preact
}
bundle main.tsx app.js esm
bundle sw.ts sw.js iife
bundle styles/index.css app.css esm
python3 "$here/tools/icons.py" "$out"
for file in index.html app.js sw.js app.css icon.svg manifest.webmanifest; do
  gzip -9nc "$out/$file" >"$out/$file.gz"
done
if [ -n "${2:-}" ]; then
  (cd "$out" && python3 "$here/tools/embed.py" --table cr_asset_files "$OLDPWD/$2" . \
    index.html app.js sw.js app.css icon.svg manifest.webmanifest icon-192.png icon-512.png \
    icon-mask-512.png index.html.gz app.js.gz sw.js.gz app.css.gz icon.svg.gz manifest.webmanifest.gz)
  {
    printf '%s:' "$2"
    find "$web/src" "$web/public" -type f | sed 's/ /\\ /g; s/^/ /' | tr '\n' ' '
  } >"$3"
fi

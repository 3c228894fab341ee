#!/bin/sh
# Checks, bundles and compresses the page: web.sh [DIRECTORY [C-FILE DEPENDENCIES]], web/dist unless
# named; with a C file it is written there as one table, to be compiled in, and what it was made of
# for make.
# npm only fetches what the lockfile names; the type checker and the bundler are programs of their
# own, so that any Node that can run npm is good enough.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
start=$PWD
mkdir -p "${1:-$here/web/dist}"
out=$(cd "${1:-$here/web/dist}" && pwd)
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
rm -f "$out"/*.js "$out"/*.js.gz # parts of the script are named by their content
cp "$web"/public/* "$out"
bundle() {
  "$modules/@esbuild/linux-$cpu/bin/esbuild" --bundle --minify --target=$target --log-level=warning \
    --outdir="$out" --jsx=automatic --jsx-import-source=preact "$@"
}
bundle --format=esm --splitting --chunk-names='[name]-[hash]' "app=$web/src/main.ts" "app=$web/src/styles/index.css"
bundle "$web/src/styles/first.css"
python3 "$here/tools/page.py" "$out"
python3 "$here/tools/icons.py" "$out"
cd "$out"
# What is kept for when the server is out of reach; another build is kept anew.
files=$(printf '"/%s",' *.js app.css icon.svg manifest.webmanifest)
build=$(cat *.js app.css index.html icon.svg manifest.webmanifest | sha256sum | cut -c 1-16)
bundle --format=iife "--define:FILES=[${files%,}]" "--define:BUILD=\"$build\"" "$web/src/sw.ts"
for file in *.js index.html app.css icon.svg manifest.webmanifest; do
  gzip -9nc "$file" >"$file.gz"
  [ "$(stat -c %s "$file.gz")" -lt "$(stat -c %s "$file")" ] || rm "$file.gz" # too short to gain by it
done
cd "$start"
if [ -n "${2:-}" ]; then
  (cd "$out" && python3 "$here/tools/embed.py" --table cr_asset_files "$start/$2" . \
    index.html app.css icon.svg manifest.webmanifest icon-192.png icon-512.png icon-mask-512.png \
    style.digest script.digest *.js index.html.gz app.css.gz icon.svg.gz manifest.webmanifest.gz *.js.gz)
  {
    printf '%s:' "$2"
    find "$web/src" "$web/public" -type f | sed 's/ /\\ /g; s/^/ /' | tr '\n' ' '
  } >"$3"
fi

#!/usr/bin/env python3
"""Completes index.html in FOLDER: the first styles stand in it, so that nothing is waited for before the advice is
painted, and the scripts that begin are asked for at once. style.digest and script.digest are what the content
policy knows the styles by, and the one line of script that stands there: the theme that was chosen."""
import base64
import glob
import hashlib
import os
import re
import sys

os.chdir(sys.argv[1])
with open("first.css", encoding="utf-8") as file:
    style = file.read().strip()
scripts = sorted(glob.glob("begin-*.js") + glob.glob("chunk-*.js"))
preloads = "\n".join(f'<link rel="modulepreload" href="/{script}">' for script in scripts)
with open("index.html", encoding="utf-8") as file:
    page = file.read()
page = page.replace("<style></style>", f"<style>{style}</style>").replace("<!-- preloads -->", preloads)
with open("index.html", "w", encoding="utf-8") as file:
    file.write(page)
for name in ("style", "script"):
    text, = re.findall(f"<{name}>(.*?)</{name}>", page, re.DOTALL)
    with open(f"{name}.digest", "wb") as file:
        file.write(base64.b64encode(hashlib.sha256(text.encode()).digest()))

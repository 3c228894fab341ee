#!/usr/bin/env python3
"""Score the reading of mails: bench/mails.py PARSE_MAIL [INDEX.tsv] [-v]

Prints precision, recall and F1 by class with counts, the majority baseline, and for every other
field that the index labels the share that was read right.
"""
import collections
import csv
import datetime
import json
import os
import subprocess
import sys

args = [a for a in sys.argv[1:] if not a.startswith("-")]
verbose = "-v" in sys.argv
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
index = args[1] if len(args) > 1 else os.path.join(root, "tests/corpus/mails.tsv")
folder = index[:-4]
rows = list(csv.DictReader(open(index, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
paths = [os.path.join(folder, r["file"]) for r in rows]
out = subprocess.run([args[0], "--country", "US"] + paths, stdout=subprocess.PIPE, check=False).stdout
read = {os.path.basename(j["file"]): j for j in map(json.loads, out.decode().splitlines())}
misses = []


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def phone(p):
    return p["role"] + ":" + (p["e164"] or "?") + (":x" + p["ext"] if p["ext"] else "") + (":#" + p["code"] if p["code"] else "")


def check(field, row, right, got):
    checks[field][0] += 1
    checks[field][1] += right
    if not right:
        misses.append((row["file"], field, row[field] if field in row else "", got))


checks = collections.defaultdict(lambda: [0, 0])
pairs = collections.Counter()
for row in rows:
    j = read.get(row["file"])
    if j is None:
        misses.append((row["file"], "unread", "", ""))
        pairs[row["class"], "unread"] += 1
        continue
    pairs[row["class"], j["class"]] += 1
    if row["class"] != j["class"]:
        misses.append((row["file"], "class", row["class"], f"{j['class']}/{j['second']} {j['evidence']}"))
    if row["class"] == "out-of-office" or row["return"]:
        check("return", row, (j["return_date"] or "")[:7] == row["return"][1:] if row["return"].startswith("~") else (j["return_date"] or "") == row["return"], j["return_date"])
    if row["caller"]:
        check("caller", row, j["caller"] == row["caller"], j["caller"])
    if row["phones"]:
        want = sorted(row["phones"].split(",")) if row["phones"] != "none" else []
        got = sorted(phone(p) for p in j["phones"] if p["role"] != "signature" or "signature" in row["phones"])
        check("phones", row, want == got, got)
    if row["deputy"]:
        check("deputy", row, (j["deputy"] or {}).get("email") == row["deputy"], j["deputy"])
    if row["times"]:
        want = {instant(t) for t in row["times"].split(",")}
        check("times", row, want <= {instant(t["start"]) for t in j["new_times"] if t["start"]}, [t["start"] for t in j["new_times"]])
    for flag in ("firm", "accepts"):
        if row[flag]:
            check(flag, row, bool(j.get(flag)) == (row[flag] == "1"), j.get(flag))
    if row["bounced"]:
        check("bounced", row, j.get("bounced") == row["bounced"], j.get("bounced"))
    if row["drop"]:
        check("drop", row, not any(d in j["text"] for d in row["drop"].split("~")), j["text"])
    if row["keep"]:
        check("keep", row, all(k in j["text"] for k in row["keep"].split("~")), j["text"])

classes = sorted({a for a, _ in pairs})
total = sum(pairs.values())
right = sum(n for (a, b), n in pairs.items() if a == b)
f1s = []
print(f"{'class':20} {'n':>4} {'prec':>6} {'recall':>6} {'F1':>6}")
for c in classes:
    n = sum(v for (a, _), v in pairs.items() if a == c)
    said = sum(v for (_, b), v in pairs.items() if b == c)
    hit = pairs[c, c]
    p, r = hit / said if said else 0.0, hit / n
    f1s.append(2 * p * r / (p + r) if p + r else 0.0)
    print(f"{c:20} {n:4} {p:6.3f} {r:6.3f} {f1s[-1]:6.3f}")
biggest, size = collections.Counter(r["class"] for r in rows).most_common(1)[0]
print(f"accuracy {right}/{total} = {right / total:.3f}, macro-F1 {sum(f1s) / len(f1s):.3f}; "
      f"majority baseline ({biggest}) {size / total:.3f}")
for field, (n, good) in sorted(checks.items()):
    print(f"{field:10} {good}/{n} = {good / n:.3f}")
if verbose:
    for miss in misses:
        print("\t".join(str(m) for m in miss))

#!/usr/bin/env python3
"""Score the reading of mails: bench/mails.py PARSE_MAIL [INDEX.tsv | FOLDER] [-v] [PARSE_MAIL options]

INDEX.tsv labels the mails of the folder of the same name; a FOLDER has its mails and labels.tsv beside
one another. Prints precision, recall and F1 by class with counts, the majority baseline, and for
every other field that the index labels the share that was read right. -v also lists every miss.
A field of several values parts them with "," or ";"; "|" is between answers that are all right, "none" is an
answer, too. Columns: class; alt, other classes that are right, too; second; return or return_date ("~2026-12"
is any day of that month); times or new_times; phones as ROLE:E164[:xEXT][:#CODE] or ROLE:E164:EXT:CODE; caller
("both" open a link); deputy (addresses, numbers or names); firm, accepts, unclear; bounced; keep or newtext_has,
drop or newtext_lacks ("~" between); zone, the reader's: such an index labels all times and deputies there are.
"""
import collections
import csv
import datetime
import json
import os
import re
import subprocess
import sys

args = sys.argv[1:]
verbose = "-v" in args
args = [a for a in args if a != "-v"]
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
index = args[1] if len(args) > 1 else os.path.join(root, "tests/corpus/mails.tsv")
options = args[2:]
if os.path.isdir(index):
    folder, index = index, os.path.join(index, "labels.tsv")
else:
    folder = index[:-4]
rows = list(csv.DictReader(open(index, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
paths = [os.path.join(folder, r["file"]) for r in rows]
read = {}
for zone in sorted({r.get("zone") or "" for r in rows}):
    mine = [p for p, r in zip(paths, rows) if (r.get("zone") or "") == zone]
    where = ["--zone", zone] if zone else [] if options else ["--country", "US"]
    command = [args[0]] + options + where + mine
    out = subprocess.run(command, stdout=subprocess.PIPE, check=False).stdout
    read.update((os.path.basename(j["file"]), j) for j in map(json.loads, out.decode().splitlines()))
misses = []
checks = collections.defaultdict(lambda: [0, 0])
pairs = collections.Counter()


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def phone(role, e164, ext, code):
    return ":".join([role, e164 or "?"] + (["x" + ext] if ext else []) + (["#" + code] if code else []))


def wanted_phones(text):
    """"code=90210" and "ext=7" belong to the number before them."""
    text = re.sub("[,;]ext=", ":x", re.sub("[,;]code=", ":#", text))
    return sorted(wanted_phone(p) for p in parts(text))


def wanted_phone(text):
    parts = text.split(":")
    if len(parts) > 2 and parts[2][:1] not in ("x", "#"):  # ROLE:E164:EXT:CODE
        return phone(*(parts + [""])[:4])
    return text


def parts(text):
    return [p for p in re.split("[,;]", text) if p and p != "none"]


def answers(text):
    return [parts(answer) for answer in text.split("|")]


def field(row, *names):
    return next((row[n] for n in names if row.get(n)), "")


def check(name, row, want, right, got):
    checks[name][0] += 1
    checks[name][1] += right
    if not right:
        misses.append((row["file"], name, want, got))


def check_return(row, j):
    want = field(row, "return", "return_date")
    if "out-of-office" not in (row["class"], j["class"]) and not want:
        return
    got = j["return_date"] or ""
    right = [got[:7] == w[1:] if w[:1] == "~" else got == w for w in want.split("|")]
    check("return", row, want, any(right), got)


def check_times(row, j):
    want = field(row, "times", "new_times")
    found = {instant(t["start"]) for t in j["new_times"] if t["start"]}
    sets = [{instant(t) for t in answer} for answer in answers(want)]
    if any(sets):
        check("times", row, want, any(s <= found for s in sets), [t["start"] for t in j["new_times"]])
    if row.get("zone"):
        check("only times", row, want, found in sets, [t["start"] for t in j["new_times"]])


def check_phones(row, j):
    given = [p for p in j["phones"] if p["role"] != "signature" or "signature" in row["phones"] or row.get("zone")]
    if row["phones"] or (row["class"] != "bounce" and given and "alt" in row):
        want = [wanted_phones(answer) for answer in row["phones"].split("|")]
        got = sorted(phone(p["role"], p["e164"], p["ext"], p["code"]) for p in given)
        check("phones", row, row["phones"], got in want, got)


def check_row(row, j):
    alt = row["class"] if j["class"] not in field(row, "alt").split("|") else j["class"]
    pairs[alt, j["class"]] += 1
    if alt != j["class"]:
        misses.append((row["file"], "class", row["class"], f"{j['class']}/{j['second']} {j['evidence']}"))
    if row.get("second"):
        check("second", row, row["second"], row["second"] in (j["class"], j["second"]), f"{j['class']}/{j['second']}")
    check_return(row, j)
    if row["caller"] and row["class"] != "bounce":
        check("caller", row, row["caller"], j["caller"] in row["caller"].split("|"), j["caller"])
    check_phones(row, j)
    if row["deputy"]:
        told = [d.casefold() for d in (j["deputy"] or {}).values() if d]
        right = [all(any(w.casefold() in d for d in told) for w in a) if a else not told for a in answers(row["deputy"])]
        check("deputy", row, row["deputy"], any(right), told)
    check_times(row, j)
    for flag in ("firm", "accepts"):
        if row.get(flag):
            check(flag, row, row[flag], bool(j.get(flag)) == (row[flag] == "1"), j.get(flag))
    if row.get("bounced"):
        check("bounced", row, row["bounced"], j.get("bounced") == row["bounced"], j.get("bounced"))
    squeezed = " ".join(j["text"].split()).lower()
    for name, names, there in (("drop", ("drop", "newtext_lacks"), False), ("keep", ("keep", "newtext_has"), True)):
        pieces = field(row, *names)
        if pieces:
            check(name, row, pieces, all((" ".join(p.lower().split()) in squeezed) == there for p in pieces.split("~")), j["text"])


for row in rows:
    if row["file"] in read:
        check_row(row, read[row["file"]])
    else:
        misses.append((row["file"], "unread", "", ""))
        pairs[row["class"], "unread"] += 1

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
for name, (n, good) in sorted(checks.items()):
    print(f"{name:10} {good}/{n} = {good / n:.3f}")
if verbose:
    for miss in misses:
        print("\t".join(str(m) for m in miss))

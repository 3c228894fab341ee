#!/usr/bin/env python3
"""Score the reading of times: times.py PARSE_TIME [CORPUS] [--chrono] [--wrong]

Prints precision and recall with counts by granularity for crickets, and with --chrono for npm's
chrono-node (installed into a throw-away folder) and a majority baseline on the same texts. --wrong
lists every text that was not read exactly as expected.
"""
import argparse
import csv
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from zoneinfo import ZoneInfo

HERE = os.path.dirname(os.path.abspath(__file__))
CHRONO = r"""
const chrono = require('chrono-node');
const lines = require('fs').readFileSync(0, 'utf8').split('\n').filter(Boolean);
const iso = d => d.toISOString().replace('.000', '');
for (const line of lines) {
  const [at, offset, text] = JSON.parse(line);
  const out = chrono.parse(text, {instant: new Date(at), timezone: offset}, {forwardDate: true});
  console.log(JSON.stringify(out.map(r => ({
    start: iso(r.start.date()), end: r.end ? iso(r.end.date()) : null, text: r.text,
    day: [r.start.get('year'), r.start.get('month'), r.start.get('day')],
    granularity: r.start.isCertain('hour') ? 'instant' : 'date', flags: []}))));
}
"""


def load_table(path):
    """A header and columns at, mine, theirs, want ("instant:START[/END];date:DAY", "none"), flags, text."""
    cases = []
    for number, row in enumerate(csv.DictReader(open(path, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE), 2):
        flags = sorted(f for f in (row["flags"] or "").split(",") if f)
        items = []
        for item in [] if row["want"] == "none" else re.split(r"\s*[;|]\s*", row["want"]):
            kind, _, when = item.partition(":")
            first, _, last = when.partition("/")
            items.append({"kind": kind, "first": first, "last": last, "flags": flags, "role": "stated"})
        cases.append({"line": number, "at": row["at"], "mine": row["mine"], "theirs": row["theirs"],
                      "items": items, "text": row["text"]})
    return cases


def load(path):
    if open(path, encoding="utf-8").readline().startswith("at\t"):
        return load_table(path)
    cases = []
    for number, line in enumerate(open(path, encoding="utf-8"), 1):
        if line.startswith("#") or not line.strip():
            continue
        at, mine, theirs, expect, text = line.rstrip("\n").split("\t")
        items = []
        for item in [] if expect == "none" else expect.split(" ; "):
            words = item.split()
            first, _, last = words[1].partition("/")
            items.append({
                "kind": words[0], "first": first, "last": last,
                "flags": sorted(",".join(w[1:] for w in words[2:] if w[0] == "+").split(",")) if
                any(w[0] == "+" for w in words[2:]) else [],
                "role": next((w[1:] for w in words[2:] if w[0] == "="), "stated")})
        cases.append({"line": number, "at": at, "mine": mine, "theirs": theirs, "items": items,
                      "text": text})
    return cases


def utc(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).astimezone(datetime.timezone.utc)


def fits(item, mention, with_end=True):
    """What was found says what was expected."""
    if item["kind"] == "delay":
        return mention.get("role") == "delay" and mention.get("delay_min", 0) == int(item["first"])
    if mention["start"] is None or mention["granularity"] != item["kind"]:
        return False
    if item["kind"] == "instant":
        if utc(mention["start"]) != utc(item["first"]):
            return False
        return not with_end or not item["last"] or (mention["end"] and utc(mention["end"]) == utc(item["last"]))
    return mention["start"][:10] == item["first"][:10]


def day_of(mention, item):
    """The mention's day as the expectation writes it: in UTC when that does."""
    if item["first"].endswith("Z"):
        return utc(mention["start"]).isoformat()[:10]
    return mention["start"][:10]


def same_day(item, mention):
    if item["kind"] == "delay" or mention["start"] is None:
        return fits(item, mention)
    return day_of(mention, item) == item["first"][:10]


def match(case, found, test):
    """Greedy one-to-one matching in order: pairs and what is left of both."""
    left, pairs = list(found), []
    for item in case["items"]:
        hit = next((m for m in left if test(item, m)), None)
        if hit is not None:
            left.remove(hit)
            pairs.append((item, hit))
    return pairs, left


def share(a, b):
    return f"{a}/{b} = {100 * a / b:.1f} %" if b else "-"


def score(name, cases, results, wrong):
    kinds = ["instant", "date", "week", "part", "delay"]
    expected, hit, given = (dict.fromkeys(kinds, 0) for _ in range(3))
    exact = days = day_total = alarms = negatives = flagged = flagged_right = flags_right = paired = 0
    for case, found in zip(cases, results):
        if not case["items"]:
            negatives += 1
            alarms += bool(found)
            if found and wrong:
                print(f"{case['line']}: FALSE {case['text']!r}\n     {[(m['text'], m['start']) for m in found]}")
            continue
        pairs, left = match(case, found, fits)
        for item in case["items"]:
            expected[item["kind"]] += 1
        for mention in found:
            given["delay" if mention.get("role") == "delay" and mention["start"] is None else mention["granularity"]] += 1
        for item, _ in pairs:
            hit[item["kind"]] += 1
        day_pairs, _ = match(case, found, same_day)
        days += len(day_pairs)
        day_total += len(case["items"])
        flags_ok = all(sorted(m["flags"]) == i["flags"] for i, m in pairs)
        roles_ok = all(m.get("role", "stated") == i["role"] or i["kind"] == "delay" for i, m in pairs)
        for item, mention in pairs:
            paired += 1
            flags_right += sorted(mention["flags"]) == item["flags"]
            flagged += bool(item["flags"])
            flagged_right += bool(item["flags"]) and sorted(mention["flags"]) == item["flags"]
        whole = len(pairs) == len(case["items"]) and not left
        exact += whole
        if wrong and not (whole and flags_ok and roles_ok):
            print(f"{case['line']}: {case['text']!r}")
            for item in case["items"]:
                print("     want", item["kind"], item["first"], item["last"], item["flags"] or "", item["role"])
            for m in found:
                print("     got ", m["granularity"], m["start"], m["end"], m["flags"] or "", m.get("role", ""), repr(m["text"]))
    print(f"{name}: {len(cases)} texts, {len(cases) - negatives} with times, {negatives} without")
    for kind in kinds:
        if expected[kind]:
            print(f"  {kind:8} recall {share(hit[kind], expected[kind]):22} precision {share(hit[kind], given[kind])}")
    print(f"  right day       {share(days, day_total)}")
    print(f"  whole text      {share(exact, len(cases) - negatives)}")
    print(f"  false alarms    {share(alarms, negatives)} of the texts without times")
    print(f"  flags           {share(flags_right, paired)} of the times found; {share(flagged_right, flagged)} of those with flags")


def run_crickets(tool, cases):
    lines = "".join(f"{c['at']}\t{c['mine']}\t{c['theirs']}\t{c['text']}\n" for c in cases)
    out = subprocess.run([tool, "--tsv", "-"], input=lines, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in out.stdout.splitlines()]


def sender_zone(case):
    return ZoneInfo(case["theirs"] or case["mine"])


def run_chrono(cases):
    folder = tempfile.mkdtemp()
    try:
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, "chrono-node@2"],
                       check=True, stdout=subprocess.DEVNULL)
        lines = []
        for c in cases:
            offset = utc(c["at"]).astimezone(sender_zone(c)).utcoffset().total_seconds() // 60
            lines.append(json.dumps([c["at"], offset, c["text"].replace("\\n", "\n")]))
        out = subprocess.run(["node", "-e", CHRONO], input="\n".join(lines), capture_output=True, text=True,
                             check=True, cwd=folder, env=dict(os.environ, TZ="UTC"))
        results = [json.loads(line) for line in out.stdout.splitlines()]
    finally:
        shutil.rmtree(folder)
    for case, found in zip(cases, results):  # dates are compared by their own numbers
        for m in found:
            if m["granularity"] != "instant":
                m["start"] = "%04d-%02d-%02dT00:00:00" % tuple(m["day"])
            else:
                m["start"] = utc(m["start"]).astimezone(sender_zone(case)).isoformat()
    return results


def run_majority(cases):
    """What most mails mean: the next working day, in the afternoon, without flags."""
    results = []
    for c in cases:
        day = utc(c["at"]).astimezone(sender_zone(c)) + datetime.timedelta(days=1)
        start = day.replace(hour=14, minute=0, second=0).isoformat()
        results.append([{"start": start, "end": None, "granularity": "instant", "flags": [], "text": ""}])
    return results


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool")
    parser.add_argument("corpus", nargs="?", default=os.path.join(HERE, "../tests/corpus/times.tsv"))
    parser.add_argument("--chrono", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    cases = load(options.corpus)
    score("crickets", cases, run_crickets(options.tool, cases), options.wrong)
    if options.chrono:
        score("chrono-node", cases, run_chrono(cases), False)
        score("majority", cases, run_majority(cases), False)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The short stories of a file (see telling.py): each is replayed and compared with its expectations, with the rules
of every story, and with NAME.golden, where what came out of all of them stands in few words.

usage: short.py [--update] [--tell FOLDER] CRICKETS FILE.story [STORY…]
  --update   accepts what came out · --tell: writes the stories' folders there and keeps them"""

import json
import sys
import tempfile
from datetime import datetime
from pathlib import Path

import story
import telling
from calendars import busy_spans
from rules import broken_rules


SAID_EVERYWHERE = ("heart: ", "search: ", "reminder: ")


def brief(document):
    """What came out, a line each: the timeline without what every story says, where each call stands, the letters."""
    def at(text):
        return datetime.fromisoformat(text).strftime("%d %b %H:%M:%S" if text[17:19] != "00" else "%d %b %H:%M")
    for row in document["timeline"]:
        if not row["text"].startswith(SAID_EVERYWHERE):
            yield f"{at(row['at'])} {row['interview']} {row['event']}: {row['text'][:90]}"
    for i in document["interviews"]:
        reasons = i["diagnosis"]["reasons"][:2] if i["diagnosis"] else []
        shares = " ".join(f"{r['reason']} {r['p']:.2f}" for r in reasons)
        yield f"interview {i['id']} {i['start']} {i['phase']} {i['step']} {i['standing']} {shares}".rstrip()
    for m in document["outbox"]:
        slots = " ".join(at(s["start"]) for s in m["slots"])
        yield f"letter {at(m['at'])} {m['interview']} {m['step']} {m['status']} {m['to']} | {m['subject']} | {slots}".rstrip(" |")


def check(crickets, told, folder):
    """What is wrong with one story, and its lines of the golden file."""
    folder.mkdir(parents=True)
    told.tell(folder)
    result = story.run(crickets, folder, "--json")
    if not result.stdout:
        return [f"nothing came out, exit {result.returncode}: {result.stderr.decode()}"], []
    document = json.loads(result.stdout)
    tale = story.Story(document)
    expect = folder.with_suffix(".expect")
    expect.write_text(told.expectations(), encoding="utf-8")
    failures = story.check_expectations(tale, expect, result)
    return failures + broken_rules(tale, busy_spans(folder), [result.stdout]), list(brief(document))


def main(arguments):
    update = "--update" in arguments
    keep = arguments[arguments.index("--tell") + 1] if "--tell" in arguments else None
    crickets, path, *only = [a for a in arguments if a not in ("--update", "--tell", keep)]
    path, wrong, lines = Path(path).resolve(), 0, []
    tellings = [t for t in telling.read(path) if not only or t.name in only]
    print(f"1..{len(tellings) + (not only)}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        for number, told in enumerate(tellings, 1):
            failures, said = check(Path(crickets).resolve(), told, Path(keep or temporary) / told.name)
            lines += [f"=== {told.name}", *said]
            wrong += bool(failures)
            print(f"{'not ok' if failures else 'ok'} {number} - {told.name}", flush=True)
            for failure in failures:
                print("# " + failure.replace("\n", "\n# "))
    if not only:
        failures = story.compare_golden("\n".join(lines) + "\n", path.with_suffix(".golden"), update)
        print(f"{'not ok' if failures else 'ok'} {len(tellings) + 1} - as it was")
        for failure in failures:
            print("# " + failure.replace("\n", "\n# "))
        wrong += bool(failures)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Replays one story and compares what comes out with three things:

  NAME.expect   what the mission and the design promise for it, written by hand (see GRAMMAR)
  rules         what must hold in every story, whatever it tells
  NAME.json     the whole output as it was; a change is shown as a diff. --update accepts it

usage: story.py [--update] CRICKETS EXAMPLE NAME.expect NAME.json
       story.py --update CRICKETS                  all the stories"""

import difflib
import json
import shlex
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from calendars import busy_spans
from rules import broken_rules

GRAMMAR = """
A line is one expectation; N is an interview's id or *, K a letter's place in the outbox (those that are
not suppressed), TEXT one or more alternatives "a|b", TIME RFC 3339. WHEN is nothing, or one of
`at TIME`, `before TIME`, `after TIME`.

  exit CODE · stderr TEXT                   how the program ended, and what it complained of (default: 0, nothing)
  their-zone N ZONE                         the recruiter's zone, for the rule about slots
  interviews COUNT · interview N KEY VALUE  KEY as in the JSON, or name, email, phone of the contact
  event N EVENT [TEXT] [WHEN]               there is such a line · never N EVENT [TEXT] [WHEN]: there is none
  order N EVENT…                            these lines in this order; advice:STEP for an advice
  warning N KIND · no-warning N KIND|*
  reason N NAME [P]                         the likeliest reason, with at least that share
  question N TEXT                           what is asked of the candidate in the end
  evidence N KIND                           a piece of evidence so named is shown · no-evidence N KIND
  letters COUNT · letter K status|step|to|slots VALUE
  letter K at TIME · between TIME TIME · says TEXT · lacks TEXT · slots-from TIME
  letters-out 0 [for N]                     no letter is drafted or sent (for that interview)
  no-letter-to ADDRESS [after TIME] · no-letter [for N] [after TIME] [before TIME]
  apart K L                                 the two letters offer no time that overlaps
  hours FROM TO                             where the two working days have no hour in common: how wide they may be taken
  suppressed COUNT · slot-taken N of letter K
  applications COUNT · application N KEY VALUE · changed N TEXT     a line of its history says so
"""


class Story:
    def __init__(self, document):
        self.timeline = document["timeline"]
        self.interviews = {i["id"]: i for i in document["interviews"]}
        self.outbox = document["outbox"]
        self.applications = {a["id"]: a for a in document["applications"]}
        self.letters = [m for m in self.outbox if m["status"] != "suppressed"]
        self.zones, self.hours = {}, (9, 18)

    def rows(self, who):
        return [r for r in self.timeline if who == "*" or r["interview"] == int(who)]


def time(text):
    return datetime.fromisoformat(text)


def contains(text, alternatives):
    return any(a in (text or "") for a in alternatives.split("|"))


def shown(value):
    return "null" if value is None else str(value)


def takes(words, name):
    """Removes `name VALUE` from the words, and gives the value or None."""
    if name in words:
        at = words.index(name)
        value = words[at + 1]
        del words[at:at + 2]
        return value
    return None


def find_rows(story, words):
    words = list(words)
    at, before, after = takes(words, "at"), takes(words, "before"), takes(words, "after")
    who, event, texts = words[0], words[1], words[2:]
    found = []
    for row in story.rows(who):
        when = time(row["at"])
        if (row["event"] == event and all(contains(row["text"], t) for t in texts)
                and (at is None or when == time(at)) and (before is None or when < time(before))
                and (after is None or when > time(after))):
            found.append(row)
    return found


def expect_order(story, words):
    rows, place = story.rows(words[0]), 0
    for name in words[1:]:
        event, _, step = name.partition(":")
        while place < len(rows) and not (rows[place]["event"] == event and
                                         (not step or rows[place]["text"].startswith(step + ":"))):
            place += 1
        if place == len(rows):
            return f"no {name} in its place; there are: " + " ".join(r["event"] for r in rows)
        place += 1
    return None


def expect_interview(story, words):
    number, key, value = words
    interview = story.interviews.get(int(number))
    if interview is None:
        return "there is no such interview"
    real = interview["contact"][key] if key in ("name", "email", "phone") else interview[key]
    return None if shown(real) == value else f"it is {shown(real)}"


def expect_application(story, words):
    number, key, value = words
    application = story.applications.get(int(number))
    if application is None:
        return "there is no such application"
    return None if shown(application[key]) == value else f"it is {shown(application[key])}"


def expect_changed(story, words):
    lines = [row["text"] for row in story.applications[int(words[0])]["history"] if "undone" not in row]
    return None if any(contains(line, words[1]) for line in lines) else f"there are: {lines}"


def expect_reason(story, words):
    diagnosis = story.interviews[int(words[0])]["diagnosis"]
    if diagnosis is None:
        return "there is no diagnosis"
    top = diagnosis["reasons"][0]
    if top["reason"] != words[1] or (len(words) > 2 and top["p"] < float(words[2])):
        return ", ".join(f"{r['reason']} {r['p']:.2f}" for r in diagnosis["reasons"])
    return None


def expect_question(story, words):
    asked = story.interviews[int(words[0])]["question"]
    return None if contains(asked, " ".join(words[1:])) else f"it is {shown(asked)}"


def evidence_kinds(interview):
    reasons = interview["diagnosis"]["reasons"] if interview["diagnosis"] else []
    return {e["kind"] for r in reasons for e in r["evidence"]}


def expect_letter(story, words):
    place, key, value = int(words[0]) - 1, words[1], words[2:]
    if place >= len(story.letters):
        return f"there are {len(story.letters)} letters"
    letter = story.letters[place]
    text = f"{letter['subject']}\n{letter['body']}"
    starts = [time(s["start"]) for s in letter["slots"]]
    checks = {
        "at": lambda: time(letter["at"]) == time(value[0]),
        "between": lambda: time(value[0]) <= time(letter["at"]) <= time(value[1]),
        "says": lambda: contains(text, value[0]),
        "lacks": lambda: not contains(text, value[0]),
        "slots": lambda: len(starts) == int(value[0]),
        "slots-from": lambda: all(s >= time(value[0]) for s in starts),
    }
    if key in checks:
        return None if checks[key]() else f"at {letter['at']}:\n{text}" + "\n".join(map(str, starts))
    return None if shown(letter[key]) == value[0] else f"it is {shown(letter[key])}"


def expect_slot_taken(story, words):
    slots = story.letters[int(words[3]) - 1]["slots"]
    start = time(story.interviews[int(words[0])]["start"])
    return None if any(time(s["start"]) == start for s in slots) else f"{start} is none of {slots}"


def expect_no_letter_to(story, words):
    after = takes(words, "after")
    bad = [m for m in story.letters if m["to"] == words[0] and (after is None or time(m["at"]) > time(after))]
    return f"{len(bad)} of {len(story.letters)}" if bad else None


def expect_no_letter(story, words):
    number, after, before = takes(words, "for"), takes(words, "after"), takes(words, "before")
    bad = [m for m in story.letters if (number is None or m["interview"] == int(number))
           and (after is None or time(m["at"]) > time(after)) and (before is None or time(m["at"]) < time(before))]
    return f"there is one at {bad[0]['at']}: {bad[0]['status']}, {bad[0]['step']}" if bad else None


def expect_apart(story, words):
    one, other = ([(time(s["start"]), time(s["end"])) for s in story.letters[int(w) - 1]["slots"]] for w in words)
    both = [s for s in one for o in other if s[0] < o[1] and o[0] < s[1]]
    return f"both offer {both[0][0]}" if both else None


def expect_warning(story, words):
    kinds = [w["kind"] for w in story.interviews[int(words[0])]["warnings"]]
    return None if words[1] in kinds else f"there are: {kinds}"


def expect_no_warning(story, words):
    kinds = [w["kind"] for w in story.interviews[int(words[0])]["warnings"]]
    return f"there are: {kinds}" if (words[1] == "*" and kinds) or words[1] in kinds else None


def counted(real, wanted):
    return None if real == int(wanted) else f"there are {real}"


def letters_out(story, words):
    return [m for m in story.letters if len(words) < 3 or m["interview"] == int(words[2])]


EXPECTATIONS = {
    "interviews": lambda s, w: counted(len(s.interviews), w[0]),
    "interview": expect_interview,
    "event": lambda s, w: None if find_rows(s, w) else "there is no such line",
    "never": lambda s, w: "there is one: " + find_rows(s, w)[0]["at"] if find_rows(s, w) else None,
    "order": expect_order,
    "warning": expect_warning,
    "no-warning": expect_no_warning,
    "reason": expect_reason,
    "question": expect_question,
    "evidence": lambda s, w: None if w[1] in evidence_kinds(s.interviews[int(w[0])]) else "it is not shown",
    "no-evidence": lambda s, w: "it is shown" if w[1] in evidence_kinds(s.interviews[int(w[0])]) else None,
    "letters": lambda s, w: counted(len(s.letters), w[0]),
    "letter": expect_letter,
    "letters-out": lambda s, w: counted(len(letters_out(s, w)), w[0]),
    "no-letter-to": expect_no_letter_to,
    "no-letter": expect_no_letter,
    "apart": expect_apart,
    "suppressed": lambda s, w: counted(len(s.outbox) - len(s.letters), w[0]),
    "slot-taken": expect_slot_taken,
    "applications": lambda s, w: counted(len(s.applications), w[0]),
    "application": expect_application,
    "changed": expect_changed,
}


def run(crickets, example, *options):
    # A fixed folder as start, so that nothing depends on where the tests are run.
    return subprocess.run([crickets, "replay", *options, example.name], cwd=example.parent,
                          capture_output=True, timeout=120, check=False)


def check_expectations(story, path, result):
    wanted_exit, complaints, failures = 0, [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        words = shlex.split(line, comments=True)
        if not words:
            continue
        verb, rest = words[0], words[1:]
        if verb == "exit":
            wanted_exit = int(rest[0])
        elif verb == "stderr":
            complaints.append(rest[0])
        elif verb == "their-zone":
            story.zones[int(rest[0])] = rest[1]
        elif verb == "hours":
            story.hours = (int(rest[0]), int(rest[1]))
        else:
            try:
                wrong = EXPECTATIONS[verb](story, rest)
            except (KeyError, IndexError, ValueError) as error:
                wrong = f"cannot be checked: {error!r}"
            if wrong:
                failures.append(f"{path.name}:{number}: {line.strip()}\n      but {wrong}")
    stderr = result.stderr.decode("utf-8", "replace")
    if result.returncode != wanted_exit:
        failures.append(f"exit {result.returncode} instead of {wanted_exit}: {stderr.strip()}")
    failures += [f"stderr lacks {c!r}: {stderr.strip()}" for c in complaints if not contains(stderr, c)]
    if stderr and not complaints:
        failures.append(f"unexpected on stderr: {stderr.strip()}")
    return failures


def compare_golden(output, path, update):
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    if update:
        path.write_text(output, encoding="utf-8")
        return []
    diff = list(difflib.unified_diff(old.splitlines(), output.splitlines(), path.name, "now", lineterm="", n=1))
    return ["the output changed (story.py --update accepts it):\n" + "\n".join(diff[:80])] if diff else []


def update_all(crickets):
    here = Path(__file__).resolve().parent
    results = [main(["--update", crickets, here.parent.parent / "examples" / path.stem, path, path.with_suffix(".json")])
               for path in sorted(here.glob("*.expect"))]
    return max(results)


def main(arguments):
    update = "--update" in arguments
    arguments = [a for a in arguments if a != "--update"]
    if update and len(arguments) == 1:
        return update_all(arguments[0])
    if len(arguments) != 4:
        sys.exit(__doc__ + GRAMMAR)
    crickets, example, expect, golden = (Path(a).resolve() for a in arguments)
    result = run(crickets, example, "--json")
    if not result.stdout:
        sys.exit(f"nothing came out, exit {result.returncode}: {result.stderr.decode('utf-8', 'replace')}")
    story = Story(json.loads(result.stdout))
    failures = check_expectations(story, expect, result)
    plain = run(crickets, example)
    failures += broken_rules(story, busy_spans(example), (result.stdout, plain.stdout, plain.stderr))
    again = run(crickets, example, "--json").stdout
    if again != result.stdout:
        failures.append("a second run differs from the first")
    failures += compare_golden(result.stdout.decode(), golden, update)
    for failure in failures:
        print(failure)
    print(f"{example.name}: {'FAILED, ' + str(len(failures)) + ' wrong' if failures else 'ok'}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

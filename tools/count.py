#!/usr/bin/env python3
"""Sums the cases of Meson's logs (testlog.json) and prints 'N passed, N failed' as the last line.

count.py LOG…            a test that a later log has, too, was run again: its last run counts
count.py --failed LOG    only the names of the tests that failed
"""
import json
import re
import sys


def read(path):
    with open(path, encoding="utf-8") as log:
        return [json.loads(line) for line in log]


def is_bad(test):
    return test["result"] not in ("OK", "SKIP")


def why(test):
    """What it said of its failures: each failed case with the remarks after it."""
    telling = False
    for line in test.get("stdout", "").splitlines():
        telling = line.startswith("not ok") or (telling and line.startswith("#"))
        if telling:
            yield line


def main(paths):
    if paths[0] == "--failed":
        print("\n".join(test["name"].split(" / ")[-1] for test in read(paths[1]) if is_bad(test)))
        return 0
    last = {}
    for path in paths:
        for test in read(path):
            if test["name"] in last and is_bad(last[test["name"]]) and not is_bad(test):
                print("failed beside other tests, passed alone:", test["name"], *why(last[test["name"]]), sep="\n  ")
            last[test["name"]] = test
    passed = failed = skipped = 0
    for test in last.values():
        cases = re.findall(r"^(not )?ok\b(.*)$", test.get("stdout", ""), re.MULTILINE)
        bad = sum(1 for no, _ in cases if no)
        out = sum(1 for no, said in cases if not no and re.search(r"# SKIP\b", said, re.IGNORECASE))
        # A program that hung, or died between its cases, has no bad case.
        failed += max(bad, is_bad(test))
        skipped += out
        passed += len(cases) - bad - out
        if is_bad(test):
            print("failed:", test["name"], test["result"], *why(test), sep="\n  ")
    if skipped:
        print(skipped, "skipped")
    print(f"{passed} passed, {failed} failed")
    return failed > 0 or passed == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

#!/usr/bin/env python3
"""Sum the test cases of Meson's JUnit files and print 'N passed, N failed' as the last line."""
import json
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for path in sys.argv[1:]:
    told = set()
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        bad = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
        out = [c for c in cases if c.find("skipped") is not None]
        failed += len(bad)
        skipped += len(out)
        passed += len(cases) - len(bad) - len(out)
        for case in bad:
            print("failed:", suite.get("name"), case.get("name"))
            told.add(suite.get("name"))
    # A program that hung, or died between its cases, has no bad case in the JUnit file; the other log has its end.
    with open(path.replace(".junit.xml", ".json"), encoding="utf-8") as log:
        for test in map(json.loads, log):
            if test["result"] not in ("OK", "SKIP") and "crickets." + test["name"] not in told:
                failed += 1
                print("failed:", test["name"], test["result"])
if skipped:
    print(skipped, "skipped")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0 or passed == 0)

#!/usr/bin/env python3
"""Sum the test cases of Meson's JUnit files and print 'N passed, N failed' as the last line."""
import sys
import xml.etree.ElementTree as ElementTree

passed = failed = skipped = 0
for path in sys.argv[1:]:
    for suite in ElementTree.parse(path).getroot().iter("testsuite"):
        cases = list(suite.iter("testcase"))
        bad = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
        out = [c for c in cases if c.find("skipped") is not None]
        # A program that dies before its first case leaves a suite with errors but without cases.
        lost = max(0, int(suite.get("errors", 0)) + int(suite.get("failures", 0)) - len(bad))
        failed += len(bad) + lost
        skipped += len(out)
        passed += len(cases) - len(bad) - len(out)
        for case in bad:
            print("failed:", suite.get("name"), case.get("name"))
if skipped:
    print(skipped, "skipped")
print(f"{passed} passed, {failed} failed")
sys.exit(failed > 0 or passed == 0)

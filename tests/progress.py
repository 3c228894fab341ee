"""How far a long test is, for whoever waits: a line now and then in the file that ./test deep shows (CR_TEST_PROGRESS; without,
nothing is told)."""

import os
import time

SECONDS = 30
told = {}


def tell(what, done, everything):
    path, now = os.environ.get("CR_TEST_PROGRESS"), time.monotonic()
    if path and now >= told.get(what, 0) + SECONDS:
        told[what] = now
        with open(path, "a", encoding="utf-8") as file:
            file.write(f"{what}: {done:,} of {everything:,}\n")

#!/usr/bin/env python3
"""The same stories on SQLite and on PostgreSQL leave the same facts, lines, letters and interviews:
both_engines.py SIM STORIES, run by with_postgres.py."""

import os
import re
import subprocess
import sys


def journal(sim, stories, *database):
    done = subprocess.run([sim, "--engine", "--journal", "--stories", stories, *database], capture_output=True, text=True, check=False)
    found = re.search(r"^# journal (\w+)$", done.stdout, re.M)
    print("".join(f"# {line}\n" for line in (done.stdout + done.stderr).splitlines()), end="")
    return found[1] if found and done.returncode == 0 else None


def main():
    sim, stories = sys.argv[1:]
    print("1..1")
    with_sqlite = journal(sim, stories)
    with_postgres = journal(sim, stories, "--db", os.environ["CR_TEST_POSTGRES"] % "postgres")
    same = with_sqlite is not None and with_sqlite == with_postgres
    print("ok" if same else "not ok", f"1 - {stories} stories leave the same behind")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""What the program of migration 013 kept (older.sql) reads as that one printed it (older.json), and goes on from there, alike
on both engines. older.py CRICKETS MAKE-OLDER, run by with_postgres.py."""

import itertools
import json
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

from harness import EXAMPLES, expect, expect_code, main
from common import sql

MAKE_OLDER = os.path.abspath(sys.argv[2])
HERE = Path(__file__).resolve().parent
ROWS = (HERE / "older.sql").read_text()
PRINTED = json.loads((HERE / "older.json").read_text())
NOW = "2026-11-24T13:25:00-06:00"
LATER = "2026-12-01T09:00:00-06:00"
VIEWS = ["now --json", "show 1 --json", "slots 1 --json", "audit verify --account 1"]


def keep_in_file(desk, first):
    """first: whose account is 1 there, as commands see no other of a file. Both are in it."""
    path = desk.folder / f"of-{first}.db"
    subprocess.run([MAKE_OLDER, f"sqlite:{path}"], check=True)
    file = sqlite3.connect(path)
    file.executescript(ROWS if first == "1" else re.sub(r"(?m)^  \(([12]), ", lambda row: f"  ({3 - int(row[1])}, ", ROWS))
    expect(file.execute("PRAGMA user_version").fetchone() == (13,))
    file.close()
    return f"sqlite:{path}"


def keep_on_server():
    """Owned by one whom row-level security holds, as a service's is."""
    sql("postgres", "CREATE ROLE older_owner LOGIN CREATEROLE")
    sql("postgres", "CREATE DATABASE older OWNER older_owner")
    uri = (os.environ["CR_TEST_POSTGRES"] % "older").replace("postgres@", "older_owner@")
    subprocess.run([MAKE_OLDER, uri], check=True)
    sql("older", "SET search_path = crickets; " + ROWS)
    expect(sql("older", "SELECT version FROM crickets.schema_version") == "13")
    return uri


def seen(desk, db, now):
    views = [(view, desk.run(*view.split(), db=db, now=now).out) for view in VIEWS]
    found = desk.run("search", "--json", "northwind", db=db, now=now).json["found"]
    return views + [(hit["kind"], hit["title"]) for hit in found]  # each engine cuts its own excerpts


def is_as_printed(now, printed):
    """But for members, and acts, that only newer programs know."""
    if isinstance(printed, dict):
        return all(name in now and (set(value) <= set(now[name]) if name == "acts" else is_as_printed(now[name], value))
                   for name, value in printed.items())
    if isinstance(printed, list):
        return len(now) == len(printed) and all(map(is_as_printed, now, printed))
    return now == printed


def expect_as_printed(desk, db, account):
    for view, printed in PRINTED[account].items():
        now = desk.run(*view.split(), db=db, now=NOW)
        expect_code(now, 0)
        expect(is_as_printed(now.json, printed), db, account, view, now.out[:2000])


def expect_the_same(desk, one, other, now):
    here, there = seen(desk, one, now), seen(desk, other, now)
    for ours, theirs in itertools.zip_longest(here, there):
        expect(ours == theirs, ours, theirs)
    return here


def reads_as_before_and_goes_on(desk):
    file, server = keep_in_file(desk, "1"), keep_on_server()
    taken = f"sqlite:{desk.folder}/taken.db"  # as commands see the first account alone
    expect_code(desk.bare("move", "--from", server, "--account", "2", "--to", taken, "--now", NOW), 0)
    for account, db in (("1", file), ("1", server), ("2", keep_in_file(desk, "2")), ("2", taken)):
        expect_as_printed(desk, db, account)
    before = expect_the_same(desk, file, server, NOW)
    for db in (file, server):
        expect_code(desk.run("import", str(EXAMPLES / "late-recruiter" / "mail" / "05-apology.eml"), db=db, now=NOW), 0)
    answered = expect_the_same(desk, file, server, NOW)
    later = expect_the_same(desk, file, server, LATER)  # what fell due is decided
    expect(before != answered != later)
    after = desk.run("export", db=server, now=LATER).json
    for part in ("facts", "timeline"):
        kept = PRINTED["1"]["export"][part]
        expect(after[part][:len(kept)] == kept and len(after[part]) > len(kept), part, after[part])


main([reads_as_before_and_goes_on])

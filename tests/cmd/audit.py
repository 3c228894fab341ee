#!/usr/bin/env python3
"""crickets audit, of a file and of a database of many. Run by with_postgres.py."""

import hashlib
import os
import sqlite3

from harness import expect, expect_code, main
from common import sql

SERVER = os.environ["CR_TEST_POSTGRES"]


def rows(desk, *words):
    return desk.run("audit", "--json", "--all", *words).json["rows"]


def deeds_are_written(desk):
    desk.set_up()
    desk.run("setup", str(desk.path("mine.ini", "[candidate]\nname=Jordan Ellis\n[policy]\nautopilot=true\n")))
    desk.export()
    found = [(row["action"], row["object"].split(" ")[0]) for row in rows(desk)]
    expect(("autopilot-changed", "autopilot=true") in found, found)
    expect([action for action, _ in found if action in ("begun", "profile-changed", "exported")][:2] == ["begun", "profile-changed"], found)
    expect(any(action == "exported" for action, _ in found), found)
    listed = desk.run("audit").out.decode()
    expect("you: took a copy of everything" in listed, listed)
    expect("Jordan" not in listed and "+1312" not in listed, listed)  # who, and what of it; not its contents


def anybody_can_reckon_the_hashes(desk):
    desk.set_up()
    desk.export()
    before = ""
    con = sqlite3.connect(desk.folder / "crickets.db")
    for number, at, actor, who, action, what, kept in con.execute(
            "SELECT audit_id, at, actor, who, action, object, hash FROM audit ORDER BY audit_id"):
        text = "".join(f"{part}\n" for part in ("crickets-audit-1", before, number, at, actor, who, action, what))
        before = hashlib.sha256(text.encode()).hexdigest()
        expect(before == kept, text)
    expect(before != "")
    con.close()


def what_was_changed_is_found(desk):
    desk.set_up()
    desk.export()
    heads = desk.path("heads", desk.run("audit", "seal").out)
    expect_code(desk.run("audit", "verify", "--against", str(heads)), 0)
    con = sqlite3.connect(desk.folder / "crickets.db")
    con.execute("DELETE FROM audit WHERE audit_id = (SELECT max(audit_id) FROM audit)")
    con.execute("UPDATE account SET last_audit = last_audit - 1")  # so that only the head that was kept tells
    con.commit()
    con.close()
    expect_code(desk.run("audit", "verify"), 0)
    found = desk.run("audit", "verify", "--against", str(heads))
    expect(found.code == 4 and b"what was there then is missing" in found.out, found.out)
    expect_code(desk.run("audit", "verify", "--against", str(desk.path("no", "1 2 three\n"))), 4)
    expect_code(desk.run("audit", "verify", "--against", "not-there"), 2)
    expect_code(desk.run("audit", "frob"), 2)


def chain(con):
    """What who may write the table, and has no key, can do: reckon all hashes anew."""
    before = ""
    for number, at, actor, who, action, what in con.execute(
            "SELECT audit_id, at, actor, who, action, object FROM audit ORDER BY audit_id").fetchall():
        text = "".join(f"{part}\n" for part in ("crickets-audit-1", before, number, at, actor, who, action, what))
        before = hashlib.sha256(text.encode()).hexdigest()
        con.execute("UPDATE audit SET hash = ? WHERE audit_id = ?", (before, number))
    con.commit()


def a_key_keeps_it_from_being_forged(desk):
    desk.set_up()
    desk.export()
    expect_code(desk.bare("keys", "new"), 0)
    desk.export()
    desk.export()
    whole = desk.run("audit", "verify", "--json").json
    expect(whole["vouched"] == whole["rows"] >= 4 and whole["broken"] == [], whole)
    con = sqlite3.connect(desk.folder / "crickets.db")
    last = con.execute("SELECT max(audit_id) FROM audit").fetchone()[0]
    marks = dict(con.execute("SELECT audit_id, mark FROM audit"))
    expect(marks[1] == "" and marks[last].count(".") == 1, marks)
    kept = con.execute("SELECT object FROM audit WHERE audit_id = ?", (last - 1,)).fetchone()[0]
    con.execute("UPDATE audit SET object = 'something else' WHERE audit_id = ?", (last - 1,))
    chain(con)
    found = desk.run("audit", "verify", "--json")
    broken = found.json["broken"][0]
    expect(found.code == 4 and broken["number"] == last - 1 and "mark" in broken["why"], found.out)
    con.execute("UPDATE audit SET object = ? WHERE audit_id = ?", (kept, last - 1))
    con.execute("UPDATE audit SET mark = '' WHERE audit_id = ?", (last,))
    chain(con)
    found = desk.run("audit", "verify")
    expect(found.code == 4 and f"row {last}: it lacks the mark of a key".encode() in found.out, found.out)
    # Nor does it help to call the key by a name that nobody knows.
    con.execute("UPDATE audit SET mark = 'fedcba98.' || hash WHERE audit_id = ?", (last,))
    con.commit()
    found = desk.run("audit", "verify")
    expect(found.code == 4 and f"row {last}: its mark is of a key that is not here".encode() in found.out, found.out)
    con.execute("UPDATE audit SET mark = ''")
    con.commit()
    found = desk.run("audit", "verify")
    expect(found.code == 0 and b"a key vouches for 0 rows" in found.out, found.out)
    con.executemany("UPDATE audit SET mark = ? WHERE audit_id = ?", [(mark, number) for number, mark in marks.items()])
    con.commit()
    con.close()
    expect(desk.run("audit", "verify", "--json").json["vouched"] == whole["rows"])
    next(desk.folder.rglob("service.keys")).unlink()
    expect(desk.run("audit", "verify", "--json").json["vouched"] == 0)


def all_accounts_of_a_service(desk):
    sql("postgres", "CREATE DATABASE audit_all")
    db = SERVER % "audit_all"
    expect_code(desk.run("audit", "verify", db=db), 0)  # founds it
    desk.set_up()
    desk.run("add", "Dana of Northwind calls 2026-12-01 14:00 New York time, 212-555-0123")
    for account in (7, 70000000000):
        expect_code(desk.bare("move", "--from", desk.db, "--to", db, "--account", str(account)), 0)
        expect_code(desk.run("doctor", "--confirm"), 0)
    heads = desk.path("heads", desk.run("audit", "head", db=db).out)
    expect([line.split()[0] for line in heads.read_text().splitlines()] == ["7", "70000000000"], heads.read_text())
    whole = desk.run("audit", "verify", "--against", str(heads), "--json", db=db).json
    expect(whole["accounts"] == 2 and whole["broken"] == [] and whole["rows"] >= 4, whole)
    sql("audit_all", "UPDATE crickets.audit SET at = at + 1 WHERE account_id = 70000000000 AND audit_id = 2")
    found = desk.run("audit", "verify", "--json", db=db)
    expect(found.code == 4 and [(b["account"], b["number"]) for b in found.json["broken"]] == [(70000000000, 2)], found.out)
    expect_code(desk.run("audit", "verify", "--account", "7", db=db), 0)
    expect_code(desk.run("audit", db=db), 2)
    expect(b"moved to another database" in desk.run("audit", "--account", "7", db=db).out)
    gone = desk.run("audit", "verify")  # the file it left says so
    expect(gone.code == 0 and b"moved away" in gone.out, gone.out)


main([deeds_are_written, anybody_can_reckon_the_hashes, what_was_changed_is_found, a_key_keeps_it_from_being_forged,
      all_accounts_of_a_service])

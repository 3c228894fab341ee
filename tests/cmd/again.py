#!/usr/bin/env python3
"""The same input twice, other orders, and databases that are not what they should be."""

import os
import sqlite3
import subprocess

from harness import EXAMPLES, NOW, expect, expect_clean, expect_code, main

STORY = EXAMPLES / "late-recruiter"
AFTER = "2026-11-24T13:11:00-06:00"


def inputs(name):
    story = EXAMPLES / name
    return [str(path) for path in sorted(story.glob("mail/*.eml")) + sorted(story.glob("invites/*.ics")) + sorted(story.glob("calls.*"))]


def the_same_twice_changes_nothing(desk):
    for name in ("late-recruiter", "busy", "away", "forged-cancel", "phone-typo", "schedule", "words-only"):
        desk.db = f"sqlite:{desk.folder}/{name}.db"
        desk.set_up()
        desk.run("import", *inputs(name))
        once = desk.export()
        for _ in range(2):
            result = desk.run("import", *inputs(name))
            expect(result.code in (0, 1), result.err)
        expect(desk.export() == once, name, "changed")


def one_by_one_is_the_same_twice(desk):
    desk.set_up()
    for _ in range(2):
        for path in inputs("late-recruiter"):
            desk.run("import", path)
    first = desk.export()
    for path in inputs("late-recruiter"):
        desk.run("import", path)
    expect(desk.export() == first)


def a_calendar_twice_is_one_calendar(desk):
    desk.set_up()
    path = str(STORY / "calendar" / "personal.ics")
    before = [desk.run("import", "--as", "calendar", path).code, desk.run("slots").out]
    again = [desk.run("import", "--as", "calendar", path).code, desk.run("slots").out]
    expect(before == again, before, again)


def looking_changes_nothing(desk):
    desk.set_up()
    desk.run("import", *inputs("late-recruiter")[:4])
    before = desk.export()
    for words in (["now"], ["list", "--all"], ["show", "1"], ["why", "1"], ["draft", "1"], ["slots", "1"]):
        expect(desk.run(*words).code in (0, 1), words)
    expect(desk.export() == before)


def an_mbox_is_its_mails(desk):
    mails = [open(path, "rb").read() for path in inputs("late-recruiter") if path.endswith(".eml")]
    mbox = b"".join(b"From x@example.com Tue Nov 24 10:00:00 2026\n" + mail.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") + b"\n"
                    for mail in mails)
    desk.set_up()
    expect_code(desk.run("import", str(desk.path("all.mbox", mbox))), 0)
    listed = desk.run("list", "--all").out
    desk.db = f"sqlite:{desk.folder}/other.db"
    desk.set_up()
    desk.run("import", *[path for path in inputs("late-recruiter") if path.endswith(".eml")])
    expect(desk.run("list", "--all").out == listed, listed)


def a_maildir_is_its_mails(desk):
    folder = desk.folder / "Maildir"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, path in enumerate(p for p in inputs("late-recruiter") if p.endswith(".eml")):
        (folder / ("cur" if number % 2 else "new") / f"{number}.example:2,S").write_bytes(open(path, "rb").read())
    desk.set_up()
    expect_code(desk.run("import", str(folder)), 0)
    expect(b"Dana Reyes" in desk.run("list", "--all").out)


def the_real_clock_comes_to_the_same(desk):
    """What replay does with a virtual clock, verb by verb."""
    desk.set_up()
    expect_code(desk.run("import", *inputs("late-recruiter")[:4], now="2026-11-19T09:00:00-06:00"), 0)
    expect(b"WAIT" in desk.run("now", now="2026-11-24T13:02:00-06:00").out)
    shown = desk.run("now", now=AFTER).out
    expect(b"CALL" in shown and b"212-555-0117" in shown, shown)
    expect_code(desk.run("log", "1", "no-answer", now="2026-11-24T13:12:00-06:00"), 0)
    letter = desk.run("draft", "1", now="2026-11-24T13:13:00-06:00")
    expect_code(letter, 0)
    expect(b"Dana" in letter.out and b"2:00 PM EST" in letter.out, letter.out)
    expect_code(desk.run("log", "1", "sent", now="2026-11-24T13:14:00-06:00"), 0)
    expect_code(desk.run("import", inputs("late-recruiter")[4], now="2026-11-24T15:00:00-06:00"), 0)
    expect(b"Nov 25" in desk.run("list", now="2026-11-24T15:00:00-06:00").out)


def a_database_that_is_none(desk):
    path = desk.path("crickets.db", b"this is no database, but a poem of some length" * 100)
    for words in (["now"], ["list"], ["import", inputs("busy")[0]], ["export"], ["add", "Dana calls Tuesday 2pm ET"]):
        result = desk.run(*words)
        expect_code(result, 4)
        expect(len(result.errors) == 1 and "crickets.db" in result.errors[0], result.errors)
        expect_clean(result)
    expect(path.read_bytes().startswith(b"this is no database"), "it was overwritten")


def a_damaged_database(desk):
    desk.set_up()
    desk.run("import", *inputs("late-recruiter")[:4])
    path = desk.folder / "crickets.db"
    subprocess.run(["true"], check=True)
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 97):
        data[at] ^= 0x5a
    path.write_bytes(data)
    for leftover in ("crickets.db-wal", "crickets.db-shm"):
        if (desk.folder / leftover).exists():
            os.unlink(desk.folder / leftover)
    for words in (["now"], ["list", "--all"], ["export"]):
        result = desk.run(*words)
        expect(result.code in (0, 1, 4), result.code, result.err)
        expect_clean(result)


def a_database_of_somebody_else(desk):
    base = sqlite3.connect(desk.folder / "crickets.db")
    base.execute("CREATE TABLE holiday_photos (name TEXT)")
    base.execute("INSERT INTO holiday_photos VALUES ('beach')")
    base.commit()
    base.close()
    result = desk.run("now")
    expect_code(result, 4)
    expect(len(result.errors) == 1, result.errors)
    base = sqlite3.connect(desk.folder / "crickets.db")
    tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master")]
    expect(tables == ["holiday_photos"], tables)


def a_database_that_may_not_be_written(desk):
    desk.set_up()
    if os.geteuid() == 0:
        result = desk.run("now", db="sqlite:/proc/version")
    else:
        os.chmod(desk.folder / "crickets.db", 0o400)
        os.chmod(desk.folder, 0o500)
        result = desk.run("add", "Dana calls Tuesday 2pm ET")
        os.chmod(desk.folder, 0o700)
    expect_code(result, 4)
    expect(len(result.errors) == 1, result.errors)


def a_database_in_no_folder(desk):
    result = desk.run("now", db=f"sqlite:{desk.folder}/no/such/folder/crickets.db")
    expect_code(result, 4)
    expect("no/such/folder" in result.errors[0], result.errors)
    for uri in ("mysql://localhost/x", "sqlite:", "nonsense"):
        result = desk.run("now", db=uri)
        expect(result.code in (2, 4), uri, result.code)
        expect(len(result.errors) >= 1, uri)


def two_at_once_lose_nothing(desk):
    desk.set_up()
    running = [subprocess.Popen([desk.crickets, "--db", desk.db, "--now", NOW, "add", f"Kim of Contoso calls 2026-11-{day} 15:00 ET"],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE) for day in (23, 24, 25, 26, 27, 30)]
    for process in running:
        _, errors = process.communicate(timeout=60)
        expect(process.returncode == 0, errors)
    expect(len(desk.run("list", "--json").json if isinstance(desk.run("list", "--json").json, list)
               else desk.run("list", "--json").json["interviews"]) == 6)


def the_default_database_is_in_the_data_folder(desk):
    expect_code(desk.bare("list"), 1)
    expect((desk.folder / "data" / "crickets" / "crickets.db").exists())
    mode = (desk.folder / "data" / "crickets" / "crickets.db").stat().st_mode & 0o777
    expect(mode & 0o077 == 0, oct(mode))


if __name__ == "__main__":
    main([the_same_twice_changes_nothing, one_by_one_is_the_same_twice, a_calendar_twice_is_one_calendar,
          looking_changes_nothing, an_mbox_is_its_mails, a_maildir_is_its_mails, the_real_clock_comes_to_the_same,
          a_database_that_is_none, a_damaged_database, a_database_of_somebody_else, a_database_that_may_not_be_written,
          a_database_in_no_folder, two_at_once_lose_nothing, the_default_database_is_in_the_data_folder])

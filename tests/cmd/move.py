#!/usr/bin/env python3
"""An account goes from a file to PostgreSQL and back. Run by with_postgres.py."""

import os
import shutil

from harness import EXAMPLES, expect, expect_code, main
from common import sql

SERVER = os.environ["CR_TEST_POSTGRES"]
LATER = "2026-11-24T13:20:00-06:00"


def new_database(name):
    sql("postgres", f"CREATE DATABASE {name}")
    return SERVER % name


def fill(desk):
    """Every table gets rows."""
    desk.set_up()
    for name in ("late-recruiter", "busy", "away"):
        story = EXAMPLES / name
        desk.run("import", *map(str, sorted(story.glob("mail/*.eml")) + sorted(story.glob("invites/*.ics")) + sorted(story.glob("calls.*"))))
    expect_code(desk.run("import", "--as", "calendar", str(EXAMPLES / "late-recruiter" / "calendar" / "personal.ics")), 0)
    expect_code(desk.run("apps", "add", "Staff Engineer at Northwind", "--source", "LinkedIn"), 0)
    expect_code(desk.run("apps", "note", "1", "sie sind nett: ü 😀"), 0)
    desk.run("list", now=LATER)  # what fell due by then is decided
    desk.run("search", "northwind")


def seen(desk, db):
    """What the candidate sees of it."""
    views = [["export"], ["export", "--ics"], ["now", "--json"], ["apps", "list", "--json"], ["slots", "1", "--json"],
             ["why", "1", "--json"], ["today", "--json"]]
    found = [desk.run("search", "--json", word, db=db, now=LATER).json["found"] for word in ("nett", "northwind")]
    titles = [[hit["title"] for hit in hits] for hits in found]  # each engine cuts its own excerpts
    return [desk.run(*words, db=db, now=LATER).out for words in views] + titles


def move(desk, source, target, *more):
    return desk.bare("move", "--from", source, "--to", target, "--now", LATER, *more)


def problem(desk, db, name):
    checks = desk.run("doctor", "--json", db=db, now=LATER).json["checks"]
    return next(check for check in checks if check["name"] == name)


def there_and_back_is_the_same(desk):
    fill(desk)
    before, postgres, home = seen(desk, desk.db), new_database("move_there"), f"sqlite:{desk.folder}/home.db"
    result = move(desk, desk.db, postgres)
    expect_code(result, 0)
    expect(b"read back and compared" in result.out, result.out)
    for here, there in zip(before, seen(desk, postgres)):
        expect(here == there, here, there)
    for table in ("fact", "interview", "state", "timeline", "busy", "application_body", "application_key", "document", "words", "setting"):
        expect(int(sql("move_there", f"SELECT count(*) FROM crickets.{table} WHERE account_id = 1")) > 0, table, "is empty")
    # It is used there, and its ids go on where they were.
    numbers = [len(desk.run("list", "--all", "--json", db=postgres).json["interviews"])]
    expect_code(desk.run("add", "Sam from Contoso calls 2026-12-01 14:00 New York time, 212-555-0123", db=postgres), 0)
    numbers.append(len(desk.run("list", "--all", "--json", db=postgres).json["interviews"]))
    expect(numbers[1] == numbers[0] + 1, numbers)
    used = seen(desk, postgres)
    expect_code(move(desk, postgres, home), 0)
    expect(seen(desk, home) == used)
    for db in (desk.db, postgres, home):
        expect_code(desk.run("audit", "verify", "--account", "1", db=db), 0)


def the_first_one_sends_no_more(desk):
    fill(desk)
    postgres = new_database("move_pause")
    expect_code(move(desk, desk.db, postgres), 0)
    expect(problem(desk, desk.db, "database")["result"] == "bad", problem(desk, desk.db, "database"))
    expect("was moved to" in problem(desk, desk.db, "database")["text"])
    expect(problem(desk, postgres, "database")["result"] == "fine")
    expect_code(desk.run("doctor", "--confirm"), 0)
    expect(problem(desk, desk.db, "database")["result"] == "fine")


def again_is_harmless_and_over_another_is_refused(desk):
    fill(desk)
    postgres, other = new_database("move_again"), f"sqlite:{desk.folder}/other.db"
    expect_code(move(desk, desk.db, postgres), 0)
    again = move(desk, desk.db, postgres)
    expect_code(again, 0)
    expect(b"moved already" in again.out, again.out)
    expect_code(desk.run("add", "Kim of Fabrikam calls 2026-12-02 10:00 Chicago time", db=other), 0)
    before = seen(desk, postgres), seen(desk, other)
    refused = move(desk, other, postgres)
    expect(refused.code == 1 and b"something else is kept there" in refused.err, refused.err)
    expect((seen(desk, postgres), seen(desk, other)) == before)
    expect(problem(desk, other, "database")["result"] == "fine")  # nothing was moved, so it goes on
    expect_code(move(desk, other, postgres, "--account", "2"), 0)  # beside it there is room
    expect(seen(desk, postgres) == before[0])


def what_is_not_kept_as_written_is_found(desk):
    fill(desk)
    postgres, before = new_database("move_damage"), seen(desk, desk.db)
    desk.run("list", db=postgres)  # founds it
    sql("move_damage", "CREATE FUNCTION crickets.spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " NEW.text := NEW.text || ' '; RETURN NEW; END $$;"
        " CREATE TRIGGER spoil BEFORE INSERT ON crickets.timeline FOR EACH ROW EXECUTE FUNCTION crickets.spoil()")
    result = move(desk, desk.db, postgres)
    expect(result.code == 4 and b"not what was written" in result.err, result.err)
    expect(sql("move_damage", "SELECT count(*) FROM crickets.fact") == "0")
    expect(seen(desk, desk.db) == before)
    sql("move_damage", "DROP TRIGGER spoil ON crickets.timeline")
    expect_code(move(desk, desk.db, postgres), 0)


def who_may_have_moved_sends_no_more(desk):
    """The server goes away at the last moment: it may be there, so neither goes on before the move is repeated."""
    fill(desk)
    postgres = new_database("move_lost")
    desk.run("list", db=postgres)  # founds it
    sql("move_lost", "CREATE FUNCTION crickets.vanish() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN"
        " PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;"
        " CREATE CONSTRAINT TRIGGER vanish AFTER INSERT ON crickets.setting DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION crickets.vanish()")
    result = move(desk, desk.db, postgres)
    expect(result.code == 4 and b"until the move is repeated" in result.err, result.err)
    expect(problem(desk, desk.db, "database")["result"] == "bad")
    sql("move_lost", "DROP TRIGGER vanish ON crickets.setting")
    expect_code(move(desk, desk.db, postgres), 0)
    expect(problem(desk, desk.db, "database")["result"] == "bad")
    expect(problem(desk, postgres, "database")["result"] == "fine")


def a_backup_is_put_back(desk):
    """On either engine; and it sends nothing until somebody says that it is the right one."""
    fill(desk)
    before, file = seen(desk, desk.db), str(desk.folder / "backup.db")
    made = desk.run("backup", file, now=LATER)
    expect_code(made, 0)
    expect(b"read back and compared" in made.out and (os.stat(file).st_mode & 0o777) == 0o600, made.out)
    expect([p.name for p in desk.folder.glob("backup.db*")] == ["backup.db"], list(desk.folder.glob("backup*")))
    expect(problem(desk, desk.db, "database")["result"] == "fine")  # which goes on
    expect_code(desk.run("backup", file), 1)
    expect_code(desk.run("restore", str(desk.folder / "none.db")), 1)
    expect_code(desk.run("apps", "note", "1", "written later"), 0)
    refused = desk.run("restore", file)
    expect(refused.code == 1 and b"something else is kept" in refused.err, refused.err)
    for db in (f"sqlite:{desk.folder}/back.db", new_database("move_restored")):
        expect_code(desk.run("restore", file, db=db), 0)
        check = problem(desk, db, "database")
        expect(check["result"] == "bad" and "doctor --confirm" in check["remedy"], check)
        expect(b"Letters wait: " in desk.run("now", db=db).out)
        expect_code(desk.run("doctor", "--confirm", db=db), 0)
        expect(problem(desk, db, "database")["result"] == "fine")
        for here, there in zip(before, seen(desk, db)):
            expect(here == there, here, there)


def a_copy_is_put_back_with_its_pause_or_not_at_all(desk):
    """Of a file that is no backup: who could not be told that it is a copy finds nothing to send."""
    fill(desk)
    postgres, file = new_database("move_unpaused"), str(desk.folder / "copy.db")
    shutil.copy(desk.db.removeprefix("sqlite:"), file)
    desk.run("list", db=postgres)  # founds it
    sql("move_unpaused", "ALTER TABLE crickets.setting ADD CONSTRAINT no_pause CHECK (name <> 'paused.copy')")
    expect_code(desk.run("restore", file, db=postgres), 4)
    expect(sql("move_unpaused", "SELECT count(*) FROM crickets.interview") == "0")
    sql("move_unpaused", "ALTER TABLE crickets.setting DROP CONSTRAINT no_pause")
    expect_code(desk.run("restore", file, db=postgres), 0)
    expect(problem(desk, postgres, "database")["result"] == "bad")


def who_was_erased_is_not_put_back(desk):
    """Neither by a backup of before nor by a move; under another number there is room."""
    fill(desk)
    before, file, postgres = seen(desk, desk.db), str(desk.folder / "backup.db"), new_database("move_erased")
    expect_code(desk.run("backup", file, now=LATER), 0)
    desk.run("list", db=postgres)  # founds it
    sql("move_erased", """INSERT INTO crickets.account (account_id, policy) VALUES (2, '{"erased":true}')""")
    for refused in (desk.run("restore", file, "--account", "2", db=postgres), move(desk, desk.db, postgres, "--account", "2")):
        expect(refused.code == 1 and b"account 2 was erased" in refused.err and b"--account" in refused.err, refused.err)
    expect(sql("move_erased", "SELECT count(*) FROM crickets.fact WHERE account_id = 2") == "0")
    expect(problem(desk, desk.db, "database")["result"] == "fine")  # nothing was moved, so it goes on
    expect_code(desk.run("restore", file, "--account", "3", db=postgres), 0)
    expect_code(desk.run("accounts", "invite", "--link", "--origin", "https://careers.example", "--account", "3", "jo@north.example", db=postgres), 0)
    expect(seen(desk, desk.db) == before)


def wrong_uses_are_refused(desk):
    desk.set_up()
    for verb in ("backup", "restore"):
        expect_code(desk.bare(verb), 2)
        expect_code(desk.run(verb, "x.db", "--account", "x"), 2)
    for words in ([], ["--from", desk.db], ["--from", desk.db, "--to", desk.db], ["--from", desk.db, "--to", "mysql://x"],
                  ["--from", desk.db, "--to", f"sqlite:{desk.folder}/x.db", "--account", "0"]):
        expect_code(desk.bare("move", *words), 2)


main([there_and_back_is_the_same, the_first_one_sends_no_more, again_is_harmless_and_over_another_is_refused,
      what_is_not_kept_as_written_is_found, who_may_have_moved_sends_no_more, a_backup_is_put_back,
      a_copy_is_put_back_with_its_pause_or_not_at_all, who_was_erased_is_not_put_back, wrong_uses_are_refused])

#!/usr/bin/env python3
"""A database that cannot be used: one clear line, exit 4, and not a byte of it changed. One that is damaged in places says so, or
answers from what is whole."""

import random
import sqlite3
import subprocess

from harness import EXAMPLES, Skip, expect, expect_clean, expect_code, main

from common import PATIENCE

VERBS = (["now"], ["log", "1", "no-answer"], ["export"], ["import", str(EXAMPLES / "late-recruiter" / "mail")])
NOW = "2026-11-24T19:12:00Z"


def made(desk):
    desk.set_up()
    expect_code(desk.run("import", str(EXAMPLES / "late-recruiter" / "mail"), now="2026-11-20T10:00:00Z"), 0)
    return desk.folder / "crickets.db"


def put(path, data):
    for more in ("", "-wal", "-shm"):
        path.with_name(path.name + more).unlink(missing_ok=True)
    path.write_bytes(data)


def refused(desk, words):
    path = desk.folder / "crickets.db"
    before = path.read_bytes()
    for verb in VERBS:
        result = desk.run(*verb, now=NOW)
        expect_code(result, 4)
        expect_clean(result)
        expect(words in result.err.decode() and len(result.errors) == 1, verb, result.errors)
    expect(path.read_bytes() == before, "it was changed")


def what_is_no_database(desk):
    path = made(desk)
    for data in (b"hello world\n" * 500, random.Random(1).randbytes(50000), b"\0" * 8192):
        put(path, data)
        refused(desk, "this is no crickets database")


def half_a_database(desk):
    path = made(desk)
    whole = path.read_bytes()
    for length in (100, 4096 * 3 + 100, len(whole) // 2):
        put(path, whole[:length])
        refused(desk, "the database is damaged; restore a backup")


def one_of_a_later_program(desk):
    path = made(desk)
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version=1000")
    database.close()
    refused(desk, "made by a newer crickets")


def one_that_another_program_holds(desk):
    path = made(desk)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    result = desk.run("log", "1", "no-answer", now=NOW)
    expect_code(result, 4)
    expect("another process holds the database" in result.err.decode(), result.errors)
    result = desk.run("list", now=NOW)  # what is there can be read all the same
    expect_code(result, 0)
    expect("Dana Reyes" in result.out.decode() and "[scheduled]" in result.out.decode(), result.out)
    expect("another process holds the database" in result.err.decode() and len(result.errors) == 1, result.errors)
    other.execute("ROLLBACK")
    other.close()
    expect_code(desk.run("log", "1", "no-answer", now=NOW), 0)


def on_a_disk_of_its_own(desk, script):
    """What the script says in a place where a small disk is the candidate's folder; it calls the program as $c."""
    call = f"c='{desk.crickets} --db sqlite:{desk.folder}/crickets.db --now {NOW}'"
    disk = f"mount -t tmpfs -o size=2m tmpfs {desk.folder} && cd {desk.folder} || exit 99"
    command = ["unshare", "-rm", "sh", "-uc", f"{disk}\n{call}\n{script}"]
    done = subprocess.run(command, env=desk.environment, capture_output=True, text=True, check=False, timeout=PATIENCE)
    if done.returncode == 99:
        raise Skip("no disk can be mounted here: " + done.stderr.strip())
    return " ".join(done.stdout.split()), done.stderr


FILL = "cat /dev/zero > fill 2>/dev/null"
BEGIN = f"$c setup {EXAMPLES}/late-recruiter/profile.ini && $c import {EXAMPLES}/late-recruiter/mail >/dev/null"


def a_disk_that_is_full(desk):
    """What is there can be read, nothing of it is lost, and with room again everything works."""
    out, errors = on_a_disk_of_its_own(desk, f"""{BEGIN} ; {FILL} ; $c log 1 no-answer ; echo "log $?" ; $c list ; echo "list $?" ; $c doctor
      rm fill ; $c log 1 no-answer >/dev/null ; echo "again $?" """)
    expect("log 4" in out and "Dana Reyes" in out and "list 0" in out and "again 0" in out, out, errors)
    expect("BAD machine database" in out and "-> make room on its disk" in out and "ok you time zone" in out, out)
    expect(errors.count("the disk is full; nothing was changed") == len(errors.splitlines()) == 1, errors)


def a_disk_that_fills_while_the_keeper_watches(desk):
    """It says so once, and decides what fell due as soon as there is room."""
    out, errors = on_a_disk_of_its_own(desk, f"""{BEGIN} ; mkdir other ; mount -t tmpfs tmpfs other
      told() {{ while ! grep -q "$1" other/told ; do sleep 0.1 ; done ; }}
      $c list >/dev/null ; $c watch > other/told & keeper=$! ; told Watching
      {FILL} ; $c add "Tom of Acme calls today 1:30pm CT" ; echo "add $?"
      rm fill ; $c add "Tom of Acme calls today 1:30pm CT, 212-555-0124" ; told "with Tom"
      kill $keeper ; wait $keeper ; echo "watch $?" """)
    expect("add 4" in out and "watch 0" in out, out, errors)


def a_disk_that_can_only_be_read(desk):
    out, errors = on_a_disk_of_its_own(desk, f"""{BEGIN} ; $c list >/dev/null ; mount -o remount,ro . ; $c list ; echo "list $?"
      $c log 1 no-answer ; echo "log $?" ; $c watch ; echo "watch $?" """)
    expect("Dana Reyes" in out and "list 0" in out and "log 4" in out and "watch 4" in out, out, errors)
    expect(errors.count("the database cannot be written, only read") == len(errors.splitlines()) == 2, errors)


def flipped_bits(desk):
    path = made(desk)
    whole = path.read_bytes()
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    for _ in range(4):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 5, 50))):
            data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
        put(path, bytes(data))
        for verb in VERBS:
            result = desk.run(*verb, now=NOW)
            expect(result.code in (0, 1, 3) or result.code == 4 and len(result.errors) == 1, seed, verb, result.code, result.errors)
            expect_clean(result)


if __name__ == "__main__":
    main([what_is_no_database, half_a_database, one_of_a_later_program, one_that_another_program_holds, a_disk_that_is_full,
          a_disk_that_fills_while_the_keeper_watches, a_disk_that_can_only_be_read, flipped_bits])

#!/usr/bin/env python3
"""The keeper as a candidate meets it: it wakes by itself, for the clock and for other processes."""
import http.client
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import time
import urllib.parse
from pathlib import Path

from harness import NOW, Skip, expect, expect_code, main

CALL = "2026-11-20T12:30:00-06:00"  # half an hour after NOW
MOST_RESIDENT_KB = 16 << 10  # the goal
AT_START_KB = 12 << 10  # of watch, and of serve, that had nothing to read yet
CALLS_XML = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="1"><call number="+12125550123" duration="0" date="%d" type="3" contact_name="(Unknown)"/></calls>
"""


class Keeper:
    """A running `crickets watch`, whose clock begins at now."""

    verb, ready = ("watch",), "Watching."

    def __init__(self, desk, *arguments, now=NOW):
        self.desk, self.lines = desk, []
        self.process = subprocess.Popen([desk.crickets, "--db", desk.db, *(("--now", now) if now else ()), *self.verb, *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=desk.environment)
        self.output = b""
        os.set_blocking(self.process.stdout.fileno(), False)
        self.until(self.ready)

    def until(self, text, seconds=60):
        """Waits until it has printed text."""
        end = time.monotonic() + seconds
        while text not in self.text:
            expect(time.monotonic() < end, f"no {text!r} in", self.text)
            expect(self.process.poll() is None, "it ended:", self.text)
            self.output += self.process.stdout.read() or b""
            time.sleep(0.01)
        return self

    @property
    def text(self):
        return " ".join(self.output.decode().split())

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        rest, errors = self.process.communicate(timeout=60)
        self.output += rest
        self.errors = errors.decode()
        return self.process.returncode

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


class Server(Keeper):
    verb, ready = ("serve", "--port", "0"), "/open?token="


def add(desk, when=CALL):
    result = desk.run("add", f"Dana Reyes of Northwind calls {when}, 212-555-0123")
    expect_code(result, 0)


def connect(desk, text):
    folder = desk.folder / "config" / "crickets"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "connections.ini").write_text(text)


def wakes_on_time(desk):
    desk.set_up()
    add(desk)
    with Keeper(desk, now="2026-11-20T12:29:58-06:00") as keeper:
        keeper.until("It is 12:30 PM, the agreed time with Dana Reyes.")
        expect_code_of(keeper)


def expect_code_of(keeper, number=signal.SIGTERM):
    code = keeper.stop(number)
    expect(code == 0, "exit", code, keeper.errors)
    expect(keeper.errors == "", keeper.errors)


def wakes_for_another_process(desk):
    desk.set_up()
    with Keeper(desk) as keeper:
        add(desk)
        keeper.until("with Dana Reyes")
        add(desk, "2026-11-20T12:00:05-06:00")  # due in five seconds: the keeper must set its alarm anew
        keeper.until("It is 12:00 PM, the agreed time")
        expect_code(desk.run("log", "2", "they-called", now="2026-11-20T12:03:00-06:00"), 0)
        keeper.until("held")
        expect_code_of(keeper, signal.SIGINT)


def catches_up_after_an_absence(desk):
    desk.set_up()
    add(desk)
    with Keeper(desk, now="2026-11-20T12:50:00-06:00") as keeper:
        keeper.until("10 minutes have passed").until("call: ring Dana Reyes")
        expect_code_of(keeper)


def one_keeper_is_enough(desk):
    desk.set_up()
    with Keeper(desk) as keeper:
        second = desk.run("watch")
        expect_code(second, 4)
        expect(f"process {keeper.process.pid}" in second.errors[0], second.errors)
        once = desk.run("watch", "--once")
        expect_code(once, 0)
        expect(b"A keeper is running" in once.out, once.out)
        keeper.process.kill()
        keeper.process.communicate()
    with Keeper(desk) as keeper:  # a killed one leaves no lock behind
        expect_code_of(keeper)


def links_lead_to_one_database(desk):
    """By whatever name it is reached, it has one keeper, which is woken, and is no copy."""
    desk.set_up()
    (desk.folder / "links").mkdir()
    (desk.folder / "links" / "x.db").symlink_to("../crickets.db")
    link = f"sqlite:{desk.folder}/links/x.db"
    desk.db, real = link, desk.db
    with Keeper(desk) as keeper:
        expect_code(desk.run("watch", db=real), 4)
        desk.db = real
        add(desk)
        keeper.until("with Dana Reyes")
        expect_code_of(keeper)
    for desk.db in (real, link, real):
        visit(desk)
        expect(checks(desk)["machine", "database"]["result"] == "fine", desk.db, checks(desk))


def once_is_one_round(desk):
    desk.set_up()
    add(desk)
    early = desk.run("watch", "--once")
    expect_code(early, 0)
    expect(early.out == b"", early.out)
    late = desk.run("watch", "--once", now="2026-11-20T12:31:00-06:00")
    expect_code(late, 0)
    expect(b"the agreed time" in late.out, late.out)


def reads_a_call_log_when_it_comes(desk):
    desk.set_up()
    add(desk)
    folder = desk.folder / "calls"
    folder.mkdir()
    connect(desk, f"[phone]\nkind=calls\nurl={folder}\n")
    with Keeper(desk, now="2026-11-20T12:31:00-06:00") as keeper:
        keeper.until("the agreed time")
        expect(b"missed-call" not in desk.run("export").out)
        (folder / ".calls.tmp").write_text(CALLS_XML % 1795199430000)  # 12:30:30
        os.rename(folder / ".calls.tmp", folder / "calls.xml")
        end = time.monotonic() + 240
        while b"missed-call" not in desk.run("export").out:
            expect(time.monotonic() < end, desk.run("why", "1").out, keeper.text)
            time.sleep(0.05)
        expect_code_of(keeper)


def a_large_log_is_read_beside_memory(desk):
    """One that is far larger than a log, as a program that writes it may run wild."""
    desk.set_up()
    add(desk)
    folder = desk.folder / "calls"
    folder.mkdir()
    connect(desk, f"[phone]\nkind=calls\nurl={folder}\n")
    with Keeper(desk, now="2026-11-20T12:31:00-06:00") as keeper:
        keeper.until("the agreed time")
        with open(folder / ".calls.tmp", "w") as log:
            log.write(CALLS_XML % 1795199430000)  # 12:30:30
            log.write(" " * (128 << 20))
        os.rename(folder / ".calls.tmp", folder / "calls.xml")
        end = time.monotonic() + 240
        while b"missed-call" not in desk.run("export").out:
            expect(time.monotonic() < end, desk.run("why", "1").out, keeper.text)
            time.sleep(0.05)
        if not desk.is_sanitized:
            most = int(Path(f"/proc/{keeper.process.pid}/status").read_text().split("VmHWM:")[1].split()[0])
            expect(most < 64 << 10, f"{most} kB")
        expect_code_of(keeper)


def a_bad_connection_is_named(desk):
    desk.set_up()
    connect(desk, "[phone]\nkind=fax\n")
    result = desk.run("watch")
    expect_code(result, 4)
    expect("[phone] kind=fax" in result.errors[0], result.errors)


def checks(desk):
    result = desk.run("doctor", "--json")
    return {(check["about"], check["name"]): check for check in result.json["checks"]}


def visit(desk, **more):
    """A keeper comes and goes; what it said."""
    with Keeper(desk, **more) as keeper:
        expect_code_of(keeper)
    return keeper.text


def a_copy_does_not_send_until_confirmed(desk):
    desk.set_up()
    add(desk)
    visit(desk)
    early = (desk.folder / "crickets.db").read_bytes()
    (desk.folder / "copy.db").write_bytes(early)
    original, desk.db = desk.db, f"sqlite:{desk.folder}/copy.db"
    said = visit(desk)
    expect("Letters wait: this database is a copy" in said, said)
    expect("is a copy" in checks(desk)["machine", "database"]["text"], checks(desk))
    expect_code(desk.run("doctor", "--confirm"), 0)
    said = visit(desk)
    expect("this database" not in said, said)
    expect(checks(desk)["machine", "database"]["result"] == "fine", checks(desk))
    desk.db = original
    visit(desk)
    expect(checks(desk)["machine", "database"]["result"] == "fine", checks(desk))
    add(desk, "2026-11-23T12:30:00-06:00")
    visit(desk)
    for name in ("crickets.db", "crickets.db-wal", "crickets.db-shm"):
        (desk.folder / name).unlink(missing_ok=True)
    (desk.folder / "crickets.db").write_bytes(early)  # a backup is put back
    visit(desk)
    expect("a backup was put back" in checks(desk)["machine", "database"]["text"], checks(desk))
    (desk.folder / "moved").mkdir()
    os.rename(desk.folder / "copy.db", desk.folder / "moved" / "copy.db")
    desk.db = f"sqlite:{desk.folder}/moved/copy.db"
    visit(desk)
    expect(checks(desk)["machine", "database"]["result"] == "fine", "moved is no copy", checks(desk))
    shutil.rmtree(desk.folder / "state")  # as on another machine
    visit(desk)
    expect("another machine" in checks(desk)["machine", "database"]["text"], checks(desk))


def a_backup_is_put_back_under_a_running_keeper(desk):
    """It watches what is there now, not what nobody can see any more, and sends nothing of it."""
    desk.set_up()
    add(desk)
    visit(desk)
    database, backup = desk.folder / "crickets.db", desk.folder / "backup.db"
    shutil.copy(database, backup)
    with Keeper(desk) as keeper:
        add(desk, "2026-11-23T12:30:00-06:00")
        keeper.until("Mon, Nov 23")
        for name in ("crickets.db-wal", "crickets.db-shm"):
            (desk.folder / name).unlink()
        os.rename(backup, database)
        keeper.until("Another database was put in the place of this one").until("Letters wait: this database is older")
        expect_code_of(keeper)
    expect("a backup was put back" in checks(desk)["machine", "database"]["text"], checks(desk))


def new_zone_rules_move_what_was_agreed(desk):
    desk.set_up()
    zones = desk.folder / "zones"
    shutil.copytree("/usr/share/zoneinfo", zones, symlinks=True)
    desk.environment_more["TZDIR"] = str(zones)
    expect_code(desk.run("add", "Dana of Northwind calls 2027-01-12 at 2pm Vancouver time"), 0)
    invite = desk.path("utc.ics", "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:utc@x\r\nDTSTAMP:20261119T120000Z\r\n"
                       "DTSTART:20270113T220000Z\r\nDTEND:20270113T223000Z\r\nORGANIZER;CN=Kim:mailto:kim@contoso.example\r\n"
                       "ATTENDEE:mailto:jordan.ellis@example.com\r\nSUMMARY:Interview\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
    expect_code(desk.run("import", str(invite)), 0)
    starts = [call["start"] for call in desk.run("list", "--json").json["interviews"]]
    expect(starts == ["2027-01-12T16:00:00-06:00", "2027-01-13T16:00:00-06:00"], starts)
    with Keeper(desk) as keeper:
        vancouver = zones / "America" / "Vancouver"
        vancouver.unlink()
        shutil.copy("/usr/share/zoneinfo/America/Phoenix", vancouver)  # no more daylight saving, UTC-7 all year
        (zones / "tzdata.new").write_text("# version 2099a\n")
        os.rename(zones / "tzdata.new", zones / "tzdata.zi")
        keeper.until("The rules of the time zones have changed").until("the rules for clocks in Vancouver have changed")
        expect_code_of(keeper)
    starts = [call["start"] for call in desk.run("list", "--json").json["interviews"]]
    expect(starts == ["2027-01-12T15:00:00-06:00", "2027-01-13T16:00:00-06:00"], starts)


def killed_at_any_moment_it_tells_all_once(desk):
    """A call falls due at every life of the keeper, which is killed at a random moment of it."""
    desk.set_up()
    chance, lives = random.Random(5), int(os.environ.get("CRICKETS_KILLS", "40"))
    base = 1795197600  # NOW
    for life in range(lives):
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(base + 60 * life))
        add(desk, when)
    for life in range(lives):
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(base + 60 * life))
        keeper = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", now, "watch"], env=desk.environment,
                                  stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            keeper.wait(chance.random() * 0.4)
        except subprocess.TimeoutExpired:
            pass
        keeper.kill()
        keeper.wait()
    end = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(base + 60 * lives + 3600))
    with Keeper(desk, now=end) as keeper:
        expect_code_of(keeper)
    told = desk.run("export", now=end).json["timeline"]
    for number in range(1, lives + 1):
        events = [line["event"] for line in told if line["interview"] == number]
        expect(events.count("due") == 1 and events.count("missed") == 1, number, events)


def switches(process):
    return sum(int(line.split()[1]) for task in Path(f"/proc/{process.pid}/task").iterdir()
               for line in (task / "status").read_text().splitlines() if "ctxt_switches" in line)


def timers(process):
    """What the kernel says of them: clock and flags."""
    told = [path.read_text() for path in Path(f"/proc/{process.pid}/fdinfo").iterdir()]
    return [tuple(re.search(name + r":\s*(\S+)", text).group(1) for name in ("clockid", "settime flags"))
            for text in told if "settime flags" in text]


def sleeps_when_nothing_is_due(desk):
    """By one timer: on the clock on the wall (0), at an instant (1), and cancelled when that clock is set (2)."""
    desk.set_up()
    add(desk, "2026-11-20T18:00:00-06:00")
    for kind in (Keeper, Server):
        with kind(desk) as keeper:
            before = -1
            while before != switches(keeper.process):  # what the start still does
                before = switches(keeper.process)
                time.sleep(1)
            time.sleep(3)
            expect(timers(keeper.process) == [("0", "03")], timers(keeper.process))
            expect(switches(keeper.process) == before, kind, "woke", switches(keeper.process) - before, "times for nothing")
            expect_code_of(keeper)


def pend(desk, number):
    """So many more calls like the first, an hour apart."""
    with sqlite3.connect(desk.folder / "crickets.db") as base:
        base.execute("WITH RECURSIVE n(i, by) AS (SELECT 2, 3600000000 UNION ALL SELECT i + 1, by + 3600000000 FROM n WHERE i < ?1)"
                     " INSERT INTO interview SELECT account_id, i, open, start_at + by, timed, json_set(agreed, '$.id', i,"
                     " '$.start', start_at + by, '$.end', end_at + by, '$.fixed', json('true')), end_at + by"
                     " FROM interview, n WHERE interview_id = 1", (number,))
        base.execute("INSERT INTO state (account_id, interview_id, due, last_line, last_tick, ticked, body) SELECT i.account_id, i.interview_id, due + i.start_at - first.start_at, 0, 0, ticked,"
                     " json_set(body, '$.due', due + i.start_at - first.start_at) FROM interview AS i, interview AS first, state"
                     " WHERE first.interview_id = 1 AND state.interview_id = 1 AND i.interview_id > 1")
        base.execute("UPDATE account SET last_interview = ?1", (number,))


def expect_little_memory(keeper, most_kb=MOST_RESIDENT_KB):
    end, status = time.monotonic() + 60, Path(f"/proc/{keeper.process.pid}/status")
    while (resident := int(status.read_text().split("VmRSS:")[1].split()[0])) > most_kb:
        expect(time.monotonic() < end, f"{resident} kB, of at most {most_kb}")
        time.sleep(0.1)


def add_on_page(server):
    link = urllib.parse.urlsplit(re.search(r"http\S*/open\?token=\S+", server.text).group())
    page = http.client.HTTPConnection(link.netloc, timeout=60)
    page.request("GET", f"{link.path}?{link.query}")
    opened = page.getresponse()
    opened.read()
    words = {"text": "Kim Lee of Contoso calls 2026-11-24T10:00:00-06:00, +1 212-555-0117"}
    page.request("POST", "/api/v1/interviews", json.dumps(words),
                 {"Cookie": opened.headers["Set-Cookie"].split(";")[0], "Origin": f"http://{link.netloc}",
                  "Content-Type": "application/json"})
    answer = page.getresponse()
    expect(answer.status == 201, answer.status, answer.read())
    page.close()


def takes_little_memory(desk):
    """At rest, after it looked at all calls that are to come, as it does once with a database; and after a call was added,
    which had it load what reads words and numbers."""
    if desk.is_sanitized:
        raise Skip("a sanitizer takes memory of its own")
    desk.set_up()
    add(desk)
    pend(desk, 20000)
    for kind in (Keeper, Server):
        with kind(desk) as keeper:
            expect_little_memory(keeper, AT_START_KB)
            if kind is Server:
                add_on_page(keeper)
                expect_little_memory(keeper)
            expect_code_of(keeper)


def a_connection_is_taken_up_at_once(desk):
    desk.set_up()
    add(desk)
    folder = desk.folder / "calls"
    folder.mkdir()
    (folder / "calls.xml").write_text(CALLS_XML % 1795199430000)  # 12:30:30
    with Keeper(desk, now="2026-11-20T12:32:00-06:00") as keeper:
        keeper.until("the agreed time")
        expect_code(desk.run("setup", "calls", str(folder)), 0)
        end = time.monotonic() + 240
        while b"missed-call" not in desk.run("export").out:
            expect(time.monotonic() < end, keeper.text)
            time.sleep(0.05)
        expect_code(desk.run("setup", "remove", "calls"), 0)
        while b"cursor.calls" in settings(desk):
            expect(time.monotonic() < end, settings(desk))
            time.sleep(0.05)
        expect_code_of(keeper)


def settings(desk):
    with sqlite3.connect(desk.folder / "crickets.db") as base:
        return repr(base.execute("SELECT name FROM setting").fetchall()).encode()


if __name__ == "__main__":
    main([wakes_on_time, wakes_for_another_process, catches_up_after_an_absence, one_keeper_is_enough, links_lead_to_one_database, once_is_one_round,
          reads_a_call_log_when_it_comes, a_large_log_is_read_beside_memory, a_bad_connection_is_named, a_copy_does_not_send_until_confirmed,
          a_backup_is_put_back_under_a_running_keeper,
          new_zone_rules_move_what_was_agreed, killed_at_any_moment_it_tells_all_once, sleeps_when_nothing_is_due,
          takes_little_memory,
          a_connection_is_taken_up_at_once])

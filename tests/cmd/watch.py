#!/usr/bin/env python3
"""The keeper as a candidate meets it: it wakes by itself, for the clock and for other processes."""
import os
import signal
import subprocess
import time

from harness import NOW, expect, expect_code, main

CALL = "2026-11-20T12:30:00-06:00"  # half an hour after NOW
CALLS_XML = """<?xml version='1.0' encoding='UTF-8'?>
<calls count="1"><call number="+12125550123" duration="0" date="%d" type="3" contact_name="(Unknown)"/></calls>
"""


class Keeper:
    """A running `crickets watch`, whose clock begins at now."""

    def __init__(self, desk, *arguments, now=NOW):
        self.desk, self.lines = desk, []
        self.process = subprocess.Popen([desk.crickets, "--db", desk.db, *(("--now", now) if now else ()), "watch", *arguments],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=desk.environment)
        self.output = b""
        os.set_blocking(self.process.stdout.fileno(), False)
        self.until("Watching.")

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
        keeper.until("It is 12:30, the agreed time with Dana Reyes.")
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
        keeper.until("It is 12:00, the agreed time")
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
        end = time.monotonic() + 60
        while b"missed-call" not in desk.run("export").out:
            expect(time.monotonic() < end, desk.run("why", "1").out, keeper.text)
            time.sleep(0.05)
        expect_code_of(keeper)


def a_bad_connection_is_named(desk):
    desk.set_up()
    connect(desk, "[phone]\nkind=fax\n")
    result = desk.run("watch")
    expect_code(result, 4)
    expect("[phone] kind=fax" in result.errors[0], result.errors)


if __name__ == "__main__":
    main([wakes_on_time, wakes_for_another_process, catches_up_after_an_absence, one_keeper_is_enough, once_is_one_round,
          reads_a_call_log_when_it_comes, a_bad_connection_is_named])

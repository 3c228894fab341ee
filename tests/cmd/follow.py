#!/usr/bin/env python3
"""The live view at a terminal: counts down, changes by itself, leaves the terminal as it was. Run by with_postgres.py."""
import os
import pty
import re
import signal
import subprocess
import termios
import time

from harness import NOW, expect, expect_code, main
from common import sql

PATIENCE = 60


class Terminal:
    def __init__(self, desk, *words, now=NOW, rows=24, columns=80):
        self.master, slave = pty.openpty()
        termios.tcsetwinsize(slave, (rows, columns))
        self.process = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", now, *words], env=desk.environment, stdin=slave,
                                        stdout=slave, stderr=slave, start_new_session=True)
        os.close(slave)
        os.set_blocking(self.master, False)
        self.output = ""

    def until(self, pattern):
        end, begin = time.monotonic() + PATIENCE, len(self.output)
        while not re.search(pattern, self.output[begin:], re.S):
            expect(time.monotonic() < end, "no", pattern, "in", repr(self.output[-2000:]))
            try:
                self.output += os.read(self.master, 65536).decode()
            except BlockingIOError:
                time.sleep(0.01)
            except OSError:  # the other side is closed
                expect(re.search(pattern, self.output[begin:], re.S), "it ended:", repr(self.output[-2000:]))
        return self

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self.master)


def keeps_its_first_line(desk):
    """Lines that are wider than the terminal take several of its rows."""
    desk.set_up()
    expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-20T12:30:00-06:00, 212-555-0123"), 0)
    desk.run("list", now="2026-11-20T12:41:00-06:00")  # what fell due is decided
    for rows, columns in ((12, 40), (10, 24), (30, 20), (24, 80)):
        terminal = Terminal(desk, "now", "--follow", now="2026-11-20T12:41:00-06:00", rows=rows, columns=columns)
        try:
            terminal.until(r"\x1b\[H.*\x1b\[H")
            screen = re.search(r"\x1b\[H(.*?)\x1b\[H", terminal.output, re.S).group(1)
            lines = [re.sub(r"\x1b\[\S*?[A-Za-z]", "", line) for line in screen.replace("\r", "").split("\n")]
            taken = sum(max(1, -(-len(line) // columns)) for line in lines)
            expect("12:41" in lines[0] and taken <= rows, (rows, columns), taken, lines)
        finally:
            terminal.close()


def counts_down_and_follows(desk):
    desk.set_up()
    terminal = Terminal(desk, "now", "--follow", "--bell")
    try:
        terminal.until(r"\x1b\[\?1049h.*No promised call")
        expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-20T12:30:00-06:00, 212-555-0123"), 0)
        terminal.until(r"\a|Dana Reyes in 2\d:\d\d").until(r"Dana Reyes in 2\d:\d\d").until(r"Dana Reyes in 2\d:\d\d")
        expect("PREPARE" in terminal.output and "\a" in terminal.output, repr(terminal.output[-3000:]))
        expect("\x1b[2J" not in terminal.output, "it clears the screen: that flickers")
        expect_code(desk.run("log", "1", "they-called"), 0)
        terminal.until("No promised call")
        terminal.process.send_signal(signal.SIGINT)
        terminal.until(r"\x1b\[\?25h\x1b\[\?1049l")
        expect(terminal.process.wait(timeout=PATIENCE) == 0)
    finally:
        terminal.close()


def counts_down_to_what_it_shows_first(desk):
    """Not to what falls due first: a letter to somebody else, minutes before the call."""
    desk.set_up()
    expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-20T12:30:00-06:00"), 0)
    expect_code(desk.run("log", "1", "sent", now="2026-11-20T13:00:00-06:00"), 0)
    now = "2026-11-24T12:59:00-06:00"
    expect_code(desk.run("add", "Eve Stone of Fabrikam calls 2026-11-24T13:05:00-06:00", now=now), 0)
    expect(desk.run("show", "1", "--json", now=now).json["interview"]["due"] == "2026-11-24T13:00:00-06:00")
    terminal = Terminal(desk, "now", "--follow", now=now)
    try:
        terminal.until("Eve Stone in 05:")
        expect("since the agreed time" not in terminal.output, terminal.output)
    finally:
        terminal.close()


def without_a_terminal_it_prints_what_changes(desk):
    """Also of a database that tells nobody of it."""
    sql("postgres", "CREATE DATABASE followed")
    for desk.db in (desk.db, os.environ["CR_TEST_POSTGRES"] % "followed"):
        print_what_changes(desk)


def print_what_changes(desk):
    desk.set_up()
    process = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", NOW, "now", "--follow"], env=desk.environment,
                               stdout=subprocess.PIPE)
    try:
        expect(b"\x1b" not in process.stdout.readline())
        while b"No promised call" not in process.stdout.readline():
            pass
        expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-20T12:30:00-06:00, 212-555-0123"), 0)
        while b"PREPARE" not in process.stdout.readline():
            pass
        process.terminate()
        expect(process.wait(timeout=PATIENCE) == 0)
    finally:
        process.kill()
        process.communicate()
    expect_code(desk.run("now", "--follow", "--json"), 2)


if __name__ == "__main__":
    main([keeps_its_first_line, counts_down_and_follows, counts_down_to_what_it_shows_first, without_a_terminal_it_prints_what_changes])

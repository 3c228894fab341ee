#!/usr/bin/env python3
"""A paired phone tells of calls by KDE Connect: kdeconnect.py CRICKETS FAKE"""
import json
import os
import subprocess
import sys

from bus import Bus
from harness import expect, expect_code, main
from watch import Keeper, add

FAKE = os.path.abspath(sys.argv[2])
LATE = "2026-11-20T12:31:00-06:00"  # a minute past the agreed time


class KdeConnect:
    def __init__(self, bus, name="org.kde.kdeconnect", phones=1):
        self.process = subprocess.Popen([FAKE, name, str(phones)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env={**os.environ, **bus.environment})
        self.await_word("ready")

    def await_word(self, word):
        while (line := self.process.stdout.readline().decode().strip()) != word:
            expect(line, "it ended before", word)
        return self

    def tell(self, line):
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return self.await_word("done")

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.process.kill()
        self.process.communicate()


def begin(desk, bus):
    desk.environment_more.update(bus.environment)
    desk.set_up()
    add(desk)


def evidence(desk):
    return [item["text"] for reason in desk.run("--json", "why", "1", now=LATE).json["reasons"] for item in reason["evidence"]]


def setup_and_doctor(desk):
    with Bus() as bus:
        begin(desk, bus)
        refused = desk.run("setup", "kdeconnect")
        expect_code(refused, 4)
        expect(b"KDE Connect is not running" in refused.out, refused.out)
        with KdeConnect(bus, phones=0):
            expect(b"no phone is paired" in desk.run("setup", "kdeconnect").out)
        with KdeConnect(bus):
            expect_code(desk.run("setup", "kdeconnect"), 0)
            checks = [c for c in desk.run("--json", "doctor").json["checks"] if c["about"] == "kdeconnect"]
            expect([c["result"] for c in checks] == ["fine"], checks)
        checks = [c for c in desk.run("--json", "doctor").json["checks"] if c["about"] == "kdeconnect"]
        expect([c["result"] for c in checks] == ["bad"] and "pair the phone" in checks[0]["remedy"], checks)


def a_missed_call(desk):
    for name in ("org.kde.kdeconnect", "org.kde.kdeconnect.daemon"):
        with Bus() as bus, KdeConnect(bus, name) as phone:
            desk.environment_more.update(bus.environment)
            if name == "org.kde.kdeconnect":
                begin(desk, bus)
            expect_code(desk.run("setup", "kdeconnect", "--no-check"), 0)
            with Keeper(desk, now=LATE if name == "org.kde.kdeconnect" else LATE.replace("31", "36")) as keeper:
                phone.await_word("asked").tell("callReceived +12125550123 Dana").tell("missedCall +12125550123 Dana")
                keeper.until("call back now" if name == "org.kde.kdeconnect" else "tried to reach you at 12:36 PM")
                keeper.stop()
                expect("Sanitizer" not in keeper.errors, keeper.errors)
    found = evidence(desk)
    expect(any(t.startswith("Missed call at 12:31 PM") for t in found), found)
    expect(not any("rang" in t for t in found), "the ringing of a missed call is told beside it:", found)
    expect(not any("call log shows no call" in t for t in found), found)


def who_else_says_so_is_not_heard(desk):
    """Another program on the bus that sends the same signal is no KDE Connect."""
    with Bus() as bus, KdeConnect(bus) as phone, KdeConnect(bus, "org.example.liar") as liar:
        begin(desk, bus)
        expect_code(desk.run("setup", "kdeconnect", "--no-check"), 0)
        with Keeper(desk, now=LATE) as keeper:
            phone.await_word("asked")
            liar.tell("missedCall +12125550123 Liar")
            phone.tell("talking +12125550123 Dana").tell("missedCall +14155550777 +14155550777")  # a number that may be theirs
            keeper.until("it rang at 12:31 PM")
            keeper.stop()
        facts = [f["call"] for f in json.loads(desk.export())["facts"] if "call" in f]
        expect([f["number"] for f in facts] == ["+14155550777"], facts)


def it_ends_and_comes_back(desk):
    with Bus() as bus:
        begin(desk, bus)
        expect_code(desk.run("setup", "kdeconnect", "--no-check"), 0)
        with KdeConnect(bus) as phone, Keeper(desk, now=LATE) as keeper:
            phone.await_word("asked").tell("missedCall +12125550123 Dana").tell("")  # what was told before it ended counts
            keeper.until("call back now")
            with KdeConnect(bus) as again:
                again.await_word("asked").tell("missedCall +12125550123 Dana")
                keeper.until("tried to reach you", 90)
            keeper.stop()
            expect("Sanitizer" not in keeper.errors, keeper.errors)


if __name__ == "__main__":
    main([setup_and_doctor, a_missed_call, who_else_says_so_is_not_heard, it_ends_and_comes_back])

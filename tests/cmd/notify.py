#!/usr/bin/env python3
"""Notifications to a phone and to a hook: what is worth one comes, once, whatever happens to the keeper."""
import http.server
import json
import queue
import signal
import threading

from harness import expect, expect_code, main
from common import until
from watch import Keeper, add, connect, settings


ALWAYS = 1 << 30


class Phone:
    """A server that takes notifications, but says no to the first refusals of them, or hangs up on those that it took."""

    def __init__(self, refusals=0, silent=False):
        phone, self.taken, self.refusals, self.refused = self, queue.Queue(), refusals, queue.Queue()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                refused, phone.refusals = phone.refusals > 0, max(0, phone.refusals - 1)
                (phone.refused if refused else phone.taken).put((self.path, dict(self.headers), body))
                if silent:
                    self.close_connection = True
                    return
                self.send_response(503 if refused else 200)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.server.shutdown()

    def connection(self, kind):
        return f"[{kind}]\nkind={kind}\nurl=http://127.0.0.1:{self.server.server_port}/{kind}\nauth=none\n"

    def next(self):
        return self.taken.get(timeout=60)


def to_a_phone(desk):
    desk.set_up()
    add(desk)
    with Phone() as phone:
        connect(desk, phone.connection("ntfy"))
        with Keeper(desk, now="2026-11-20T12:20:00-06:00") as keeper:
            first = phone.next()
            expect(first[1]["Title"] == "Soon: your call with Dana Reyes" and first[1]["Priority"] == "3", first)
            expect(keeper.stop() == 0, keeper.errors)
        with Keeper(desk, now="2026-11-20T12:29:58-06:00") as keeper:
            keeper.until("the agreed time")
            second = phone.next()
            expect(second[1]["Title"] == "The call with Dana Reyes is due" and second[1]["Priority"] == "5", second)
            expect("It is 12:30 PM" in second[2], second)
            expect(keeper.stop() == 0, keeper.errors)


def to_a_hook(desk):
    desk.set_up()
    add(desk)
    with Phone() as phone:
        connect(desk, phone.connection("webhook"))
        with Keeper(desk, now="2026-11-20T12:20:00-06:00"):
            expect(json.loads(phone.next()[2])["urgency"] == "plain", "the reminder")
        with Keeper(desk, now="2026-11-20T12:39:59-06:00"):
            told = json.loads(phone.next()[2])
            while told["title"] != "Ring Dana Reyes now":
                told = json.loads(phone.next()[2])
            expect(told["number"] == "+12125550123" and told["urgency"] == "urgent" and told["interview"] == 1, told)
            expect(told["at"].startswith("2026-11-20T18:40:"), told)


def none_twice(desk):
    """The keeper is killed right after each notification; the next one does not say it again."""
    desk.set_up()
    add(desk)
    with Phone() as phone:
        connect(desk, phone.connection("ntfy"))
        titles = []
        for now in ("2026-11-20T12:20:00-06:00", "2026-11-20T12:29:59-06:00", "2026-11-20T12:30:30-06:00", "2026-11-20T12:39:59-06:00",
                    "2026-11-20T12:41:00-06:00"):
            with Keeper(desk, now=now) as keeper:
                if now[14:16] in ("20", "29", "39"):
                    titles.append(phone.next()[1]["Title"])
                keeper.stop(signal.SIGKILL)
        while not phone.taken.empty():
            titles.append(phone.next()[1]["Title"])
        expect(len(titles) == len(set(titles)), titles)
        expect(titles[:3] == ["Soon: your call with Dana Reyes", "The call with Dana Reyes is due", "Ring Dana Reyes now"], titles)


def a_phone_that_refuses_stops_nothing(desk):
    desk.set_up()
    add(desk)
    with Phone(refusals=1) as phone:
        connect(desk, phone.connection("ntfy"))
        with Keeper(desk, now="2026-11-20T12:29:58-06:00") as keeper:
            keeper.until("the agreed time")
            expect(phone.next()[1]["Title"] == "The call with Dana Reyes is due", "the first was refused, and is over")
            keeper.stop()
            expect("ntfy" in keeper.errors, keeper.errors)


def failing(desk):
    """What `now` and `doctor` say of the phone."""
    now = "2026-11-20T12:32:00-06:00"
    return [line for verb in ("now", "doctor") for line in desk.run(verb, now=now).out.decode().splitlines() if "telling" in line]


def refused_and_tried_again(desk):
    """With no other news, and by another keeper: what was refused comes once, as it is still true."""
    desk.set_up()
    add(desk)
    with Phone(refusals=ALWAYS) as phone:
        connect(desk, phone.connection("ntfy"))
        with Keeper(desk, now="2026-11-20T12:30:01-06:00") as keeper:
            phone.refused.get(timeout=60), phone.refused.get(timeout=60)
            said = failing(desk)
            expect(len(said) == 2 and "503" in said[0], said)
            keeper.stop()  # killed amid the next try it could not know of the answer
        phone.refusals = 0
        with Keeper(desk, now="2026-11-20T12:31:00-06:00") as keeper:
            expect(phone.next()[1]["Title"] == "The call with Dana Reyes is due", "told late")
            keeper.stop()
        with Keeper(desk, now="2026-11-20T12:32:00-06:00") as keeper:
            expect(failing(desk) == [], failing(desk))
            keeper.stop()
        expect(phone.taken.empty(), "told twice")


def refused_until_it_is_over(desk):
    """The phone is back when they have called, and then when the next call is due: of the first it says nothing."""
    desk.set_up()
    add(desk)
    with Phone(refusals=ALWAYS) as phone:
        connect(desk, phone.connection("webhook"))
        with Keeper(desk, now="2026-11-20T12:30:01-06:00") as keeper:
            phone.refused.get(timeout=60)
            keeper.stop()
        phone.refusals = 0
        desk.run("log", "1", "they-called", now="2026-11-20T12:31:00-06:00")
        add(desk, "2026-11-20T13:30:00-06:00")
        with Keeper(desk, now="2026-11-20T13:30:01-06:00"):
            told = json.loads(phone.next()[2])
            while told["title"] != "The call with Dana Reyes is due":
                expect(told["interview"] == 2, told)
                told = json.loads(phone.next()[2])
            expect(told["interview"] == 2, told)


def heard_or_not(desk):
    """Where no answer comes the phone may have it: nobody tells it twice, and it is said that telling fails."""
    desk.set_up()
    add(desk)
    with Phone(silent=True) as phone:
        connect(desk, phone.connection("ntfy"))
        for now in ("2026-11-20T12:30:01-06:00", "2026-11-20T12:31:00-06:00"):
            with Keeper(desk, now=now) as keeper:
                if now[14:16] == "30":
                    phone.next()
                    keeper.stop()
                    expect(len(failing(desk)) == 2, failing(desk))
                    expect(b"refused.notify" not in settings(desk), "it waits to be told again")
        expect(phone.taken.empty(), "told twice")


def forgotten_with_its_phone(desk):
    """Whoever is set up later under its name neither inherits what was refused nor that it failed."""
    desk.set_up()
    add(desk)
    with Phone(refusals=ALWAYS) as phone:
        connect(desk, phone.connection("ntfy"))
        with Keeper(desk, now="2026-11-20T12:30:01-06:00") as keeper:
            until(lambda: failing(desk), "a failure that is told of")
            expect_code(desk.run("setup", "remove", "ntfy"), 0)
            until(lambda: b"notify.ntfy" not in settings(desk), "a phone to be forgotten")
            keeper.stop()


def set_up_by_hand(desk):
    """It is tried by a first message, and kept when that was taken."""
    desk.set_up()
    add(desk)
    with Phone(refusals=1) as phone:
        address = f"http://127.0.0.1:{phone.server.server_port}/topic"
        refused = desk.run("setup", "ntfy", address)
        expect(refused.code == 4 and b"503" in refused.out + refused.err, refused.out, refused.err)
        for kind in ("ntfy", "webhook"):
            kept = desk.run("setup", kind, address + "/" + kind)
            expect(kept.code == 0, kept.out, kept.err)
            expect("crickets is connected" in str(phone.next()), kept.out)
        with Keeper(desk, now="2026-11-20T12:30:01-06:00"):
            told = [phone.next() for _ in range(2)]
            expect({path for path, _, _ in told} == {"/topic/ntfy", "/topic/webhook"}, told)
            expect(all("is due" in str(one) for one in told), told)


if __name__ == "__main__":
    main([set_up_by_hand, to_a_phone, to_a_hook, none_twice, a_phone_that_refuses_stops_nothing, refused_and_tried_again,
          refused_until_it_is_over, heard_or_not, forgotten_with_its_phone])

#!/usr/bin/env python3
"""killed.py CRICKETS [WORLDS]: `crickets watch` as a user runs it (a mailbox on dovecot, letters by aiosmtpd, a calendar on radicale) is
killed again and again while letters go out and answers come in, and started anew. It is judged from outside alone: by what the recruiters'
server took, and when."""

import random
import subprocess
import sys
import threading
import time
from datetime import datetime, timedelta

from harness import expect, expect_code, main
from send import World

from common import PATIENCE, until
from servers import Server

WORLDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1
CALLS = 6
ADDED, DUE = "2026-11-24T12:00:00-06:00", datetime.fromisoformat("2026-11-24T13:10:00-06:00")
REPLY = ("From: R {n} <r{n}@co{n}.example>\r\nTo: jordan@example.com\r\nSubject: Our call\r\nDate: Tue, 24 Nov 2026 13:10:0{n} -0600\r\n"
         "Message-ID: <reply-{n}@co{n}.example>\r\n\r\nSo sorry, Jordan, my last meeting ran over. Could we speak tomorrow at 10am CT?\r\n")


class Ordeal(World):
    """What befalls each letter is drawn by lot when its recipient is named to the server, and again when it is taken."""

    def __init__(self, desk, chance, kills=True):
        self.chance, self.saves_sent = chance, chance.random() < 0.5
        super().__init__(desk, saves_sent=self.saves_sent, autopilot=True)
        self.life, self.kills, self.threads = None, kills, []
        self.answered, self.letters = set(), {n: [] for n in range(CALLS)}
        self.calendar = Server(desk.folder, "radicale")
        self.calendar.make_calendar()
        path = desk.folder / "config" / "crickets" / "connections.ini"
        path.write_text(path.read_text() + f"\n[home]\nkind=caldav\nwrites=true\nauth=password\nuser=me\nurl={self.calendar.url}\n"
                        f"ca_file={self.calendar.trusted}\ncommand=echo secret-word\n")
        expect_code(desk.run("log", "1", "cancelled", now=ADDED), 0)
        for n in range(CALLS):
            expect_code(desk.run("add", f"R{n} of Co{n} calls today 1pm CT, r{n}@co{n}.example", now=ADDED), 0)
        expect_code(desk.run("watch", "--once", now="2026-11-24T13:09:40-06:00"), 0)
        self.post.handle_RCPT, self.post.handle_DATA = self.named, self.taken
        self.begin, self.real = DUE - timedelta(seconds=1), time.monotonic()

    def __exit__(self, *_):
        for thread in self.threads:
            thread.join()
        super().__exit__(*_)
        self.calendar.stop()

    @property
    def now(self):
        """The candidate's clock, which goes on while the keeper is dead."""
        return self.begin + timedelta(seconds=time.monotonic() - self.real)

    def later(self, seconds, act, *arguments):
        self.threads.append(threading.Timer(seconds, act, arguments))
        self.threads[-1].start()

    def answer(self, n):
        self.put(REPLY.format(n=n).encode())
        self.answered.add(n)

    async def named(self, server, session, envelope, address, options):
        """An answer that is there before the text is sent cannot be missed by the last look."""
        n, lot = number(address), self.chance.random()
        if lot < 0.15 and n not in self.answered:
            self.answer(n)
        elif lot < (0.3 if self.kills else 1):
            self.later(self.chance.random() * 0.2, self.answer, n)
        elif lot < 0.85 and self.kills:
            self.later(self.chance.random() * 0.3, self.life.kill)
        envelope.rcpt_tos.append(address)
        envelope.was_answered = n in self.answered
        return "250 ok"

    async def taken(self, server, session, envelope):
        self.letters[number(envelope.rcpt_tos[0])].append((self.now, envelope.was_answered))
        if self.saves_sent:
            self.put(envelope.content, "Sent")
        if self.chance.random() < 0.4 and self.kills:
            self.later(self.chance.random() * 0.02, self.life.kill)
        return "250 2.0.0 taken"

    def live(self, seconds):
        """One life, killed at its end if not before."""
        command = [self.desk.crickets, "--db", self.desk.db, "--now", self.now.isoformat(), "watch"]
        self.life = subprocess.Popen(command, env=self.desk.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        try:
            self.life.wait(seconds)
        except subprocess.TimeoutExpired:
            self.life.kill()
        errors = self.life.communicate()[1]
        expect(b"Sanitizer" not in errors and self.life.returncode == -9, self.life.returncode, errors)

    def ask(self, *verb):
        return self.desk.run(*verb, now=self.now.isoformat())

    def look(self):
        """What became of the follow-up to each recruiter, and whose answer is known, as the candidate is told."""
        told = self.ask("--json", "export").json
        self.statuses = {number(o["to"]): o.get("status", "draft") for o in told["outbox"]
                         if o["step"] == "email" and o["to"].startswith("r")}
        self.replied = {line["interview"] - 2 for line in told["timeline"] if line["event"] == "reply"}
        return self.statuses

    def is_settled(self):
        self.look()
        known = all(self.statuses.get(n) == "sent" for n, letters in self.letters.items()
                    if letters and self.saves_sent and n not in self.answered)
        return known and set(self.statuses.values()) <= {"sent", "in-doubt", "suppressed"} and self.answered <= self.replied

    def until_settled(self):
        """A quiet life in which a doubt is one, and is told."""
        self.kills, self.life, self.begin = False, None, self.begin + timedelta(seconds=75)
        quiet = threading.Thread(target=self.live, args=(PATIENCE + 60,))
        quiet.start()
        try:
            until(self.is_settled, "an end of", self.letters)
        finally:
            until(lambda: self.life, "the keeper's beginning")
            self.life.kill()
            quiet.join()


def number(address):
    return int(address[1:address.index("@")])


def judge(world):
    statuses = world.look()
    for n, letters in world.letters.items():
        status, what = statuses.get(n), (n, letters, statuses.get(n), n in world.answered)
        expect(len(letters) <= 1, "twice:", what)
        for at, was_answered in letters:
            expect(at >= DUE, "early:", what)
            expect(not was_answered, "after a visible answer:", what)
            expect(status in ("sent", "in-doubt"), "taken, and not known:", what)
        if not letters:
            expect(status == "in-doubt" or n in world.answered, "lost:", what)
        if status == "in-doubt" and n not in world.answered:
            asked = world.ask("show", str(n + 2)).out.decode()
            expect(f"Did the letter to R{n} go out" in asked, "not asked:", what, asked)
    entries = [world.calendar.get(name)[0] for name in world.calendar.names()]
    calls = [tuple(line for line in entry.splitlines() if line.startswith(("SUMMARY", "DTSTART"))) for entry in entries]
    expect(len(calls) == len(set(calls)), "twice in the calendar:", calls)


def tell(world, seed, lives):
    taken = sum(len(letters) for letters in world.letters.values())
    print(f"# seed {seed}: killed {lives} times, {taken} letters taken, {len(world.answered)} answered, {world.statuses}", flush=True)


def killed_at_any_moment(desk):
    seed = random.randrange(1 << 30)
    with Ordeal(desk, random.Random(seed)) as world:
        lives = 0
        while lives < 2 * CALLS and min(len(letters) for letters in world.letters.values()) == 0:
            world.live(0.3 + world.chance.random() * 3)
            lives += 1
        world.until_settled()
        tell(world, seed, lives)
        judge(world)


def answers_race_the_letters(desk):
    seed = random.randrange(1 << 30)
    with Ordeal(desk, random.Random(seed), kills=False) as world:
        world.until_settled()
        tell(world, seed, 0)
        judge(world)


if __name__ == "__main__":
    main([killed_at_any_moment, answers_race_the_letters] * WORLDS)

#!/usr/bin/env python3
"""The service's own letters when the mail server does not take them: tried again, kept across restarts, none twice."""

import datetime
import email
import email.policy
import re
import socketserver
import subprocess
import threading

from harness import expect, main
from members import PASSWORD, Service
from common import until

DANA = "dana@north.example"
START = datetime.datetime(2026, 11, 24, 12, tzinfo=datetime.timezone.utc)


class Post(socketserver.ThreadingTCPServer):
    """An SMTP server. recipient: what it says to the next recipients, else 250; dots: the same to the final dots. None:
    nothing at all, until `silent` is set."""

    daemon_threads, allow_reuse_address = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Dialogue)
        self.recipient, self.dots, self.taken, self.silent, self.waiting = [], [], [], threading.Event(), threading.Event()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def answer(self, answers):
        return answers.pop(0) if answers else "250 ok"

    def stop(self):
        self.silent.set()
        self.shutdown()
        self.server_close()


class Dialogue(socketserver.StreamRequestHandler):
    def say(self, words):
        if words is None:
            self.server.waiting.set()
            self.server.silent.wait()
        else:
            self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line.split()[0].upper() if line.split() else b""
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb == b"DATA":
                self.say("354 go on")
                self.take()
            else:
                self.say(self.server.answer(self.server.recipient) if verb == b"RCPT" else "250 ok")
            if self.server.silent.is_set():
                return

    def take(self):
        text = b""
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return
            text += line
        answer = self.server.answer(self.server.dots)
        if answer is None or answer.startswith("250"):
            self.server.taken.append(email.message_from_bytes(text, policy=email.policy.default))
        self.say(answer)


class Late(Service):
    """A service whose clock is set by each start, and whose mail goes to self.post."""

    def found_with_post(self, name):
        self.found(name)
        self.post = Post()
        (self.folder / "crickets" / "connections.ini").write_text(
            f"[post]\nkind=smtp\nurl=smtp://127.0.0.1:{self.post.server_address[1]}\nauth=none\n")
        return self

    def at(self, minutes):
        return ["--now", (START + datetime.timedelta(minutes=minutes)).isoformat()]

    def start(self, minutes):
        return self.serve(*self.at(minutes))

    def end(self, kill=False):
        self.server.kill() if kill else self.server.terminate()
        self.server.wait()
        self.errors.close()

    def list(self):
        return self.accounts("list")

    def rows(self, column="count(*)"):
        return subprocess.run(["psql", "-qtAX", "-c", f"SELECT {column} FROM crickets.post", self.db], capture_output=True,
                              check=True).stdout.decode().strip()


def late(desk, name):
    desk.__class__ = Late
    return desk.found_with_post(name)


def token_of(letter):
    return re.search(r"#([\w-]{54})", letter.get_content()).group(1)


def tried_again(desk):
    """450 twice, then 250: by the command, by a server, and by the next one; only the last link is good."""
    service = late(desk, "again")
    service.post.recipient = ["450 4.2.1 later, please", "450 4.2.1 later still"]
    told = service.accounts("invite", *service.at(0), DANA, code=None)
    expect("is invited" in told and "not delivered yet" in told and "later, please" in told, told)
    expect("not delivered yet" in service.list() and "later, please" in service.list(), service.list())
    service.start(2)
    until(lambda: "later still" in service.list(), "the second try")
    expect(service.rows("tries") == "2" and service.post.taken == [])
    service.end()
    service.start(3)  # it is not due yet
    service.end()
    expect(service.rows("tries") == "2" and service.post.taken == [])
    service.start(10)
    until(lambda: service.rows() == "0", "the letter")
    expect(len(service.post.taken) == 1 and service.post.taken[0]["To"] == DANA, service.post.taken)
    expect("not delivered" not in service.list(), service.list())
    dana = service.browser()
    dana.sign_up(token_of(service.post.taken[0]))
    expect(dana.ask("GET", "/login").json["verified"])
    # One that is refused after the dot, for now, goes again as well, and its link is void.
    service.post.dots = ["451 4.3.0 disk full"]
    service.ask("POST", "/forgotten", {"email": DANA}, status=202)
    until(lambda: "disk full" in service.list(), "the refusal")
    service.end()
    service.start(20)
    until(lambda: len(service.post.taken) == 2, "the link for a new password")
    service.ask("POST", "/reset", {"token": token_of(service.post.taken[1]), "password": PASSWORD + "s"}, status=204)
    until(lambda: len(service.post.taken) == 3 and service.rows() == "0", "word of the change")
    service.end()
    service.post.stop()


def refused(desk):
    """550 is told and not tried again; who is invited anew gets a letter."""
    service = late(desk, "refused")
    service.post.recipient = ["550 5.1.1 no Dana here"]
    expect("no Dana here" in service.accounts("invite", *service.at(0), DANA, code=None))
    service.start(6 * 24 * 60)
    service.ask("POST", "/forgotten", {"email": "nobody@north.example"}, status=202)
    service.accounts("invite", *service.at(6 * 24 * 60), "kim@north.example")
    until(lambda: service.post.taken, "the letter, which the command or the server delivers")
    expect([letter["To"] for letter in service.post.taken] == ["kim@north.example"], service.post.taken)
    until(lambda: service.rows("tries") == "1", "the row of the delivered one is gone")
    expect("no Dana here" in service.list() and service.rows("tries") == "1", service.list())
    service.accounts("invite", *service.at(6 * 24 * 60), DANA)
    until(lambda: len(service.post.taken) == 2 and service.rows() == "0", "Dana's letter")
    # A link that was given by hand since is not made void by a letter that waited.
    service.end()  # or it would take the letter at once, and by its own clock
    service.post.recipient = ["450 4.2.1 later, please"]
    service.accounts("invite", *service.at(6 * 24 * 60 - 10), "lee@north.example", code=None)
    token = service.invitation("lee@north.example", *service.at(6 * 24 * 60 - 9))
    service.start(6 * 24 * 60)
    until(lambda: service.rows() == "0", "the letter that nobody wants any more")
    expect(len(service.post.taken) == 2, service.post.taken)
    service.browser().sign_up(token)
    until(lambda: len(service.post.taken) == 3, "the question whether the address is theirs")
    # And who erases the account leaves nothing.
    service.post.recipient = ["450 4.2.1 later, please"]
    mo = service.browser()
    mo.sign_up(service.invitation("mo@north.example", *service.at(6 * 24 * 60)))
    until(lambda: "later, please" in service.list(), "the question whether it is theirs")
    mo.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    expect(service.rows() == "0", service.list())
    service.end()
    service.post.stop()


def away(desk):
    """No server at all; and one that nobody waits for any more is given up."""
    service = late(desk, "away")
    service.post.stop()
    told = service.accounts("invite", *service.at(0), DANA, code=None)
    expect("not delivered yet" in told and service.rows("tries") == "1", told)
    service.start(8 * 24 * 60)
    until(lambda: service.rows() == "0", "the end of it")
    service.end()


def killed(desk):
    """Before the final dot it is tried again by another; behind it never, and is told."""
    service = late(desk, "killed")
    service.accounts("invite", *service.at(0), DANA)
    dana = service.browser()
    service.start(1)
    dana.sign_up(token_of(service.post.taken.pop()))
    service.post.recipient = [None]
    service.ask("POST", "/forgotten", {"email": DANA}, status=202)
    until(service.post.waiting.is_set, "the recipient")
    service.end(kill=True)
    service.start(10)
    until(lambda: service.rows() == "0", "the letter")
    expect(len(service.post.taken) == 1)
    service.post.taken.clear()
    service.post.dots = [None]
    service.ask("POST", "/forgotten", {"email": DANA}, status=202)
    until(lambda: len(service.post.taken) == 1, "the letter")
    service.end(kill=True)
    expect(service.rows("tries") == "1" and "did not say whether" in service.list(), service.list())
    service.start(60)
    # The link in it is good, if it has arrived; it is not sent again.
    service.ask("POST", "/reset", {"token": token_of(service.post.taken[0]), "password": PASSWORD + "s"}, status=204)
    until(lambda: len(service.post.taken) == 2, "word of the change")
    expect("was changed" in service.post.taken[1]["Subject"], service.post.taken)
    service.end()
    service.post.stop()


def shared(desk):
    """Workers on two hosts: each letter goes out once."""
    service = late(desk, "shared")
    people = [f"person-{n}@north.example" for n in range(6)]
    service.post.recipient = ["450 4.2.1 later, please"] * len(people)
    service.accounts("invite", *service.at(0), *people, code=None)
    expect(service.rows("string_agg(tries::text, '')") == "111111" and service.post.taken == [])
    workers = [subprocess.Popen([service.crickets, "--db", service.db, *service.at(10), "watch", "--workers", "1"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=service.environment)
               for _ in range(2)]
    until(lambda: service.rows() == "0", "the letters")
    for worker in workers:
        worker.terminate()
        worker.wait()
    expect(sorted(letter["To"] for letter in service.post.taken) == people, service.post.taken)
    service.post.stop()


if __name__ == "__main__":
    main([tried_again, refused, away, killed, shared])

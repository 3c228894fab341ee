#!/usr/bin/env python3
"""crickets serve with a real mailbox (dovecot) and a real SMTP server: letters sent from the page and by its keeper."""

import email
import email.policy
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
subprocess.run([str(ROOT / "tools" / "packages.sh"), "dovecot-imapd", "python3-aiosmtpd"], check=True, stdout=sys.stderr)
sys.path.insert(0, str(ROOT / "tests" / "source"))

from dovecot import Dovecot  # noqa: E402
from harness import PROFILE, expect, main  # noqa: E402
from common import until  # noqa: E402
from post import Post, connections  # noqa: E402

ADDED, BEFORE, MISSED = "2026-11-24T12:00:00-06:00", "2026-11-24T13:09:58-06:00", "2026-11-24T13:20:00-06:00"
ANSWER = (b"From: Dana Reyes <dana@northwind.example>\r\nTo: jordan.ellis@example.com\r\nSubject: Our call\r\n"
          b"Date: Tue, 24 Nov 2026 13:19:00 -0600\r\nMessage-ID: <late@northwind.example>\r\n\r\n"
          b"So sorry, Jordan, my last meeting ran over. Could we speak tomorrow at 10am CT instead?\r\n")


class World:
    """A missed call, a mailbox and a way to send."""

    def __init__(self, desk, autopilot=False, now=MISSED):
        desk.folder.chmod(0o755)  # the mailbox is another user's
        (desk.folder / "mail").mkdir()
        self.dovecot = Dovecot(desk.folder / "mail")
        self.post = Post(self.dovecot.cert, self.dovecot.key)
        (desk.folder / "crickets").mkdir(exist_ok=True)
        (desk.folder / "crickets" / "connections.ini").write_text(connections(self.dovecot, self.post))
        (desk.folder / "profile.ini").write_text(PROFILE + f"[policy]\nautopilot={str(autopilot).lower()}\n")
        desk.run("setup", str(desk.folder / "profile.ini"))
        desk.run("add", "Dana Reyes of Northwind calls today 1pm CT, dana@northwind.example", now=ADDED)
        desk.serve(now=now).sign_in()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.post.stop()
        self.dovecot.stop()

    def put(self, text):
        with self.dovecot.client() as client:
            client.append("INBOX", None, None, text)

    def folder(self, name):
        with self.dovecot.client() as client:
            client.select(name, readonly=True)
            numbers = client.search(None, "ALL")[1][0].split()
            return [client.fetch(n, "(BODY.PEEK[])")[1][0][1] for n in numbers]


def from_the_page(desk):
    with World(desk) as world:
        until(lambda: desk.ask("GET", "/now").json["letter"], "the letter")
        now = desk.ask("GET", "/now").json
        expect(now["can_send"] and now["letter"]["status"] == "draft", now)
        until(lambda: len(world.folder("Entwuerfe")) == 1, "the draft in the mailbox")
        edited = desk.ask("PUT", "/interviews/1/letter", {"body": "Hello Dana,\n\nshall we find another time?\n"}).json
        # It was changed elsewhere since they read it: it does not go, and they are shown what it says now.
        unread = desk.ask("POST", "/interviews/1/send", status=412, headers={"If-Match": f'"{now["letter"]["version"]}"'}).json
        expect(unread["letter"] == edited and "not sent" in unread["detail"] and world.post.taken == [], unread)
        key = {"Idempotency-Key": "send-1", "If-Match": f'"{edited["version"]}"'}
        sent = desk.ask("POST", "/interviews/1/send", headers=key).json
        expect(sent["letter"]["status"] == "sent" and sent["why"] is None, sent)
        expect(desk.ask("POST", "/interviews/1/send", headers=key).json == sent, "asked twice, answered differently")
        expect(len(world.post.taken) == 1, world.post.taken)
        message = email.message_from_bytes(world.post.taken[0].content, policy=email.policy.default)
        plain = message.get_body(["plain"]).get_content()
        expect(plain.split() == edited["body"].split(), plain)
        expect(message["Message-ID"].strip("<>") == edited["message_id"], message["Message-ID"])
        until(lambda: len(world.folder("Sent")) == 1, "the copy")
        until(lambda: world.folder("Entwuerfe") == [], "the draft to be taken back")
        again = desk.ask("POST", "/interviews/1/send", status=409)
        expect(b"the letter is sent already" in again.body, again.body)
        expect(len(world.post.taken) == 1)


def an_answer_stops_it(desk):
    with World(desk) as world:
        until(lambda: desk.ask("GET", "/now").json["letter"], "the letter")
        world.put(ANSWER)
        headers = {"Cookie": desk.cookie, "Origin": desk.origin}
        refused = desk.send("POST", "/api/v1/interviews/1/send", headers=headers)
        # The keeper may have seen it before the last look did.
        expect(refused.status == 409 or "there was an answer" in refused.json["why"], refused.status, refused.body)
        expect(world.post.taken == [])
        until(lambda: desk.ask("GET", "/interviews/1").json["interview"]["phase"] == "rescheduled", "the new time")


def a_refusal_is_told_in_the_server_s_words(desk):
    with World(desk) as world:
        until(lambda: desk.ask("GET", "/now").json["letter"], "the letter")
        world.post.recipient = "550 5.1.1 no Dana here"
        refused = desk.ask("POST", "/interviews/1/send").json
        expect(refused["letter"]["status"] != "sent" and "no Dana here" in refused["why"], refused)
        expect(world.post.taken == [] and world.folder("Sent") == [])


def by_itself(desk):
    with World(desk, autopilot=True, now=BEFORE) as world:
        until(lambda: len(world.post.taken) == 1, "the letter")
        until(lambda: desk.ask("GET", "/interviews/1").json["outbox"][-1]["status"] == "sent", "its outcome")
        until(lambda: len(world.folder("Sent")) == 1, "the copy")
        expect(len(world.post.taken) == 1)


if __name__ == "__main__":
    main([from_the_page, an_answer_stops_it, a_refusal_is_told_in_the_server_s_words, by_itself])

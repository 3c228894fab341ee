#!/usr/bin/env python3
"""crickets send against a real SMTP server (aiosmtpd, TLS, sign-in) and a real mailbox (dovecot)."""

import email
import email.policy
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "source"))

from dovecot import Dovecot  # noqa: E402
from harness import Desk, converse, expect, expect_code, main  # noqa: E402
from post import Post, connections  # noqa: E402

PROFILE = """[candidate]
name=Jordan Ellis
email=jordan@example.com
phone=+13125550142
zone=America/Chicago
country=US
"""
ANSWER = (b"From: Dana Reyes <dana@northwind.example>\r\nTo: jordan@example.com\r\nSubject: Our call\r\n"
          b"Date: Tue, 24 Nov 2026 13:19:00 -0600\r\nMessage-ID: <late@northwind.example>\r\n\r\n"
          b"So sorry, Jordan, my last meeting ran over. Could we speak tomorrow at 10am CT instead?\r\n")
ADDED, MISSED = "2026-11-24T12:00:00-06:00", "2026-11-24T13:20:00-06:00"


class World:
    def __init__(self, desk, saves_sent=False, password="right", mailbox=True, autopilot=False, emails="jordan@example.com"):
        self.desk = desk
        desk.folder.chmod(0o755)  # the mailbox is another user's
        (desk.folder / "mail").mkdir()
        self.dovecot = Dovecot(desk.folder / "mail")
        self.post = Post(self.dovecot.cert, self.dovecot.key)
        config = desk.folder / "config" / "crickets"
        config.mkdir(parents=True)
        text = connections(self.dovecot, self.post, password, saves_sent, mailbox)
        (config / "connections.ini").write_text(text)
        os.environ["XDG_CONFIG_HOME"] = str(desk.folder / "config")
        profile = PROFILE.replace("email=jordan@example.com", f"email={emails}")
        expect_code(desk.run("setup", str(desk.path("profile.ini", profile + f"[policy]\nautopilot={str(autopilot).lower()}\n"))), 0)
        expect_code(desk.run("add", "Dana Reyes of Northwind calls today 1pm CT, dana@northwind.example", now=ADDED), 0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.post.stop()
        self.dovecot.stop()

    def put(self, text, folder="INBOX"):
        with self.dovecot.client() as client:
            client.append(folder, None, None, text)

    def send(self, now=MISSED):
        return self.desk.run("send", "1", now=now)

    def folder(self, name):
        with self.dovecot.client() as client:
            client.select(name, readonly=True)
            numbers = client.search(None, "ALL")[1][0].split()
            return [client.fetch(n, "(FLAGS BODY.PEEK[])")[1][0] for n in numbers]

    def status(self):
        return self.desk.run("export").json["outbox"][-1].get("status", "draft")  # the first of its names is left out


def it_is_sent_once_with_a_copy(desk):
    with World(desk) as world:
        draft = desk.run("draft", "1", now=MISSED).out.decode()
        result = world.send()
        expect_code(result, 0)
        expect(b"Sent to dana@northwind.example" in result.out, result.out)
        expect(len(world.post.taken) == 1)
        envelope = world.post.taken[0]
        expect(envelope.mail_from == "jordan@example.com" and envelope.rcpt_tos == ["dana@northwind.example"], envelope)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        expect(message["Message-ID"].startswith("<1.email.1."), message["Message-ID"])
        plain, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
        expect(message.get_content_type() == "multipart/alternative", message.get_content_type())
        expect(draft.split("\n\n", 1)[1].split() == plain.split(), draft, plain)
        times = [line[2:] for line in plain.splitlines() if line.startswith("- ")]
        expect(len(times) == 3 and all(f"<li>{time}</li>" in html for time in times), plain, html)
        copies = world.folder("Sent")
        expect(len(copies) == 1 and b"\\Seen" in copies[0][0], copies)
        expect(email.message_from_bytes(copies[0][1])["Message-ID"] == message["Message-ID"])
        again = world.send(now="2026-11-24T13:21:00-06:00")
        expect_code(again, 1)
        expect(len(world.post.taken) == 1 and b"the letter is sent already" in again.out, again.out)


def written_to(to, headers=""):
    return (f"{headers}From: Dana Reyes <dana@northwind.example>\r\nTo: {to}\r\nSubject: Our call\r\n"
            "Date: Tue, 24 Nov 2026 12:10:00 -0600\r\nMessage-ID: <today@northwind.example>\r\n\r\n"
            "Hi Jordan, speak to you today at 1pm CT, I will call you.\r\n").encode()


def it_leaves_from_the_address_that_they_wrote_to(desk):
    """The letter shown, the draft, the envelope, its Message-ID and the copy say the same."""
    first, other = "jordan@example.com", "j.ellis@candidate.example"
    for number, (text, wanted) in enumerate([
            (written_to(other), other),
            (written_to(f"Northwind Team <team@northwind.example>, Jordan Ellis <{other.upper()}>"), other),
            (written_to("undisclosed-recipients:;", f"Delivered-To: {other}\r\n"), other),
            (written_to("somebody@elsewhere.example"), first),  # no address of the candidate's
            (written_to(first, f"Delivered-To: {other}\r\n"), first)]):
        folder = desk.folder / str(number)
        folder.mkdir()
        desk.folder.chmod(0o755)
        with World(Desk(folder), emails=f"{first};{other}") as world:
            box = world.desk
            world.put(text)
            watch(world, "2026-11-24T13:08:40-06:00")
            watch(world, "2026-11-24T13:10:20-06:00")
            draft = email.message_from_bytes(world.folder("Entwuerfe")[0][1], policy=email.policy.default)
            shown = box.run("draft", "1", "--json", now="2026-11-24T13:11:00-06:00").json
            expect(wanted in draft["From"] and shown["from"] == wanted, number, draft["From"], shown["from"])
            expect(box.run("draft", "1", now="2026-11-24T13:11:00-06:00").out.startswith(f"To: dana@northwind.example\nFrom: {wanted}\n".encode()))
            expect_code(world.send(now="2026-11-24T13:11:30-06:00"), 0)
            envelope = world.post.taken[0]
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            expect(envelope.mail_from == wanted and wanted in message["From"], number, envelope.mail_from, message["From"])
            expect(message["Message-ID"].endswith(wanted[wanted.index("@"):] + ">") and message["Message-ID"] == draft["Message-ID"])
            copy = email.message_from_bytes(world.folder("Sent")[0][1], policy=email.policy.default)
            expect(copy["From"] == message["From"] and copy["Message-ID"] == message["Message-ID"], copy.items())


def a_letter_that_is_written_anew_is_no_answer_to_itself(desk):
    with World(desk, autopilot=True) as world:
        expect_code(desk.run("add", "Dana Reyes of Northwind calls today 1pm CT, 212-555-0117", now=ADDED), 0)
        for act in ("no-answer", "voicemail"):  # it is held for the keeper, each time
            expect_code(desk.run("log", "1", act, now=MISSED), 0)
        expect_code(world.send(), 0)
        message = email.message_from_bytes(world.post.taken[0].content, policy=email.policy.default)
        expect(message["In-Reply-To"] is None and message["References"] is None, message.items())


def a_server_that_keeps_copies_gets_no_second(desk):
    with World(desk, saves_sent=True) as world:
        expect_code(world.send(), 0)
        expect(world.folder("Sent") == [])


def a_copy_that_the_server_made_is_found_by_its_id(desk):
    """Nobody has told that it keeps them: with the headers that it added, in other words."""
    with World(desk) as world:
        world.post.keep = lambda content: world.put(b"Received: from here\r\n" + content.replace(b"Subject: ", b"Subject:  "), "Sent")
        expect_code(world.send(), 0)
        expect(len(world.folder("Sent")) == 1, world.folder("Sent"))


def an_answer_in_the_mailbox_stops_it(desk):
    with World(desk) as world:
        world.put(ANSWER)
        result = world.send()
        expect(result.code == 4 and b"there was an answer" in result.out, result.code, result.out, result.err)
        expect(world.post.taken == [])
        expect(b"Nov 25" in desk.run("list", now=MISSED).out, desk.run("list", now=MISSED).out)


def in_a_terminal_what_was_shown_is_what_goes(desk):
    with World(desk) as world:
        code, text = converse(desk, [("Send exactly this (y/N)", "")], "--now", MISSED, "send", "1")
        expect(code == 1 and "Not sent: you did not say yes." in text and world.post.taken == [], code, text)

        def say_who_one_is():
            other = PROFILE.replace("Jordan Ellis", "Jordan B. Ellis")
            expect_code(desk.run("setup", str(desk.path("other.ini", other)), now=MISSED), 0)
            return "y"
        code, text = converse(desk, [("Send exactly this", say_who_one_is), ("Send exactly this", "y")], "--now", MISSED, "send", "1")
        first, second = text.split("Not sent: the letter was changed meanwhile. It reads now:")
        expect("Jordan Ellis" in first and "Jordan B. Ellis" in second, text)
        expect(code == 0 and len(world.post.taken) == 1, code, text)
        sent = email.message_from_bytes(world.post.taken[0].content, policy=email.policy.default).get_body(["plain"]).get_content()
        expect("Jordan B. Ellis" in sent and " ".join(sent.split()) in " ".join(second.split()), sent, second)


def in_a_terminal_nobody_is_asked_what_cannot_be(desk):
    with World(desk, mailbox=False) as world:
        code, text = converse(desk, [], "--now", MISSED, "send", "1")
        expect(code == 4 and "no mailbox is connected" in text and "Send exactly" not in text, code, text)


def only_the_text_that_is_named_is_sent(desk):
    with World(desk) as world:
        read = desk.run("draft", "1", "--json", now=MISSED).json["version"]
        expect_code(desk.run("setup", str(desk.path("other.ini", PROFILE.replace("Jordan Ellis", "Jordan B. Ellis"))), now=MISSED), 0)
        result = desk.run("send", "1", "--if", read, now=MISSED)
        expect(result.code == 4 and b"was changed meanwhile" in result.err and world.post.taken == [], result.code, result.err)
        read = desk.run("draft", "1", "--json", now=MISSED).json["version"]
        expect_code(desk.run("send", "1", "--if", read, now=MISSED), 0)
        expect(len(world.post.taken) == 1)


def what_the_server_says_is_shown(desk):
    with World(desk) as world:
        world.post.recipient = "550 5.1.1 no Dana here"
        result = world.send()
        expect(result.code == 4 and b"no Dana here" in result.out, result.code, result.out)
        world.post.recipient, world.post.answer = None, "451 4.7.1 try later"
        result = world.send(now="2026-11-24T13:25:00-06:00")
        expect(result.code == 4 and b"try later" in result.out and world.status() == "draft", result.out, world.status())
        world.post.answer = "250 ok"
        expect_code(world.send(now="2026-11-24T13:30:00-06:00"), 0)
        expect(len(world.post.taken) == 1)


def a_letter_in_doubt_is_found_in_sent_or_asked_about(desk):
    """The server has it and hangs up: it is not sent again, neither by itself nor when asked."""
    with World(desk) as world:
        world.post.answer = None
        result = world.send()
        expect(result.code == 4 and world.status() == "in-doubt", result.code, result.out, world.status())
        world.post.answer = "250 ok"
        again = world.send(now="2026-11-24T13:25:00-06:00")
        expect(again.code != 0 and len(world.post.taken) == 1, again.out)
        expect(b"Nobody can say whether it arrived" in result.out and b"crickets log 1 not-sent" in result.out, result.out)
        once = desk.run("watch", "--once", now="2026-11-24T13:30:00-06:00")
        expect(world.status() == "in-doubt" and len(world.post.taken) == 1, once.out)
        asked = desk.run("now", now="2026-11-24T13:31:00-06:00").out
        expect(b"Did the letter to Dana Reyes go out" in asked and b"crickets send 1" not in asked, asked)
        world.put(world.post.taken[0].content, "Sent")
        once = desk.run("watch", "--once", now="2026-11-24T13:35:00-06:00")
        expect(world.status() == "sent", world.status())


def a_mailbox_that_cannot_be_read_holds_it(desk):
    with World(desk) as world:
        world.dovecot.stop()
        result = world.send()
        expect(result.code == 4 and b"could not be read" in result.out, result.code, result.out)
        expect(world.post.taken == [] and world.status() == "draft", world.status())
        world.dovecot.start()
        expect_code(world.send(now="2026-11-24T13:30:00-06:00"), 0)


def a_wrong_password_is_told(desk):
    with World(desk, password="wrong") as world:
        result = world.send()
        expect(result.code == 4 and b"refused the user name or password" in result.out, result.code, result.out)
        expect(b"wrong" not in result.out + result.err)
        expect(world.post.taken == [])


def a_certificate_of_somebody_else_gets_nothing(desk):
    with World(desk) as world:
        path = desk.folder / "config" / "crickets" / "connections.ini"
        path.write_text(path.read_text().replace(f"ca_file={world.dovecot.cert}\n", "", 1))
        result = world.send()
        expect(result.code == 4 and b"certificate" in result.out, result.code, result.out)
        expect(world.post.taken == [])


def without_a_mailbox_nothing_is_sent_blindly(desk):
    with World(desk, mailbox=False) as world:
        result = world.send()
        expect(result.code == 4 and b"no mailbox is connected" in result.err and b"draft 1" in result.err, result.err)


def too_early_is_refused_without_a_trace(desk):
    with World(desk) as world:
        before = desk.export()
        result = world.send(now="2026-11-24T12:30:00-06:00")
        expect(result.code == 1 and b"not been missed" in result.out, result.out)
        expect(desk.export() == before)
        expect(world.post.taken == [])


def watch(world, now):
    """Less than two minutes at a time: the keeper does not trust a clock that jumps further, and holds what it would send."""
    result = world.desk.run("watch", "--once", now=now)
    expect(result.code == 0, result.out, result.err)
    return result.out


def the_keeper_sends_by_itself_when_it_may(desk):
    with World(desk, autopilot=True) as world:
        watch(world, "2026-11-24T13:09:00-06:00")
        expect(world.post.taken == [])
        watch(world, "2026-11-24T13:10:30-06:00")
        expect(len(world.post.taken) == 1 and world.status() == "sent", world.status())
        expect(len(world.folder("Sent")) == 1)
        watch(world, "2026-11-24T13:10:50-06:00")  # and its own copy is no news
        expect(len(world.post.taken) == 1 and len(world.folder("Sent")) == 1)
        expect(b"You wrote" not in desk.run("show", "1", now=MISSED).out)


def what_fell_due_while_no_keeper_ran_is_its_to_send(desk):
    with World(desk, autopilot=True) as world:
        watch(world, "2026-11-24T13:09:30-06:00")
        desk.run("now", now="2026-11-24T13:10:10-06:00")
        expect(world.post.taken == [] and world.status() == "held", world.status())
        expect(b"the keeper, which sends it, is not running" in desk.run("show", "1", now="2026-11-24T13:10:20-06:00").out)
        watch(world, "2026-11-24T13:11:20-06:00")
        expect(len(world.post.taken) == 1 and world.status() == "sent", world.status())


def the_review_goes_to_oneself(desk):
    with World(desk, mailbox=False) as world:
        result = desk.run("review", "--send", now="2026-11-26T12:00:00-06:00")
        expect(result.code == 0 and b"Sent to jordan@example.com" in result.out, result.out, result.err)
        message = email.message_from_bytes(world.post.taken[0].content, policy=email.policy.default)
        expect(world.post.taken[0].rcpt_tos == ["jordan@example.com"] and "Your week from" in message.get_content(), message)
        expect_code(desk.run("setup", str(desk.path("profile.ini", PROFILE + "[policy]\nreview_day=5\n"))), 0)
        for now, count in (("26T18:30", 1), ("27T17:00", 1), ("27T18:01", 2), ("27T19:30", 2), ("28T18:30", 2)):
            watch(world, f"2026-11-{now}:00-06:00")
            expect(len(world.post.taken) == count, now, len(world.post.taken))
        world.post.answer = "421 4.3.2 closing"
        late = desk.run("watch", "--once", now="2026-12-04T18:01:00-06:00")
        expect(late.code == 3 and b"the weekly review was not sent" in late.err, late.code, late.err)
        world.post.answer = "250 ok"
        watch(world, "2026-12-04T18:20:00-06:00")
        expect(len(world.post.taken) == 3, len(world.post.taken))


def the_keeper_inside_serve_sends_too(desk):
    with World(desk, autopilot=True) as world:
        watch(world, "2026-11-24T13:09:00-06:00")
        command = [desk.crickets, "--db", desk.db, "--now", "2026-11-24T13:10:30-06:00", "serve", "--port", "0"]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=desk.environment) as server:
            try:
                end = time.monotonic() + 100
                while not world.folder("Sent") and time.monotonic() < end and server.poll() is None:
                    time.sleep(0.1)  # until the copy, which comes last, is there
            finally:
                server.send_signal(signal.SIGINT)
        expect(server.returncode == 0, server.returncode)
        expect(len(world.post.taken) == 1 and world.status() == "sent", world.status())


def the_keeper_sends_nothing_after_an_answer(desk):
    with World(desk, autopilot=True) as world:
        watch(world, "2026-11-24T13:09:00-06:00")
        world.put(ANSWER)
        watch(world, "2026-11-24T13:10:30-06:00")
        expect(world.post.taken == [])


def a_server_that_is_down_is_tried_again(desk):
    with World(desk, autopilot=True) as world:
        world.post.answer = "421 4.3.2 closing"
        watch(world, "2026-11-24T13:10:10-06:00")
        expect(world.status() == "held" and world.post.taken == [], world.status())
        world.post.answer = "250 ok"
        watch(world, "2026-11-24T13:11:40-06:00")
        expect(len(world.post.taken) == 1 and world.status() == "sent", world.status())


def a_wrong_password_that_is_mended_lets_it_go(desk):
    with World(desk, autopilot=True) as world:
        path = desk.folder / "config" / "crickets" / "connections.ini"
        right = path.read_text()
        path.write_text(right.replace("printf right", "printf wrong", 1))  # of the mail that goes out
        watch(world, "2026-11-24T13:10:10-06:00")
        expect(world.status() == "held" and world.post.taken == [], world.status())
        shown = desk.run("show", "1", now="2026-11-24T13:10:20-06:00").out
        expect(b"refused the user name or password" in b" ".join(shown.split()), shown)
        path.write_text(right)
        watch(world, "2026-11-24T13:11:40-06:00")
        expect(len(world.post.taken) == 1 and world.status() == "sent", world.status())


def a_draft_lies_in_drafts_until_it_does_not_fit(desk):
    with World(desk) as world:
        watch(world, "2026-11-24T13:05:00-06:00")
        for now in ("2026-11-24T13:10:30-06:00", "2026-11-24T13:11:00-06:00"):
            watch(world, now)
            drafts = world.folder("Entwuerfe")
            expect(len(drafts) == 1 and b"\\Draft" in drafts[0][0], drafts)
        world.put(ANSWER)
        watch(world, "2026-11-24T13:30:00-06:00")
        expect(world.folder("Entwuerfe") == [], world.folder("Entwuerfe"))
        expect(world.post.taken == [])


def a_draft_that_was_changed_stays(desk):
    with World(desk) as world:
        watch(world, "2026-11-24T13:05:00-06:00")
        watch(world, "2026-11-24T13:10:30-06:00")
        mine = world.folder("Entwuerfe")[0][1].replace(b"Hi Dana", b"Good day, Dana")
        with world.dovecot.client() as client:
            client.select("Entwuerfe")
            client.store("1", "+FLAGS", "\\Deleted")
            client.expunge()
        world.put(mine, "Entwuerfe")
        world.put(ANSWER)
        watch(world, "2026-11-24T13:30:00-06:00")
        expect(len(world.folder("Entwuerfe")) == 1)


def a_letter_sent_from_drafts_is_known_again(desk):
    with World(desk) as world:
        watch(world, "2026-11-24T13:05:00-06:00")
        watch(world, "2026-11-24T13:10:30-06:00")
        expect(world.status() == "draft")
        world.put(world.folder("Entwuerfe")[0][1], "Sent")
        watch(world, "2026-11-24T13:30:00-06:00")
        expect(world.status() == "sent", world.status())
        expect(world.folder("Entwuerfe") == [])


if __name__ == "__main__":
    subprocess.run([str(HERE.parent.parent / "tools" / "packages.sh"), "dovecot-imapd", "python3-aiosmtpd"], check=True)
    main([it_is_sent_once_with_a_copy, it_leaves_from_the_address_that_they_wrote_to, a_letter_that_is_written_anew_is_no_answer_to_itself,
          a_server_that_keeps_copies_gets_no_second, a_copy_that_the_server_made_is_found_by_its_id, an_answer_in_the_mailbox_stops_it,
          in_a_terminal_what_was_shown_is_what_goes, in_a_terminal_nobody_is_asked_what_cannot_be, only_the_text_that_is_named_is_sent, what_the_server_says_is_shown,
          a_letter_in_doubt_is_found_in_sent_or_asked_about, a_mailbox_that_cannot_be_read_holds_it, a_wrong_password_is_told,
          a_wrong_password_that_is_mended_lets_it_go,
          a_certificate_of_somebody_else_gets_nothing, without_a_mailbox_nothing_is_sent_blindly,
          too_early_is_refused_without_a_trace, the_keeper_sends_by_itself_when_it_may,
          what_fell_due_while_no_keeper_ran_is_its_to_send,
          the_review_goes_to_oneself, the_keeper_inside_serve_sends_too, the_keeper_sends_nothing_after_an_answer, a_server_that_is_down_is_tried_again,
          a_draft_lies_in_drafts_until_it_does_not_fit, a_draft_that_was_changed_stays,
          a_letter_sent_from_drafts_is_known_again])

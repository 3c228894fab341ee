#!/usr/bin/env python3
"""From the mailbox to the advice with nobody calling a verb: a real IMAP server, set up by the command, and the keeper."""
import importlib
import queue
import subprocess
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "source"))

from harness import EXAMPLES, Skip, expect, expect_code, main  # noqa: E402
from set_up import converse  # noqa: E402
from watch import Keeper, expect_code_of, expect_little_memory  # noqa: E402

real = importlib.import_module("imap-dovecot")
STORY = EXAMPLES / "email"


def with_dovecot(test):
    def run(desk):
        folder = desk.folder / "dovecot"
        folder.mkdir()
        desk.folder.chmod(0o755)
        server = real.Dovecot(folder)
        try:
            test(desk, server)
        finally:
            server.stop()
    run.__name__ = test.__name__
    return run


def put(server, name):
    with server.client() as client:
        answer = client.append("INBOX", "", None, (STORY / "mail" / name).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        expect(answer[0] == "OK", answer)


def set_up(desk, server, password=b"right\n"):
    expect_code(desk.run("setup", str(STORY / "profile.ini")), 0)
    return desk_connected(desk, server, password)


def desk_connected(desk, server, password=b"right\n"):
    return desk.run("setup", "mail", "--url", server.url, "--user", "jordan", "--ca-file", str(server.cert), "--password-stdin",
                    stdin=password)


@with_dovecot
def the_whole_story_by_itself(desk, server):
    result = set_up(desk, server)
    expect_code(result, 0)
    expect(b"sign-in" in result.out and b"mail is connected" in result.out, result.out)
    for path in desk.folder.rglob("*"):
        if path.is_file() and not path.is_relative_to(desk.folder / "dovecot"):
            expect(b"right\n" not in path.read_bytes(), "the password stands in", path)
    with Keeper(desk, now="2026-09-08T17:00:00+01:00") as keeper:
        put(server, "01-agreed.eml")
        keeper.until("watching").until("with Fiona Gallagher")
        expect_code_of(keeper)
    with Keeper(desk, now="2026-09-10T10:41:00+01:00") as keeper:
        keeper.until("missed").until("draft")
        expect_code_of(keeper)
    with Keeper(desk, now="2026-09-10T14:06:00+01:00") as keeper:
        put(server, "02-answer.eml")
        keeper.until("reply").until("rescheduled")
        expect_code_of(keeper)
    doctor = desk.run("doctor", "--json").json["checks"]
    of_mail = {check["name"]: check["result"] for check in doctor if check["about"] == "mail"}
    expect(of_mail == {"name": "fine", "port": "fine", "certificate": "fine", "sign-in": "fine", "reading": "fine"}, of_mail)


@with_dovecot
def waiting_takes_little_memory(desk, server):
    if desk.is_sanitized:
        raise Skip("a sanitizer takes memory of its own")
    expect_code(set_up(desk, server), 0)
    with Keeper(desk, now="2026-09-08T17:00:00+01:00") as keeper:
        put(server, "01-agreed.eml")
        keeper.until("with Fiona Gallagher")
        expect_little_memory(keeper)
        expect_code_of(keeper)


@with_dovecot
def the_screen_follows_the_mailbox(desk, server):
    """The second mail can only come by IDLE: the mailbox is asked every two minutes, and this waits one."""
    expect_code(set_up(desk, server), 0)
    now, first = "2026-09-08T17:00:00+01:00", (STORY / "mail/01-agreed.eml").read_bytes()
    screen = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", now, "now", "--follow"], env=desk.environment, stdout=subprocess.PIPE)
    shown = queue.Queue()
    threading.Thread(target=lambda: [shown.put(line) for line in screen.stdout], daemon=True).start()
    try:
        with Keeper(desk, now=now) as keeper:
            for name, firm in ((b"Fiona", b"margies"), (b"Nora", b"otherfirm")):
                server.append(b"\r\n".join(first.replace(b"Fiona", name).replace(b"margies", firm).splitlines()) + b"\r\n", days=0)
                while name not in shown.get(timeout=60):
                    pass
            expect_code_of(keeper)
    finally:
        screen.kill()
        screen.communicate()


@with_dovecot
def what_does_not_work_is_not_kept(desk, server):
    wrong = set_up(desk, server, b"wrong\n")
    expect_code(wrong, 4)
    expect(b"app password" in wrong.out and b"BAD" in wrong.out, wrong.out)
    stranger = desk.run("setup", "mail", "--url", server.url, "--user", "jordan", "--password-stdin", stdin=b"right\n")
    expect_code(stranger, 4)  # without --ca-file its certificate is a stranger's
    expect(b"certificate" in stranger.out, stranger.out)
    expect(not (desk.folder / "config" / "crickets" / "connections.ini").exists())


@with_dovecot
def what_was_answered_wrongly_is_asked_again(desk, server):
    expect_code(desk.run("setup", str(STORY / "profile.ini")), 0)
    code, text = converse(desk, [
        ("Your user name", "jordan.ellis"), ("Password", "wrong"), ("Try again", ""),
        ("Its server", server.url), ("Try again", ""), ("Its server", ""), ("its own certificate", str(server.cert)),
        ("Try again", "y"), ("Your user name there [jordan.ellis]", ""), ("Password", "right"), ("Try again", "y"),
        ("Your user name there [jordan.ellis]", "jordan"), ("Password", "right")], "setup", "mail", "imaps://localhost:9")
    expect(code == 0 and "mail is connected" in text, code, text)
    expect(text.count("BAD  mail       sign-in") == 2 and text.count("BAD  mail       certificate") == 1, text)
    path = desk.folder / "config" / "crickets" / "connections.ini"
    path.write_text(path.read_text() + "folders=Jobs;Recruiting\nwindow_days=7\n")
    expect_code(desk_connected(desk, server), 0)
    expect("folders=Jobs;Recruiting" in path.read_text() and "window_days=7" in path.read_text(), path.read_text())


@with_dovecot
def a_mailbox_that_goes_and_comes_back(desk, server):
    expect_code(set_up(desk, server), 0)
    with Keeper(desk, now="2026-09-08T17:00:00+01:00") as keeper:
        server.stop()
        put_later = "01-agreed.eml"
        server.start()
        put(server, put_later)
        keeper.until("with Fiona Gallagher", seconds=120)
        code = keeper.stop()
        expect(code == 0, code, keeper.errors)


@with_dovecot
def a_mail_that_looks_like_a_call_log_is_a_mail(desk, server):
    """Whoever writes us chooses the bytes: they must not become calls that nobody made."""
    expect_code(set_up(desk, server), 0)
    expect_code(desk.run("add", "Dana Reyes calls 2026-09-08T18:00:00+01:00, 212-555-0123", now="2026-09-08T17:00:00+01:00"), 0)
    log = (b'<?xml version="1.0"?>\r\n<calls count="1"><call number="+12125550123" duration="600" date="1788887100000" type="1"/></calls>\r\n')
    csv = b'"","+12125550123","+12125550142","x","x","a","b","Dial","","2026-09-08 17:05:00","2026-09-08 17:05:01","2026-09-08 17:15:00",600,599,"ANSWERED","DOCUMENTATION","1.1",""\r\n'
    with server.client() as client:
        for data in (log, csv):
            expect(client.append("INBOX", "", None, data)[0] == "OK")
    once = desk.run("watch", "--once", now="2026-09-08T18:12:00+01:00")
    expect(once.code in (0, 3), once.err)
    export = desk.run("export", now="2026-09-08T18:12:00+01:00").json
    expect(b'"call"' not in once.out and not [fact for fact in export["facts"] if fact.get("kind") == "call"], export["facts"])
    expect(b"missed" in once.out, once.out)


@with_dovecot
def sent_and_junk_are_read(desk, server):
    """Each mail is one fact, also when it is moved or read again."""
    now, story = "2026-11-19T12:00:00-06:00", EXAMPLES / "late-recruiter"
    mails = {path.name: b"\r\n".join(path.read_bytes().splitlines()) + b"\r\n" for path in (story / "mail").glob("*.eml")}
    expect_code(desk.run("setup", str(story / "profile.ini")), 0)
    expect_code(desk.run("setup", "mail", "--url", server.url, "--user", "jordan", "--ca-file", str(server.cert),
                         "--password-stdin", stdin=b"right\n"), 0)

    def once():
        expect_code(desk.run("watch", "--once", now=now), 0)
        calls = desk.run("list", "--json", now=now).json["interviews"]
        expect([c["company"] for c in calls] == ["Northwind"], calls)
        return desk.run("show", str(calls[0]["id"]), "--json", now=now).json
    server.append(mails["01-intro.eml"], days=7)
    server.append(mails["02-my-answer.eml"], "Sent", days=7)
    server.append(mails["03-invitation.eml"], "Junk", days=6)
    before = once()
    server.append(mails["03-invitation.eml"], days=6)
    expect(once() == before, before)


@with_dovecot
def what_was_called_off_before_the_first_reading_is_off(desk, server):
    """The candidate's own word lies in another folder than the invite that it answers."""
    story, now = EXAMPLES / "own-cancel", "2026-11-23T12:00:00-06:00"
    expect_code(desk.run("setup", str(story / "profile.ini")), 0)
    expect_code(desk_connected(desk, server), 0)
    for name, folder in (("01-invitation", "INBOX"), ("02-called-off", "Sent")):
        server.append(b"\r\n".join((story / f"mail/{name}.eml").read_bytes().splitlines()) + b"\r\n", folder, days=2)
    expect_code(desk.run("watch", "--once", now=now), 0)
    calls = desk.run("list", "--all", "--json", now=now).json["interviews"]
    expect([call["phase"] for call in calls] in (["cancelled"], ["withdrawn"]), calls)


if __name__ == "__main__":
    real.packages("dovecot-imapd", "openssl")
    main([the_whole_story_by_itself, waiting_takes_little_memory, the_screen_follows_the_mailbox, what_does_not_work_is_not_kept, what_was_answered_wrongly_is_asked_again, a_mailbox_that_goes_and_comes_back,
          a_mail_that_looks_like_a_call_log_is_a_mail, sent_and_junk_are_read, what_was_called_off_before_the_first_reading_is_off])

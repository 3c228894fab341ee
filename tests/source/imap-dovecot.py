#!/usr/bin/env python3
"""The IMAP source and the mailbox effect against a real server."""

import sys

from dovecot import Dovecot
from peer import PATIENCE, driving, expect, expect_error, expect_ok, main, packages

PROGRAM = sys.argv[1]


def dovecot_of(test):
    def run(folder):
        with driving(PROGRAM) as drive:
            dovecot = Dovecot(folder)
            try:
                drive.new(dovecot.url, ca_file=str(dovecot.cert))
                test(dovecot, drive)
            except AssertionError:
                print("# " + dovecot.log().replace("\n", "\n# "))
                raise
            finally:
                dovecot.stop()
    run.__name__ = test.__name__
    return run


def reading(dovecot, drive):
    """The first reading, what is new, Sent and Junk, and not one flag changed."""
    first = [dovecot.put(1), dovecot.put(2, flags="\\Flagged"), dovecot.put(3, "Sent"), dovecot.put(4, "Junk")]
    dovecot.put(5, days=60)
    done = expect_ok(drive.sync())
    expect(sorted(done.sums) == sorted(first) and not done.problems, done.names, done.problems)
    expect(not expect_ok(drive.sync()).mails, "read twice")
    second = [dovecot.put(6), dovecot.put(7, "Sent")]
    done = expect_ok(drive.sync())
    expect(sorted(done.sums) == sorted(second), done.names)
    with dovecot.client() as client:
        client.select("INBOX", readonly=True)
        flags = client.fetch("1:*", "(FLAGS)")[1]
        expect([b"\\Seen" in f for f in flags] == [False] * 4 and sum(b"\\Flagged" in f for f in flags) == 1, flags)
        client.select("INBOX")
        client.copy("1", "Junk")
        client.store("1", "+FLAGS", "\\Deleted")
        client.expunge()
    moved = expect_ok(drive.sync())
    expect(moved.sums == first[:1] and "Junk" in moved.names[0], moved.names)


def waking_up(dovecot, drive):
    expect_ok(drive.sync())
    drive.begin("wait", usec=PATIENCE * 10**6)
    number = dovecot.put(1)
    done = expect_ok(drive.end())
    expect(done["early"], "did not wake up")
    expect(expect_ok(drive.sync()).sums == [number])


def a_restart(dovecot, drive):
    """The server goes away while we wait, and comes back."""
    expect_ok(drive.sync())
    drive.begin("wait", usec=PATIENCE * 10**6)
    dovecot.stop()
    drive.end()
    expect_error(drive.sync(), "localhost: ")
    dovecot.start()
    number = dovecot.put(1)
    expect(expect_ok(drive.sync()).sums == [number])


def a_new_validity(dovecot, drive):
    dovecot.put(1)
    expect_ok(drive.sync())
    dovecot.stop()
    mail = dovecot.folder / "home/jordan/mail"
    lines = (mail / "dovecot-uidlist").read_text().splitlines()
    lines[0] = " ".join("V7654321" if part.startswith("V") else part for part in lines[0].split(" "))
    (mail / "dovecot-uidlist").write_text("\n".join(lines) + "\n")
    for index in mail.glob("dovecot.index*"):
        index.unlink()
    dovecot.start()
    old, new = dovecot.put(2, days=60), dovecot.put(3)
    done = drive.sync()
    if not done.ok:  # the old session may have outlived its server
        done = expect_ok(drive.sync())
    expect(new in done.sums and old not in done.sums and len(done.sums) == 2, done.names, done.cursors)


def starttls_and_refusals(dovecot, drive):
    number = dovecot.put(1)
    plain = f"imap://localhost:{dovecot.imap_port}"
    drive.new(plain, ca_file=str(dovecot.cert))
    expect(expect_ok(drive.sync()).sums == [number])
    drive.new(plain)
    expect_error(drive.sync(), "its certificate is not valid")
    drive.new(dovecot.url, "wrong", ca_file=str(dovecot.cert))
    done = expect_error(drive.sync(), "refused the user name or its password")
    expect(done["denied"], done)
    drive.new(f"imaps://localhost:{dovecot.imap_port}", ca_file=str(dovecot.cert))
    expect_error(drive.sync(), "no secure connection")


def writing(dovecot, drive):
    """Sent and Drafts by special use, each message once, ours removed only while it is ours."""
    letter = "From: jordan@example.com\r\nMessage-ID: <a.b.1@crickets>\r\nSubject: Our call\r\n\r\nHello Dana\r\n"
    act = {"id": "a.b.1@crickets", "bytes": letter}
    for folder in ("Sent", "Drafts"):
        expect(drive.act("find", folder=folder, **act)["answer"] is False)
        for _ in range(2):
            expect_ok(drive.act("ensure", folder=folder, **act))
        expect(drive.act("find", folder=folder, **act)["answer"] is True)
    with dovecot.client() as client:
        for folder, flag in (("Sent", b"\\Seen"), ("Entwuerfe", b"\\Draft")):
            count = client.select(folder, readonly=True)[1]
            data = client.fetch("1", "(FLAGS INTERNALDATE BODY.PEEK[])")[1]
            expect(count == [b"1"] and flag in b"".join(map(bytes, data[0])) + data[1], folder, data)
            expect(data[0][1] == letter.encode() and b"25-Nov-2026" in data[0][0], data)
        client.append("Entwuerfe", "", None, letter.replace("Dana", "my dear Dana").encode())
    expect(drive.act("remove", **act)["answer"] is True)
    expect(drive.act("remove", **act)["answer"] is False)
    with dovecot.client() as client:
        client.select("Entwuerfe", readonly=True)
        expect(b"my dear Dana" in client.fetch("1:*", "(BODY.PEEK[])")[1][0][1])


if __name__ == "__main__":
    packages("dovecot-imapd", "openssl")
    main([dovecot_of(test) for test in (reading, waking_up, a_restart, a_new_validity, starttls_and_refusals, writing)])

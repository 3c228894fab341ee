#!/usr/bin/env python3
"""An IMAP server that breaks off, dawdles, lies and floods: the source ends with success or a clear
error, tells no secret in the open, and loses no message."""

import base64
import os
import re
import sys
from pathlib import Path

sys.path.insert(1, str(Path(__file__).resolve().parent.parent))
import fake_imap
import progress
from peer import certificate, digest, driving, expect, expect_error, expect_ok, main, packages

PROGRAM = sys.argv[1]
OURS = "crickets - error - quark"


def mail(number, body=b"Hello"):
    return b"From: dana@northwind.example\r\nMessage-ID: <%d@x.example>\r\nSubject: S\r\n\r\n%s\r\n" % (number, body)


class Scene:
    """A server with a few mails, and a source that is set up for it."""

    def __init__(self, folder, drive, *, starttls=False, names=("DNS:localhost", "IP:127.0.0.1"), **connection):
        cert, key = certificate(folder, "localhost", *names)
        self.server = fake_imap.Server(cert, key, starttls=starttls)
        self.drive, self.cert, self.added = drive, cert, []
        self.connection = {"ca_file": str(cert), **connection}
        drive.new(self.server.url, **self.connection)

    def add(self, number, folder="INBOX", body=b"Hello", date="20-Nov-2026"):
        self.server.folders[folder].add(mail(number, body), date)
        self.added.append(digest(mail(number, body)))

    def fill(self):
        for number, folder in enumerate(["INBOX", "INBOX", "Sent", "Junk"], 1):
            self.add(number, folder)
        return self

    def expect_all(self, *dones):
        got = {s for done in dones for s in done.sums}
        expect(got == set(self.added), "delivered", [d.names for d in dones], "of", len(self.added))


def with_scene(test, **options):
    def run(folder):
        with driving(PROGRAM) as drive:
            scene = Scene(folder, drive, **options)
            try:
                test(scene)
            finally:
                scene.server.close()
    run.__name__ = test.__name__
    return run


def everything_is_read_once(scene):
    scene.fill()
    scene.add(5, date="01-Sep-2026")  # before the window
    scene.added.pop()
    first = expect_ok(scene.drive.sync())
    scene.expect_all(first)
    expect(len(first.mails) == 4 and "mail personal, Sent 1" in first.names, first.names)
    expect(not expect_ok(scene.drive.sync()).mails, "read twice")
    scene.add(6)
    scene.add(7, "Sent")
    second = expect_ok(scene.drive.sync())
    scene.expect_all(first, second)
    expect(len(second.mails) == 2, second.names)
    expect(not scene.server.commands("SELECT") and not scene.server.commands("STORE"), scene.server.journal)


def a_closed_server_takes_nobody(scene):
    """Or it would answer for the next one, with another certificate."""
    other = fake_imap.Server(scene.cert, scene.cert.with_suffix(".key"))
    expect_ok(scene.drive.new(other.url, **scene.connection).sync())
    other.close()
    other.drop()
    expect_error(scene.drive.sync(), "refused", OURS)


def what_shows_up_late_is_read(scene):
    scene.fill()
    inbox = scene.server.folders["INBOX"]
    late = inbox.mails.pop(1)
    first = expect_ok(scene.drive.sync())
    expect(len(first.mails) == 3, first.names)
    inbox.mails[1] = late
    second = expect_ok(scene.drive.sync())
    scene.expect_all(first, second)
    expect(len(second.mails) == 1, second.names)


def a_new_validity_is_a_bounded_new_reading(scene):
    scene.fill()
    expect_ok(scene.drive.sync())
    inbox = scene.server.folders["INBOX"] = fake_imap.Folder(validity=8)
    inbox.add(mail(90), "01-Sep-2026")
    scene.added = []
    scene.add(91)
    again = expect_ok(scene.drive.sync())
    scene.expect_all(again)


def resyncing(scene):
    scene.server.capabilities += " ENABLE CONDSTORE QRESYNC"
    for number in range(1, 10):
        scene.add(number)
    return expect_ok(scene.drive.sync())


def reconnect(scene):
    scene.server.drop()
    del scene.server.journal[:]
    return expect_ok(scene.drive.sync())


def a_folder_tells_what_has_changed(scene):
    """QRESYNC: what has come is told as the folder is opened, with flags and removals that are no events."""
    server = scene.server
    inbox = server.folders["INBOX"]
    first = resyncing(scene)
    scene.expect_all(first)
    for uid in (2, 3, 9):
        inbox.remove(uid)
    inbox.touch(4)
    scene.add(10)
    second = reconnect(scene)
    scene.expect_all(first, second)
    expect(len(second.mails) == 1, second.names)
    expect(not server.commands("SEARCH") and server.commands("ENABLE QRESYNC"), server.journal)
    expect(any("(QRESYNC (7 10))" in line for line in server.commands("EXAMINE")), server.journal)
    inbox.remove(5)
    expect(not reconnect(scene).mails and not server.commands("SEARCH"), server.journal)
    expect(not reconnect(scene).mails and not server.commands("SEARCH"), server.journal)
    scene.add(11)  # told by its UIDNEXT alone: then it is searched
    replaced(server, "EXAMINE", b"FETCH (UID 11", b"FETCH (UID 4")
    scene.expect_all(first, second, reconnect(scene))
    expect(server.commands("SEARCH"), server.journal)


def numbers_that_are_others_now_are_searched(scene):
    resyncing(scene)
    inbox = scene.server.folders["INBOX"] = fake_imap.Folder(validity=8)
    inbox.modseq, scene.added = 50, []
    scene.add(91)
    second = reconnect(scene)
    scene.expect_all(second)
    expect(scene.server.commands("SEARCH"), scene.server.journal)
    inbox.modseq = 3  # lower than it was: restored from a backup
    inbox.changed = dict.fromkeys(inbox.changed, 3)
    scene.add(92)
    scene.expect_all(second, reconnect(scene))
    expect(scene.server.commands("SEARCH"), scene.server.journal)


def who_does_not_enable_is_searched(scene):
    replaced(scene.server, "ENABLE", b"* ENABLED QRESYNC\r\n", b"")
    first = resyncing(scene)
    scene.add(10)
    scene.expect_all(first, reconnect(scene))
    expect(scene.server.commands("SEARCH") and not any("(QRESYNC" in line for line in scene.server.journal), scene.server.journal)


def lies_of_changes(scene):
    server, drive = scene.server, scene.drive
    first = resyncing(scene)
    inbox = server.folders["INBOX"]
    inbox.remove(3)
    scene.add(10)
    for old, new in [
        (b"VANISHED (EARLIER) 3", b"VANISHED (EARLIER) 0x"), (b"VANISHED (EARLIER) 3", b"VANISHED (LATER) 3"),
        (b"VANISHED (EARLIER) 3", b"VANISHED"), (b"VANISHED (EARLIER) 3", b"VANISHED 1,,2"),
        (b"FETCH (UID 10", b"FETCH (UID 99999999999"), (b"FETCH (UID 10", b"FETCH ((UID 10"),
    ]:
        replaced(server, "EXAMINE", old, new)
        server.drop()
        expect_error(drive.sync(), "not well formed")
    server.lie = lambda line, answer: answer
    scene.expect_all(first, reconnect(scene))


def what_vanishes_while_we_wait_is_counted(scene):
    """Else what comes in its stead would not look like news."""
    first = resyncing(scene)
    inbox = scene.server.folders["INBOX"]

    def swap(connection):
        inbox.remove(3)
        connection.send(b"* VANISHED 3\r\n")
        scene.add(10)
        connection.send(b"* 9 EXISTS\r\n")

    scene.server.on_idle = swap
    expect(expect_ok(scene.drive.act("wait", usec=300 * 10**6))["early"], "did not wake up")
    scene.expect_all(first, expect_ok(scene.drive.sync()))


def a_cut_at_every_byte(scene):
    """Reading, waiting, and reading what came, with the connection cut after every byte."""
    server, drive = scene.server, scene.drive
    scene.fill()

    def arrive(connection):
        if len(scene.added) == 4:
            scene.add(5)
        connection.send(b"* %d EXISTS\r\n" % len(server.folders["INBOX"].mails))

    def dialogue():
        while len(scene.added) > 4:
            del server.folders["INBOX"].mails[max(server.folders["INBOX"].mails)]
            server.folders["INBOX"].next -= 1
            scene.added.pop()
        dones = [drive.sync(anew=True)]
        if dones[0].ok:
            expect(drive.act("wait", usec=300 * 10**6)["early"], "did not wake up")
            dones.append(drive.sync())
        while not dones[-1].ok:
            expect(len(dones) < 5, "does not recover", dones[-1])
            dones.append(drive.sync())
        if len(scene.added) == 4:
            scene.add(5)
            dones.append(expect_ok(drive.sync()))
        scene.expect_all(*dones)

    server.on_idle = arrive
    dialogue()
    total = server.sent
    expect(total > 1000, total)
    for position in range(total):
        server.cut = position
        drive.new(server.url, **scene.connection)
        dialogue()


def byte_by_byte(scene):
    scene.fill()
    scene.server.slow = True
    scene.expect_all(expect_ok(scene.drive.sync()))


def replaced(server, word, old, new):
    server.lie = lambda line, answer: answer.replace(old, new) if word in line else answer


def lies(scene):
    """Each ends the reading with an error, and the truth afterwards delivers everything."""
    server, drive = scene.server, scene.drive
    scene.fill()
    size = b"{%d}" % len(mail(1))
    for word, old, new in [
        ("FETCH", size, b"{%d}" % (len(mail(1)) - 1)), ("FETCH", size, b"{%d}" % (len(mail(1)) - 30)),
        ("FETCH", size, b"{%d}" % (len(mail(1)) + 1)), ("FETCH", size, b"{%d}" % (len(mail(1)) + 2)),
        ("FETCH", size, b"{99999999999999999999}"), ("FETCH", size, b"{4294967296}"), ("FETCH", size, b"{33554434}"),
        ("FETCH", size, b"{-1}"), ("FETCH", b"(UID 1 ", b"(UID 77 "), ("FETCH", b"(UID 1 ", b"("),
        ("FETCH", b"FETCH (", b"FETCH ((((("), ("FETCH", b")\r\n", b"\r\n"), ("FETCH", b"* ", b"A9999999 OK "),
        ("SEARCH", b"SEARCH 1", b"SEARCH 0"), ("SEARCH", b"SEARCH 1", b"SEARCH x"),
        ("SEARCH", b"SEARCH 1", b"SEARCH 99999999999"), ("LIST", b"LIST (", b"LIST "), ("LIST", b"LIST ", b"LIST {3}\r\n"),
        ("STATUS", b"(MESSAGES", b"MESSAGES"), ("STATUS", b'"Junk"', b'"Other"'), ("EXAMINE", b"* FLAGS", b"HTTP/1.1 200"),
        ("CAPABILITY", b"* CAPABILITY", b"* BYE tired"), ("EXAMINE", b" OK [READ-ONLY]", b" NO not now"),
        ("FETCH", b" OK done", b" NO cannot"), ("AUTHENTICATE", b" OK", b" BAD"), ("EXAMINE", b"* ", b"+ "),
    ]:
        def lie(line, answer, word=word, old=old, new=new):
            if word not in line:
                return answer
            changed = answer.replace(old, new)
            if word == "FETCH" and b" NO" in new:  # and gives nothing
                changed = changed[changed.rindex(b"A"):]
            return changed + b"* OK and\r\n" * 8  # a literal that is too long finds more bytes
        server.lie = lie
        drive.new(server.url, **scene.connection)
        done = drive.sync()
        expect(not done.ok and done["domain"] == OURS and done.error.startswith("localhost: "), word, old, new, done)
        server.lie = lambda line, answer: answer
        scene.expect_all(done, expect_ok(drive.sync()))


def floods(scene):
    server, drive = scene.server, scene.drive
    scene.fill()
    for word, flood, words in [
        ("EXAMINE", b"* OK so\r\n" * 100002, "flood"), ("SEARCH", b"* 1 FETCH (FLAGS ())\r\n" * 100002, "flood"),
        ("LIST", b'* LIST () "/" x\r\n' * 120000, "flood"), ("LIST", b'* LIST (\\Noselect) "/" x\r\n' * 120000, "flood"),
        ("SEARCH", (b"* SEARCH" + b" 1" * 500000 + b"\r\n") * 3, "more messages"), ("NOOP", b"* OK " + b"x" * (2 << 20), ""),
    ]:
        server.lie = lambda line, answer, word=word, flood=flood: flood + answer if word in line else answer
        drive.new(server.url, **scene.connection)
        done = drive.sync()
        if word == "NOOP":  # is asked when the connection is used again: a new one is made
            expect_ok(done)
            connections = server.connections
            expect_ok(drive.sync())
            expect(server.connections == connections + 1)
        else:
            expect_error(done, words)
        expect(done["peak_kib"] < 400 << 10, done)  # with the sanitizers' share


def greetings_that_are_refused(scene):
    server, drive = scene.server, scene.drive
    for greeting, words in [(b"* PREAUTH welcome\r\n", "PREAUTH"), (b"* BYE full\r\n", "full"), (b"HTTP/1.1 400 Bad\r\n", "not IMAP"),
                            (b"+ OK\r\n", "does not greet"), (b"* SEARCH 1\r\n", "does not greet")]:
        server.greeting = greeting
        drive.new(server.url, **scene.connection)
        expect_error(drive.sync(), words, OURS)
    expect(server.journal == [], server.journal)


def certificates_that_are_refused(scene):
    """For another name, and by an unknown authority."""
    server, drive = scene.server, scene.drive
    expect_error(drive.sync(), "its certificate is not valid")
    drive.new(server.url)
    expect_error(drive.sync(), "its certificate is not valid")
    expect(server.journal == [] and server.sent == 0, server.journal)


def starttls(scene):
    scene.fill()
    scene.expect_all(expect_ok(scene.drive.sync()))
    expect(scene.server.open_journal == b"A1 STARTTLS\r\n", scene.server.open_journal)


def starttls_that_is_refused(scene):
    """Stripped, or with words put in: no credential goes out, with or without TLS."""
    server, drive = scene.server, scene.drive
    server.capabilities += " LOGIN"
    for greeting, answer, words in [
        (b"* OK hello\r\n", b"%s BAD what\r\n", "STARTTLS"), (b"* OK hello\r\n", b"%s NO not here\r\n", "STARTTLS"),
        (b"* OK hello\r\n", b"%s OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n", "put words"),
        (b"* OK hello\r\n", b"%s OK go\r\nA2 OK CAPABILITY\r\n", "put words"),
        (b"* PREAUTH welcome\r\n", b"%s OK go\r\n", "PREAUTH"), (b"* OK hello\r\n", b"A7 OK go\r\n", "not asked"),
    ]:
        server.greeting, server.starttls_answer, server.open_journal, server.journal = greeting, answer, b"", []
        drive.new(server.url, **scene.connection)
        expect_error(drive.sync(), words, OURS)
        expect(server.open_journal in (b"", b"A1 STARTTLS\r\n"), server.open_journal)


def ways_to_sign_in(scene):
    server, drive = scene.server, scene.drive
    base = "IMAP4rev1 IDLE "
    for auth, capabilities, secret in [
        ("password", "SASL-IR AUTH=PLAIN LOGINDISABLED", "right"), ("password", "AUTH=PLAIN", 'a "b\\ c'),
        ("password", "", 'qu"ote\\'), ("password", "", "Schlüssel"), ("password", "LOGINDISABLED AUTH=LOGIN", "right"),
        ("xoauth2", "SASL-IR AUTH=XOAUTH2", "right"), ("xoauth2", "AUTH=XOAUTH2", "ya29.token"),
    ]:
        server.capabilities = base + capabilities
        server.password = server.token = secret
        connection = {**scene.connection, "auth": auth}
        drive.new(server.url, secret, **connection)
        expect_ok(drive.sync())
        drive.new(server.url, "wrong", **connection)
        done = expect_error(drive.sync(), "Invalid credentials", OURS)
        expect(done["denied"] and "wrong" not in done.error, done)
        expect(auth == "password" or "401" in done.error, done)
    server.capabilities = base + "LOGINDISABLED AUTH=GSSAPI"
    drive.new(server.url, **scene.connection)
    expect_error(drive.sync(), "no way to sign in")
    drive.new(server.url, **{**scene.connection, "auth": "none"})
    expect_error(drive.sync(), "needs a user name")


def a_server_that_wants_a_name_gets_one(scene):
    server, drive = scene.server, scene.drive
    server.wants_names = True
    expect_error(drive.new(server.url, **scene.connection).sync(), "Unsafe Login")
    server.capabilities += " ID"
    expect_ok(drive.new(server.url, **scene.connection).sync())
    expect(len(server.commands(" ID (")) == 1 and all("right" not in line for line in server.commands(" ID (")))


def an_echoed_secret_is_not_repeated(scene):
    for word, capabilities in [("LOGIN", ""), ("AUTHENTICATE", " SASL-IR AUTH=PLAIN")]:
        scene.server.capabilities = "IMAP4rev1" + capabilities
        for answer in (b"A2 BAD what? ", b"A2 NO no " if word == "LOGIN" else b"A2 BAD no "):
            scene.server.lie = lambda line, old: answer + line.encode() + b"\r\n" if word in line else old
            scene.drive.new(scene.server.url, "hunter2-secret", **scene.connection)
            done = scene.drive.sync()
            secret = base64.b64encode(b"\0jordan\0hunter2-secret").decode()
            expect(not done.ok and "hunter2" not in done.error and secret not in done.error, done)


def silence_ends(scene):
    server, drive = scene.server, scene.drive
    for word in ["CAPABILITY", "AUTHENTICATE", "EXAMINE"]:
        for share in [0, 5]:
            server.lie = lambda line, answer, word=word, share=share: answer[:share] if word in line else answer
            expect_error(drive.act("open", silence_usec=300000), "localhost: ", OURS)


def newsletter(number, body=b"Buy."):
    return (b"From: Shop <news@shop.example>\r\nMessage-ID: <%d@shop.example>\r\nSubject: Sale\r\nList-Id: <shop>\r\n\r\n%s\r\n"
            % (number, body))


def many(scene, mails=9, newsletters=6):
    """Too many to be read without a look at their heads."""
    for number in range(mails):
        scene.add(number)
    for number in range(newsletters):
        scene.server.folders["INBOX"].add(newsletter(number))


def newsletters_are_not_fetched(scene):
    server = scene.server
    many(scene)
    server.folders["INBOX"].add(newsletter(90).replace(b"\r\n\r\n", b"\r\nContent-Type: text/calendar; method=REQUEST\r\n\r\n"))
    done = expect_ok(scene.drive.sync(skip="List-Id:"))
    expect(len(done.mails) == 10 and set(scene.added) < set(done.sums), done.names)
    expect(not expect_ok(scene.drive.sync(skip="List-Id:")).mails, "read twice")
    bodies = [line for line in server.commands("BODY.PEEK[]")]
    expect(all("10:15" not in line and ":16" not in line for line in bodies), bodies)
    server.folders["INBOX"].add(newsletter(91))  # a single one is fetched at once: its head would take as long
    expect(len(expect_ok(scene.drive.sync(skip="List-Id:")).mails) == 1)


def what_matters_after_all_is_read(scene):
    """In the same folder, and in one that was read before."""
    server = scene.server
    many(scene)
    for number in range(20, 30):
        server.folders["Sent"].add(newsletter(number))
    done = expect_ok(scene.drive.sync(skip="List-Id:", recall_at=16))
    expect(len(done.mails) == 25 and len(set(done.sums)) == 25, done.names)
    expect(sum("Sent" in name for name in done.names) == 10, done.names)
    expect(not expect_ok(scene.drive.sync(skip="List-Id:")).mails, "read twice")
    scene.add(40)  # INBOX is the one that is open
    expect(len(expect_ok(scene.drive.sync(skip="List-Id:")).mails) == 1)


def heads_cut_at_many_bytes(scene):
    """As in a_cut_at_every_byte; `deep` cuts at each."""
    server, drive = scene.server, scene.drive
    many(scene, 6, 4)
    scene.server.folders["INBOX"].add(LARGE)
    total, stride, position = 0, int(os.environ.get("STRIDE", 61)), 0
    while position <= total:
        progress.tell("bytes at which heads are cut", position, total)
        server.cut = position or None
        drive.new(server.url, **scene.connection)
        dones = [drive.sync(skip="List-Id:")]
        while not dones[-1].ok:
            expect(len(dones) < 4, "does not recover", dones[-1])
            dones.append(drive.sync(skip="List-Id:"))
        total = max(total, server.sent)
        got = {name: sum for done in dones for name, sum in zip(done.names, done.sums)}
        expect(set(scene.added) <= set(got.values()) and len(got) in (7, 11), position, got)
        position += stride if min(position, total - position) < 6000 else 4096  # not each byte of a picture


PHOTO = b"--b\r\nContent-Type: image/jpeg; name=\"photo.jpg\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b"QUJD\r\n" * 30000
LARGE = (b"From: dana@northwind.example\r\nMessage-ID: <large@x.example>\r\nSubject: S\r\nMIME-Version: 1.0\r\n"
         b"Content-Type: multipart/mixed;\r\n\tboundary=b\r\n\r\n" + PHOTO +
         b"--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
         b"--c\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCan we talk at 3=20PM?\r\n"
         b"--c\r\nContent-Type: text/html\r\n\r\n<p>Can we talk at 3 PM?\r\n--c--\r\n" + PHOTO +
         b"--b\r\nContent-Type: application/octet-stream; name=invite.ICS\r\nContent-Disposition: attachment; filename=invite.ICS\r\n\r\n"
         b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n--b--\r\n")


def of_large_mails_the_words_are_read(scene):
    inbox = scene.server.folders["INBOX"]
    inbox.add(LARGE)
    inbox.add(b"From: a@b.example\r\n\r\n" + b"x" * (2 << 20))
    inbox.add(LARGE.replace(b"multipart/mixed", b"multipart/report; report-type=delivery-status").replace(
        b"image/jpeg; name=\"photo.jpg\"\r\nContent-Transfer-Encoding: base64",
        b"message/rfc822").replace(b"QUJD", b"Message-ID: <own@x>\r\n\r\nQUJD"))
    for look in ("Can we talk at 3=20PM?", "BEGIN:VCALENDAR", "Content-Type: image/jpeg", "Message-ID: <large@x.example>"):
        done = expect_ok(scene.drive.sync(anew=True, look=look))
        expect(len(done.mails) == 3 and done.mails[0]["found"] and not done.problems, look, done.mails, done.problems)
        expect(done.mails[0]["length"] < 2000 and done.mails[1]["length"] < 600 << 10 and done.mails[2]["length"] < 200000, done.mails)
        expect(not done.mails[1]["found"])
    expect(expect_ok(scene.drive.sync(anew=True, look="Message-ID: <own@x>")).mails[2]["found"], "what a report returns is not read")
    expect(done["peak_kib"] < 400 << 10, done)


def damaged_mails_are_skipped_aloud(scene):
    scene.fill()
    inbox = scene.server.folders["INBOX"]
    inbox.add(LARGE)
    inbox.add(b"damaged")
    scene.add(7)

    def lie(line, answer):
        if "FETCH" in line and b"{7}\r\ndamaged" in answer:
            start = answer.index(b"* 4 FETCH")
            end = answer.index(b"damaged)\r\n") + 10
            return (answer[:start] + answer[end:]).replace(b" OK done", b" NO [SERVERBUG] some are damaged")
        return re.sub(rb"BODYSTRUCTURE \(.*?\) BODY", b"BODYSTRUCTURE (nonsense) BODY", answer)
    scene.server.lie = lie
    done = expect_ok(scene.drive.sync())
    scene.expect_all(done)
    expect(len(done.problems) == 2 and "INBOX 3 is skipped: it is large, and the server does not say" in done.problems[1]
           and "INBOX 4 is skipped: the server says" in done.problems[0], done.problems)
    expect(not expect_ok(scene.drive.sync()).problems)


def a_sink_that_fails_loses_nothing(scene):
    scene.fill()
    done = expect_error(scene.drive.sync(refuse_at=2), "the sink is full")
    scene.expect_all(done, expect_ok(scene.drive.sync()))


def a_mail_that_is_gone_is_no_event(scene):
    scene.fill()
    replaced(scene.server, "SEARCH", b"SEARCH 1 2", b"SEARCH 1 2 3")
    scene.expect_all(expect_ok(scene.drive.sync()))
    expect(not expect_ok(scene.drive.sync()).mails)


def waiting_without_idle(scene):
    scene.server.capabilities = scene.server.capabilities.replace(" IDLE", "")
    expect_ok(scene.drive.sync())
    scene.add(1, "Sent")
    done = expect_ok(scene.drive.act("wait", usec=1500000))  # polls at its end, and asks for Sent
    expect(not scene.server.commands("IDLE") and scene.server.commands("NOOP"), scene.server.journal)
    scene.expect_all(expect_ok(scene.drive.sync()))


def a_cancelled_wait_keeps_the_connection(scene):
    expect_ok(scene.drive.sync())
    expect_error(scene.drive.act("wait", usec=300 * 10**6, cancel=True), "", "g-io-error-quark")
    scene.add(1)
    scene.expect_all(expect_ok(scene.drive.sync()))
    expect(scene.server.connections == 1 and scene.server.commands("DONE"), scene.server.journal)


def a_dead_connection_is_replaced(scene):
    expect_ok(scene.drive.sync())
    scene.server.lie = lambda line, answer: b"" if line == "NOOP" else answer
    scene.add(1)
    scene.expect_all(expect_ok(scene.drive.sync()))
    expect(scene.server.connections == 2)


def folders_of_other_names(scene):
    server = scene.server
    server.folders = {"INBOX": fake_imap.Folder(), "INBOX/Gesendete Elemente": fake_imap.Folder(),
                      "&AMk-l&AOk-ments": fake_imap.Folder(), "Old/2019/Sent": fake_imap.Folder(), "Spam": fake_imap.Folder()}
    scene.drive.new(server.url, **scene.connection, folders=["Éléments", "Nowhere"])
    for number, name in enumerate(["INBOX", "INBOX/Gesendete Elemente", "&AMk-l&AOk-ments", "Spam"]):
        scene.add(number, name)
    server.folders["Old/2019/Sent"].add(mail(99))
    done = expect_ok(scene.drive.sync())
    scene.expect_all(done)
    expect("mail personal, Éléments 1" in done.names and done.problems == ["there is no folder Nowhere"], done.names, done.problems)


def a_folder_that_is_refused_stops_no_other(scene):
    """By its state, or when it is opened; INBOX is another matter. When it is there again it is read."""
    server, drive = scene.server, scene.drive
    scene.fill()
    for word in "STATUS", "EXAMINE":
        def lie(line, answer, word=word):
            tag = answer.rsplit(b"\r\n", 2)[-2].split()[0]
            return tag + b" NO [SERVERBUG] index is damaged\r\n" if line.startswith(word) and '"Junk"' in line else answer
        server.lie = lie
        drive.new(server.url, **scene.connection)
        done = expect_ok(drive.sync())
        expect(len(done.names) == 3 and not any("Junk" in name for name in done.names), done.names)
        expect(len(done.problems) == 1 and "folder Junk is not read" in done.problems[0] and "index is damaged" in done.problems[0], done.problems)
        again = expect_ok(drive.sync())
        expect(not again.problems and not again.names, dict(again))
        server.lie = lambda line, answer: answer
        drive.new(server.url, **scene.connection)
        rest = expect_ok(drive.sync())
        scene.expect_all(done, rest)


def a_folder_that_was_read_and_is_refused_is_told_by_each_reading(scene):
    """The rest is read and the connection stays; nobody may say that the mailbox was looked at."""
    server, drive = scene.server, scene.drive
    scene.fill()
    dones = [expect_ok(drive.sync())]
    for number, word in enumerate(("STATUS", "EXAMINE"), 5):
        server.lie = lambda line, answer, word=word: (
            answer.rsplit(b"\r\n", 2)[-2].split()[0] + b" NO mailbox in use\r\n" if line.startswith(word) and '"Junk"' in line else answer)
        scene.add(10 * number)
        scene.add(10 * number + 1, "Junk")
        for turn in range(2):
            dones.append(expect_error(drive.sync(), "does not let us look into Junk any more"))
            expect(len(dones[-1].names) == 1 - turn and len(dones[-1].problems) == 1 - turn, dict(dones[-1]))
        server.lie = lambda line, answer: answer
        dones.append(expect_ok(drive.sync()))
        scene.expect_all(*dones)
    expect(len(server.commands("LOGIN")) + len(server.commands("AUTHENTICATE")) == 1, server.journal)


def a_break_after_a_refusal_is_an_error(scene):
    """What the refusal said is given back: under a sanitizer the driver's end would tell."""
    scene.fill()
    asked = []

    def lie(line, answer):
        if not line.startswith("STATUS"):
            return answer
        asked.append(line)
        return answer.rsplit(b"\r\n", 2)[-2].split()[0] + b" NO it is damaged\r\n" if len(asked) == 1 else b"* STATUS what\r\n"
    scene.server.lie = lie
    expect_error(scene.drive.sync(), "not well formed")
    expect(len(asked) == 2, asked)


def of_many_folders_some_are_read(scene):
    scene.fill()
    for number in range(20000):
        scene.server.folders[f"Spam {number}"] = fake_imap.Folder("\\Junk" if number < 9000 else None)
    done = expect_ok(scene.drive.sync())
    expect(any("the first 100 are read" in problem for problem in done.problems), done.problems)
    expect(len(done.names) == 4 and done["peak_kib"] < 400 << 10, done.names, done)


def the_mailbox_effect(scene):
    server, drive = scene.server, scene.drive
    letter = mail(1).decode()
    server.folders["Drafts"] = fake_imap.Folder("\\Drafts")
    for _ in range(2):
        expect_ok(drive.act("ensure", folder="Drafts", id="1@x.example", bytes=letter))
    expect(len(server.folders["Drafts"].mails) == 1)
    expect(server.commands('APPEND "DRAFTS" (\\SEEN \\DRAFT) "25-NOV-2026 09:46:40 +0000"'), server.journal)
    expect(drive.act("find", folder="Drafts", id="1@x.example")["answer"] is True)
    expect(drive.act("find", folder="Drafts", id="@x.example")["answer"] is False, "a part was found")
    expect(drive.act("find", folder="Sent", id="1@x.example")["answer"] is False)
    expect_error(drive.act("find", folder="Sent", id='x" BODY "y'), "no Message-ID")
    del server.folders["Drafts"]
    expect_error(drive.act("ensure", folder="Drafts", id="1@x.example", bytes=letter), "no folder Drafts")


def an_append_cut_at_every_byte(scene):
    """However it breaks, trying again leaves exactly one copy."""
    server, drive = scene.server, scene.drive
    letter = mail(1).decode()

    def attempt():
        server.folders["Sent"] = fake_imap.Folder("\\Sent")
        done = drive.act("ensure", folder="Sent", id="1@x.example", bytes=letter)
        if not done.ok:
            expect_ok(drive.act("ensure", folder="Sent", id="1@x.example", bytes=letter))
        expect(len(server.folders["Sent"].mails) == 1, server.folders["Sent"].mails)
    attempt()
    for position in range(server.sent):
        server.cut = position
        attempt()


packages("openssl")
main([with_scene(test) for test in (
    everything_is_read_once, a_closed_server_takes_nobody, what_shows_up_late_is_read, a_new_validity_is_a_bounded_new_reading,
    byte_by_byte, lies, floods,
    a_folder_tells_what_has_changed, numbers_that_are_others_now_are_searched, who_does_not_enable_is_searched, lies_of_changes,
    what_vanishes_while_we_wait_is_counted,
    greetings_that_are_refused, ways_to_sign_in, a_server_that_wants_a_name_gets_one, an_echoed_secret_is_not_repeated, silence_ends,
    newsletters_are_not_fetched, what_matters_after_all_is_read, of_large_mails_the_words_are_read,
    damaged_mails_are_skipped_aloud, a_sink_that_fails_loses_nothing, a_mail_that_is_gone_is_no_event,
    waiting_without_idle, a_cancelled_wait_keeps_the_connection, a_dead_connection_is_replaced, folders_of_other_names,
    a_folder_that_is_refused_stops_no_other, a_folder_that_was_read_and_is_refused_is_told_by_each_reading, a_break_after_a_refusal_is_an_error, of_many_folders_some_are_read,
    the_mailbox_effect, an_append_cut_at_every_byte, a_cut_at_every_byte, heads_cut_at_many_bytes)]
     + [with_scene(starttls, starttls=True), with_scene(starttls_that_is_refused, starttls=True),
        with_scene(certificates_that_are_refused, names=("DNS:other.example",))])

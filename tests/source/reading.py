#!/usr/bin/env python3
"""By their heads newsletters are passed over: all else comes out as if every mail had been read.

    reading.py DRIVE_SYNC CRICKETS
"""
import email
import email.utils
import json
import os
import subprocess
import sys

from dovecot import Dovecot
from peer import NOW, ROOT, expect, main, packages

DRIVE, CRICKETS = sys.argv[1:3]
# The sanitizers' share is their own.
MEMORY_KIB = (400 if b"__asan_init" in open(DRIVE, "rb").read() else 64) << 10
LIST = b"List-Unsubscribe: <https://x.example/u>\r\nList-Id: <x>\r\n"


def corpus():
    """Every mail that we have: the corpora, each with its labels, and the stories told as examples."""
    folders = ["tests/corpus/mails", "tests/corpus/written", "tests/corpus/written-2", "tests/corpus/written-3"]
    paths = [p for f in folders for p in sorted((ROOT / f).rglob("*.eml"))] + sorted((ROOT / "examples").rglob("*.eml"))
    return [path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for path in paths]


def letter(number, sender, subject, body, more=b"", kind=b"text/plain"):
    return (b"From: %s\r\nTo: jordan@example.com\r\nSubject: %s\r\nDate: Tue, 24 Nov 2026 %02d:%02d:00 -0600\r\nMessage-ID: <reading.%d@x.example>\r\n%s"
            b"MIME-Version: 1.0\r\nContent-Type: %s; charset=utf-8\r\n\r\n%s\r\n" % (sender, subject, 8 + number // 60, number % 60, number, more, kind, body))


def date_of(mail):
    given = email.message_from_bytes(mail)["Date"]
    when = email.utils.parsedate_tz(given) if given else None
    return email.utils.mktime_tz(when) if when else 0


def shops():
    """Newsletters of strangers; some name those whom the candidate talks to."""
    return [letter(number, b"Shop %d <news@shop%d.example>" % (number % 20, number % 20), subject, body, LIST)
            for number, (subject, body) in enumerate([(b"Sale", b"Buy now."), (b"Your weekly digest", b"Call us on Tuesday at 3 PM: 212-555-0123."),
                                                      (b"Last call", b"We moved our 2 PM to 4 PM."), (b"Stories", b"Northwind is in the news.")] * 60)]


def calls(day=b"20261127"):
    agreed = letter(300, b"Dana Reyes <dana@bulkwind.example>", b"Interview", b"Dear Jordan,\r\nI will call you on Friday, November 27 at 2 PM Central "
                    b"for our interview.\r\nDana Reyes\r\nBulkwind")
    invite = (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:bulk-1@x\r\nDTSTAMP:20261124T150000Z\r\n"
              b"DTSTART:" + day + b"T200000Z\r\nDTEND:" + day + b"T203000Z\r\nSUMMARY:Intro\r\nORGANIZER:mailto:kim@listed.example\r\n"
              b"ATTENDEE:mailto:jordan@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR")
    return agreed, invite


def matter():
    """They look like bulk, and are none."""
    agreed, invite = calls()
    return [
        agreed,
        letter(302, b"Dana Reyes <dana@bulkwind.example>", b"Hello", b"My number is 212-555-0199.", LIST),
        letter(303, b"Outreach <x@sender.example>", b"Hello", b"Reach me at 212-555-0177.", LIST + b"Reply-To: dana@bulkwind.example\r\n"),
        letter(304, b"Kim <kim@listed.example>", b"Hello", invite, LIST, b"text/calendar; method=REQUEST"),
        letter(305, b"Somebody <x@other.example>", b"Re: Interview", b"Is it on?", LIST + b"In-Reply-To: <reading.300@x.example>\r\n"),
    ]


def read(server, folder, how):
    path = folder / f"{how}.db"
    # Of what is freed the address sanitizer keeps 256 MiB by itself.
    sparing = {**os.environ, "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=16"}
    done = subprocess.run([DRIVE, server.url, server.cert, str(NOW), path, how], capture_output=True, env=sparing)
    expect(done.returncode == 0, done.stderr)
    expect(int(done.stdout) < (MEMORY_KIB if how == "heads" else 1 << 20), "it took", int(done.stdout), "KiB")
    out = subprocess.run([CRICKETS, "--db", f"sqlite:{path}", "--now", "2026-11-25T09:46:40Z", "export", "--json"], check=True, capture_output=True).stdout
    return json.loads(out)


def serving(test):
    def run(folder):
        server = Dovecot(folder)
        try:
            test(folder, server)
        finally:
            server.stop()
    run.__name__ = test.__name__
    return run


def fill(server, mails, folder="INBOX"):
    with server.client() as client:
        for mail in mails:
            answer = client.append(folder, "", None, mail)
            expect(answer[0] == "OK", answer)


def facts_with(desk, text):
    return [fact for fact in desk["facts"] if text in json.dumps(fact)]


@serving
def the_same_facts(folder, server):
    mails, news = corpus(), shops()
    expect(len(mails) > 500, len(mails))
    mixed = []
    for number, mail in enumerate(mails + matter()):
        mixed += news[number % len(news):number % len(news) + 1] if number < len(news) else []
        mixed.append(mail)
    fill(server, sorted(mixed, key=date_of))  # as they come in a mailbox
    heads, whole = read(server, folder, "heads"), read(server, folder, "whole")
    for key in sorted(set(heads) | set(whole)):
        ours, theirs = heads.get(key), whole.get(key)
        if isinstance(ours, list):
            missing = [x for x in theirs if x not in ours][:3]
            more = [x for x in ours if x not in theirs][:3]
            expect(not missing and not more, key, "is only there when all is read:", missing, "only by heads:", more)
        expect(ours == theirs or key in ("facts", "timeline"), key, "differs")  # kept in groups of other sizes
    for mail in ("reading.300@x", "reading.302@x", "reading.303@x", "bulk-1@x", "reading.305@x"):
        expect(facts_with(heads, mail), mail, "is not there")


@serving
def what_was_passed_over_is_read_when_its_sender_is_known(folder, server):
    """The recruiter's bulk lies in Junk, which is read before the mail that tells who they are."""
    agreed, _ = calls()
    fill(server, shops()[:20] + [letter(302, b"Dana Reyes <dana@bulkwind.example>", b"Hello", b"My number is 212-555-0199.", LIST)], "Junk")
    fill(server, [agreed])
    heads = read(server, folder, "heads")
    expect(facts_with(heads, "reading.302@x.example"), "it is not read")
    expect(not facts_with(heads, "shop1.example"), "newsletters are kept")


@serving
def large_mails_take_little_memory(folder, server):
    """50 MB attached, a text of 20 MB, a page in one line, and what lies between: the words are read."""
    agreed, _ = calls()
    head, _, words = agreed.replace(b"Content-Type: text/plain; charset=utf-8\r\n", b"Content-Type: multipart/mixed; boundary=b\r\n").partition(b"\r\n\r\n")
    photo = (b"QUJD" * 18 + b"\r\n") * 970000
    fill(server, [head + b"\r\n\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n" + photo
                  + b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + words + b"\r\n--b--\r\n"])
    fill(server, [letter(311, b"B <b@b.example>", b"Log", b"a line of words\r\n" * (20 << 16)),
                  letter(312, b"C <c@c.example>", b"Page", b"<p>" * (1 << 20), kind=b"text/html")])
    fill(server, [letter(320 + n, b"D%d <d@d%d.example>" % (n, n), b"Hello", b"lorem ipsum\r\n" * 9000) for n in range(40)])
    heads = read(server, folder, "heads")
    expect([i["company"] for i in heads["interviews"]] == ["Bulkwind"], heads["interviews"])
    expect(facts_with(heads, "reading.311@x") and facts_with(heads, "reading.359@x"), "a large mail is not there")


packages("dovecot-imapd", "openssl")
main([the_same_facts, large_mails_take_little_memory, what_was_passed_over_is_read_when_its_sender_is_known])

#!/usr/bin/env python3
"""The first reading of a mailbox, beside what GMime alone needs to parse the same mails.

    bench/mailbox.py BENCH_MAILBOX [MAILS [BULK [JOBS]]]      (50,000, of 100 mails 80 newsletters and 2 of a job search)
    HUGE=8 bench/mailbox.py ...                               (8 of them have 20 to 50 MB attached)

A throw-away dovecot holds newsletters of 10 to 60 KB, everyday mail, and mails of a job search from tests/corpus/mails. Both
run in turns, five times; medians of CPU seconds are compared, as the server's time is not ours. Ours is all that the keeper
does: TLS, IMAP, reading, classifying, linking, and keeping in SQLite. The goal: at least 80 % of GMime's speed, and at most
64 MiB, whatever the mailbox.
"""
import base64
import itertools
import os
import quopri
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from email.utils import formatdate
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/source"))
from dovecot import Dovecot  # noqa: E402
from peer import NOW, packages  # noqa: E402

PROGRAM = sys.argv[1]
COUNT, BULK, JOBS = (int(given) if given else usual for given, usual in itertools.zip_longest(sys.argv[2:5], (50000, 80, 2)))
RUNS = int(os.environ.get("RUNS", 5))
HUGE = int(os.environ.get("HUGE", 0))
chance = random.Random(4)

BRANDS = [f"{a}{b}" for a in ("Blue", "Green", "Fern", "North", "Iron", "Maple", "River", "Solar", "Urban", "Velvet")
          for b in ("shop", "air", "books", "fit", "foods", "garden", "media", "news", "play", "travel")]
SUBJECTS = ["The weekend edit", "24 hours only: 30 % off", "Your weekly digest", "=?utf-8?B?8J+OgSBEZWFscyBmb3IgeW91?=", "New in: autumn colours",
            "What we read this week", "Last chance to save", "Your order history and more", "Five recipes for the week", "We miss you",
            "An offer for our best customers", "You are invited", "Flights from 39 EUR", "Issue #214", "Your points are about to expire", "12 new jobs for you"]
WORDS = ("autumn colours wool linen free shipping until Sunday members save more this week read the story behind our new garden lamp "
         "recipes for cold days walnut bread pumpkin soup travel north by train museums open late").split()


def head(number, sender, subject, ident, more=""):
    when = NOW / 1e6 - 25 * 86400 * (1 - number / COUNT)
    key = base64.b64encode(chance.randbytes(256)).decode()
    folded = "\r\n\t".join(key[i:i + 70] for i in range(0, len(key), 70))
    hops = "".join(f"Received: from mta{i}.relay.example (mta{i}.relay.example [203.0.113.{i}])\r\n\tby mx{i}.example.com with ESMTPS id "
                   f"{chance.getrandbits(60):x}\r\n\tfor <jordan@example.com>; {formatdate(when - i)}\r\n" for i in range(4))
    return (f"Return-Path: <bounce-{number}@{sender.split('@')[1]}>\r\n{hops}"
            f"ARC-Seal: i=1; a=rsa-sha256; t=1; cv=none; d=example.com; s=arc;\r\n\tb={folded}\r\n"
            f"ARC-Authentication-Results: i=1; mx.example.com; dkim=pass header.i=@{sender.split('@')[1]}; spf=pass; dmarc=pass\r\n"
            f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d={sender.split('@')[1]}; s=k1;\r\n\th=from:to:subject; b={folded}\r\n"
            f"Authentication-Results: mx.example.com; dkim=pass; spf=pass; dmarc=pass (p=REJECT) header.from={sender.split('@')[1]}\r\n"
            f"Date: {formatdate(when)}\r\nFrom: {sender}\r\nTo: Jordan Lee <jordan@example.com>\r\nSubject: {subject}\r\n"
            f"Message-ID: <{ident}@{sender.split('@')[1]}>\r\n{more}MIME-Version: 1.0\r\n")


def page(size):
    """A newsletter's HTML: mostly styles, tables and links."""
    cells = []
    while sum(map(len, cells)) < size:
        words = " ".join(chance.choices(WORDS, k=14))
        cells.append(f'<table role="presentation" width="100%" cellpadding="0" style="border-collapse:collapse;background:#ffffff"><tr>'
                     f'<td style="padding:12px 24px;font-family:Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;color:#333333">'
                     f'<a href="https://click.brand.example/{chance.getrandbits(128):x}" style="color:#0a58ca">{words}</a></td></tr></table>\n')
    return "".join(cells)


PAGES = [quopri.encodestring(page(size).encode()).replace(b"\n", b"\r\n").decode() for size in (8000, 15000, 22000, 30000, 45000)]


def newsletter(number):
    brand = chance.choice(BRANDS)
    domain = f"{brand.lower()}.example"
    lists = (f"List-Unsubscribe: <https://{domain}/u/{number}>, <mailto:u-{number}@{domain}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
             f"List-Id: <{brand.lower()}.list.example>\r\nFeedback-ID: {number}:campaign:brand\r\n")
    text = " ".join(chance.choices(WORDS, k=200))
    return (head(number, f"{brand} <news@mail.{domain}>".replace("<", "").replace(">", "").split()[-1], chance.choice(SUBJECTS), number, lists)
            .replace(f"From: news@mail.{domain}", f"From: {brand} <news@mail.{domain}>")
            + 'Content-Type: multipart/alternative; boundary="=_b"\r\n\r\n--=_b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n'
            + f"{text}\r\n\r\n--=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
            + f"{chance.choice(PAGES)}\r\n--=_b--\r\n").encode()


def everyday(number):
    """Receipts and friends: no list, nothing of work."""
    name = chance.choice(["mia", "noah", "ella", "liam", "zoe", "receipts", "service", "notify"])
    words = " ".join(chance.choices(WORDS, k=chance.choice([30, 80, 150])))
    return (head(number, f"{name}@people{number % 400}.example", chance.choice(["Saturday", "Photos", "Your receipt", "Hello", "Parcel on its way"]), number)
            + f"Content-Type: text/plain; charset=utf-8\r\n\r\nHi Jordan,\r\n\r\n{words}.\r\n\r\nBest,\r\n{name}\r\n").encode()


def huge(number):
    """Photographs: from 20 MB on."""
    photo = base64.encodebytes(chance.randbytes(57 * 1000)).replace(b"\n", b"\r\n") * (258 + 400 * (number % 2))
    return (head(number, "mia@people7.example", "Photos", number)
            + 'Content-Type: multipart/mixed; boundary="=_h"\r\n\r\n--=_h\r\nContent-Type: text/plain\r\n\r\nFrom our trip.\r\n--=_h\r\n'
            + 'Content-Type: image/jpeg; name="trip.jpg"\r\nContent-Transfer-Encoding: base64\r\n\r\n').encode() + photo + b"--=_h--\r\n"


def of_work(number, mails):
    data = next(mails).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return re.sub(rb"(?im)^message-id: <", b"Message-ID: <%d." % number, data, count=1)


def fill(folder):
    """A Maildir folder; each mail with a Message-ID of its own."""
    folder.mkdir(parents=True)
    (folder / "new").mkdir(), (folder / "tmp").mkdir()
    (folder / "cur").mkdir()
    mails = itertools.cycle([path.read_bytes() for path in sorted((ROOT / "tests/corpus/mails").glob("*.eml"))])
    for number in range(COUNT):
        kind = number * 37 % 100
        data = (huge(number) if number < HUGE else newsletter(number) if kind < BULK else everyday(number) if kind < 100 - JOBS
                else of_work(number, mails))
        path = folder / "cur" / f"{NOW // 1000000}.{number:06}.bench:2,"
        path.write_bytes(data)
        os.utime(path, (NOW // 1000000, NOW // 1000000))


def run(*args):
    mails, size, seconds, peak = subprocess.run([PROGRAM, *map(str, args)], check=True, stdout=subprocess.PIPE,
                                                stderr=subprocess.DEVNULL).stdout.split()
    return int(mails), int(size), float(seconds), int(peak)


def main():
    packages("dovecot-imapd", "openssl")
    with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
        server = Dovecot(Path(folder))
        try:
            mail = server.folder / "home/jordan/mail"
            shutil.rmtree(mail, ignore_errors=True)
            fill(mail)
            if server.owner:
                for path in [server.folder / "home", *(server.folder / "home").rglob("*")]:
                    os.chown(path, *server.owner)
            ours, theirs, took = [], [], []
            for turn in range(RUNS + 1):  # at first dovecot makes its index
                began = time.monotonic()
                ours.append(run("read", server.url, server.cert, NOW, Path(folder) / f"{turn}.db"))
                took.append(time.monotonic() - began)
                theirs.append(run("parse", mail / "cur"))
        finally:
            server.stop()
    assert theirs[0][0] == COUNT, theirs[0]
    a, b = (statistics.median(seconds for _, _, seconds, _ in runs[1:]) for runs in (ours, theirs))
    peak = max(peak for _, _, _, peak in ours) / 1024
    print(f"{COUNT} mails, {theirs[0][1] / COUNT:.0f} bytes each, {BULK} % newsletters, {JOBS} % of a job search: {a:.2f} s of CPU "
          f"({statistics.median(took[1:]):.1f} s with the server), GMime alone {b:.2f} s: {b / a:.0%} of its speed (goal >= 80 %); "
          f"peak {peak:.0f} MiB (goal <= 64)")


main()

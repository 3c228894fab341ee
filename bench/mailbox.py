#!/usr/bin/env python3
"""The first reading of a mailbox, beside what GMime alone needs for the same mails.

    bench/mailbox.py BENCH_MAILBOX [MAILS]      (50,000 by default)

A throw-away dovecot holds the mails of tests/corpus/mails over and over. Both run in turns, five
times; medians of CPU seconds are compared, as the server's time is not ours. The goal: at least
80 % of GMime's speed, and at most 64 MiB, whatever the mailbox.
"""
import itertools
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/source"))
from dovecot import Dovecot  # noqa: E402
from peer import NOW, packages  # noqa: E402

PROGRAM = sys.argv[1]
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 50000


def fill(folder):
    """A Maildir folder; each mail with a Message-ID of its own."""
    folder.mkdir(parents=True)
    (folder / "new").mkdir(), (folder / "tmp").mkdir()
    (folder / "cur").mkdir()
    mails = itertools.cycle(sorted((ROOT / "tests/corpus/mails").glob("*.eml")))
    for number in range(COUNT):
        data = next(mails).read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        path = folder / "cur" / f"{NOW // 1000000}.{number:06}.bench:2,"
        path.write_bytes(b"X-Number: %d\r\n" % number + data)
        os.utime(path, (NOW // 1000000, NOW // 1000000))


def run(*args):
    mails, size, seconds, peak = subprocess.run([PROGRAM, *map(str, args)], check=True, capture_output=True).stdout.split()
    assert int(mails) == COUNT, mails
    return int(size), float(seconds), int(peak)


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
            ours, theirs = [], []
            run("imap", server.url, server.cert, NOW)  # dovecot makes its index
            for _ in range(5):
                ours.append(run("imap", server.url, server.cert, NOW))
                theirs.append(run("memory", mail / "cur"))
        finally:
            server.stop()
    a, b = (statistics.median(seconds for _, seconds, _ in runs) for runs in (ours, theirs))
    peak = max(peak for _, _, peak in ours) / 1024
    print(f"{COUNT} mails, {ours[0][0] / COUNT:.0f} bytes each: {a:.2f} s of CPU, GMime alone {b:.2f} s: "
          f"{b / a:.0%} of its speed (goal >= 80 %); peak {peak:.0f} MiB (goal <= 64)")


main()

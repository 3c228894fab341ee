#!/usr/bin/env python3
"""From a mail that a real IMAP server takes to the advice on the screen: bench/idle.py CRICKETS [MAILS]

`crickets watch` waits by IDLE, `crickets now --follow` shows what comes of it. Measured is the time from the server's answer to
APPEND until the call that the mail agrees on stands on the screen. The goal: at most a second.
"""
import importlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/cmd"), str(ROOT / "tests/source")]
from harness import Desk, expect  # noqa: E402
from watch import Keeper  # noqa: E402

mail_test = importlib.import_module("watch_mail")
NOW = "2026-11-20T12:00:00-06:00"
COUNT = int(sys.argv[2]) if len(sys.argv) > 2 else 20


def agreed(number):
    return (f"From: Dana{number} Reyes <dana{number}@firm{number}.example>\r\nTo: jordan.ellis@example.com\r\nSubject: Our call\r\n"
            f"Date: Fri, 20 Nov 2026 11:59:00 -0600\r\nMessage-ID: <{number}@firm{number}.example>\r\n\r\nHi Jordan,\r\n\r\n"
            f"I will call you today at 12:{50 - number} PM Central.\r\n\r\nDana{number} Reyes\r\nFirm{number}\r\n").encode()


class Screen:
    """What `now --follow` prints, and when each word first stood there."""

    def __init__(self, desk):
        self.process = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", NOW, "now", "--follow"], env=desk.environment,
                                        stdout=subprocess.PIPE)
        self.seen, self.changed = {}, threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            now = time.monotonic()
            with self.changed:
                for word in line.decode().split():
                    self.seen.setdefault(word.strip(".,:"), now)
                self.changed.notify_all()

    def when(self, word):
        with self.changed:
            expect(self.changed.wait_for(lambda: word in self.seen, timeout=300), word, "does not come")
            return self.seen[word]


def measure(desk, server):
    desk.set_up()
    result = mail_test.desk_connected(desk, server)
    expect(result.code == 0, result.out)
    screen, took = Screen(desk), []
    try:
        with Keeper(desk, now=NOW) as keeper:
            for number in range(COUNT + 1):
                server.append(agreed(number), days=0)
                began = time.monotonic()
                took.append(screen.when(f"Dana{number}") - began)
            keeper.stop()
    finally:
        screen.process.kill()
        screen.process.wait()
    return sorted(took[1:])  # at the first it may still be reading


def main():
    mail_test.real.packages("dovecot-imapd", "openssl")
    with tempfile.TemporaryDirectory(prefix="crickets-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "dovecot").mkdir()
        server = mail_test.real.Dovecot(folder / "dovecot")
        try:
            took = measure(Desk(folder), server)
        finally:
            server.stop()
    print(f"{COUNT} mails: on the screen {statistics.median(took) * 1000:.0f} ms after the server had them, at most {took[-1] * 1000:.0f} ms "
          "(goal <= 1000)")


main()

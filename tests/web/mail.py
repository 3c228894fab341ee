#!/usr/bin/env python3
"""A mailbox and an SMTP server for the browser tests: prints connections.ini as a line of JSON, and when its
standard input ends what was sent, as another."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
subprocess.run([str(ROOT / "tools" / "packages.sh"), "dovecot-imapd", "python3-aiosmtpd"], check=True, stdout=sys.stderr)
sys.path.insert(0, str(ROOT / "tests" / "source"))

from dovecot import Dovecot  # noqa: E402
from post import Post, connections  # noqa: E402

with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
    Path(folder).chmod(0o755)  # the mailbox is another user's
    mail = Path(folder, "mail")
    mail.mkdir()
    dovecot = Dovecot(mail)
    post = Post(dovecot.cert, dovecot.key)
    try:
        print(json.dumps(connections(dovecot, post)), flush=True)
        sys.stdin.read()
        print(json.dumps([envelope.content.decode() for envelope in post.taken]), flush=True)
    finally:
        post.stop()
        dovecot.stop()

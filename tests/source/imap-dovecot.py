#!/usr/bin/env python3
"""A real IMAP server: dovecot, on loopback, for one test run."""

import contextlib
import getpass
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time

from peer import NOW, PATIENCE, certificate, digest, driving, expect, expect_error, expect_ok, main, packages

PROGRAM = sys.argv[1]
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
instance_name = crickets-test
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{cert}
ssl_key = <{key}
ssl_dh =
auth_mechanisms = plain login
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
mail_home = {folder}/home/%u
mail_location = maildir:~/mail
mail_fsync = never
first_valid_uid = 0
first_valid_gid = 0
verbose_proctitle = no
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid}
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Entwuerfe {{
    special_use = \\Drafts
    auto = create
  }}
  mailbox Junk {{
    special_use = \\Junk
    auto = create
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service auth-worker {{
  user = {user}
}}
"""


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [s.getsockname()[1] for s in sockets]


class Dovecot:
    def __init__(self, folder):
        self.folder = folder
        self.cert, key = certificate(folder, "localhost", "DNS:localhost")
        self.imap_port, self.imaps_port = free_ports(2)
        user = "dovecot" if os.getuid() == 0 else getpass.getuser()
        group = subprocess.run(["id", "-gn", user], check=True, capture_output=True, text=True).stdout.strip()
        uid, gid = (int(subprocess.run(["id", flag, user], check=True, capture_output=True).stdout) for flag in ("-u", "-g"))
        (folder / "users").write_text("jordan:{PLAIN}right\n")
        (folder / "home").mkdir()
        (folder / "conf").write_text(CONFIG.format(folder=folder, cert=self.cert, key=key, user=user, group=group, uid=uid,
                                                   gid=gid, imap=self.imap_port, imaps=self.imaps_port))
        folder.chmod(0o755)
        key.chmod(0o644)
        if os.getuid() == 0:
            shutil.chown(folder / "home", uid, gid)
        self.process = None
        self.start()

    def start(self):
        self.process = subprocess.Popen(["dovecot", "-F", "-c", self.folder / "conf"])
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with self.client():
                    return
            except (OSError, imaplib.IMAP4.error):
                expect(self.process.poll() is None and time.monotonic() < until, "dovecot does not start:", self.log())
                time.sleep(0.05)

    def log(self):
        path = self.folder / "log"
        return path.read_text()[-2000:] if path.exists() else ""

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=PATIENCE)

    @contextlib.contextmanager
    def client(self):
        """Another mail program of the same person."""
        context = ssl.create_default_context(cafile=self.cert)
        client = imaplib.IMAP4_SSL("localhost", self.imaps_port, ssl_context=context, timeout=PATIENCE)
        client.login("jordan", "right")
        try:
            yield client
        finally:
            client.shutdown()

    def put(self, number, folder="INBOX", days=1, body="Hello", flags=""):
        data = (f"From: Dana <dana@northwind.example>\r\nMessage-ID: <{number}@x.example>\r\nSubject: Call {number}\r\n\r\n"
                f"{body}\r\n").encode()
        when = imaplib.Time2Internaldate(NOW // 1000000 - days * 86400)
        with self.client() as client:
            answer = client.append(folder, flags, when, data)
            expect(answer[0] == "OK", answer)
        return digest(data)

    @property
    def url(self):
        return f"imaps://localhost:{self.imaps_port}"


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
    expect(done["code"] == 6, done)
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


packages("dovecot-imapd", "openssl")
main([dovecot_of(test) for test in (reading, waking_up, a_restart, a_new_validity, starttls_and_refusals, writing)])

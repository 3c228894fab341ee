"""A throw-away dovecot on loopback, with one user: jordan, whose password is "right"."""

import contextlib
import getpass
import imaplib
import os
import shutil
import socket
import ssl
import subprocess
import time

from peer import NOW, PATIENCE, certificate, digest, expect

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
        self.cert, self.key = certificate(folder, "localhost", "DNS:localhost")
        (folder / "users").write_text("jordan:{PLAIN}right\n")
        (folder / "home").mkdir()
        folder.chmod(0o755)
        self.key.chmod(0o644)
        self.configure()
        self.start()

    def configure(self):
        self.imap_port, self.imaps_port = free_ports(2)
        user = "dovecot" if os.getuid() == 0 else getpass.getuser()
        group = subprocess.run(["id", "-gn", user], check=True, capture_output=True, text=True).stdout.strip()
        uid, gid = (int(subprocess.run(["id", flag, user], check=True, capture_output=True).stdout) for flag in ("-u", "-g"))
        (self.folder / "conf").write_text(CONFIG.format(folder=self.folder, cert=self.cert, key=self.key, user=user, group=group,
                                                        uid=uid, gid=gid, imap=self.imap_port, imaps=self.imaps_port))
        self.owner = (uid, gid) if os.getuid() == 0 else None
        if self.owner:
            shutil.chown(self.folder / "home", uid, gid)

    def start(self):
        until = time.monotonic() + PATIENCE
        self.process = subprocess.Popen(["dovecot", "-F", "-c", self.folder / "conf"])
        while True:
            try:
                with self.client():
                    return
            except (OSError, imaplib.IMAP4.error):
                expect(time.monotonic() < until, "dovecot does not start:", self.log())
                time.sleep(0.05)
            if self.process.poll() is not None:  # another process has taken a port in between
                self.configure()
                self.process = subprocess.Popen(["dovecot", "-F", "-c", self.folder / "conf"])

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
        self.append(data, folder, days, flags)
        return digest(data)

    def append(self, data, folder="INBOX", days=1, flags=""):
        when = imaplib.Time2Internaldate(NOW // 1000000 - days * 86400)
        with self.client() as client:
            answer = client.append(folder, flags, when, data)
            expect(answer[0] == "OK", answer)

    @property
    def url(self):
        return f"imaps://localhost:{self.imaps_port}"

"""A service of many accounts for tests: a database on the throw-away server (CR_TEST_POSTGRES, see with_postgres.py), a
server, mail that is caught in a folder, browsers with sessions; `sessions(service, n)` gives those of n accounts."""

import base64
import copy
import email
import email.policy
import hmac
import json
import os
import re
import stat
import struct
import subprocess
import time
import urllib.parse

from harness import Desk, PATIENCE, expect
from common import free_port, until

SERVER = os.environ.get("CR_TEST_POSTGRES")
PASSWORD = "correct horse battery"


def make_database(name, crickets):
    """Founded once and copied: a hundred tables take their time."""
    def sql(text):
        return subprocess.run(["psql", "-qtAX", "-c", text, SERVER % "postgres"], capture_output=True, check=False)
    if not sql("SELECT 1 FROM pg_database WHERE datname = 'founded'").stdout.strip():
        sql("CREATE DATABASE founded")
        subprocess.run([crickets, "--db", SERVER % "founded", "accounts", "list"], check=True)
    done = sql(f"CREATE DATABASE {name} TEMPLATE founded")
    expect(done.returncode == 0, done.stderr)
    return SERVER % name


def totp(secret, now):
    counter = struct.pack(">Q", int(now) // 30)
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), counter, "sha1")
    number = struct.unpack(">I", digest[digest[-1] & 15:][:4])[0] & 0x7FFFFFFF
    return f"{number % 1000000:06}"


class Service(Desk):
    """Also a browser without a session: `browser()` gives others."""

    def found(self, name, settings="", mail=True):
        """name: of a database on the throw-away server, or the URI of another."""
        self.db = name if ":" in name else make_database(name, self.crickets)
        self.letters = self.folder / "letters"
        self.letters.mkdir()
        self.port = free_port()
        config = self.folder / "crickets"
        config.mkdir(exist_ok=True)
        service = config / "service.ini"
        service.write_text("[service]\nname=Northwind Careers\n" + f"origin={self.origin}\n"
                           + ("mail=careers@north.example\n" if mail else "") + settings)
        service.chmod(0o600)
        subprocess.run([self.crickets, "keys", "new"], check=True, env=self.environment, capture_output=True)
        if mail:
            catch = self.folder / "catch"
            catch.write_text(f"#!/bin/sh\nletter=$(mktemp {self.letters}/XXXXXX)\ncat > $letter\nmv $letter $letter.eml\n")
            catch.chmod(stat.S_IRWXU)
            (config / "connections.ini").write_text(f"[post]\nkind=sendmail\ncommand={catch}\n")
            (config / "connections.ini").chmod(0o600)
        return self

    @property
    def origin(self):
        return f"http://localhost:{self.port}"

    def serve(self, *options, now=None):
        command = [self.crickets, "--db", self.db, "serve", "--port", str(self.port), *options]
        self.errors = open(self.folder / "errors.txt", "ab")
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, env=self.environment)
        line = self.server.stdout.readline()
        if line.startswith(b"Health at"):
            line = self.server.stdout.readline()
        expect(b"is served at" in line, line, (self.folder / "errors.txt").read_text())
        return self

    def accounts(self, *arguments, code=0):
        done = subprocess.run([self.crickets, "--db", self.db, "accounts", *arguments], capture_output=True,
                              env=self.environment, timeout=PATIENCE, check=False)
        expect(code is None or done.returncode == code, arguments, done.returncode, done.stdout, done.stderr)
        return done.stdout.decode() + done.stderr.decode()

    def send(self, method, path, body=None, headers=None, host=None):
        return super().send(method, path, body, headers, host or f"localhost:{self.port}")

    known = None  # the cookie by which a browser is known where its owner came in

    def browser(self):
        other = copy.copy(self)
        other.cookie = other.known = None
        return other

    def keep_cookie(self, answer):
        for value in answer.headers.get_all("Set-Cookie") or []:
            if value.startswith(f"crickets_{self.port}="):
                expect("HttpOnly" in value and "SameSite=Strict" in value, value)
                self.cookie = value.split(";")[0]
            if value.startswith(f"crickets_{self.port}_known="):
                self.known = value.split(";")[0]
        return answer

    def invitation(self, address, *options):
        """The token of a link that is printed, not mailed."""
        printed = self.accounts("invite", "--link", *options, address)
        return re.search(r"/invitation#([\w-]{54})", printed).group(1)

    def sign_up(self, token, name="Dana", password=PASSWORD, status=200):
        answer = self.ask("POST", "/sign-up", {"token": token, "name": name, "password": password,
                                               "zone": "America/Chicago"}, status=status)
        return self.keep_cookie(answer)

    def come_in(self, address, password=PASSWORD, status=200):
        return self.keep_cookie(self.ask("POST", "/sign-in", {"email": address, "password": password}, status=status))

    def mail_to(self, address, subject, count=1):
        """The newest of at least count letters to the address with that in the subject."""
        def found():
            letters = []
            for path in sorted(self.letters.glob("*.eml"), key=lambda p: p.stat().st_mtime_ns):
                letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
                if address in letter["To"] and subject in letter["Subject"]:
                    letters.append(letter)
            return letters
        until(lambda: len(found()) >= count, f"mail to {address}")
        return found()[-1].get_content()

    def link_in_mail(self, address, subject, count=1):
        return re.search(r"#([\w-]{54})", self.mail_to(address, subject, count)).group(1)


def sessions(service, n):
    """n browsers, each signed in to an account of its own: member-1@north.example and so on."""
    browsers = []
    for number in range(1, n + 1):
        browser = service.browser()
        browser.sign_up(service.invitation(f"member-{number}@north.example"), f"Member {number}")
        browsers.append(browser)
    return browsers


def now():
    return time.time()


def query_of(url):
    return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(url).query))


def pretty(document):
    return json.dumps(document, indent=1)

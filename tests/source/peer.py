"""What the tests of live sources share: a certificate, the driven source, and TAP."""

import contextlib
import hashlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from common import expect  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 300  # seconds; a loaded machine is no failure
NOW = 1795600000 * 1000000  # 2026-11-25T09:46:40Z


def packages(*names):
    subprocess.run([ROOT / "tools/packages.sh", *names], check=True)


def certificate(folder, name, *alternatives):
    """A new self-signed certificate and its key."""
    cert, key = Path(folder) / f"{name}.pem", Path(folder) / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "3", "-subj", f"/CN={name}", "-addext", "subjectAltName=" + ",".join(alternatives),
                    "-out", cert, "-keyout", key], check=True, stderr=subprocess.DEVNULL)
    return cert, key


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Done(dict):
    """How an act ended: its last line, and those before it by kind."""

    def __init__(self, lines):
        super().__init__(lines[-1])
        self.mails = [line for line in lines if "mail" in line]
        self.problems = [line["problem"] for line in lines if "problem" in line]
        self.cursors = [line["cursor"] for line in lines if "cursor" in line]

    ok = property(lambda self: self["ok"])
    error = property(lambda self: self.get("error", ""))
    sums = property(lambda self: [mail["sha256"] for mail in self.mails])
    names = property(lambda self: [mail["mail"] for mail in self.mails])


class Drive:
    def __init__(self, program, *wrapper):
        self.process = subprocess.Popen([*wrapper, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(json.loads(line))
        self.lines.put(None)

    def begin(self, act, **more):
        self.process.stdin.write(json.dumps({"do": act, "now": NOW, **more}).encode() + b"\n")
        self.process.stdin.flush()

    def end(self):
        lines = []
        while not lines or "done" not in lines[-1]:
            lines.append(self.lines.get(timeout=PATIENCE))
            if lines[-1] is None:
                raise AssertionError(f"the program ended with {self.process.wait()} after {lines[:-1]}")
        return Done(lines)

    def act(self, act, **more):
        self.begin(act, **more)
        return self.end()

    def new(self, url, secret="right", **connection):
        expect(self.act("new", secret=secret, connection={"name": "personal", "kind": "imap", "url": url,
                                                          "user": "jordan", **connection}).ok)
        return self

    def sync(self, **more):
        return self.act("sync", **more)

    def close(self):
        self.process.stdin.close()
        code = self.process.wait(timeout=PATIENCE)
        expect(code == 0, f"the program ended with {code}")


@contextlib.contextmanager
def driving(program):
    drive = Drive(program)
    try:
        yield drive
        drive.close()
    finally:
        if drive.process.poll() is None:
            drive.process.kill()
            drive.process.wait()


def expect_ok(done):
    expect(done.ok, dict(done))
    return done


def expect_error(done, words, domain=None):
    expect(not done.ok and words in done.error, f"not {words!r} but", dict(done))
    expect(domain is None or done["domain"] == domain, dict(done))
    return done


def main(tests, *context):
    """Runs each test with a folder of its own."""
    only, failed = os.environ.get("ONLY"), 0
    tests = [test for test in tests if not only or test.__name__ == only]
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
            try:
                test(Path(folder), *context)
                print(f"ok {number} - {test.__name__}", flush=True)
            except Exception:  # a test's failure must not hide the others
                failed += 1
                print(f"not ok {number} - {test.__name__}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
    sys.exit(1 if failed else 0)

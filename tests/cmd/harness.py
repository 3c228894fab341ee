"""Runs the command in a folder of its own, and prints TAP."""

import json
import os
import pty
import resource
import select
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from common import expect  # noqa: E402

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"
NOW = "2026-11-20T12:00:00-06:00"
PROFILE = """[candidate]
name=Jordan Ellis
email=jordan.ellis@example.com
phone=+13125550142
zone=America/Chicago
country=US
"""


class Result:
    def __init__(self, done):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def errors(self):
        return self.err.decode("utf-8", "replace").splitlines()


class Desk:
    """A candidate's machine: a folder with a database, and the command."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.db = f"sqlite:{folder}/crickets.db"
        self.crickets = os.path.abspath(sys.argv[1])
        self.environment_more = {}

    def path(self, name, data=None):
        path = self.folder / name if isinstance(name, str) else os.path.join(os.fsencode(self.folder), name)
        if data is not None:
            with open(path, "wb") as file:
                file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def run(self, *arguments, db=None, now=NOW, stdin=b"", timeout=110):
        command = [self.crickets, "--db", db or self.db, "--now", now, *arguments]
        return self.bare(*command[1:], stdin=stdin, timeout=timeout)

    @property
    def environment(self):
        """Nothing of the machine's own set-up: no keyring, no bus, no connections."""
        own = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "DBUS_"))}
        folders = {f"XDG_{name.upper()}_HOME": str(self.folder / name) for name in ("data", "config", "state", "cache")}
        return {**own, "HOME": str(self.folder), **folders, **self.environment_more}

    def bare(self, *arguments, stdin=b"", timeout=110):
        return Result(subprocess.run([self.crickets, *arguments], input=stdin, capture_output=True, cwd=self.folder,
                                     env=self.environment, timeout=timeout, check=False))

    def limited(self, most_bytes, *arguments, timeout=60):
        """The same with no more memory than that; the sanitizers want all there is."""
        limit = None if self.is_sanitized else lambda: resource.setrlimit(resource.RLIMIT_AS, (most_bytes, most_bytes))
        return Result(subprocess.run([self.crickets, "--db", self.db, *arguments], capture_output=True, cwd=self.folder,
                                     env=self.environment, timeout=timeout, check=False, preexec_fn=limit))

    @property
    def is_sanitized(self):
        return b"__asan_init" in Path(self.crickets).read_bytes()

    def set_up(self):
        result = self.run("setup", str(self.path("profile.ini", PROFILE)))
        assert result.code == 0, result.err
        return self

    def export(self):
        result = self.run("export")
        assert result.code == 0, result.err
        return result.out


class Skip(Exception):
    """Says why a test can show nothing here."""


def expect_code(result, code):
    expect(result.code == code, f"exit {result.code} instead of {code};", "stdout:", result.out[-800:],
           "stderr:", result.err[-800:])


def converse(desk, answers, *arguments):
    """On a terminal: each question is answered when it stands there; an answer may be something to do first, that gives it."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(desk.crickets, [desk.crickets, "--db", desk.db, *arguments], desk.environment)
    text, answered, left = "", 0, list(answers)
    while select.select([terminal], [], [], 60)[0]:  # an unexpected question is a failure, not a wait for ever
        try:
            data = os.read(terminal, 4096)
        except OSError:  # it has ended
            break
        text += data.decode("utf-8", "replace").replace("\r", "")
        if text.endswith(": ") and answered < len(left) and left[answered][0] in text.rsplit("\n", 1)[-1]:
            answer = left[answered][1]
            os.write(terminal, (answer() if callable(answer) else answer).encode() + b"\n")
            answered += 1
    os.close(terminal)  # hangs up
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    expect(answered == len(answers), answers[answered:], text)
    return code, text


TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def expect_clean(result):
    """No terminal escape, no control character and nothing that turns a line's direction, on either stream."""
    for stream in (result.out, result.err):
        for char in stream.decode("utf-8").replace("\r\n\t", " ").replace("\r\n", "\n"):  # a mail's lines
            expect(char == "\n" or (ord(char) >= 32 and not 127 <= ord(char) < 160 and char not in TURNS), f"U+{ord(char):04X} in", stream[:400])


def main(tests):
    failed = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
            try:
                test(Desk(folder))
                print(f"ok {number} - {test.__name__}", flush=True)
            except Skip as why:
                print(f"ok {number} - {test.__name__} # SKIP {why}", flush=True)
            except Exception:  # a test's failure must not hide the others
                failed += 1
                print(f"not ok {number} - {test.__name__}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
    sys.exit(1 if failed else 0)

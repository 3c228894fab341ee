"""Runs `crickets serve` in a folder of its own, talks to it, and prints TAP."""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from common import PATIENCE, expect  # noqa: E402
from schema import problems

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples"
CONTRACT = json.loads((ROOT / "docs" / "openapi.json").read_text())
NOW = "2026-11-20T12:00:00-06:00"
PROFILE = """[candidate]
name=Jordan Ellis
email=jordan.ellis@example.com
phone=+13125550142
zone=America/Chicago
country=US
"""


class Answer:
    """response None: the connection was closed instead."""

    def __init__(self, response, method, path):
        self.method, self.path = method, path
        if response is None:
            self.status, self.headers, self.body = 0, {}, b""
            return
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)


class Desk:
    """A candidate's machine: a folder with a database, the command, and the server."""

    seen = set()  # (method, path of the contract, status), of all tests

    def __init__(self, folder):
        self.folder = Path(folder)
        self.db = f"sqlite:{folder}/crickets.db"
        self.crickets = os.path.abspath(sys.argv[1])
        self.server, self.cookie, self.port = None, None, None
        self.environment = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder,
                            "XDG_STATE_HOME": folder, "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}

    def run(self, *arguments, now=NOW, stdin=b"", code=0):
        done = subprocess.run([self.crickets, "--db", self.db, "--now", now, *arguments], input=stdin,
                              capture_output=True, env=self.environment, timeout=PATIENCE, check=False)
        expect(code is None or done.returncode == code, arguments, done.returncode, done.stdout[-400:], done.stderr[-2000:])
        return done.stdout.decode()

    def set_up(self):
        (self.folder / "profile.ini").write_text(PROFILE)
        self.run("setup", str(self.folder / "profile.ini"))
        return self

    def serve(self, *options, now=NOW):
        command = [self.crickets, "--db", self.db, *(["--now", now] if now else []), "serve", "--port", "0", *options]
        self.errors = open(self.folder / "errors.txt", "wb")
        self.server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.errors, env=self.environment)
        self.printed = b""
        link = None
        while link is None:
            line = self.server.stdout.readline()
            expect(line, "the server ended:", self.printed, (self.folder / "errors.txt").read_text())
            self.printed += line
            link = re.search(rb"http\S*/open\?token=\S+", self.printed)
        self.link = link.group().decode()
        self.port = int(re.search(r":(\d+)/open", self.link).group(1)) if "127.0.0.1" in self.link else None
        return self

    def stop(self):
        if self.server is None:
            return
        self.server.send_signal(signal.SIGINT)
        code = self.server.wait(PATIENCE)
        self.server.stdout.close()
        self.errors.close()
        self.server = None
        errors = (self.folder / "errors.txt").read_text()
        expect(code == 0 and "Sanitizer" not in errors and "runtime error" not in errors, code, errors[-4000:])

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.port}"

    def send(self, method, path, body=None, headers=None, host=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            sent = {"Host": f"127.0.0.1:{self.port}" if host is None else host, "X-Request-Id": "asked-by-a-test", **(headers or {})}
            connection.request(method, path, body=body, headers={k: v for k, v in sent.items() if v is not None})
            return Answer(connection.getresponse(), method, path)
        except (http.client.RemoteDisconnected, ConnectionError):
            return Answer(None, method, path)
        finally:
            connection.close()

    def sign_in(self, link=None):
        path = (link or self.link).split("/", 3)[3]
        answer = self.send("GET", "/" + path)
        expect(answer.status == 303 and answer.headers["Location"] == "/", answer.status, answer.body)
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    def ask(self, method, path, document=None, status=200, **more):
        """A request as the page makes it, under /api/v1; its answer is held against the contract."""
        headers = {"Cookie": self.cookie, **more.pop("headers", {})}
        if method != "GET":
            headers.setdefault("Origin", self.origin)
        body = more.pop("body", None)
        if document is not None:
            body = json.dumps(document)
            headers.setdefault("Content-Type", "application/json")
        answer = self.send(method, base_of(path) + path, body, headers, **more)
        expect(answer.status == status, method, path, answer.status, "instead of", status, answer.body[:500])
        check_contract(answer)
        return answer


def base_of(path):
    """Where the contract says that this path stands."""
    return (CONTRACT["paths"].get(template_of(path), {}).get("servers", CONTRACT["servers"])[0]["url"]).rstrip("/")


def template_of(path):
    """The contract's path that stands for this one."""
    parts = path.split("?")[0].removeprefix("/api/v1").split("/")
    for template in sorted(CONTRACT["paths"], key=lambda t: t.count("{")):
        pattern = template.split("/")
        if len(pattern) == len(parts) and all(p == q or p.startswith("{") for p, q in zip(pattern, parts)):
            return template
    return None


def check_contract(answer):
    template = template_of(answer.path)
    expect(template, "not in the contract:", answer.path)
    operation = CONTRACT["paths"][template].get(answer.method.lower())
    expect(operation, "not in the contract:", answer.method, template)
    response = operation["responses"].get(str(answer.status))
    expect(response, "not in the contract:", answer.method, template, answer.status)
    Desk.seen.add((answer.method, template, str(answer.status)))
    if "$ref" in response:
        response = CONTRACT["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    content = response.get("content", {})
    if not content:
        expect(answer.body == b"", answer.path, answer.body[:200])
        return
    media = (answer.headers["Content-Type"] or "").split(";")[0]
    expect(media in content, answer.path, media, "is none of", list(content))
    if media.endswith("json"):
        found = list(problems(answer.json, content[media]["schema"], CONTRACT))
        expect(not found, answer.method, answer.path, answer.status, "\n".join(found[:5]))
    if "ETag" in response.get("headers", {}):
        expect(answer.headers["ETag"], "no ETag:", answer.path)


def main(tests):
    failed = 0
    print(f"1..{len(tests)}")
    for number, test in enumerate(tests, 1):
        with tempfile.TemporaryDirectory(prefix="crickets-") as folder:
            desk = Desk(folder)
            try:
                test(desk)
                desk.stop()
                print(f"ok {number} - {test.__name__}", flush=True)
            except Exception:  # a test's failure must not hide the others
                failed += 1
                if desk.server:
                    desk.server.kill()
                    desk.server.wait()
                print(f"not ok {number} - {test.__name__}")
                print("".join(f"# {line}\n" for line in traceback.format_exc().splitlines()), end="", flush=True)
                errors = desk.folder / "errors.txt"
                if errors.exists():
                    print("".join(f"# {line}\n" for line in errors.read_text()[-3000:].splitlines()), end="", flush=True)
    sys.exit(1 if failed else 0)

#!/usr/bin/env python3
"""The recipe of docs/service.md, literally: its files are taken out of the page, nginx runs with its very configuration before a
real server, and systemd is asked about the units. recipe.py CRICKETS."""

import http.client
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "api")]
from harness import PATIENCE, ROOT, expect, main
from common import free_port, until

PAGE = (ROOT / "docs" / "service.md").read_text()
FILES = dict(re.findall(r"^```\w+ file=(\S+)\n(.*?)^```$", PAGE, re.M | re.S))
SITE = "crickets.example"


def install(*packages):
    subprocess.run([ROOT / "tools" / "packages.sh", *packages], check=True, stdout=sys.stderr)


class Nginx:
    """As a user without rights, so only what it must be is another: ports, places, the certificate."""

    def __init__(self, desk):
        install("nginx-light", "openssl")
        self.folder = desk.folder / "nginx"
        self.folder.mkdir()
        self.port, self.plain = free_port(), free_port()
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        f"/CN={SITE}", "-addext", f"subjectAltName=DNS:{SITE}", "-keyout", self.folder / "privkey.pem", "-out",
                        self.folder / "fullchain.pem"], check=True, capture_output=True)
        changed = FILES["crickets.conf"]
        for theirs, ours in (("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                             ("/etc/crickets/tls/", f"{self.folder}/"), ("/var/log/nginx/", f"{self.folder}/"),
                             ("server 127.0.0.1:27425;", f"server 127.0.0.1:{desk.port};")):
            expect(changed.count(theirs) >= 1, theirs, "is not in the page's file")
            changed = changed.replace(theirs, ours)
        (self.folder / "crickets.conf").write_text(changed)
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(f"daemon off;\npid {self.folder}/pid;\nerror_log {self.folder}/error.log;\n"
                                                f"events {{}}\nhttp {{\n{temporary}include {self.folder}/crickets.conf;\n}}\n")
        command = ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", self.folder / "error.log"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self.process = subprocess.Popen(command)
        until(self.answers, "nginx")

    def answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def connect(self):
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        raw = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        connection = http.client.HTTPSConnection(SITE, timeout=PATIENCE)
        connection.sock = context.wrap_socket(raw, server_hostname=SITE)
        return connection

    def ask(self, method, path, body=None, headers=None):
        connection = self.connect()
        try:
            connection.request(method, path, body, {"Origin": f"https://{SITE}", **(headers or {})})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def stop(self):
        self.process.terminate()
        self.process.wait(PATIENCE)


def behind_nginx(test):
    def run_it(desk):
        desk.set_up()
        desk.serve("--origin", f"https://{SITE}", "--health", "0", "--log", "json")
        desk.port = port_of(desk)
        nginx = Nginx(desk)
        try:
            path = "/" + desk.link.split("/", 3)[3]
            status, headers, _ = nginx.ask("GET", path)
            expect(status == 303 and "Secure" in headers["Set-Cookie"], status, headers)
            desk.cookie = headers["Set-Cookie"].split(";")[0]
            test(desk, nginx)
        finally:
            nginx.stop()

    run_it.__name__ = test.__name__
    return run_it


def port_of(desk):
    """Where it listens, whatever its public address is."""
    sockets = {os.readlink(f) for f in pathlib.Path(f"/proc/{desk.server.pid}/fd").iterdir() if os.path.islink(f)}
    health = int(re.search(rb"Health at http://127\.0\.0\.1:(\d+)/", desk.printed).group(1))
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        address, port = fields[1].split(":")
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in sockets and int(port, 16) != health:
            return int(port, 16)
    raise AssertionError("the server listens nowhere")


@behind_nginx
def the_page_works_behind_it(desk, nginx):
    cookie = {"Cookie": desk.cookie}
    status, headers, body = nginx.ask("GET", "/")
    expect(status == 200 and b"<html" in body.lower() and headers["Strict-Transport-Security"], status, headers)
    words = b'{"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"}'
    status, headers, body = nginx.ask("POST", "/api/v1/interviews", words, {**cookie, "Content-Type": "application/json"})
    expect(status == 201, status, body)
    status, headers, body = nginx.ask("GET", "/api/v1/interviews/1?secret=word", headers=cookie)
    expect(status == 400 and re.fullmatch("[0-9a-f]{32}", headers["X-Request-Id"]), status, headers)
    request = headers["X-Request-Id"]
    until(lambda: request in (nginx.folder / "crickets.log").read_text(), "the proxy's log")
    expect(request in (desk.folder / "errors.txt").read_text(), "the id is not in the server's log")
    for log in (nginx.folder / "crickets.log", desk.folder / "errors.txt"):
        expect("secret" not in log.read_text() and "token" not in log.read_text(), log)
    connection = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=PATIENCE)
    connection.request("GET", "/x", headers={"Host": SITE})
    response = connection.getresponse()
    expect(response.status == 301 and response.headers["Location"] == f"https://{SITE}/x", response.status)
    connection.close()


@behind_nginx
def news_come_through_at_once(desk, nginx):
    connection = nginx.connect()
    connection.request("GET", "/api/v1/events", headers={"Cookie": desk.cookie})
    response = connection.getresponse()
    expect(response.status == 200 and response.headers["Content-Type"].startswith("text/event-stream"), response.status)
    words = b'{"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET"}'
    status, _, _ = nginx.ask("POST", "/api/v1/interviews", words, {"Cookie": desk.cookie, "Content-Type": "application/json"})
    expect(status == 201)
    seen = b""
    while b"Dana Reyes" not in seen:
        line = response.readline()
        expect(line, "the stream ended:", seen)
        seen += line
    connection.close()


@behind_nginx
def floods_are_stopped_before_us(desk, nginx):
    connection = nginx.connect()
    answers = []
    for _ in range(200):
        connection.request("GET", "/", headers={"Connection": "keep-alive"})
        response = connection.getresponse()
        response.read()
        answers.append(response.status)
        if response.will_close:
            connection.close()
            connection = nginx.connect()
    expect(answers[0] == 200 and 429 in answers, answers[:5], answers[-5:])
    status, _, _ = nginx.ask("POST", "/api/v1/import?name=x", b"x" * 10, {"Content-Length": str(65 << 20)})
    expect(status in (413, 429), status)


def the_units_are_sound_and_tight(desk):
    install("systemd")
    (desk.folder / "crickets-serve.socket").write_text(FILES["crickets-serve.socket"])
    for name in ("crickets-watch@.service", "crickets-serve.service"):
        unit = desk.folder / name
        text = FILES[name]
        expect("/usr/local/bin/crickets" in text)
        unit.write_text(text.replace("/usr/local/bin/crickets", desk.crickets))
        verify = subprocess.run(["systemd-analyze", "verify", unit], capture_output=True, text=True, check=False)
        said = [line for line in (verify.stdout + verify.stderr).splitlines() if "crickets" in line]
        expect(verify.returncode == 0 and not said, said, verify.stderr)
        security = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", unit],
                                  capture_output=True, text=True, check=False)
        exposure = re.search(r"exposure level.*?: ([0-9.]+)", security.stdout)
        expect(security.returncode == 0 and exposure and float(exposure.group(1)) <= 2.0, security.stdout[-400:], security.stderr)
        print(f"# {name}: exposure {exposure.group(1)} of 10")


def a_candidates_unit_is_sound(desk):
    install("systemd")
    text = (ROOT / "data" / "crickets.service").read_text().replace("ExecStart=crickets ", f"ExecStart={desk.crickets} ")
    unit = desk.folder / "crickets.service"

    def verify(changed):
        unit.write_text(changed)
        said = subprocess.run(["systemd-analyze", "--user", "verify", unit], capture_output=True, text=True, check=False,
                              env={**os.environ, "XDG_RUNTIME_DIR": str(desk.folder)}).stderr
        return [line for line in said.splitlines() if "crickets" in line]

    expect(not verify(text), verify(text))
    for wrong in ("ExecStart=/nowhere/crickets watch", "Restart=perhaps"):  # it does look
        expect(verify(re.sub(f"^{wrong.split('=')[0]}=.*", wrong, text, flags=re.M)), wrong)


def their_commands_are_understood(desk):
    """Each option of the units is one of the verb's, and nginx knocks at the door that they open."""
    doors = re.findall(r"^ListenStream=(.*)$", FILES["crickets-serve.socket"], re.M)
    expect(re.search(r"server (127.0.0.1:\d+);", FILES["crickets.conf"]).group(1) in doors, doors)
    for name in ("crickets-watch@.service", "crickets-serve.service"):
        words = re.search(r"^ExecStart=\S+ (.*)$", FILES[name], re.M).group(1).split()
        verb = "watch" if "watch" in words else "serve"
        help_text = subprocess.run([desk.crickets, "help", verb], capture_output=True, text=True, check=True).stdout
        for word in words:
            if word.startswith("--"):
                expect(word in help_text or word == "--workers", word, "is no option of", verb)


main([the_page_works_behind_it, news_come_through_at_once, floods_are_stopped_before_us, the_units_are_sound_and_tight, a_candidates_unit_is_sound,
      their_commands_are_understood])

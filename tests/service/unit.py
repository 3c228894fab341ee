#!/usr/bin/env python3
"""The candidate's unit under a real manager of systemd, in name spaces of the test's own: unit.py CRICKETS. Everything that the
keeper does must work under it: it wakes by itself and for others, its buttons, readers and password commands work, and it comes
back when it is killed."""

import base64
import http.server
import os
import pathlib
import ssl
import subprocess
import sys
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "cmd")]
from buttons import Dunst, Screen
from harness import Skip, expect, expect_code, main
from common import until
from watch import CALLS_XML, connect

ROOT = HERE.parent.parent
INSIDE = "CRICKETS_UNIT_INSIDE"
SPACES = ["unshare", *(["--map-root-user"] if os.getuid() else []), "--mount", "--pid", "--fork", "--mount-proc"]


class Manager:
    """`systemd --user`, which believes that the machine was booted by systemd. Its bus is that of the session."""

    def __init__(self, desk):
        runtime = "/run/user/crickets"
        for command in (["mount", "-t", "tmpfs", "tmpfs", "/run"], ["mkdir", "-p", "/run/systemd/system", runtime],
                        ["chmod", "700", runtime], ["mount", "-t", "tmpfs", "tmpfs", "/usr/local/bin"],
                        ["ln", "-s", desk.crickets, "/usr/local/bin/crickets"]):
            subprocess.run(command, check=True)
        self.address = f"unix:path={runtime}/bus"
        desk.environment_more.update(XDG_RUNTIME_DIR=runtime)
        self.environment = {**desk.environment, "DBUS_SESSION_BUS_ADDRESS": self.address}
        self.log = open(desk.folder / "systemd.txt", "wb")
        self.process = subprocess.Popen(["/lib/systemd/systemd", "--user", "--log-target=console"], env=desk.environment,
                                        stdout=self.log, stderr=self.log)
        until(lambda: self.control("is-system-running") in ("running", "degraded") or self.process.poll() is not None, "systemd")
        if self.process.poll() is not None:
            raise Skip("systemd does not run here: " + (desk.folder / "systemd.txt").read_text()[-300:])

    def control(self, *arguments):
        done = subprocess.run(["systemctl", "--user", *arguments], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def shown(self, name):
        return self.control("show", "--value", "-p", name, "crickets.service")


class Ntfy(http.server.BaseHTTPRequestHandler):
    """What takes notifications for the phone: by TLS, as a secret goes to it."""
    seen = []

    @staticmethod
    def serve(desk):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                        "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", desk.folder / "key.pem", "-out",
                        desk.folder / "cert.pem"], check=True, capture_output=True)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(desk.folder / "cert.pem", desk.folder / "key.pem")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Ntfy)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"url=https://localhost:{server.server_port}/topic\nca_file={desk.folder}/cert.pem\n"

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        Ntfy.seen.append(self.headers["Authorization"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *words):
        pass


def zone_at_noon():
    """Nobody is disturbed at night."""
    return f"Etc/GMT{time.gmtime().tm_hour - 12:+d}"


def install(desk, output):
    """As the unit's first lines say, and its output where the test can read it."""
    folder = desk.folder / "config" / "systemd" / "user"
    (folder / "crickets.service.d").mkdir(parents=True)
    (folder / "crickets.service").write_text((ROOT / "data" / "crickets.service").read_text())
    (folder / "crickets.service.d" / "test.conf").write_text(f"[Service]\nStandardOutput=append:{output}\nStandardError=append:{output}\n")


def it_lives_under_systemd(desk):
    output, calls = desk.folder / "output.txt", desk.folder / "calls"
    output.write_text("")
    calls.mkdir()

    def told(words):
        return words in " ".join(output.read_text().split())

    install(desk, output)
    manager = Manager(desk)
    expect_code(desk.bare("setup", str(desk.path("profile.ini", "[candidate]\nname=Jordan Ellis\nemail=jordan@example.com\n"
                                                 f"zone={zone_at_noon()}\ncountry=US\nphone=+13125550142\n"))), 0)
    connect(desk, f"[screen]\nkind=desktop\nauth=none\n[log]\nkind=calls\nurl={calls}\n"
                  f"[phone]\nkind=ntfy\n{Ntfy.serve(desk)}command=printf secret-of-a-manager\n")
    expect(manager.control("enable", "--now", "crickets") == "", manager.control("status", "crickets"))
    until(lambda: told("Watching."), "its start", manager.control("status", "crickets"))
    with Screen() as screen, Dunst(desk, manager, screen) as dunst:
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3))
        expect_code(desk.bare("add", f"Dana Reyes of Northwind calls {when}, 212-555-0123"), 0)
        until(lambda: told("the agreed time with Dana Reyes"), "the call", output.read_text())
        token = "Basic " + base64.b64encode(b":secret-of-a-manager").decode()
        until(lambda: token in Ntfy.seen, "the phone", Ntfy.seen, output.read_text())
        (calls / "calls.tmp").write_text(CALLS_XML % int(time.time() * 1000))
        os.rename(calls / "calls.tmp", calls / "calls.xml")
        until(lambda: b"missed-call" in desk.bare("export").out, "the call log", output.read_text())
        dunst.press("They called")
        until(lambda: told("They called."), "the button", output.read_text())
    first = manager.shown("MainPID")
    os.kill(int(first), 9)
    until(lambda: manager.shown("MainPID") not in ("0", first) and output.read_text().count("Watching.") == 2, "its return")
    manager.control("stop", "crickets")
    expect(manager.shown("ActiveState") == "inactive" and manager.shown("Result") == "success", manager.control("status", "crickets"))
    expect("Sanitizer" not in output.read_text(), output.read_text())


def begin():
    subprocess.run([ROOT / "tools" / "packages.sh", "systemd", "dbus-user-session", "dunst", "xvfb", "openssl"], check=True,
                   stdout=sys.stderr)
    possible = subprocess.run([*SPACES, "mount", "-t", "tmpfs", "tmpfs", "/run"], capture_output=True, text=True, check=False)
    if possible.returncode != 0:
        print(f"1..1\nok 1 - it_lives_under_systemd # SKIP no name spaces here: {possible.stderr.strip()}")
        return
    os.environ[INSIDE] = "1"
    os.execvp(SPACES[0], [*SPACES, sys.executable, "-B", *sys.argv])


if INSIDE in os.environ:
    main([it_lives_under_systemd])
else:
    begin()

"""Throw-away calendar servers on loopback, and a web server of our own that misbehaves as told."""

import base64
import http.client
import json
import os
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from common import free_port  # noqa: E402

PATIENCE = 60


class Server:
    """A real server: radicale or xandikos."""

    def __init__(self, folder, kind):
        self.folder, self.kind = Path(folder), kind
        (self.folder / kind).mkdir()
        self.trusted = certificate(folder)[1] if kind == "radicale" else None
        self.start()

    def start(self):
        """Another process may take the port in between: then try again."""
        for _ in range(5):
            self.port = free_port()
            self.log = open(self.folder / f"{self.kind}.log", "ab")
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                            cwd=self.folder, env={**os.environ, "HOME": str(self.folder)})
            if self.answers():
                return
            self.stop()
        raise RuntimeError((self.folder / f"{self.kind}.log").read_text()[-2000:])

    def command(self):
        store = str(self.folder / self.kind)
        if self.kind == "radicale":
            config = self.folder / "radicale.ini"
            config.write_text(f"[server]\nhosts=127.0.0.1:{self.port}\nssl=True\ncertificate={self.folder}/cert.pem\n"
                              f"key={self.folder}/key.pem\n[auth]\ntype=htpasswd\nhtpasswd_encryption=plain\n"
                              f"htpasswd_filename={self.folder}/users\n[storage]\nfilesystem_folder={store}\n")
            (self.folder / "users").write_text("me:secret-word\n")
            return ["radicale", "--config", str(config)]
        return ["xandikos", "-d", store, "-l", "127.0.0.1", "-p", str(self.port), "--defaults",
                "--current-user-principal", "/me/"]

    def answers(self):
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self.process.poll() is None:
            try:
                self.request("OPTIONS", "/")
                return True
            except OSError:
                time.sleep(0.05)  # until it listens: there is nothing else to wait on
        return False

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.log.close()

    @property
    def url(self):
        return f"{'https' if self.trusted else 'http'}://127.0.0.1:{self.port}/"

    @property
    def account(self):
        """What a connection to it needs beside the URL."""
        return {"secret": "secret-word", "auth": "password", "user": "me", "ca_file": self.trusted} if self.trusted else {}

    def request(self, method, path, body=None, headers=None):
        user = {}
        if self.trusted:
            context = ssl.create_default_context(cafile=self.trusted)
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=PATIENCE, context=context)
            user = {"Authorization": "Basic " + base64.b64encode(b"me:secret-word").decode()}
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, body, {**user, **(headers or {})})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, dict(answer.getheaders()), data

    @property
    def calendar(self):
        return "/me/work/" if self.kind == "radicale" else "/me/calendars/calendar/"

    def make_calendar(self, path=None):
        status, _, data = self.request("MKCALENDAR", path or self.calendar)
        if status not in (200, 201, 207, 405):  # 207: it is there
            raise RuntimeError(f"MKCALENDAR: {status} {data!r}")

    def put(self, name, text, path=None):
        status, headers, data = self.request("PUT", (path or self.calendar) + name, text.encode(),
                                             {"Content-Type": "text/calendar; charset=utf-8"})
        if status not in (200, 201, 204):
            raise RuntimeError(f"PUT {name}: {status} {data!r}")
        return headers.get("ETag")

    def get(self, name):
        status, headers, data = self.request("GET", self.calendar + name)
        return (data.decode(), headers.get("ETag")) if status == 200 else (None, None)

    def delete(self, name):
        status, _, data = self.request("DELETE", self.calendar + name)
        if status not in (200, 204):
            raise RuntimeError(f"DELETE {name}: {status} {data!r}")

    def names(self):
        body = '<propfind xmlns="DAV:"><prop><getetag/></prop></propfind>'
        _, _, data = self.request("PROPFIND", self.calendar, body, {"Depth": "1", "Content-Type": "application/xml"})
        import re
        hrefs = re.findall(rb"<(?:\w+:)?href>([^<]*\.ics)</", data)
        return sorted(os.path.basename(h.decode()) for h in hrefs)


class Liar:
    """Answers each request with the bytes that answer(request) gives, or calls what it gives with the
    connection. Keeps a journal of (method, path, headers)."""

    def __init__(self, answer, context=None):
        self.answer, self.journal = answer, []
        outer = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self):
                try:
                    sock = context.wrap_socket(self.request, server_side=True) if context else self.request
                    outer.serve(sock)
                    if not context:
                        sock.shutdown(socket.SHUT_WR)
                except OSError:
                    pass

        class TCP(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 128

        self.server = TCP(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()

    def serve(self, sock):
        sock.settimeout(PATIENCE)
        data = b""
        while b"\r\n\r\n" not in data:
            more = sock.recv(65536)
            if not more:
                return
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        method, path = lines[0].split(" ")[:2]
        headers = {k.lower(): v.strip() for k, _, v in (line.partition(":") for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            body += sock.recv(65536)
        request = {"method": method, "path": path, "headers": headers, "body": body.decode("utf-8", "replace"),
                   "lines": lines}
        self.journal.append(request)
        reply = self.answer(request)
        if callable(reply):
            reply(sock)
        else:
            sock.sendall(reply)

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/"


def http_answer(status, body=b"", headers=None):
    body = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close",
             *(f"{k}: {v}" for k, v in (headers or {}).items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def certificate(folder):
    """A throw-away authority for 127.0.0.1: (server context, file to trust)."""
    key, cert = Path(folder) / "key.pem", Path(folder) / "cert.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", str(key), "-out", str(cert), "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context, str(cert)


DAY = 86400 * 10**6


class Drive:
    """The source program, with its cursor and what it delivered so far: {key: bytes}."""

    def __init__(self, program, kind, url, secret=None, **more):
        self.program, self.cursor, self.secret = program, "", secret
        self.connection = {"name": "test", "kind": kind, "url": url, "auth": "none", **more}
        self.kept = {}

    def sync(self, now=1_800_000_000 * 10**6, timeout=300):
        """(deliveries, error); nothing is kept of a reading that fails."""
        arguments = [self.program, json.dumps(self.connection), str(now), self.cursor]
        done = subprocess.run(arguments + ([self.secret] if self.secret else []), capture_output=True,
                              timeout=timeout, check=False)
        if done.returncode not in (0, 1):
            raise AssertionError(f"exit {done.returncode}: {done.stderr.decode()[-3000:]}")
        lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
        errors = [line["error"] for line in lines if "error" in line]
        taken = [line for line in lines if "take" in line]
        waiting = []
        for line in lines:
            if "take" in line:
                waiting.append(line)
            elif "checkpoint" in line:
                for w in waiting:
                    self.keep(w)
                waiting, self.cursor = [], line["checkpoint"]
        if waiting and not errors:
            raise AssertionError("deliveries without a checkpoint")
        return taken, errors[0] if errors else None

    def keep(self, line):
        if line["key"] is None:
            for place in [p for p in self.kept if p[0] == line["calendar"]]:
                del self.kept[place]
        elif line["bytes"] is None:
            self.kept.pop((line["calendar"], line["key"]), None)
        else:
            self.kept[line["calendar"], line["key"]] = line["bytes"]

    def names(self):
        return sorted(os.path.basename(key) for _, key in self.kept)

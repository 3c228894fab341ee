#!/usr/bin/env python3
"""Where a hosted account's connections may reach: in a network of the test's own, whose names lead inside.
Nobody inside is ever connected to, by no kind of connection and no redirect. Speaks TAP."""
import ctypes
import fcntl
import http.server
import os
import socket
import ssl
import struct
import subprocess
import sys
import threading

from harness import expect, expect_code, main

PUBLIC = "11.22.33.44"
OWN = "11.22.33.55"  # public, too, but of this very machine
NAMES = {"public.example.net": PUBLIC, "own.example.net": OWN, "inside.example.net": "10.9.8.7", "loop.example.net": "127.0.0.1",
         "mapped.example.net": "::ffff:10.9.8.7", "six.example.net": "::1", "cloud.example.net": "169.254.169.254"}
INNER = [name for name in NAMES if name != "public.example.net"]
KINDS = {"imap": "imaps://{}/", "smtp": "smtps://{}/", "caldav": "https://{}/dav/", "ics": "https://{}/c.ics",
         "ntfy": "https://{}/topic", "webhook": "https://{}/hook"}
REFUSED = b"not on the public internet"
BEFORE, AFTER = "2026-11-20T12:00:00-06:00", "2026-11-20T14:30:00-06:00"


def enter_own_network(folder):
    """New user, mount and network namespaces, with names and addresses of our own. OSError where that is forbidden."""
    libc = ctypes.CDLL(None, use_errno=True)

    def call(name, *arguments):
        if getattr(libc, name)(*arguments) != 0:
            raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")

    user, group = os.getuid(), os.getgid()
    call("unshare", 0x10000000 | 0x00020000 | 0x40000000)
    for name, text in (("setgroups", "deny"), ("uid_map", f"0 {user} 1"), ("gid_map", f"0 {group} 1")):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
    hosts = os.path.join(folder, "hosts")
    with open(hosts, "w", encoding="ascii") as file:
        file.write("".join(f"{address} {name}\n" for name, address in NAMES.items()))
    call("mount", b"none", b"/", None, 0x4000 | 0x40000, None)
    call("mount", hosts.encode(), b"/etc/hosts", None, 0x1000, None)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0x1 | 0x40)
        fcntl.ioctl(control, 0x8914, request)
        for number, address in enumerate((OWN, "10.9.8.7", "169.254.169.254")):
            fcntl.ioctl(control, 0x8916, struct.pack("16sHH4s8x", f"lo:{number}".encode(), socket.AF_INET, 0,
                                                     socket.inet_aton(address)))
    stand_in_for(PUBLIC)


def stand_in_for(address):
    """What goes there comes here, from an address of this machine's (`ip route add local ADDRESS dev lo src 127.0.0.1`)."""
    def attribute(kind, data):
        return struct.pack("HH", 4 + len(data), kind) + data

    lo = struct.pack("I", socket.if_nametoindex("lo"))
    local, static, host, route = 255, 4, 254, 2
    body = (struct.pack("BBBBBBBBI", socket.AF_INET, 32, 0, 0, local, static, host, route, 0) + attribute(1, socket.inet_aton(address))
            + attribute(4, lo) + attribute(7, socket.inet_aton("127.0.0.1")))
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0) as kernel:
        kernel.send(struct.pack("IHHII", 16 + len(body), 24, 0x1 | 0x4 | 0x400, 1, 0) + body)
        code, = struct.unpack_from("i", kernel.recv(4096), 16)
    if code != 0:
        raise OSError(-code, f"a route: {os.strerror(-code)}")


class Journal:
    """Hangs up on everybody, at every address, and notes where they came."""

    def __init__(self):
        self.socket = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port, self.met = self.socket.getsockname()[1], []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            guest, _ = self.socket.accept()
            self.met.append(guest.getsockname()[0].removeprefix("::ffff:"))
            guest.close()


def connections(desk, journal, name, more):
    folder = desk.folder / "config" / "crickets"
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(f"[{kind}]\nkind={kind}\nauth=none\n{more}url={url.format(f'{name}:{journal.port}')}\n\n"
                   for kind, url in KINDS.items())
    (folder / "connections.ini").write_text(text)


def use_all(desk):
    """Everything that connects: reading, telling, sending, and the doctor."""
    words = [desk.run("watch", "--once", now=AFTER), desk.run("send", "1", now=AFTER), desk.run("doctor", now=AFTER)]
    return [word.out + word.err for word in words]


def promised(desk):
    desk.set_up()
    expect_code(desk.run("add", "Dana Reyes (dana@northwind.example) calls 2026-11-20T14:00:00-06:00", now=BEFORE), 0)
    desk.run("watch", "--once", now=BEFORE)  # followers begin here
    desk.run("doctor", "--confirm", now=AFTER)  # the clock of the test jumps
    expect_code(desk.run("log", "1", "no-answer", now=AFTER), 0)


def nobody_inside_is_met(desk):
    journal = Journal()
    connections(desk, journal, "public.example.net", "public_only=true\n")
    promised(desk)
    use_all(desk)
    expect(set(journal.met) == {PUBLIC} and len(journal.met) >= 2 * len(KINDS) - 1, journal.met)
    journal.met.clear()
    for name in INNER:
        connections(desk, journal, name, "public_only=true\n")
        once, send, doctor = use_all(desk)
        for text in (once, send, doctor):
            expect(REFUSED in text, name, text)
        expect(doctor.count(REFUSED) >= len(KINDS), name, doctor)
        expect(journal.met == [], name, journal.met)


def one_own_machine_is(desk):
    """The same names are fine where nothing is hosted: the test would see it."""
    journal = Journal()
    connections(desk, journal, "inside.example.net", "")
    promised(desk)
    once, send, doctor = use_all(desk)
    expect(REFUSED not in once + send + doctor, doctor)
    expect(set(journal.met) == {"10.9.8.7"} and len(journal.met) >= 2 * len(KINDS) - 1, journal.met)


class Away(http.server.BaseHTTPRequestHandler):
    target = ""

    def do_GET(self):
        self.send_response(302)
        self.send_header("Location", self.target)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments):
        pass


def redirects_do_not_lead_inside(desk):
    journal = Journal()
    cert, key = desk.path("c.pem"), desk.path("c.key")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                    "-days", "3", "-subj", "/CN=public.example.net", "-addext", "subjectAltName=DNS:public.example.net",
                    "-out", cert, "-keyout", key], check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    server = http.server.ThreadingHTTPServer((PUBLIC, 0), Away)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    desk.set_up()
    folder = desk.folder / "config" / "crickets"
    folder.mkdir(parents=True, exist_ok=True)
    for more, met in (("public_only=true\n", []), ("", ["10.9.8.7"])):
        (folder / "connections.ini").write_text(
            f"[away]\nkind=ics\nauth=none\nca_file={cert}\n{more}url=https://public.example.net:{server.server_port}/c.ics\n")
        for name in INNER if not met else ["inside.example.net"]:
            Away.target = f"https://{name}:{journal.port}/x.ics"
            result = desk.run("watch", "--once", now=AFTER)
            expect(journal.met == met, name, journal.met, result.err)
            expect((REFUSED in result.err) == (met == []), name, result.err)
    server.shutdown()


if __name__ == "__main__":
    import tempfile
    with tempfile.TemporaryDirectory(prefix="crickets-") as own:
        try:
            enter_own_network(own)
        except OSError as error:
            print(f"1..0 # SKIP no network of one's own here: {error}")
            sys.exit(0)
        main([nobody_inside_is_met, one_own_machine_is, redirects_do_not_lead_inside])

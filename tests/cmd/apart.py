#!/usr/bin/env python3
"""What strangers wrote is read in processes that can do nothing else: the real ones, looked at from outside."""
import array
import os
import signal
import socket
import struct
import subprocess
from pathlib import Path

from harness import EXAMPLES, expect, expect_code, main
from common import until
from watch import CALLS_XML, Keeper, connect, settings

BEGIN, END = 1, 2
NONE = -(2**63)
LIBRARIES = ("libphonenumber", "libical.so", "libicui18n")  # GMime writes letters, too


def text(value):
    return struct.pack("=I", 0) if value is None else struct.pack("=I", len(value) + 1) + value


def frame(data):
    return struct.pack("=I", len(data)) + data


def receive(sock, length):
    data = b""
    while len(data) < length:
        more = sock.recv(length - len(data))
        expect(more, "the reader ended")
        data += more
    return data


class Nursery:
    """The other side of `crickets read-apart`."""

    def __init__(self, desk):
        self.control, theirs = socket.socketpair()
        subprocess.run([desk.crickets, "read-apart"], pass_fds=[3], preexec_fn=lambda: os.dup2(theirs.fileno(), 3), env={},
                       check=True, timeout=60)
        theirs.close()

    def ask(self, verb, process=0, files=()):
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", files))] if files else []
        self.control.sendmsg([struct.pack("=Ii", verb, process)], rights)
        return struct.unpack("=i", receive(self.control, 4))[0]

    def reader(self):
        ours, theirs = socket.socketpair()
        process = self.ask(BEGIN, files=[theirs.fileno()])
        theirs.close()
        filtered = receive(ours, struct.unpack("=I", receive(ours, 4))[0]) != b"\0\0\0\0"
        profile = text(b"Sam") + struct.pack("=I", 2) + text(b"sam@example.org") + text(None) + text(b"America/Chicago") + text(b"US")
        ours.sendall(frame(profile + struct.pack("=qq", NONE, NONE)))
        return process, ours, filtered

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        self.control.close()


def fields(path):
    return {line.split(":", 1)[0]: line.split(":", 1)[1].split() for line in Path(path).read_text().splitlines() if ":" in line}


def limits(process):
    rows = {}
    for line in Path(f"/proc/{process}/limits").read_text().splitlines()[1:]:
        rows[line[:26].strip()] = line[26:].split()[:2]
    return rows


def a_reader_is_confined(desk):
    mail = next((EXAMPLES / "email" / "mail").glob("01-*.eml")).read_bytes()
    with Nursery(desk) as nursery:
        process, sock, filtered = nursery.reader()
        status, bounds = fields(f"/proc/{process}/status"), limits(process)
        expect(status["NoNewPrivs"] == ["1"], status)
        expect(status["Seccomp"] == ["2" if filtered else "0"], status)
        expect(not any(status.get("CapEff", ["0"])[0].strip("0")) or os.geteuid() == 0, status)
        for name in ("Max file size", "Max core file size", "Max open files", "Max processes", "Max locked memory"):
            expect(bounds[name] == ["0", "0"], name, bounds[name])
        try:
            expect(os.listdir(f"/proc/{process}/fd") == ["0"], "more than its socket")
            expect(Path(f"/proc/{process}/environ").read_bytes() == b"", "it has an environment")
        except PermissionError:
            pass  # nobody but the superuser may look: it is not dumpable
        sock.sendall(frame(struct.pack("=I", 3) + text(b"a mail") + mail))
        answer = receive(sock, struct.unpack("=I", receive(sock, 4))[0])
        expect(struct.unpack("=II", answer[:8]) == (2, 1), "an answer with one fact", answer[:80])
        bounds = limits(process)
        expect(bounds["Max cpu time"][0] != "unlimited", bounds)
        sock.close()
        nursery.ask(END, process)
        expect(not Path(f"/proc/{process}").exists(), "it lives on")


def readers_end_with_their_nursery(desk):
    nursery = Nursery(desk)
    process, _sock, _ = nursery.reader()
    nursery.control.close()
    until(lambda: not Path(f"/proc/{process}").exists(), "a reader outlives who it reads for")


def nobody_begins_it_by_hand(desk):
    result = desk.bare("read-apart")
    expect_code(result, 2)
    expect(b"begun by crickets itself" in result.err, result.err)


def nurseries(mark):
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and b"read-apart" in (entry / "cmdline").read_bytes():
                found += [int(entry.name)] if mark in (entry / "environ").read_bytes() else []
        except OSError:
            continue
    return found


def the_keeper_has_it_read(desk):
    """It has not even the libraries that would. Killed, it leaves no process behind."""
    desk.set_up()
    folder = desk.folder / "calls"
    folder.mkdir()
    (folder / "calls.xml").write_text(CALLS_XML % 1795200000000)
    connect(desk, f"[phone]\nkind=calls\nurl={folder}\n")
    zones = "/usr/share/zoneinfo" + "/." * (20 + os.getpid() % 300)  # so that its nursery is known among others
    desk.environment_more["TZDIR"] = zones
    mark = f"TZDIR={zones}\0".encode()
    with Keeper(desk) as keeper:
        until(lambda: nurseries(mark), "no nursery")
        until(lambda: b"read.calls" in settings(desk), "it was not read")
        maps = Path(f"/proc/{keeper.process.pid}/maps").read_text()
        for library in LIBRARIES:
            expect(library not in maps, "the keeper has", library)
        keeper.process.send_signal(signal.SIGKILL)
        keeper.process.communicate()
        until(lambda: not nurseries(mark), "a nursery outlives its keeper")


def commands_confine_themselves(desk):
    """Those that read files and end: no process of their own, but nothing to run and nowhere to call either."""
    desk.set_up()
    with Nursery(desk) as nursery:
        filtered = nursery.reader()[2]
    for words in (("import", "-"), ("parse", "mail", "-"), ("parse", "time", "-"), ("apps", "import", "-")):
        process = subprocess.Popen([desk.crickets, "--db", desk.db, *words], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        try:
            status = Path(f"/proc/{process.pid}/status")
            until(lambda: fields(status)["NoNewPrivs"] == ["1"], f"{words} is not confined")
            until(lambda: not filtered or fields(status)["Seccomp"] == ["2"], f"{words} has no filter")
        finally:
            process.communicate(timeout=60)


def the_doctor_tells(desk):
    desk.set_up()
    found = [check for check in desk.run("doctor", "--json").json["checks"] if check["name"] == "reading"]
    expect(len(found) == 1 and found[0]["result"] in ("fine", "caution"), found)
    with Nursery(desk) as nursery:
        expect(("fine" if nursery.reader()[2] else "caution") == found[0]["result"], found)


if __name__ == "__main__":
    main([a_reader_is_confined, readers_end_with_their_nursery, nobody_begins_it_by_hand, the_keeper_has_it_read,
          commands_confine_themselves, the_doctor_tells])

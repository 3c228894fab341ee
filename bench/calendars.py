#!/usr/bin/env python3
"""The first reading of a large calendar by `crickets watch --once`: seconds, and the peak memory of all its processes together.

    bench/calendars.py CRICKETS [EVENTS [FILLER]]      (300,000 within the next three months, each with so many bytes of text)
    bench/calendars.py CRICKETS caldav [EVENTS]        (100,000 over 27 years, on a server of its own)

Memory is what they have beside what they share with others (the sum of their Pss), looked at all the time. The goal: at most
64 MiB, whatever the calendar.
"""
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/source"), str(ROOT / "tests")]
from servers import Liar, http_answer  # noqa: E402

NOW = datetime(2026, 11, 20, 14)
CALDAV = sys.argv[2:3] == ["caldav"]
NUMBERS = [int(text) for text in sys.argv[2 + CALDAV:]]
EVENTS = NUMBERS[0] if NUMBERS else 100_000 if CALDAV else 300_000
FILLER = NUMBERS[1] if len(NUMBERS) > 1 else 0


def event(number, start):
    return (f"BEGIN:VEVENT\r\nUID:{number:08}-4f1c-9b2e@calendar.example\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start:%Y%m%dT%H%M%SZ}\r\n"
            f"DURATION:PT15M\r\nSUMMARY:Meeting {number} about things\r\n" + (f"DESCRIPTION:{'x' * FILLER}\r\n" if FILLER else "")
            + "END:VEVENT\r\n")


def calendar(events):
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\n" + events + "END:VCALENDAR\r\n"


def ics(request):
    return http_answer(200, FILE, {"Content-Type": "text/calendar"})


def starts():
    """Of the events on the CalDAV server: evenly from 2000 on."""
    first = datetime(2000, 1, 1)
    return [first + timedelta(minutes=i * 27.3 * 365.25 * 1440 // EVENTS) for i in range(EVENTS)]


def multistatus(parts, token=""):
    return http_answer(207, ('<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav">' + "".join(parts)
                             + (f"<d:sync-token>{token}</d:sync-token>" if token else "") + "</d:multistatus>").encode(), {"Content-Type": "application/xml"})


def resource(href, props):
    return f"<d:response><d:href>{href}</d:href><d:propstat><d:prop>{props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>"


def listed(numbers):
    return [resource(f"/c/{i:08}.ics", f'<d:getetag>"{i}"</d:getetag>') for i in numbers]


def caldav(request):
    body = request["body"]
    if "sync-collection" in body:
        return multistatus(listed([] if "token-1" in body else range(EVENTS)), "token-1")
    if "calendar-multiget" in body:
        numbers = [int(n) for n in re.findall(r"/c/(\d+)\.ics", body)]
        return multistatus(resource(f"/c/{n:08}.ics", f'<d:getetag>"{n}"</d:getetag><c:calendar-data>{calendar(event(n, STARTS[n]))}</c:calendar-data>')
                           for n in numbers)
    if "prop-filter" in body:
        return multistatus([])  # none of its events recurs
    if "calendar-query" in body:
        begin, end = re.search(r'time-range start="(\w+)" end="(\w+)"', body).groups()
        return multistatus(listed(i for i, at in enumerate(STARTS) if begin <= f"{at:%Y%m%dT%H%M%SZ}" < end))
    return multistatus([resource("/c/", "<d:resourcetype><d:collection/><c:calendar/></d:resourcetype><d:sync-token>token-1</d:sync-token>")])


def pss(program):
    """KiB of each process of the program, by what it is."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and (folder / "exe").readlink() == program:
                found[folder.name] = int(re.search(r"^Pss:\s+(\d+)", (folder / "smaps_rollup").read_text(), re.M)[1])
        except (OSError, TypeError):
            continue  # it ended
    return found


class Peak(threading.Thread):
    def __init__(self, program):
        super().__init__(daemon=True)
        self.program, self.ends, self.together, self.single = program, threading.Event(), 0, 0
        self.start()

    def run(self):
        while not self.ends.wait(0.01):
            found = pss(self.program)
            self.together = max(self.together, sum(found.values()))
            self.single = max([self.single, *found.values()])


def read(folder, program, url):
    config = folder / "config/crickets"
    config.mkdir(parents=True)
    kind = "caldav" if CALDAV else "ics"
    (config / "connections.ini").write_text(f"[big]\nkind={kind}\nauth=none\nurl={url}\n")
    (folder / "profile.ini").write_text("[candidate]\nname=Jordan\nemail=jordan@example.com\nzone=America/Chicago\ncountry=US\n")
    base = [str(program), "--db", f"sqlite:{folder}/c.db", "--now", f"{NOW:%Y-%m-%dT%H:%M:%SZ}"]
    environment = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data"), "HOME": str(folder), "PATH": "/usr/bin:/bin"}
    subprocess.run([*base, "setup", str(folder / "profile.ini")], env=environment, check=True, stdout=subprocess.DEVNULL)
    peak, began = Peak(program), time.monotonic()
    result = subprocess.run([*base, "watch", "--once"], env=environment, capture_output=True, text=True)
    seconds = time.monotonic() - began
    peak.ends.set()
    peak.join()
    print(result.stderr[:2000], end="")
    kept = subprocess.run(["sqlite3", str(folder / "c.db"), "SELECT count(*) FROM busy"], capture_output=True, text=True).stdout.strip()
    print(f"{EVENTS:,} events, {len(FILE) / 1e6:.1f} MB: exit {result.returncode}, {kept} times kept, {seconds:.1f} s, "
          f"{peak.together / 1024:.0f} MiB together, {peak.single / 1024:.0f} MiB the largest process")


if CALDAV:
    FILE, STARTS = b"", starts()
else:
    FILE = calendar("".join(event(i, NOW + timedelta(minutes=i * 90 * 1440 // EVENTS)) for i in range(EVENTS))).encode()
place = Path(tempfile.mkdtemp())
server = Liar(caldav if CALDAV else ics)
try:
    read(place, Path(shutil.copy(sys.argv[1], place / "crickets-bench")), f"http://127.0.0.1:{server.port}/c/")
finally:
    server.stop()
    shutil.rmtree(place)

#!/usr/bin/env python3
"""The candidate's live calendar, on a real server, as the command reads it."""
import os
import shutil
import sys

from harness import expect, expect_code, main

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "source"))
from servers import Server  # noqa: E402

NOW = "2026-11-20T08:00:00-06:00"  # a Friday


def busy(uid, start, end, more=""):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:{start}\r\nDTEND:{end}\r\nSUMMARY:Busy\r\n{more}"
            "END:VEVENT\r\nEND:VCALENDAR\r\n")


def connect(desk, text):
    folder = desk.folder / "config" / "crickets"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "connections.ini").write_text(text)


def slots(desk, now=NOW):
    """The days and hours offered, in the candidate's zone."""
    result = desk.run("slots", "--json", now=now)
    expect_code(result, 0)
    return [slot["start"] for slot in result.json["slots"]]


def once(desk, now=NOW):
    result = desk.run("watch", "--once", now=now)
    expect_code(result, 0)
    expect(result.err == b"", result.err)


def busy_time_is_read(desk):
    """Another process writes, the keeper reads, the slots keep clear of it, and it is free again."""
    server = Server(desk.folder, "xandikos")
    try:
        desk.set_up()
        connect(desk, f"[home]\nkind=caldav\nauth=none\nurl={server.url}\n")
        server.make_calendar()
        once(desk)
        free = slots(desk)
        # Every working morning until noon but one, and a whole day.
        server.put("mornings.ics", busy("m", "20261120T140000Z", "20261120T180000Z",
                                        "RRULE:FREQ=DAILY\r\nEXDATE:20261124T140000Z\r\n"))
        server.put("day.ics", busy("d", "20261125T060000Z", "20261126T060000Z"))
        expect(slots(desk) == free, "before it is read nothing changes")
        once(desk)
        full = slots(desk)
        expect(full != free, full)
        expect(all(s[11:13] >= "12" or s.startswith("2026-11-24") for s in full), full)
        expect(not any(s.startswith("2026-11-25") for s in full), full)
        server.delete("mornings.ics")
        server.delete("day.ics")
        once(desk)
        expect(slots(desk) == free, slots(desk), free)
        server.put("day.ics", busy("d", "20261123T060000Z", "20261124T060000Z"))
        once(desk)
        server.stop()
        desk.run("watch", "--once", now=NOW)
        expect(not any(s.startswith("2026-11-23") for s in slots(desk)), "what was read stays while the server is away")
    finally:
        server.stop()


if __name__ == "__main__":
    if shutil.which("xandikos") is None:
        print("1..0 # SKIP xandikos is not installed")
    else:
        main([busy_time_is_read])

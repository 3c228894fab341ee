#!/usr/bin/env python3
"""The candidate's live calendar, on a real server, as the command reads it."""
import os
import shutil
import sys

from harness import PROFILE, expect, expect_code, main

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


def connect_to(desk, server, more):
    sign_in = f"auth=password\nuser=me\nca_file={server.trusted}\ncommand=echo secret-word" if server.trusted else "auth=none"
    connect(desk, f"[home]\nkind=caldav\n{more}\n{sign_in}\nurl={server.url}\n")


def slots(desk, now=NOW):
    """The days and hours offered, in the candidate's zone."""
    result = desk.run("slots", "--json", now=now)
    expect_code(result, 0)
    return [slot["start"] for slot in result.json["slots"]]


def unread(desk):
    """What is said of calendars that were not wholly read, as JSON and in words."""
    told = desk.run("slots", "--json", now=NOW).json["unread"]
    words = desk.run("slots", now=NOW).err.decode()
    expect(len(told) == words.count("a time may be taken there"), told, words)
    return told


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
        expect(unread(desk) == [{"calendar": "home", "why": "it was not read yet"}], unread(desk))
        once(desk)
        free = slots(desk)
        expect(unread(desk) == [], unread(desk))
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
        expect([u["calendar"] for u in unread(desk)] == ["home"], unread(desk))
    finally:
        server.stop()


def series(*exceptions):
    """Whole working days from Monday 23 on, but for what the exceptions say of each: (day, to, more)."""
    def vevent(start, end, more):
        return ("BEGIN:VEVENT\r\nUID:days\r\nDTSTAMP:20261101T000000Z\r\nSUMMARY:Busy\r\n"
                f"DTSTART;TZID=America/Chicago:{start}\r\nDTEND;TZID=America/Chicago:{end}\r\n{more}END:VEVENT\r\n")
    events = [vevent("20261123T060000", "20261123T200000", "RRULE:FREQ=DAILY;COUNT=30\r\n")]
    for day, to, more in exceptions:
        events.append(vevent(f"{to}T060000", f"{to}T070000", f"RECURRENCE-ID;TZID=America/Chicago:{day}T060000\r\n{more}"))
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//t//t//EN\r\nBEGIN:VTIMEZONE\r\nTZID:America/Chicago\r\n"
            "BEGIN:STANDARD\r\nDTSTART:20071104T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\n"
            "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:20070311T020000\r\n"
            "TZOFFSETFROM:-0600\r\nTZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\nEND:DAYLIGHT\r\n"
            f"END:VTIMEZONE\r\n{''.join(events)}END:VCALENDAR\r\n")


def exceptions(kind):
    """Of a series one day is shortened, one moved, one called off, as the server hands them out."""
    def test(desk):
        server = Server(desk.folder, kind)
        days = lambda: {s[:10] for s in slots(desk)}
        try:
            desk.set_up()
            server.make_calendar()
            connect_to(desk, server, "")
            server.put("days.ics", series())
            once(desk)
            expect(days() == {"2026-11-20"}, "all days are taken", days())
            server.put("days.ics", series(("20261124", "20261124", "")))
            once(desk)
            expect(days() == {"2026-11-20", "2026-11-24"}, "one is shortened", days())
            server.put("days.ics", series(("20261124", "20261124", "STATUS:CANCELLED\r\n"), ("20261125", "20261124", "")))
            once(desk)
            expect(days() == {"2026-11-20", "2026-11-24", "2026-11-25"}, "one is off, one elsewhere", days())
            server.put("days.ics", series())
            once(desk)
            expect(days() == {"2026-11-20"}, "the exceptions are taken back", days())
        finally:
            server.stop()
    test.__name__ = f"exceptions_on_{kind}"
    return test


def entries(server):
    """Each entry on the server, as {property: value}, by name of its object."""
    found = {}
    for name in server.names():
        text, _ = server.get(name)
        lines = text.replace("\r\n ", "").split("\r\n")
        event = lines[lines.index("BEGIN:VEVENT"):]
        found[name] = {line.split(":")[0].split(";")[0]: line.partition(":")[2] for line in reversed(event)}
    return found


def only(server):
    found = entries(server)
    expect(len(found) == 1, found)
    return list(found.items())[0]


def edit(server, name, old, new):
    text, _ = server.get(name)
    expect(old in text, old, "in", text)
    server.put(name, text.replace(old, new))


def written(kind):
    """A promised call in the candidate's calendar: there, moved, edited by the candidate, off."""
    def test(desk):
        server = Server(desk.folder, kind)
        try:
            desk.set_up()
            server.make_calendar()
            connect_to(desk, server, "writes=true")
            expect_code(desk.run("add", "Dana Reyes of Northwind calls 2026-11-24T14:00:00-06:00, 212-555-0123", now=NOW), 0)
            once(desk)
            name, event = only(server)
            expect(event["DTSTART"] == "20261124T200000Z" and event["STATUS"] == "CONFIRMED", event)
            expect("Dana Reyes" in event["SUMMARY"] and event["TRIGGER"] == "-PT10M", event)
            expect("ATTENDEE" not in event and "ORGANIZER" not in event, event)
            _, etag = server.get(name)
            once(desk)
            expect(server.get(name)[1] == etag, "nothing to do, and yet it was written")
            # Its own entry does not stand in its way, nor in that of its time's slots.
            expect(b"conflict" not in desk.run("show", "1", now=NOW).out, "our own entry is taken for a conflict")
            # It moves: the candidate's notes and alarms stay.
            edit(server, name, "END:VEVENT", "CATEGORIES:mine\r\nX-NOTE:keep me\r\nEND:VEVENT")
            edit(server, name, "TRIGGER:-PT10M", "TRIGGER:-PT1H")
            edit(server, name, "SUMMARY:", "SUMMARY:My words: ")
            expect_code(desk.run("log", "1", "rescheduled", "2026-11-25T10:00:00-06:00", now=NOW), 0)
            once(desk)
            name, event = only(server)
            expect(event["DTSTART"] == "20261125T160000Z" and event["DTEND"] == "20261125T163000Z", event)
            expect(event["X-NOTE"] == "keep me" and event["TRIGGER"] == "-PT1H" and event["SEQUENCE"] == "1"
                   and event["SUMMARY"].startswith("My words: "), event)
            # It is off: what the candidate edited is not thrown away, though we have written since.
            expect_code(desk.run("log", "1", "cancelled", now=NOW), 0)
            once(desk)
            name, event = only(server)
            expect(event["STATUS"] == "CANCELLED" and event["X-NOTE"] == "keep me", event)
            server.delete(name)
            # What the candidate deleted stays away until it moves.
            expect_code(desk.run("add", "Kim of Fabrikam calls 2026-11-24T09:00:00-06:00", now=NOW), 0)
            once(desk)
            server.delete(only(server)[0])
            once(desk)
            expect(entries(server) == {}, entries(server))
            expect_code(desk.run("log", "2", "rescheduled", "2026-11-24T11:00:00-06:00", now=NOW), 0)
            once(desk)
            expect(only(server)[1]["DTSTART"] == "20261124T170000Z", entries(server))
            expect_code(desk.run("log", "2", "cancelled", now=NOW), 0)
            once(desk)
            expect(entries(server) == {}, entries(server))
            # An entry of ours that nobody touched goes when the call is off.
            expect_code(desk.run("add", "Sam of Contoso calls 2026-11-26T14:00:00-06:00", now=NOW), 0)
            once(desk)
            expect(len(entries(server)) == 1, entries(server))
            expect_code(desk.run("log", "3", "cancelled", now=NOW), 0)
            once(desk)
            expect(entries(server) == {}, entries(server))
        finally:
            server.stop()
    test.__name__ = f"written_to_{kind}"
    return test


def offered_times_are_held(desk):
    server = Server(desk.folder, "xandikos")
    late = "2026-11-23T14:30:00-06:00"
    try:
        desk.set_up()
        server.make_calendar()
        desk.run("setup", str(desk.path("holds.ini", PROFILE + "[policy]\nholds=true\n")), now=NOW)
        connect(desk, f"[home]\nkind=caldav\nauth=none\nwrites=true\nurl={server.url}\n")
        expect_code(desk.run("add", "Dana Reyes of Northwind (dana@northwind.example) calls 2026-11-23T14:00:00-06:00", now=NOW), 0)
        once(desk, now=late)
        expect(not any(e["STATUS"] == "TENTATIVE" for e in entries(server).values()), "held before they were offered")
        expect_code(desk.run("log", "1", "sent", now=late), 0)
        once(desk, now=late)
        held = [e for e in entries(server).values() if e["STATUS"] == "TENTATIVE"]
        expect(len(held) == 3, entries(server))
        expect_code(desk.run("log", "1", "rescheduled", "2026-11-25T10:00:00-06:00", now=late), 0)
        once(desk, now=late)
        found = entries(server)
        expect([e["DTSTART"] for e in found.values() if e["STATUS"] == "CONFIRMED"] == ["20261125T160000Z"], found)
        expect(not any(e["STATUS"] == "TENTATIVE" for e in found.values()), found)
    finally:
        server.stop()


if __name__ == "__main__":
    missing = [name for name in ("radicale", "xandikos", "openssl") if shutil.which(name) is None]
    if missing:
        print(f"1..0 # SKIP not installed: {' '.join(missing)}")
    else:
        main([busy_time_is_read, exceptions("xandikos"), exceptions("radicale"), written("xandikos"), written("radicale"), offered_times_are_held])

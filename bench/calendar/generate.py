#!/usr/bin/env python3
"""Write a calendar as a busy office has it: generate.py EVENTS FILE.

100,000 events over six years are about 65 MB. One in twenty recurs; zones, folding, CRLF, attendees
and texts are as the large calendar servers write them. The same arguments give the same file."""
import datetime
import random
import sys

WORDS = ("phone screen interview onsite sync review planning candidate engineer backend call lunch "
         "budget design offer hiring debrief panel").split()
ZONES = ["America/New_York", "Europe/Paris", None]
RULES = ["FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=DAILY;COUNT=60", "FREQ=MONTHLY;BYDAY=2TU",
         "FREQ=WEEKLY;INTERVAL=2;UNTIL=20271231T235959Z", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=48",
         "FREQ=WEEKLY;BYDAY=TU;COUNT=100", "FREQ=YEARLY"]
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:{0}
BEGIN:DAYLIGHT
TZOFFSETFROM:{1}
TZOFFSETTO:{2}
DTSTART:19700308T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY={3}
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:{2}
TZOFFSETTO:{1}
DTSTART:19701101T{4}
RRULE:FREQ=YEARLY;BYMONTH={5}
END:STANDARD
END:VTIMEZONE"""


def fold(line):
    while len(line) > 74:
        yield line[:74]
        line = " " + line[74:]
    yield line


def event(number, rng):
    start = datetime.datetime(2022, 1, 3) + datetime.timedelta(
        days=rng.randrange(2190), minutes=15 * rng.randrange(32, 76))
    end = start + datetime.timedelta(minutes=rng.choice([30, 45, 60]))
    zone = rng.choice(ZONES)

    def time(name, at):
        text = at.strftime("%Y%m%dT%H%M%S")
        return f"{name};TZID={zone}:{text}" if zone else f"{name}:{text}Z"

    yield "BEGIN:VEVENT"
    yield f"UID:{number:08d}-{rng.getrandbits(64):016x}@calendar.example"
    yield "DTSTAMP:20240101T120000Z"
    yield time("DTSTART", start)
    yield time("DTEND", end)
    yield "SUMMARY:" + " ".join(rng.choices(WORDS, k=4)).title()
    yield f"LOCATION:https://meet.example.org/{rng.getrandbits(40):010x}"
    yield "DESCRIPTION:" + " ".join(rng.choices(WORDS, k=18)) + r"\n\nAgenda: intro\, questions\; end."
    yield f"ORGANIZER;CN=Recruiter {number % 50}:mailto:r{number % 50}@example.org"
    yield (f"ATTENDEE;CN=Candidate {number};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=TRUE:"
           f"mailto:c{number}@example.com")
    yield "STATUS:CONFIRMED"
    yield "SEQUENCE:0"
    yield "TRANSP:OPAQUE"
    if number % 20 == 0:
        yield "RRULE:" + rng.choice(RULES)
    if number % 40 == 0:
        yield time("EXDATE", start + datetime.timedelta(days=14))
    yield "END:VEVENT"


def calendar(count):
    rng = random.Random(7)
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//crickets//bench//EN"
    yield from VTIMEZONE.format("America/New_York", "-0500", "-0400", "2SU", "020000",
                                "11;BYDAY=1SU").split("\n")
    yield from VTIMEZONE.format("Europe/Paris", "+0100", "+0200", "-1SU", "030000",
                                "10;BYDAY=-1SU").split("\n")
    for number in range(count):
        yield from event(number, rng)
    yield "END:VCALENDAR"


with open(sys.argv[2], "w", newline="") as out:
    for content in calendar(int(sys.argv[1])):
        for piece in fold(content):
            out.write(piece + "\r\n")

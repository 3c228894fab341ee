#!/usr/bin/env python3
"""Times put together from their parts must mean what their parts mean: times_combined.py PARSE_TIME [SEED]

Dates, clocks, zones and sentences are combined at random; what each text must give is worked out
here, by Python's own calendar and zone data. Prints TAP: one test a family.
"""
import datetime
import json
import random
import subprocess
import sys
from zoneinfo import ZoneInfo

UTC = datetime.timezone.utc
NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December"]

# Said on Monday, 23 November 2026, ten in New York, to a reader in Chicago.
DATES = [
    ('Tuesday', (11, 24)), ('Tues', (11, 24)), ('tomorrow', (11, 24)), ('Thursday', (11, 26)),
    ('next Tuesday', (12, 1)), ('this Friday', (11, 27)), ('Nov 30', (11, 30)),
    ('November 30th', (11, 30)), ('Monday, November 30', (11, 30)), ('Mon 11/30', (11, 30)),
    ('11/30', (11, 30)), ('11/30/2026', (11, 30)), ('30 November', (11, 30)),
    ('30 Nov 2026', (11, 30)), ('the 30th', (11, 30)), ('Monday the 30th', (11, 30)),
    ('2026-11-30', (11, 30)), ('Wednesday (12/2)', (12, 2)), ('Wed., Dec. 2', (12, 2)),
    ('Wednesday, December 2, 2026', (12, 2)), ('Wednesday, 2 December 2026', (12, 2)),
    ('2nd December', (12, 2)), ('the 2nd of December', (12, 2)),
    ('the day after tomorrow', (11, 25)), ('Tuesday of next week', (12, 1)),
    ('a week from Tuesday', (12, 1)), ('Dec 2nd, 2026', (12, 2)), ('2-Dec-2026', (12, 2)),
    ('2.12.2026', (12, 2)), ('12/02/26', (12, 2)), ('this coming Wednesday', (11, 25)),
    ('Wednesday week', (12, 2)), ('the Monday after Thanksgiving', (11, 30)),
]
CLOCKS = [
    ('2pm', (14, 0), None), ('2 PM', (14, 0), None), ('2:00 p.m.', (14, 0), None),
    ('2:30pm', (14, 30), None), ('14:30', (14, 30), None), ('9am', (9, 0), None),
    ('9:15 AM', (9, 15), None), ('noon', (12, 0), None), ('half past two', (14, 30), None),
    ('quarter to three', (14, 45), None), ("two o'clock", (14, 0), None),
    ('1500h', (15, 0), None), ('1500 hrs', (15, 0), None), ('2-3pm', (14, 0), (15, 0)),
    ('2pm-3pm', (14, 0), (15, 0)), ('10:00 AM - 10:30 AM', (10, 0), (10, 30)),
    ('10-11:30am', (10, 0), (11, 30)), ('11am to 1pm', (11, 0), (13, 0)),
    ('11-1pm', (11, 0), (13, 0)), ('2:00–2:45 PM', (14, 0), (14, 45)),
    ('13:00-14:00', (13, 0), (14, 0)), ('3ish', (15, 0), None), ('3pm sharp', (15, 0), None),
    ('2.30pm', (14, 30), None), ('10:30', (10, 30), None), ('4:00', (16, 0), None),
    ('2p', (14, 0), None), ('10:30a', (10, 30), None), ('three thirty pm', (15, 30), None),
    ('12:30pm', (12, 30), None), ('12pm', (12, 0), None), ('2 to 2:30 pm', (14, 0), (14, 30)),
    ('9 a.m. until noon', (9, 0), (12, 0)),
]
ZONES = [
    ('', 'America/New_York'), ('ET', 'America/New_York'), ('EST', 'America/New_York'),
    ('Eastern', 'America/New_York'), ('Eastern Time', 'America/New_York'),
    ('PT', 'America/Los_Angeles'), ('PST', 'America/Los_Angeles'),
    ('Pacific Standard Time', 'America/Los_Angeles'), ('Central Time', 'America/Chicago'),
    ('CT', 'America/Chicago'), ('MST', 'America/Denver'), ('GMT', 'UTC'), ('UTC', 'UTC'),
    ('UTC-5', 'America/New_York'), ('UTC+1', 'Europe/Berlin'), ('CET', 'Europe/Berlin'),
    ('London time', 'Europe/London'), ('UK time', 'Europe/London'),
    ('your time', 'America/Chicago'), ('my time', 'America/New_York'),
    ('Chicago time', 'America/Chicago'), ('America/Denver', 'America/Denver'),
    ('SGT', 'Asia/Singapore'), ('JST', 'Asia/Tokyo'), ('AEDT', 'Australia/Sydney'),
    ('India time', 'Asia/Kolkata'), ('GMT+5:30', 'Asia/Kolkata'),
    ('(UTC-05:00) Eastern Time (US & Canada)', 'America/New_York'),
    ('(UTC-06:00) Central Time (US & Canada)', 'America/Chicago'),
]
FORMS = [
    "{d} at {c} {z}", "{d}, {c} {z}", "{d} {c} {z}", "{c} {z} on {d}", "{c} {z}, {d}",
    "{d} @ {c} {z}", "{c} on {d} {z}", "Date: {d}\\nTime: {c} {z}", "{d} | {c} | {z}",
    "When: {d} {c} {z}", "Date: {d}\\nTime: {c}\\nTime zone: {z}", "{d} - {c} {z}",
    "{d}\\n{c} {z}", "{d} around {c} {z}", "{c} {z} {d}", "{d} ({c} {z})",
]
SENTENCES = [
    "{x}", "Can you talk {x}?", "{x} works for me.", "Let's plan on {x} and I'll call you.",
    "I'm free {x} if that suits you.",
    "Hi Sam,\\n\\nYour interview is confirmed:\\n\\n{x}\\n\\nBest,\\nDana",
    "How about {x}? My number is 212-555-0142.", "We spoke last week; could we do {x}?",
    "The 30 minute call will be {x}.",
]

# Abbreviation, zone, and the season it belongs to.
SEASONAL = [(region + season + "T", zone, season) for region, zone in
            {"E": "America/New_York", "C": "America/Chicago", "M": "America/Denver",
             "P": "America/Los_Angeles"}.items() for season in "SD"]
SEASONAL += [("GMT", "UTC", ""), ("BST", "Europe/London", "D"), ("CET", "Europe/Berlin", "S"),
             ("CEST", "Europe/Berlin", "D"), ("ET", "America/New_York", ""),
             ("Eastern Standard Time", "America/New_York", "S"),
             ("Pacific Daylight Time", "America/Los_Angeles", "D"), ("JST", "Asia/Tokyo", "")]
LABELS = [("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
          ("(UTC-08:00) Pacific Time (US & Canada)", "America/Los_Angeles"),
          ("(UTC+00:00) Dublin, Edinburgh, Lisbon, London", "Europe/London"),
          ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Berlin")]


def combined(rng):
    """A date, a clock and a zone in any order and dressing."""
    (day, (month, number)), (clock, start, end), (name, zone), form, sentence = (
        rng.choice(table) for table in (DATES, CLOCKS, ZONES, FORMS, SENTENCES))
    lines = "\\n" in form or form.startswith("When")
    if (not name and ("zone:" in form or form.endswith("| {z}"))) or (
            lines and sentence not in (SENTENCES[0], SENTENCES[5])):
        return None
    text = sentence.format(x=form.format(d=day, c=clock, z=name).strip().replace(" ,", ","))
    at = datetime.datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
    wall = datetime.datetime(2026, month, number, tzinfo=ZoneInfo(zone))
    return (at, "America/New_York", text, wall.replace(hour=start[0], minute=start[1]),
            wall.replace(hour=end[0], minute=end[1]) if end else None, [])


def is_daylight(zone, wall):
    winter = datetime.datetime(wall.year, 1, 15, tzinfo=ZoneInfo(zone)).utcoffset()
    return wall.replace(tzinfo=ZoneInfo(zone)).utcoffset() != winter


def clock_of(time):
    return f"{(time.hour - 1) % 12 + 1}:{time.minute:02d} {'AM' if time.hour < 12 else 'PM'}"


def flagged(rng):
    """Wrong seasons, weekdays, labels and pairs, all through the year."""
    at = datetime.datetime(2026, 1, 5, 15, 0, tzinfo=UTC) + datetime.timedelta(
        days=rng.randrange(360), hours=rng.randrange(8))
    day = at.astimezone(NEW_YORK).date() + datetime.timedelta(days=rng.randrange(2, 60))
    wall = datetime.datetime(day.year, day.month, day.day, rng.randrange(8, 18), rng.choice([0, 15, 30]))
    flags, weekday = [], day.weekday()
    if rng.random() < 0.15:
        weekday = (weekday + rng.choice([1, 2, 5, 6])) % 7
        flags.append("weekday-mismatch")
    date = rng.choice([f"{WEEKDAYS[weekday]}, {MONTHS[day.month - 1]} {day.day}",
                       f"{WEEKDAYS[weekday]} {day.day} {MONTHS[day.month - 1]}",
                       f"{WEEKDAYS[weekday][:3]} {day.month}/{day.day}"])
    kind = rng.randrange(3)
    if kind == 0:
        name, zone, season = rng.choice(SEASONAL)
        if season and (season == "D") != is_daylight(zone, wall):
            flags.append("season-mismatch")
        clock = f"{clock_of(wall)} {name}"
    elif kind == 1:
        name, zone = rng.choice(LABELS)
        if is_daylight(zone, wall):
            flags.append("outlook-standard-label")
        clock = f"{clock_of(wall)} {name}"
    else:
        zone = "America/New_York"
        name, other = rng.choice([("PT", "America/Los_Angeles"), ("GMT", "UTC")])
        second = wall.replace(tzinfo=NEW_YORK).astimezone(ZoneInfo(other))
        if rng.random() < 0.3:
            second += datetime.timedelta(hours=1)
            flags.append("zone-pair-mismatch")
        clock = f"{clock_of(wall)} ET / {clock_of(second)} {name}"
    return (at, "America/New_York", f"Can you talk {date} at {clock}?",
            wall.replace(tzinfo=ZoneInfo(zone)), None, sorted(flags))


def relative(rng):
    """Days said from where the sender is, at any hour of any day."""
    zone = rng.choice(["America/New_York", "Australia/Sydney", "Asia/Kolkata", "Europe/London"])
    at = datetime.datetime(2026, 1, 5, tzinfo=UTC) + datetime.timedelta(
        days=rng.randrange(700), minutes=rng.randrange(1440))
    today = at.astimezone(ZoneInfo(zone)).date()
    monday = today - datetime.timedelta(days=today.weekday())
    index, count, ahead = rng.randrange(7), rng.randrange(2, 9), rng.randrange(1, 200)
    name = WEEKDAYS[index]
    coming = today + datetime.timedelta(days=(index - today.weekday() - 1) % 7 + 1)
    gone = today - datetime.timedelta(days=(today.weekday() - index - 1) % 7 + 1)
    later, before = today + datetime.timedelta(days=ahead), today - datetime.timedelta(days=ahead)
    week = datetime.timedelta(days=7)
    text, day = rng.choice([
        (f"Let's talk on {name} at 2pm.", coming),
        (f"How about next {name} at 2pm?", monday + week + datetime.timedelta(days=index)),
        (f"How about {name} week at 2pm?", (today if coming == today + week else coming) + week),
        (f"I can do a week from {name} at 2pm", coming + week),
        ("I'll call you tomorrow at 2pm.", today + datetime.timedelta(days=1)),
        ("the day after tomorrow at 2pm", today + datetime.timedelta(days=2)),
        (f"{count} days from now at 2pm", today + datetime.timedelta(days=count)),
        (f"{name} of next week at 2pm works", monday + week + datetime.timedelta(days=index)),
        (f"We spoke on {name} at 2pm.", gone),
        (f"Are you free {MONTHS[later.month - 1]} {later.day} at 2pm?", later),
        (f"We met on {MONTHS[before.month - 1]} {before.day} at 2pm.", before),
        ("I tried you yesterday at 2pm", today - datetime.timedelta(days=1)),
        (f"{count} days ago at 2pm", today - datetime.timedelta(days=count)),
    ])
    wall = datetime.datetime(day.year, day.month, day.day, 14, tzinfo=ZoneInfo(zone))
    return at, zone, text, wall, None, []


def passes(case, mentions):
    _, _, text, start, end, flags = case
    if "last week" in text:
        mentions = [m for m in mentions if m["granularity"] != "week"]
    instant = datetime.datetime.fromisoformat
    return (len(mentions) == 1 and instant(mentions[0]["start"]) == start and
            (end is None or (mentions[0]["end"] and instant(mentions[0]["end"]) == end)) and
            sorted(mentions[0]["flags"]) == flags)


def main():
    tool, seed = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 1
    failed = False
    families = [combined, flagged, relative]
    print(f"1..{len(families)}")
    for number, family in enumerate(families, 1):
        rng = random.Random(seed)
        cases = [case for case in (family(rng) for _ in range(3000)) if case]
        lines = "".join(f"{at.isoformat()}\tAmerica/Chicago\t{zone}\t{text}\n" for at, zone, text, *_ in cases)
        out = subprocess.run([tool, "--tsv", "-"], input=lines, capture_output=True, text=True, check=True)
        wrong = 0
        for case, line in zip(cases, out.stdout.splitlines()):
            if not passes(case, json.loads(line)):
                wrong += 1
                print(f"# {case[0].isoformat()} {case[1]} {case[2]!r}: wanted {case[3]} {case[5]}, found {line}")
        failed |= wrong > 0
        print(f"{'not ok' if wrong else 'ok'} {number} - {family.__name__}: {wrong} of {len(cases)} wrong, seed {seed}")
    return failed


if __name__ == "__main__":
    sys.exit(main())

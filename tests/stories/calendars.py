"""The busy times of an example's calendar/*.ics, read on their own so that the slots are checked by something that
shares no code with the program. Only what the examples hold: one zone a time, FREQ=DAILY and WEEKLY."""

import re
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

WINDOWS = {"W. Europe Standard Time": "Europe/Berlin", "Eastern Standard Time": "America/New_York",
           "GMT Standard Time": "Europe/London", "Central Standard Time": "America/Chicago"}
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]


def own_zone(example):
    return re.search(r"^zone=(.+)$", (example / "profile.ini").read_text(encoding="utf-8"), re.M)[1].strip()


def read_time(line, mine):
    name, value = line.split(":", 1)
    zone = re.search(r'TZID="?([^";:]+)', name)
    zone = WINDOWS.get(zone[1], zone[1]) if zone else mine
    if len(value) == 8:
        return datetime.strptime(value, "%Y%m%d").replace(tzinfo=ZoneInfo(mine))
    if value.endswith("Z"):
        return datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(zone))


def occurrences(start, rule):
    """Wall times, as RFC 5545 counts them."""
    parts = dict(p.split("=") for p in rule.split(";")) if rule else {}
    if not parts:
        return [start]
    every = int(parts.get("INTERVAL", 1))
    days = [DAYS.index(d) for d in parts["BYDAY"].split(",")] if "BYDAY" in parts else None
    if days is None:
        days = list(range(7)) if parts["FREQ"] == "DAILY" else [start.weekday()]
    count, found, monday = int(parts.get("COUNT", 400)), [], start.date() - timedelta(days=start.weekday())
    for offset in range(400):
        day = start + timedelta(days=offset)
        weeks = (day.date() - monday).days // 7
        if day.weekday() in days and (parts["FREQ"] == "DAILY" or weeks % every == 0) and len(found) < count:
            found.append(day)
    return found


def busy_spans(example):
    mine, spans = own_zone(example), []
    for path in sorted((example / "calendar").glob("*.ics")):
        text = re.sub(r"\r?\n[ \t]", "", path.read_text(encoding="utf-8"))
        for event in re.findall(r"BEGIN:VEVENT\r?\n(.*?)END:VEVENT", text, re.S):
            lines = {re.split("[;:]", line)[0]: line.strip() for line in event.splitlines() if line}
            value = {name: line.split(":", 1)[1] for name, line in lines.items()}
            if value.get("TRANSP") == "TRANSPARENT" or value.get("STATUS") == "CANCELLED":
                continue
            start = read_time(lines["DTSTART"], mine)
            length = read_time(lines["DTEND"], mine) - start
            for at in occurrences(start, value.get("RRULE")):
                spans.append((at, at + length, value.get("SUMMARY", "")))
    return spans

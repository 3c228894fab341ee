"""What must hold in every story: the promises of the design, as a judge without knowledge of the story sees
them in the output alone."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

REASONS = {"busy", "away", "schedule", "filled", "manager", "phone", "unknown"}
PHASES = {"scheduled", "waiting", "missed", "held", "rescheduled", "cancelled", "closed", "silent", "withdrawn"}
STEPS = {"prepare", "wait", "call", "voicemail", "email", "await", "nudge", "pick", "done"}
STATUSES = {"draft", "sent", "held", "suppressed", "in-doubt"}
EVENTS = {"watching", "warning", "due", "missed", "advice", "draft", "sent", "held-back", "reply", "retimed", "held",
          "rescheduled", "cancelled", "closed", "nudge", "silent", "note"}
# Words that would tell the recruiter what we think the reason was, or blame them.
PRIVATE = ["forgot", "busy", "overbooked", "ran over", "out of office", "on vacation", "ill", "sick", "time zone",
           "timezone", "mix-up", "mixed up", "wrong number", "mistyped", "typo", "your mistake", "filled", "someone else",
           "another candidate", "reorganisation", "reorganization", "you missed", "missed our", "no-show", "failed to",
           "just checking in", "disappointed", "diagnosis", "probab"]
GRACE = timedelta(minutes=10)
ENDS = {"held", "rescheduled", "cancelled", "closed", "silent"}


def time(text):
    return datetime.fromisoformat(text)


def every_time(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in ("at", "start", "end", "due") and inner is not None:
                yield inner
            yield from every_time(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_time(inner)


def check_shape(story):
    for i in story.interviews.values():
        if i["phase"] not in PHASES or i["step"] not in STEPS:
            yield f"interview {i['id']}: phase {i['phase']}, step {i['step']}"
        if i["phase"] == "rescheduled" and i["successor"] not in story.interviews:
            yield f"interview {i['id']} is rescheduled without a successor"
        if i["diagnosis"]:
            shares = [r["p"] for r in i["diagnosis"]["reasons"]]
            if abs(sum(shares) - 1) > 1e-6 or shares != sorted(shares, reverse=True):
                yield f"interview {i['id']}: the shares are {shares}"
            if {r["reason"] for r in i["diagnosis"]["reasons"]} != REASONS:
                yield f"interview {i['id']}: not all the reasons are there"
    for row in story.timeline:
        if row["event"] not in EVENTS:
            yield f"unknown event {row['event']}"
        if row["event"] == "advice" and row["text"].split(":")[0] not in STEPS:
            yield f"an advice that begins with no step: {row['text']}"
        if not row["text"].strip():
            yield f"{row['at']} {row['event']} says nothing"
    for letter in story.outbox:
        if letter["status"] not in STATUSES:
            yield f"unknown status {letter['status']}"


def check_times(story, document_times):
    for text in document_times:
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d", text):
            yield f"{text} is no RFC 3339 time with an offset"
    for before, after in zip(story.timeline, story.timeline[1:]):
        if time(before["at"]) > time(after["at"]):
            yield f"the timeline goes back at {after['at']}"


def answers(story, number):
    """Lines that are the other side's word, or end the matter, and were not taken back."""
    found = []
    for row in story.rows(number):
        if row["event"] in ENDS | {"reply"}:
            found.append(row)
        elif row["text"].startswith(("Taken back: ", "Nobody called, you say")) and found:
            found.pop()
    return found


def check_letters(story):
    seen = set()
    for m in story.letters:
        i, name = story.interviews[m["interview"]], f"letter {m['message_id']} of {m['at']}"
        body, at = m["body"] or "", time(m["at"])
        if m["status"] in ("sent", "draft"):
            if m["message_id"] in seen:
                yield f"{name}: the same message id twice"
            seen.add(m["message_id"])
        follow_up = not any(time(r["at"]) == at and r["event"] in ("reply", "closed", "note")
                            for r in story.rows(m["interview"]))  # an answer to what they wrote
        if follow_up and at < time(i["start"]) + GRACE:
            yield f"{name}: before the agreed time was missed"
        if m["step"] == "email" and follow_up:
            done = [r for r in answers(story, m["interview"]) if time(r["at"]) < at]
            if done:
                yield f"{name}: after {done[0]['event']} at {done[0]['at']}"
        if m["step"] == "nudge" and any(time(r["at"]) < at for r in answers(story, m["interview"]) if r["event"] in ENDS):
            yield f"{name}: a nudge after the end"
        if len(body.split()) >= 120:
            yield f"{name}: {len(body.split())} words"
        said = f"{m['subject']}\n{body}".lower()
        for word in PRIVATE:
            if re.search(rf"\b{re.escape(word)}", said):
                yield f"{name}: it says {word!r}"
        if not body.strip() or "{" in body:
            yield f"{name}: not a whole text"
    for number in story.interviews:
        mine = [m for m in story.letters if m["interview"] == number and m["status"] in ("sent", "draft")]
        if sum(m["step"] == "nudge" for m in mine) > 2:
            yield f"interview {number}: more than two nudges"
        firsts = [m for m in mine if m["step"] == "email" and m["slots"] and m["status"] == "sent"]
        if len(firsts) > 1:
            yield f"interview {number}: more than one first letter was sent"


def check_pairs(story):
    """Nobody is written to about two calls within two hours, unless they have answered. A platform's mailbox is that
    of many: who it is tells their name."""
    def whom(letter):
        return letter["to"], story.interviews[letter["interview"]]["contact"]["name"]
    out = sorted((m for m in story.letters if m["status"] == "sent" and m["step"] in ("email", "nudge")),
                 key=lambda m: time(m["at"]))
    for k, m in enumerate(out):
        for before in out[:k]:
            near = time(m["at"]) - time(before["at"]) < timedelta(hours=2)
            answered = any(time(before["at"]) <= time(r["at"]) <= time(m["at"]) for r in answers(story, before["interview"]))
            if near and not answered and whom(m) == whom(before) and m["interview"] != before["interview"]:
                yield f"letter {m['message_id']} of {m['at']}: {m['to']} has just had one about another call"


def in_hours(when, zone, hours):
    there = when.astimezone(ZoneInfo(zone)) if zone else when
    return there.weekday() < 5 and hours[0] <= there.hour < hours[1]


def check_slots(story, busy):
    for m in story.letters:
        for slot in m["slots"]:
            start, end = time(slot["start"]), time(slot["end"])
            name = f"slot {slot['start']} of {m['message_id']}"
            if start < time(m["at"]) + timedelta(hours=2):
                yield f"{name}: less than two hours ahead"
            last = end - timedelta(seconds=1)
            zone = story.zones.get(m["interview"], story.interviews[m["interview"]]["zone"])
            if not (in_hours(start, zone, story.hours) and in_hours(last, zone, story.hours)):
                yield f"{name}: outside the recruiter's hours"
            if not (in_hours(start, None, story.hours) and in_hours(last, None, story.hours)):
                yield f"{name}: outside the candidate's hours"
            for busy_start, busy_end, what in busy:
                if start < busy_end and busy_start < end:
                    yield f"{name}: the calendar has {what}"
        days = {time(s["start"]).date() for s in m["slots"]}
        if len(m["slots"]) == 3 and len(days) < 2:
            yield f"letter {m['message_id']}: all slots on one day"


def check_output(outputs):
    for output in outputs:
        text = output.decode("utf-8")
        for char in text:
            if (ord(char) < 32 and char != "\n") or 127 <= ord(char) < 160 or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
                yield f"the control character U+{ord(char):04X} in the output"
                break


def broken_rules(story, busy, outputs):
    import json
    times = list(every_time(json.loads(outputs[0])))
    return [*check_shape(story), *check_times(story, times), *check_letters(story), *check_pairs(story),
            *check_slots(story, busy), *check_output(outputs)]

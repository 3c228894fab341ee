"""Short stories: many in one file, each told in a few lines, written out as folders of `crickets replay`.

  === NAME                       begins a story
  # TEXT                         is for the reader
  profile KEY=VALUE…             what differs from the candidate below
  invite KEY=VALUE…              a mail with an iTIP part: at start min zone from organizer uid seq method summary auth
                                 attendee status; "me" is the candidate
  mail KEY=VALUE… · own …        theirs, the candidate's: at from to subject id re auth date received head
  call AT KIND NUMBER SECONDS    in, out, missed, voicemail, rejected; - is a withheld number
  act AT DO [TEXT] [KEY=VALUE…]
  busy START END
  file PATH                      any other file
  anything else                  an expectation of story.py

Indented lines are the text of the mail, the invite or the file above them. A time without an offset is in the
candidate's zone. `auth` is pass, fail, none, or absent when no server of the candidate's vouches for anything;
`date=-` leaves the header out, `received` is the server's own time."""

import json
import re
import shlex
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from zoneinfo import ZoneInfo

PROFILE = {"name": "Ravi Menon", "email": "ravi.menon@example.com", "phone": "+13125550142",
           "zone": "America/Chicago", "country": "US"}
POLICY = {"autopilot": "true"}
CAST = {"pia": "Pia Lund <pia.lund@woodgrove.example>", "omar": "Omar Haddad <omar.haddad@woodgrove.example>",
        "ana": "Ana Costa <ana.costa@woodgrove.example>", "dana": "Dana Reyes <dana.reyes@northwind.example>",
        "noreply": "Woodgrove Careers <no-reply@woodgrove.example>"}
CALL_TYPES = {"in": 1, "out": 2, "missed": 3, "voicemail": 4, "rejected": 5}
INPUTS = {"invite", "mail", "own", "call", "act", "busy", "file"}
BARE_TIME = re.compile(r"(?<!\S)(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(?!\S)")
INVITE = {"at": "2026-11-12T09:00", "start": "2026-11-19T10:00", "min": "30", "from": "pia", "uid": "wg-1",
          "seq": "0", "method": "REQUEST", "status": "NEEDS-ACTION", "summary": "Woodgrove Bank: Ravi Menon, phone interview", "auth": "pass"}


class Telling:
    def __init__(self, name):
        self.name, self.statements = name, []
        self.profile, self.policy = dict(PROFILE), dict(POLICY)

    def instant(self, text):
        when = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return when if when.tzinfo else when.replace(tzinfo=ZoneInfo(self.profile["zone"]))

    def expectations(self):
        def whole(match):
            return self.instant(match[0]).isoformat()
        return "\n".join(BARE_TIME.sub(whole, head) for head, _ in self.statements
                         if head.split()[0] not in INPUTS | {"profile"}) + "\n"

    def tell(self, folder):
        """Writes the story's folder."""
        self.folder, self.count, self.calls, self.acts = folder, 0, [], []
        CAST["me"] = f"{self.profile['name']} <{self.profile['email']}>"
        for head, text in self.statements:
            words = shlex.split(head)
            if words[0] in INPUTS:
                getattr(self, words[0])(words[1:], "\n".join(text))
        self.write("profile.ini", "[candidate]\n" + "".join(f"{k}={v}\n" for k, v in self.profile.items()) +
                   "\n[policy]\n" + "".join(f"{k}={v}\n" for k, v in self.policy.items()))
        if self.calls:
            self.write("calls.xml", "<?xml version='1.0' encoding='UTF-8'?>\n<calls>\n" + "".join(self.calls) + "</calls>\n")
        if self.acts:
            self.write("acts.jsonl", "".join(json.dumps(act) + "\n" for act in self.acts))

    def write(self, path, text):
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", errors="surrogateescape")

    def next_name(self, folder, ending):
        self.count += 1
        return f"{folder}/{self.count:02d}.{ending}"

    def keep_profile(self, words):
        for key, value in settings(words).items():
            (self.profile if key in self.profile else self.policy)[key] = value

    def invite(self, words, text):
        told = INVITE | settings(words)
        start, at = self.instant(told["start"]), self.instant(told["at"])
        zone = told.get("zone", self.profile["zone"])
        organizer = person(told.get("organizer", told["from"]))
        wall = start.astimezone(ZoneInfo(zone))
        if wall.astimezone(timezone.utc) != start.astimezone(timezone.utc) or "wall" in told:
            wall = start
        end = wall + timedelta(minutes=int(told["min"]))
        state = "CANCELLED" if told["method"] == "CANCEL" else "CONFIRMED"
        description = text.replace("\\", "\\\\").replace("\n", "\\n").replace(",", "\\,").replace(";", "\\;")
        lines = ["BEGIN:VCALENDAR", "PRODID:-//Example//EN", "VERSION:2.0", f"METHOD:{told['method']}", "BEGIN:VEVENT",
                 f"DTSTART;TZID={zone}:{wall:%Y%m%dT%H%M%S}", f"DTEND;TZID={zone}:{end:%Y%m%dT%H%M%S}",
                 f"DTSTAMP:{at.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}", f"ORGANIZER;CN={organizer[0]}:mailto:{organizer[1]}",
                 f"ATTENDEE;PARTSTAT={told['status']};RSVP=TRUE:mailto:{person(told.get('attendee', 'me'))[1]}",
                 f"UID:{told['uid']}@woodgrove.example", f"SEQUENCE:{told['seq']}", f"STATUS:{state}",
                 "SUMMARY:" + told["summary"].replace(",", "\\,"), *([f"DESCRIPTION:{description}"] if text else []),
                 "END:VEVENT", "END:VCALENDAR"]
        calendar = "\r\n".join(lines) + "\r\n"
        subject = told.get("subject", ("Canceled: " if told["method"] == "CANCEL" else "Invitation: ") + told["summary"])
        part = (f'--b0\nContent-Type: text/plain; charset=UTF-8\n\n{text or told["summary"]}\n\n--b0\nContent-Type: text/calendar; '
                f'charset=UTF-8; method={told["method"]}\n\n{calendar}\n--b0--\n')
        self.put_mail(told | {"subject": subject}, part, "multipart/alternative; boundary=b0")

    def mail(self, words, text):
        self.put_mail({"from": "pia", "auth": "pass", "subject": "Our call"} | settings(words), text, "text/plain; charset=UTF-8")

    def own(self, words, text):
        me = f"{self.profile['name']} <{self.profile['email']}>"
        self.mail(["from=" + me, "to=pia", "auth=absent", *words], text)

    def put_mail(self, told, body, content_type):
        path = self.next_name("mail", "eml")
        sender, at = person(told["from"]), self.instant(told["at"])
        to = person(told.get("to", f"{self.profile['name']} <{self.profile['email']}>"))
        domain, date = sender[1].split("@")[1], told.get("date")
        received = self.instant(told["received"]) if "received" in told else at
        head = []
        if told["auth"] != "absent":
            head.append(f"Received: from mx.{domain} by mx.example.net; {format_datetime(received)}")
            head.append(f"Authentication-Results: mx.example.net; dkim={told['auth']} header.d={domain};"
                        f" spf={told['auth']} smtp.mailfrom={sender[1]}; dmarc={told['auth']} header.from={domain}")
        head += [f"From: {sender[0]} <{sender[1]}>", f"To: {to[0]} <{to[1]}>", f"Subject: {told['subject']}"]
        if date != "-":
            head.append("Date: " + (date or format_datetime(at)))
        head.append(f"Message-ID: <{told.get('id', f'm{self.count}')}@{domain}>")
        if "re" in told:
            head.append(f"In-Reply-To: <{told['re']}>")
        if "head" in told:
            head.append(told["head"])
        head += ["MIME-Version: 1.0", f"Content-Type: {content_type}"]
        self.write(path, "\n".join(head) + "\n\n" + body + "\n")

    def call(self, words, _text):
        at, kind, number, seconds = words
        date = round(self.instant(at).timestamp() * 1000)
        number = "-1" if number == "-" else number
        self.calls.append(f'  <call number="{number}" duration="{seconds}" date="{date}" type="{CALL_TYPES[kind]}" />\n')

    def act(self, words, _text):
        act = {"at": self.instant(words[0]).isoformat(), "do": words[1]} | settings(words[2:])
        text = " ".join(w for w in words[2:] if "=" not in w)
        if "interview" in act and act["interview"].isdigit():
            act["interview"] = int(act["interview"])
        self.acts.append(act | ({"text": BARE_TIME.sub(lambda m: self.instant(m[0]).isoformat(), text)} if text else {}))

    def busy(self, words, _text):
        start, end = (self.instant(w).astimezone(timezone.utc) for w in words)
        path = self.next_name("calendar", "ics")
        self.write(path, "\r\n".join(["BEGIN:VCALENDAR", "PRODID:-//Example//EN", "VERSION:2.0", "BEGIN:VEVENT", f"UID:busy{self.count}",
                                      "DTSTAMP:20260101T000000Z", f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}",
                                      "SUMMARY:Busy", "END:VEVENT", "END:VCALENDAR", ""]))

    def file(self, words, text):
        self.write(words[0], text + "\n")


def settings(words):
    return dict(w.split("=", 1) for w in words if "=" in w)


def person(text):
    name, _, address = CAST.get(text, text).rpartition("<")
    return name.strip(), address.rstrip(">")


def read(path):
    """The stories of a file, in order."""
    tellings = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("=== "):
            tellings.append(Telling(line[4:].strip()))
        elif line.startswith("  ") or (not line and tellings and tellings[-1].statements):
            tellings[-1].statements[-1][1].append(line[2:])
        elif line and not line.startswith("#"):
            tellings[-1].statements.append((line, []))
            if line.startswith("profile "):
                tellings[-1].keep_profile(shlex.split(line)[1:])
    return tellings

#!/usr/bin/env python3
"""The search as a candidate meets it: applications, import and export, today, odds, review, pictures."""

import csv
import email
import email.policy
import io
import xml.etree.ElementTree

from harness import expect, expect_clean, expect_code, main

STAGES = ["saved", "applied", "screen", "interview", "offer", "accepted", "closed"]


def stage_of(desk, number):
    return desk.run("apps", "show", str(number), "--json").json["stage"]


def an_application_goes_its_way(desk):
    desk.set_up()
    expect_code(desk.run("apps"), 1)
    expect_code(desk.run("apps", "add", "Staff Engineer at Northwind", "--source", "LinkedIn"), 0)
    for stage in STAGES[1:6]:
        expect_code(desk.run("apps", "move", "1", stage), 0)
        expect(stage_of(desk, 1) == stage)
    for stage in reversed(STAGES[:5]):
        expect_code(desk.run("apps", "undo", "1"), 0)
        expect(stage_of(desk, 1) == stage)
    expect_code(desk.run("apps", "note", "1", "they", "are", "kind"), 0)
    expect_code(desk.run("apps", "plan", "1", "2026-11-27", "send it"), 0)
    expect_code(desk.run("apps", "edit", "1", "salary=100"), 0)
    shown = desk.run("apps", "show", "1", "--json").json
    expect(shown["notes"] == "they are kind" and shown["planned"] == "send it" and shown["salary"] == "100", shown)
    expect(len(shown["history"]) == 14, shown["history"])


def every_ask_names_its_answer(desk):
    """What today asks for it says how to answer, and each of these commands does what it says."""
    desk.set_up()
    late = "2026-12-02T09:00:00-06:00"  # a Wednesday
    for words in (["Staff Engineer at Northwind"], ["Nurse at Contoso", "--stage", "applied"],
                  ["Cook at Datum", "--stage", "offer"]):
        expect_code(desk.run("apps", "add", *words), 0)
    before = "2026-12-01T09:00:00-06:00"
    expect_code(desk.run("apps", "add", "Baker at Litware", "--stage", "applied", now=before), 0)
    expect_code(desk.run("apps", "plan", "4", "wednesday", "send the menu", now=before), 0)
    shown = desk.run("apps", "show", "4").out.decode()
    expect("planned      Dec 2: send the menu" in shown and "by you" in shown, shown)
    today = desk.run("today", now=late).out.decode()
    for words in ("You have applied   crickets apps move 1 applied", "You have written   crickets apps wrote 2",
                  "You accept         crickets apps move 3 accepted", "You have done it   crickets apps plan 4"):
        expect(words in today, words, today)
        expect_code(desk.run(*words.split("crickets ")[1].split(), now=late), 0)
    expect("\nDue" not in desk.run("today", now=late).out.decode())
    expect("you followed up" in desk.run("apps", "show", "2").out.decode())


# what is said on Wednesday, November 25, and the day that is meant
DAYS = [("today", "25"), ("tomorrow", "26"), ("thursday", "26"), ("Fri", "27"), ("TUESDAY", "01"), ("wed", "02"), ("+3", "28"),
        ("2026-11-30", "30")]


def a_day_is_said_as_people_do(desk):
    desk.set_up()
    desk.run("apps", "add", "A at B")
    for words, day in DAYS:
        result = desk.run("--json", "apps", "plan", "1", words, "call them", now="2026-11-25T23:30:00-06:00")
        expect(result.code == 0 and result.json["planned_at"][8:10] == day, words, result.out, result.err)
    for words in ("someday", "fr", "fridays", "2026-13-01", "+x", ""):
        result = desk.run("apps", "plan", "1", words, "call them")
        expect_code(result, 2)
        expect(b"tomorrow, friday" in result.err, result.err)
    result = desk.run("--json", "apps", "move", "1", "applied", "--at", "wed", now="2026-11-25T23:30:00-06:00")
    expect(result.json["applied"][:10] == "2026-11-25", result.out)  # what has happened did so by now
    result = desk.run("--json", "apps", "move", "1", "screen", "--at", "friday", now="2026-11-25T23:30:00-06:00")
    expect(result.json["since"][:10] == "2026-11-20", result.out)


def days_are_written_as_the_reader_does(desk):
    for country, zone, since, week in (("US", "America/Chicago", "since Nov 20", "from Mon, Nov 16, 2026 to Sun, Nov 22, 2026"),
                                       ("DE", "Europe/Berlin", "since 20 Nov", "from Mon 16 Nov 2026 to Sun 22 Nov 2026")):
        db = f"sqlite:{desk.folder}/{country}.db"
        profile = desk.path(f"{country}.ini", f"[candidate]\nname=A B\nemail=a@example.com\nzone={zone}\ncountry={country}\n")
        expect_code(desk.run("setup", str(profile), db=db), 0)
        expect_code(desk.run("apps", "add", "A at B", db=db), 0)
        expect(since in desk.run("apps", db=db).out.decode(), country)
        expect(week in desk.run("review", db=db).out.decode(), country)


def wrong_words_are_refused(desk):
    desk.set_up()
    desk.run("apps", "add", "A at B")
    for words in (["fly"], ["show", "x"], ["move", "1"], ["move", "1", "nowhere"], ["add"], ["edit", "1", "mood=x"],
                  ["edit", "1", "nothing"], ["plan", "1", "2026-11-27"], ["export", "--as", "pdf"],
                  ["list", "nowhere"]):
        result = desk.run("apps", *words)
        expect_code(result, 2)
        expect(result.err, words)
    expect_code(desk.run("apps", "show", "77"), 1)
    expect_code(desk.run("apps", "accept", "1"), 1)
    expect_code(desk.run("picture", "cat"), 2)


TABLE = """Job Title,Company,Status,Date Applied,Mood,Notes
Staff Engineer,Northwind,Applied,2026-11-05,"good, really","two
lines"
Nurse,=cmd|x,Rejected,2026-10-01,,
,,Applied,,,
Cook,Contoso,Purring,2026-11-06,,
"""


def a_table_comes_in_and_goes_out(desk):
    desk.set_up()
    path = f"{desk.folder}/table.csv"
    with open(path, "w", encoding="utf-8") as file:
        file.write(TABLE)
    preview = desk.run("apps", "import", path, "--preview", "--json")
    expect_code(preview, 3)
    document = preview.json
    expect({c["column"]: c["field"] for c in document["columns"]} ==
           {"Job Title": "role", "Company": "company", "Status": "stage", "Date Applied": "applied", "Mood": None,
            "Notes": "notes"}, document["columns"])
    expect(len(document["problems"]) == 2, document["problems"])
    before = desk.bare("--map", "Mood=location", "--db", desk.db, "apps", "import", path, "--preview", "--json")
    expect({c["column"]: c["field"] for c in before.json["columns"]}["Mood"] == "location", before.out, before.err)
    expect_code(desk.run("apps"), 1)  # a preview keeps nothing
    shown = desk.run("apps", "import", path, "--preview", "--map", "Company=").out.decode()
    expect('--map "Company=company"' in shown, shown)
    result = desk.run("apps", "import", path)
    expect_code(result, 3)
    expect(b"3 added" in result.out and b"line 5" in result.err and b"Purring" in result.err, result.out, result.err)
    expect(b"0 added, 3 known" in desk.run("apps", "import", path).out)
    out = desk.run("apps", "export").out.decode()
    expect("\n=cmd" not in out and ",=cmd" not in out, out)
    rows = list(csv.DictReader(io.StringIO(out)))
    expect([r["company"] for r in rows] == ["Northwind", "'=cmd|x", "Contoso"], rows)
    expect(rows[0]["Mood"] == "good, really" and rows[0]["notes"] == "two\nlines", rows[0])
    expect(rows[2]["Status"] == "Purring", rows[2])

    def reimported(kind):
        source = desk.db
        exported = desk.run("apps", "export", "--as", kind).out.decode()
        with open(f"{desk.folder}/again.{kind}", "w", encoding="utf-8", newline="") as file:
            file.write(exported)
        desk.db = f"sqlite:{desk.folder}/again-{kind}.db"
        desk.set_up()
        expect_code(desk.run("apps", "import", f"{desk.folder}/again.{kind}"), 0)
        again = desk.run("apps", "export", "--as", kind).out.decode()
        expect(again == exported, exported, again)
        desk.db = source

    reimported("csv")
    reimported("json")
    calendar = desk.run("apps", "export", "--as", "ics").out.decode()
    expect(calendar.count("BEGIN:VEVENT") == calendar.count("END:VEVENT") == 2, calendar)


def a_hostile_table_is_text(desk):
    desk.set_up()
    path = f"{desk.folder}/hostile.csv"
    with open(path, "wb") as file:
        file.write(b"Company,Role\n\x1b[31mred\x07,\xff\xfe\xe2\x80\xaerole\n\"<script>&\",\"a\"\"b\"\n")
    expect_code(desk.run("apps", "import", path), 0)
    for words in (["apps"], ["apps", "show", "1"], ["apps", "show", "2"], ["apps", "export"], ["today"], ["search", "red"]):
        expect_clean(desk.run(*words))
    for name in ("missing.csv", "."):
        expect_code(desk.run("apps", "import", f"{desk.folder}/{name}"), 4)
    with open(path, "wb") as file:
        file.write(b"\x00\x01")
    expect_code(desk.run("apps", "import", path), 4)


def today_is_never_empty(desk):
    desk.set_up()
    for step in (None, ["apps", "add", "A at B"], ["apps", "move", "1", "applied"],
                 ["add", "Dana of Northwind calls tomorrow 2pm, 212-555-0123"], ["log", "1", "no-answer"]):
        if step:
            expect_code(desk.run(*step), 0)
        document = desk.run("today", "--json").json
        expect(document["suggestions"], step)
        expect(document["week"]["target"] == 5, document["week"])
    desk.run("apps", "move", "1", "accepted")
    expect(desk.run("today", "--json").json["accepted"])


def the_odds_are_honest(desk):
    desk.set_up()
    document = desk.run("odds", "--json").json
    expect([s["prior"]["p"] for s in document["steps"]] == [0.02, 0.4, 0.5], document["steps"])
    expect(all("guide" in s["prior"]["source"] for s in document["steps"]))
    expect(all(f["source"] and f["year"] for s in document["steps"] for f in s["published"]))
    expect(document["missed_calls"]["published"] is None)
    expect(b"no published figure" in desk.run("odds").out)
    expect(document["offer"] == {"p": 0.0, "low": 0.0, "high": 0.0}, document["offer"])
    for number in range(1, 4):
        desk.run("apps", "add", f"Engineer at Firm{number}", "--stage", "applied")
    document = desk.run("odds", "--json").json
    expect(document["open"]["applied"] == 3 and 0 < document["offer"]["low"] <= document["offer"]["p"] < 0.1, document)
    expect(document["adds"]["five"] > 0)


def the_week_is_told(desk):
    desk.set_up()
    desk.run("apps", "add", "Engineer at Größe", "--stage", "applied")
    desk.run("apps", "move", "1", "screen")
    text = desk.run("review").out.decode()
    expect("1 of 5" in text and "Größe" in text, text)
    message = email.message_from_bytes(desk.run("review", "--eml").out, policy=email.policy.default)
    expect(message["From"] == message["To"] and message["Message-ID"] and message["Date"], message.items())
    expect(message.get_content().split() == text.split(), message.get_content())


def everything_is_found(desk):
    desk.set_up()
    desk.run("apps", "add", "Staff Engineer at Northwind", "--notes", "met at the café")
    desk.run("add", "Dana Reyes of Contoso calls tomorrow 2pm ET, 212-555-0123")
    kinds = lambda *words: [f["kind"] for f in desk.run("search", *words, "--json").json["found"]]
    expect(kinds("northw") == ["application"], kinds("northw"))
    expect(kinds("cafe", "staff") == ["application"])
    expect(kinds("dana") == ["application", "interview"], kinds("dana"))
    expect_code(desk.run("search", "nothing-like-it"), 1)
    expect_code(desk.run("search", "\"*'"), 1)


def pictures_are_pictures(desk):
    desk.set_up()
    desk.run("apps", "add", "Engineer at <b>&", "--stage", "applied")
    for name in ("funnel", "weeks", "stages"):
        root = xml.etree.ElementTree.fromstring(desk.run("picture", name).out.decode())
        expect(root.get("role") == "img" and root.find("{*}desc").text and root.find("{*}title").text, name)


if __name__ == "__main__":
    main([an_application_goes_its_way, every_ask_names_its_answer, a_day_is_said_as_people_do, days_are_written_as_the_reader_does, wrong_words_are_refused, a_table_comes_in_and_goes_out, a_hostile_table_is_text,
          today_is_never_empty, the_odds_are_honest, the_week_is_told, everything_is_found, pictures_are_pictures])

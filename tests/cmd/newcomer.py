#!/usr/bin/env python3
"""What is understood of a newcomer's words, and whether each answer says what to do next."""

import json
import os
import pty
import subprocess
import termios
import unicodedata

from harness import EXAMPLES, expect, expect_code, main

STORY = EXAMPLES / "late-recruiter"
MAILS = [str(STORY / "mail" / name) for name in ("01-intro.eml", "02-my-answer.eml", "03-invitation.eml", "04-confirmation.eml")]
MISSED = "2026-11-24T13:11:00-06:00"

# words, who, company
WORDS = [
    ("Dana Reyes of Northwind calls Tuesday 2pm ET", "Dana Reyes", "Northwind"),
    ("sam from contoso is going to ring me on wednesday at half past ten", "Sam", "Contoso"),
    ("someone from contoso rings wednesday 11am", None, "Contoso"),
    ("HR lady from Adventure Works calls Friday 2pm", None, "Adventure Works"),
    ("Phone screen with Priya of Fabrikam Thursday 2pm", "Priya", "Fabrikam"),
    ("Nov 27 3pm call with Ines", "Ines", None),
    ("rings me wednesday at half past ten", None, None),
]


def words_name_who_calls(desk):
    desk.set_up()
    for number, (words, who, company) in enumerate(WORDS):
        result = desk.run("--json", "add", words, db=f"sqlite:{desk.folder}/{number}.db")
        expect_code(result, 0)
        call = result.json["interview"]
        expect((call["contact"]["name"], call["company"]) == (who, company), words, call["contact"], call["company"])
        asks = any("who it is" in doubt for doubt in result.json["doubts"])
        expect(asks == (who is None and company is None), words, result.json["doubts"])


def a_time_that_is_past_is_asked_about(desk):
    """Ten minutes after the hour it is what the program is for; hours after it may be a slip."""
    desk.set_up()
    for words, now, asked in (("Dana of Northwind calls today 2pm ET", "2026-11-24T13:10:00-06:00", False),
                              ("Kim of Contoso calls today 2pm ET", "2026-11-24T12:59:00-06:00", False),
                              ("Sam of Litware calls yesterday 2pm ET", "2026-11-25T12:30:00-06:00", True)):
        result = desk.run("add", words, now=now)
        expect_code(result, 0)
        expect((b"that time is past" in result.out) == asked, words, result.out)
    result = desk.run("add", "Ann of Datum calls 2026-11-02 2pm ET")
    expect_code(result, 2)
    expect(b"say the day that is meant" in result.err, result.err)


def the_same_call_in_other_words_is_known(desk):
    desk.set_up()
    expect_code(desk.run("add", "Dana Reyes of Northwind calls Tuesday 2pm ET about the Staff Engineer role"), 0)
    result = desk.run("add", "Dana Reyes of Northwind calls 24 November 1pm CT")
    expect(b"crickets show 1" in result.err, result.err)
    expect(len(desk.run("--json", "list").json["interviews"]) == 1)
    for words in ("Kim of Contoso calls Tuesday 2pm ET", "Dana Reyes of Fabrikam calls Tuesday 2pm ET"):
        result = desk.run("add", words)
        expect(b"Watching" in result.out, words, result.err)
    expect(len(desk.run("--json", "list").json["interviews"]) == 3)


def what_is_told_later_is_noted(desk):
    """The letter had nobody to go to; then it has."""
    desk.set_up()
    expect_code(desk.run("add", "Dana of Northwind calls Tuesday 2pm ET"), 0)
    expect(b"no address is known" in desk.run("draft", "1", now=MISSED).out)
    result = desk.run("add", "Dana of Northwind calls 24 November 2pm ET, dana@northwind.example, 212-555-0117", now=MISSED)
    expect_code(result, 0)
    expect(b"call 1: number, address" in result.out, result.out)
    expect(desk.run("draft", "1", now=MISSED).out.startswith(b"To: dana@northwind.example"))
    call = desk.run("--json", "now", now=MISSED).json["interview"]
    expect(call["contact"]["phone"] == "+12125550117" and call["question"] is None, call["question"])


def whom_one_applied_to_is_a_company(desk):
    desk.set_up()
    expect_code(desk.run("apps", "add", "SRE at Litware"), 0)
    call = desk.run("--json", "add", "interview with Litware Tuesday 3pm").json["interview"]
    expect(call["company"] == "Litware" and call["contact"]["name"] is None, call)


def what_to_check_is_told_at_once(desk):
    desk.set_up()
    expect(b"early or late hour for you" in desk.run("add", "Priya of Fabrikam calls Wednesday 9:30 GMT").out)
    day = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:%d@example.com\r\nDTSTAMP:20261101T000000Z\r\n" \
          "DTSTART;VALUE=DATE:202611%s\r\nDTEND;VALUE=DATE:202611%s\r\nSUMMARY:Away\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    for number, (first, last) in enumerate((("25", "26"), ("26", "28"))):
        expect_code(desk.run("import", "--as", "calendar", str(desk.path(f"{number}.ics", day % (number, first, last)))), 0)
    out = desk.run("add", "Kim of Contoso calls Wednesday 2pm ET").out
    expect(b"you have something else all day Wed, Nov 25\n" in out, out)
    out = desk.run("add", "Lee of Litware calls Thursday 2pm ET").out
    expect(b"you have something else from Thu, Nov 26 to Fri, Nov 27\n" in out, out)


def the_letter_in_case_nobody_calls_offers_times_after_the_call(desk):
    desk.set_up()
    expect_code(desk.run("add", "Dana of Northwind calls Wednesday 2pm ET, dana@northwind.example"), 0)
    letter = desk.run("--json", "draft", "1").json
    expect(letter["slots"] and all(slot["start"] > "2026-11-25T13:00" for slot in letter["slots"]), letter["slots"])


def import_tells_what_it_led_to(desk):
    desk.set_up()
    out = desk.run("import", *MAILS).out
    expect(b"about 1 watched call" in out and b"watching" in out and b"Dana Reyes" in out, out)
    out = desk.run("import", *MAILS).out
    expect(b"known already" in out and b"watching" not in out, out)


def now_names_the_next_commands(desk):
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    expect(b"At 1:10 PM the call counts as missed." in desk.run("now", now="2026-11-24T13:02:00-06:00").out)
    out = desk.run("now", now=MISSED).out
    expect(out.startswith(b"  1  Tue, Nov 24, 2026, 1:00 PM CST (2:00 PM EST there), "), out)
    for command in (b"crickets log 1 no-answer", b"crickets log 1 voicemail", b"crickets log 1 they-called", b"crickets why 1"):
        expect(command in out, out)
    desk.run("log", "1", "no-answer", now=MISSED)
    desk.run("log", "1", "voicemail", now=MISSED)
    out = desk.run("now", now=MISSED).out
    for command in (b"crickets draft 1", b"crickets send 1", b"crickets log 1 sent"):
        expect(command in out, out)


def how_they_are_reached_can_be_told_later(desk):
    desk.set_up()
    told = desk.run("add", "Dana Reyes of Northwind calls Tuesday 2pm ET")
    expect(b"crickets log 1 contact ADDRESS" in told.out, told.out)
    told = desk.run("draft", "1", "--eml")
    expect(b"crickets log 1 contact ADDRESS" in told.err, told.err)
    for wrong in ("dana", "dana@", "555", ""):
        expect_code(desk.run("log", "1", "contact", wrong), 2)
    expect_code(desk.run("log", "1", "contact", "Dana@Northwind.example"), 0)
    expect_code(desk.run("log", "1", "contact", "(212) 555-0117", now="2026-11-20T12:01:00-06:00"), 0)
    contact = desk.run("--json", "show", "1").json["interview"]["contact"]
    expect((contact["email"], contact["phone"]) == ("dana@northwind.example", "+12125550117"), contact)
    expect(b"<dana@northwind.example>" in desk.run("draft", "1", "--eml").out)
    expect_code(desk.run("log", "1", "undo", now="2026-11-20T12:02:00-06:00"), 0)
    for minute, (said, extension) in enumerate([("+1 312 555 0143,12", "12"), ("+1 312 555 0143, ext 13", "13"), ("312-555-0143, Durchwahl 14", "14"),
                                                ("her desk: (312) 555-0143 x15", "15")], 3):
        expect_code(desk.run("log", "1", "contact", said, now=f"2026-11-20T12:{minute:02}:00-06:00"), 0)
        contact = desk.run("--json", "show", "1").json["interview"]["contact"]
        expect((contact["phone"], contact["extension"]) == ("+13125550143", extension), said, contact)
        expect_code(desk.run("log", "1", "undo", now=f"2026-11-20T12:{minute:02}:30-06:00"), 0)
    expect(desk.run("--json", "show", "1").json["interview"]["contact"]["phone"] is None)


def who_cannot_send_yet_is_told_the_verb(desk):
    desk.set_up()
    desk.run("add", "Dana Reyes of Northwind calls Tuesday 2pm ET, dana@northwind.example")
    told = desk.run("send", "1", now=MISSED)
    expect(b"crickets setup send" in told.err and b"crickets draft 1" in told.err, told.err)
    (desk.folder / "config" / "crickets").mkdir(parents=True, exist_ok=True)
    desk.path("config/crickets/connections.ini", "[post]\nkind=smtp\nurl=smtps://smtp.example.com\nuser=jordan\ncommand=true\n")
    told = desk.run("send", "1", now=MISSED)
    expect(b"crickets setup mail" in told.err, told.err)


ANSWER = """From: Dana Reyes <dana.reyes@northwind.example>
To: jordan.ellis@example.com
Subject: Our call
Date: Tue, 24 Nov 2026 15:40:00 -0500
Message-ID: <offer@northwind.example>

Hi Jordan, so sorry. Could we talk tomorrow at 11:30am ET instead?

Dana
"""


def what_is_asked_is_asked_once_and_can_be_answered(desk):
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    expect_code(desk.run("log", "1", "sent", now=MISSED), 0)
    expect_code(desk.run("import", str(desk.path("answer.eml", ANSWER)), now="2026-11-24T15:00:00-06:00"), 0)
    out = desk.run("now", now="2026-11-24T15:00:00-06:00").out
    expect(out.count(b"They offer") == 1 and b"crickets log 1 rescheduled WHEN" in out, out)
    expect(b'crickets log 1 rescheduled "2026-11-25 10:30"\n' in out, out)
    out = desk.run("now", now="2026-11-25T11:00:00-06:00").out
    expect(b"Did you and Dana Reyes speak" in out and b"To answer" in out, out)
    expect(b"spoke" in out[out.index(b"To answer"):], out)


def what_they_offer_can_be_taken_as_it_is_shown(desk):
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    expect_code(desk.run("log", "1", "sent", now=MISSED), 0)
    offer = ANSWER.replace("tomorrow at 11:30am ET", "Wednesday at 11:30am ET or Friday at 10am ET")
    expect_code(desk.run("import", str(desk.path("offer.eml", offer)), now="2026-11-24T15:00:00-06:00"), 0)
    out = desk.run("now", now="2026-11-24T15:00:00-06:00").out.decode()
    words = [line.split("rescheduled ")[1].strip('"') for line in out.splitlines() if 'rescheduled "' in line]
    expect(len(words) == 2, out)
    expect_code(desk.run("log", "1", "rescheduled", words[1], now="2026-11-24T15:01:00-06:00"), 0)
    call, = desk.run("--json", "list", now="2026-11-24T15:02:00-06:00").json["interviews"]
    expect(call["start"] == "2026-11-27T09:00:00-06:00", call["start"])


def what_cannot_be_taken_back_says_why(desk):
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    expect(b"nothing was logged" in desk.run("log", "1", "undo", now=MISSED).err)
    expect_code(desk.run("log", "1", "sent", now=MISSED), 0)
    expect_code(desk.run("import", str(desk.path("answer.eml", ANSWER)), now="2026-11-24T15:00:00-06:00"), 0)
    told = desk.run("log", "1", "undo", now="2026-11-24T15:01:00-06:00")
    expect_code(told, 1)
    expect(b"something followed it" in told.err, told.err)


def words_on_standard_input_are_taken_whole(desk):
    desk.set_up()
    told = desk.run("add", "-", stdin=b"Dana of Northwind calls\0 Tuesday 2pm ET")
    expect_code(told, 0)
    expect(b"Watching 1" in told.out, told.out)
    told = desk.run("add", "-", stdin=b"a" * 300_000)
    expect(b"standard input: larger than" in told.err, told.err)
    told = desk.run("add", "Dana of Northwind calls 29 February 2027 2pm ET")
    expect(b"no time was understood" in told.err, told.err)


def a_promised_call_is_no_application_that_was_sent(desk):
    """Nobody knows how many were sent for it, and one that was no call was not missed."""
    desk.set_up()
    expect_code(desk.run("add", "Dana of Northwind calls Tuesday 2pm ET"), 0)
    expect(b"0 of 5 applications" in desk.run("today").out)
    own = [step["own"] for step in desk.run("--json", "odds").json["steps"]]
    expect(own[0]["of"] == 0 and own[1]["open"] == 1, own)
    expect_code(desk.run("apps", "add", "SRE at Litware", "--stage", "applied"), 0)
    expect(b"1 of 5 applications" in desk.run("today").out)
    expect(b"0 held, 1 missed" in desk.run("review", now=MISSED).out)
    expect_code(desk.run("log", "1", "removed", now=MISSED), 0)
    expect(b"0 held, 0 missed" in desk.run("review", now=MISSED).out)


def what_is_nearest_comes_first(desk):
    """Of what waits for the candidate: the answer that a call in three hours needs before yesterday's letters."""
    desk.set_up()
    expect_code(desk.run("add", "Kim of Contoso calls Monday 2pm ET, kim@contoso.example"), 0)
    expect_code(desk.run("import", *MAILS), 0)
    expect_code(desk.run("add", "Lee of Litware calls Monday 9am ET, lee@litware.example"), 0)
    offer = ANSWER.replace("Tue, 24 Nov", "Mon, 23 Nov").replace("tomorrow at 11:30am ET", "Wednesday at 11:30am ET or Friday at 10am ET")
    expect_code(desk.run("import", str(desk.path("offer.eml", offer)), now="2026-11-23T15:00:00-06:00"), 0)
    document = desk.run("--json", "now", now="2026-11-24T10:00:00-06:00").json
    names = [call["contact"]["name"] for call in [document["interview"], *document["others"]]]
    expect(names == ["Dana Reyes", "Kim", "Lee"], names)
    today = [call["who"] for call in desk.run("--json", "today", now="2026-11-24T10:00:00-06:00").json["calls"]]
    expect(today == names, today)


def what_changes_nothing_is_not_noted(desk):
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    for when, at, words in (("Wednesday 10am", "15:00:00", b"A new time is on the books"),
                            ("Wednesday 11am", "15:01:00", b"Nothing changes: call 1 has a new time, which is call 2.")):
        result = desk.run("log", "1", "rescheduled", when, now=f"2026-11-24T{at}-06:00")
        expect_code(result, 0)
        expect(words in result.out and b"Noted" not in result.out, result.out)
    expect_code(desk.run("log", "2", "cancelled", now="2026-11-24T15:02:00-06:00"), 0)
    out = desk.run("log", "2", "they-called", now="2026-11-25T10:00:00-06:00").out
    expect(b"Nothing changes: call 2 is settled already (cancelled)." in out, out)


def advice_is_never_empty(desk):
    """With autopilot, but nothing that sends, the letter is the candidate's to send all the same."""
    expect_code(desk.run("setup", str(STORY / "profile.ini")), 0)
    expect_code(desk.run("import", *MAILS), 0)
    desk.run("log", "1", "no-answer", now=MISSED)
    document = desk.run("--json", "now", now=MISSED).json
    expect(document["interview"]["step"] == "email" and "is ready" in document["advice"], document["advice"])


def a_time_without_zone_is_on_the_clock_of_the_machine(desk):
    desk.environment_more = {"TZ": "America/Denver"}
    document = desk.run("--json", "add", "Dana of Northwind calls Tuesday 2pm").json
    expect(document["interview"]["start"] == "2026-11-24T14:00:00-07:00", document["interview"]["start"])
    desk.set_up()
    expect(desk.run("--json", "export").json["profile"]["zone"] == "America/Chicago")
    desk.environment_more = {"TZ": "UTC"}
    other = f"sqlite:{desk.folder}/other.db"
    document = desk.run("--json", "add", "Dana of Northwind calls Tuesday 2pm", db=other).json
    expect(any("not known yet" in doubt for doubt in document["doubts"]), document["doubts"])


def import_tells_which_applications_moved(desk):
    desk.set_up()
    expect_code(desk.run("apps", "add", "Welder at Litware", "--stage", "applied"), 0)
    refusal = desk.path("no.eml", "From: Jobs <jobs@litware.example>\nTo: jordan.ellis@example.com\nSubject: Your application: Welder\n"
                                  "Date: Fri, 20 Nov 2026 11:00:00 -0600\nMessage-ID: <no@litware.example>\n\n"
                                  "Dear Jordan,\n\nunfortunately we have decided to move forward with other candidates for the "
                                  "Welder position.\n\nKind regards\nLitware\n")
    expect_code(desk.run("import", str(refusal)), 1)
    again = desk.path("again.eml", refusal.read_bytes().replace(b"<no@", b"<no-2@"))
    out = desk.run("import", str(again)).out.decode()
    expect("Applications" not in out, "told of what had moved before", out)
    db = f"sqlite:{desk.folder}/other.db"
    desk.run("setup", str(STORY / "profile.ini"), db=db)
    desk.run("apps", "add", "Welder at Litware", "--stage", "applied", db=db)
    out = desk.run("import", str(refusal), db=db).out.decode()
    expect("    1  Welder at Litware: closed, rejected" in out, out)
    moved = desk.run("--json", "import", *MAILS, db=db).json["applications"]
    expect([(one["title"], one["stage"]) for one in moved] == [("Staff Engineer at Northwind", "screen")], moved)


def what_is_worth_a_check_stands_beside_the_advice(desk):
    typo = EXAMPLES / "phone-typo"
    expect_code(desk.run("setup", str(typo / "profile.ini")), 0)
    before = "2026-10-28T12:00:00-04:00"
    expect_code(desk.run("import", str(typo / "invites"), now=before), 0)
    ahead, = desk.run("--json", "list", now=before).json["interviews"]
    warning, = [one["text"] for one in ahead["warnings"] if one["kind"] == "number-mismatch"]
    out = " ".join(desk.run("now", now=before).out.decode().split())
    expect(f"Worth a check: {warning[0].upper()}{warning[1:]}" in out, out)


def lines_fit_the_terminal(desk):
    """Of whatever width, with names of wide letters; words longer than a line alone stand out of it."""
    desk.set_up()
    expect_code(desk.run("import", *MAILS), 0)
    desk.run("apps", "add", "Leitende Ingenieurin für Zuverlässigkeit at 株式会社クリケット開発研究所東京本社")
    desk.run("apps", "add", "Nurse at Contoso", "--stage", "applied")
    late = "2026-12-10T12:00:00-06:00"
    for columns in (60, 80, 140):
        for words in (["now"], ["list", "--all"], ["show", "1"], ["why", "1"], ["today"], ["apps"], ["apps", "show", "1"], ["apps", "show", "2"], ["odds"],
                      ["review"], ["search", "northwind"], ["doctor"]):
            for line in (line for line in seen(desk, columns, late, *words) if "://" not in line and "sqlite:" not in line):
                wide = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
                expect(wide <= columns, columns, words, wide, line)


def seen(desk, columns, now, *words):
    """What a terminal of that width shows."""
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, columns))
    process = subprocess.Popen([desk.crickets, "--db", desk.db, "--now", now, *words], env=desk.environment, stdin=subprocess.DEVNULL,
                               stdout=slave, stderr=slave)
    os.close(slave)
    output = b""
    try:
        while piece := os.read(master, 65536):
            output += piece
    except OSError:  # the other side is closed
        pass
    os.close(master)
    process.wait()
    return output.decode().replace("\r", "").split("\n")


def who_is_not_set_up_is_told_so(desk):
    expect(b"crickets setup" in desk.run("now").out)
    desk.set_up()
    expect(b"crickets setup" not in desk.run("now").out)


def help_explains_each_option(desk):
    expect(desk.bare("help").out == desk.bare("--help").out)
    for verb in ("now", "serve", "apps", "setup"):
        result = desk.bare("help", verb)
        expect_code(result, 0)
        expect(result.out == desk.bare(verb, "--help").out)
        options = [line for line in result.out.decode().splitlines() if line.startswith("  --")]
        expect(len(options) > 4 and all(len(line.split("  ")[-1]) > 3 for line in options), options)
    for verb, option, words in (("list", "--from INSTANT ", "from then on"), ("move", "--from URI ", "the database that the account leaves"),
                                ("import", "--as KIND ", "what they are"), ("accounts", "--as KIND ", "candidate, coach")):
        line, = [line for line in desk.bare("help", verb).out.decode().splitlines() if line.startswith(f"  {option}")]
        expect(words in line and "move:" not in line, line)
    for act in json.loads(desk.bare("help", "--json").out)["words"]["ACT"]:
        expect(f"crickets log 3 {act} " in desk.bare("help", "log").out.decode(), act, "is not explained")
    expect(b"Nothing has been done" in desk.run("audit").out)
    result = desk.bare("help", "lits")
    expect_code(result, 2)
    expect(b'did you mean "list"?' in result.err, result.err)
    expect(b"crickets help add" in desk.bare("add").err)


if __name__ == "__main__":
    main([words_name_who_calls, a_time_that_is_past_is_asked_about, the_same_call_in_other_words_is_known, what_is_told_later_is_noted, whom_one_applied_to_is_a_company,
          what_to_check_is_told_at_once, the_letter_in_case_nobody_calls_offers_times_after_the_call, import_tells_what_it_led_to, now_names_the_next_commands, how_they_are_reached_can_be_told_later, who_cannot_send_yet_is_told_the_verb,
          what_is_asked_is_asked_once_and_can_be_answered, what_they_offer_can_be_taken_as_it_is_shown,
          what_cannot_be_taken_back_says_why, words_on_standard_input_are_taken_whole, a_promised_call_is_no_application_that_was_sent, what_is_nearest_comes_first, what_changes_nothing_is_not_noted, advice_is_never_empty,
          a_time_without_zone_is_on_the_clock_of_the_machine,
          import_tells_which_applications_moved, what_is_worth_a_check_stands_beside_the_advice, lines_fit_the_terminal,
          who_is_not_set_up_is_told_so, help_explains_each_option])

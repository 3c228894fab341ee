#!/usr/bin/env python3
"""Bad inputs: one clear line that names file and place, exit 3, and everything else is taken."""

import os
import shutil
import time

from harness import EXAMPLES, PROFILE, expect, expect_clean, expect_code, main

GOOD = [str(EXAMPLES / "late-recruiter" / "mail" / name) for name in ("01-intro.eml", "03-invitation.eml")]
INVITE = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:%s\r
DTSTAMP:20261110T120000Z\r
DTSTART%s\r
DTEND%s\r
SUMMARY:%s\r
ORGANIZER;CN=%s:mailto:eve@hostile.example\r
ATTENDEE:mailto:jordan.ellis@example.com\r
END:VEVENT\r
END:VCALENDAR\r
"""


def invite(uid=b"u1", start=b":20261125T180000Z", end=b":20261125T183000Z", summary=b"Call", name=b"Eve"):
    return INVITE % (uid, start, end, summary, name)


def mail(subject=b"Call", body=b"Hello", name=b"Eve", more=b""):
    return (b"From: " + name + b" <eve@hostile.example>\r\nTo: jordan.ellis@example.com\r\nDate: Tue, 17 Nov 2026 10:00:00 -0500\r\n"
            b"Message-ID: <" + str(abs(hash((subject, body)))).encode() + b"@hostile.example>\r\nSubject: " + subject + b"\r\n" + more +
            b"\r\n" + body + b"\r\n")


def check(desk, name, data, *, place=None, code=3, seconds=20, most_lines=4):
    """Imports the bad file between two good ones."""
    desk.set_up()
    path = desk.path(name, data)
    began = time.monotonic()
    result = desk.run("import", GOOD[0], str(path), GOOD[1])
    expect(time.monotonic() - began < seconds, f"it took {time.monotonic() - began:.1f} s")
    expect_code(result, code)
    expect_clean(result)
    if code == 3:
        expect(1 <= len(result.errors) <= most_lines, result.errors[:8])
        expect(name in result.errors[0], result.errors)
        expect(place is None or place in result.err.decode(), result.errors)
    expect(b"Northwind" in desk.run("list").out, "the good ones were not taken", result.out)
    return result


def an_empty_file(desk):
    check(desk, "empty", b"")


def binary(desk):
    check(desk, "picture.png", b"\x89PNG\r\n\x1a\n" + os.urandom(200000))


def zeros(desk):
    check(desk, "zeros.ics", b"\0" * 5000000)


def a_hundred_megabytes_of_nothing(desk):
    path = desk.path("nothing.eml", b"")
    with open(path, "r+b") as file:
        file.truncate(100 << 20)
    desk.set_up()
    result = desk.run("import", str(path), *GOOD)
    expect_code(result, 3)
    expect(len(result.errors) == 1 and "nothing.eml" in result.errors[0], result.errors)
    expect(b"Northwind" in desk.run("list").out)


def a_truncated_calendar(desk):
    good = invite(b"whole", summary=b"Whole call")
    check(desk, "cut.ics", good.replace(b"END:VCALENDAR\r\n", b"") + invite()[40:250], code=3)


def a_truncated_mail_is_still_read(desk):
    whole = open(GOOD[1], "rb").read()
    desk.set_up()
    result = desk.run("import", str(desk.path("cut.eml", whole[:len(whole) // 2])), GOOD[0])
    expect(result.code in (0, 1, 3), result.code)
    expect_clean(result)


def a_charset_that_does_not_exist(desk):
    body = b"Caf\xe9 \xff\xfe call you Tuesday, November 24 at 2pm ET"
    desk.set_up()
    result = desk.run("import", str(desk.path("charset.eml", mail(body=body, more=b"Content-Type: text/plain; charset=klingon-8\r\n"))), *GOOD)
    expect(result.code in (0, 3), result.code, result.err)
    expect_clean(result)


def deep_mime(desk):
    depth = 100000
    data = mail(more=b"Content-Type: multipart/mixed; boundary=b0\r\n")
    data += b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (i, i + 1) for i in range(depth))
    check(desk, "deep.eml", data)


def deep_json(desk):
    check(desk, "deep.json", b"[" * 100000 + b"{}" + b"]" * 100000)


def deep_json_that_begins_well(desk):
    check(desk, "calls.json", b'[{"phone_number": "+12125550117", "type": "INCOMING", "date": "2026-11-24 13:00:00", "duration": "10", "x": ' +
          b"[" * 100000 + b"]" * 100000 + b"}]")


def deep_calendar(desk):
    data = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\n" + b"BEGIN:VEVENT\r\n" * 100000 + b"END:VEVENT\r\n" * 100000 + b"END:VCALENDAR\r\n"
    check(desk, "deep.ics", data, most_lines=5)


def deep_xml(desk):
    check(desk, "calls.xml", b"<?xml version='1.0'?><calls count='1'>" + b"<call>" * 100000, most_lines=6)


def xml_that_explodes(desk):
    data = b"<?xml version='1.0'?><!DOCTYPE calls [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10) for i in range(12)) + (
        b"]><calls count='1'><call number='&a11;' duration='0' date='1795547480000' type='3'/></calls>")
    check(desk, "laughs.xml", data, most_lines=8)


def xml_that_reads_files(desk):
    data = (b"<?xml version='1.0'?><!DOCTYPE calls [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><calls count='1'>"
            b"<call number='+12125550117' duration='0' date='1795547480000' type='3' contact_name='&x;'/></calls>")
    desk.set_up()
    result = desk.run("import", *GOOD, str(desk.path("calls.xml", data)))
    expect(b"root:" not in desk.export() and b"root:" not in result.out + result.err)


def an_unknown_zone(desk):
    result = check(desk, "zone.ics", invite(start=b";TZID=Moon/Tranquility:20261125T140000", end=b";TZID=Moon/Tranquility:20261125T143000"))
    expect("Moon/Tranquility" in result.err.decode() and "line" in result.err.decode(), result.errors)


def an_endless_series(desk):
    desk.set_up()
    data = invite().replace(b"METHOD:REQUEST\r\n", b"").replace(b"DTEND", b"RRULE:FREQ=SECONDLY\r\nDTEND")
    began = time.monotonic()
    result = desk.run("import", "--as", "calendar", str(desk.path("endless.ics", data)), timeout=60)
    expect(time.monotonic() - began < 20)
    expect_code(result, 3)
    expect("endless.ics" in result.errors[0], result.errors)


def impossible_dates(desk):
    for name, data in (("start.ics", invite(start=b":20261345T990000Z")), ("backwards.ics", invite(end=b":20251125T183000Z"))):
        result = desk.set_up().run("import", str(desk.path(name, data)), *GOOD)
        expect(result.code in (0, 3), result.code)
        expect_clean(result)


def calls_with_impossible_dates(desk):
    rows = b"".join(b"<call number='+12125550117' duration='%s' date='%s' type='%s' contact_name='Dana'/>" % row for row in (
        (b"0", b"1795547480000", b"2"), (b"0", b"-99999999999999999999", b"3"), (b"0", b"soon", b"3"), (b"-5", b"1795547480000", b"3"),
        (b"0", b"1795547480000", b"77")))
    result = check(desk, "calls.xml", b"<?xml version='1.0'?><calls count='5'>" + rows + b"</calls>", most_lines=6)
    expect("line" in result.err.decode() or "row" in result.err.decode() or "call" in result.err.decode(), result.errors)


def csv_with_impossible_dates(desk):
    row = b'"","%s","3125550142","from-trunk","""D"" <2125550117>","SIP/a","SIP/b","Dial","SIP/b","%s","","%s",24,0,"NO ANSWER","DOCUMENTATION","1.1",""\n'
    data = row % (b"2125550117", b"2026-11-24 13:02:00", b"2026-11-24 13:02:24") + row % (b"2125550117", b"2026-02-31 25:61:00", b"never")
    result = check(desk, "Master.csv", data)
    expect("2" in result.errors[0], result.errors)


def escapes_never_reach_the_terminal(desk):
    evil = b"\x1b]0;owned\x07\x1b[31mRED\x1b[0m \x9b31m \xc2\x9b2J \xe2\x80\xae txt"
    desk.set_up()
    result = desk.run("import", str(desk.path("a.ics", invite(summary=evil, name=b'"' + evil.replace(b";", b",") + b'"'))),
                      str(desk.path("b.eml", mail(subject=evil, name=b"=?utf-8?Q?=1B[31mEve=07?=", body=b"I'll call you on Tuesday, November 24 at 2:00 PM ET. " + evil))),
                      str(desk.path("c.eml", mail(subject=b"=?utf-8?B?G10wO293bmVkBxtbMzFt?=", body=b"Sorry, I am running late " + evil))))
    expect_clean(result)
    for words in (["now"], ["list", "--all"], ["show", "1"], ["why", "1"], ["draft", "1"], ["list", "--json"], ["show", "1", "--json"], ["export"]):
        for now in ("2026-11-20T12:00:00Z", "2026-11-24T19:20:00Z", "2026-11-25T18:20:00Z"):
            expect_clean(desk.run(*words, now=now))
    result = desk.run("parse", "mail", str(desk.path("d.eml", mail(subject=evil, body=evil))))
    expect_clean(result)
    expect_clean(desk.run("add", "Dana\x1b[31m of \x9bNorthwind calls Tuesday 2pm ET"))
    expect_clean(desk.run("log", "1", "spoke", "with \x1b[31mEve"))
    expect_clean(desk.run("show", "1\x1b[31m"))
    expect_clean(desk.bare("\x1b[31mverb"))
    expect_clean(desk.bare("now", "--\x1b[31m"))


def file_names_with_escapes_and_newlines(desk):
    desk.set_up()
    names = [b"new\nline.ics", b"esc\x1b[31m.ics", b"latin-\xe9.ics", b"-dash.ics"]
    paths = [desk.path(name, b"not a calendar") for name in names]
    result = desk.run("import", *[os.fsdecode(path) for path in paths])
    expect_code(result, 3)
    expect_clean(result)
    expect(len(result.errors) == len(names), result.errors)


def a_folder_with_odd_things(desk):
    desk.set_up()
    folder = desk.folder / "in"
    (folder / "sub" / "cur").mkdir(parents=True)
    (folder / "loop").symlink_to(folder)
    (folder / "gone").symlink_to("/nowhere")
    (folder / "secret.eml").symlink_to(GOOD[1])
    os.mkfifo(folder / "pipe")
    (folder / "sub" / "cur" / "1:2,S").write_bytes(open(GOOD[1], "rb").read())
    (folder / "bad.ics").write_bytes(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense\r\n")
    result = desk.run("import", str(folder), timeout=30)
    expect_code(result, 3)
    told = "".join(result.errors)
    for name, what in (("bad.ics", ""), ("loop", ": a link"), ("gone", ": a link"), ("secret.eml", ": a link"), ("pipe", ": no file")):
        expect(f"{name}{what}" in told, name, result.errors)
    expect(b"Northwind" in desk.run("list").out)
    (desk.folder / "short").symlink_to(folder / "sub")  # what the candidate names is theirs
    expect_code(desk.run("import", str(desk.folder / "short")), 0)


def a_story_of_links_and_pipes(desk):
    """Whoever sends one has nothing else read by it, and does not stop the program."""
    story = desk.folder / "story"
    shutil.copytree(EXAMPLES / "wait", story)
    shutil.rmtree(story / "mail")
    (story / "mail").symlink_to(EXAMPLES / "wait" / "mail")
    (story / "calls.csv").symlink_to("/etc/passwd")
    (story / "acts.jsonl").unlink(missing_ok=True)
    os.mkfifo(story / "acts.jsonl")
    (desk.folder / "link").symlink_to(story)
    result = desk.run("replay", str(desk.folder / "link"), timeout=30)
    expect_code(result, 3)
    told = "".join(result.errors)
    for name, what in (("mail", "a link"), ("calls.csv", "a link"), ("acts.jsonl", "no file")):
        expect(f"{name}: {what}" in told, name, result.errors)
    (story / "profile.ini").unlink()
    os.mkfifo(story / "profile.ini")
    expect_code(desk.run("replay", str(story), timeout=30), 3)


def what_is_not_there_is_named(desk):
    desk.set_up()
    result = desk.run("import", "/nowhere/mail.eml", *GOOD)
    expect_code(result, 3)
    expect("/nowhere/mail.eml" in result.errors[0] and len(result.errors) == 1, result.errors)
    expect(b"Northwind" in desk.run("list").out)
    os.mkfifo(desk.path("pipe"))
    result = desk.run("import", str(desk.path("pipe")), *GOOD, timeout=30)  # nobody writes to it
    expect_code(result, 3)
    expect("pipe: no regular file" in result.errors[0] and len(result.errors) == 1, result.errors)


def what_is_far_too_large_is_not_read(desk):
    """A gigabyte of nothing, for each reader of a whole file: refused, and never in memory."""
    story = desk.folder / "story"
    (story / "mail").mkdir(parents=True)
    desk.path("story/profile.ini", PROFILE)
    for name, verb in (("huge.eml", ["parse", "mail", "huge.eml"]), ("story/acts.jsonl", ["replay", "story"]),
                       ("huge.csv", ["apps", "import", "huge.csv"]), ("huge.ini", ["setup", "huge.ini"])):
        with open(desk.path(name, b""), "wb") as file:
            file.truncate(1 << 30)
        result = desk.limited(800 << 20, *verb)
        expect(result.code in (3, 4) and b"larger than" in result.err, verb, result.code, result.err[-400:])
        desk.path(name).unlink()


def memory_is_bounded(desk):
    desk.set_up()
    data = mail(more=b"Content-Type: text/html\r\n", body=b"<div>" * 2000000 + b"x" * 5000000)
    path = desk.path("wide.eml", data)
    result = desk.limited(800 << 20, "import", str(path))
    expect(result.code in (0, 1, 3), result.code, result.err[-400:])


def a_profile_with_bad_lines(desk):
    """What is readable of a story's profile counts; the rest is named by its line."""
    story = EXAMPLES / "wait"
    (desk.folder / "story").mkdir()
    desk.path("story/profile.ini", b"\xef\xbb\xbfname=lost\n[candidate]\nname=Jordan Ellis\n=x\nzone=America/Chicago\n[poli\n"
              b"a line of words\nphone=+13125550142\nemail=jordan.ellis@example.com\n[policy]\nautopilot=perhaps\n")
    shutil.copytree(story / "mail", desk.folder / "story" / "mail")
    result = desk.run("replay", str(desk.folder / "story"))
    expect_code(result, 3)
    text = result.err.decode()
    for words in ("line 1:", "line 4:", "line 6:", "line 7:", "autopilot=perhaps"):
        expect(words in text, words, text)
    expect(b"Beatriz Nunes" in result.out, result.out)


if __name__ == "__main__":
    main([an_empty_file, binary, zeros, a_hundred_megabytes_of_nothing, a_truncated_calendar, a_truncated_mail_is_still_read,
          a_charset_that_does_not_exist, deep_mime, deep_json, deep_json_that_begins_well, deep_calendar, deep_xml,
          xml_that_explodes, xml_that_reads_files, an_unknown_zone, an_endless_series, impossible_dates,
          calls_with_impossible_dates, csv_with_impossible_dates, escapes_never_reach_the_terminal,
          file_names_with_escapes_and_newlines, a_folder_with_odd_things, a_story_of_links_and_pipes, what_is_not_there_is_named, a_profile_with_bad_lines,
          what_is_far_too_large_is_not_read, memory_is_bounded])

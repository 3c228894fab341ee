#!/usr/bin/env python3
"""Exit codes, options, help, JSON, and what the everyday verbs load."""

import json
import re
import subprocess
import sys

from harness import EXAMPLES, NOW, expect, expect_clean, expect_code, main

VERBS = ["now", "add", "import", "list", "show", "why", "log", "draft", "slots", "replay", "parse", "setup", "export"]
STORY = EXAMPLES / "late-recruiter"


def no_verb_is_a_usage_error(desk):
    result = desk.bare()
    expect_code(result, 2)
    expect(result.out == b"" and b"usage" in result.err)


def the_version_is_told(desk):
    result = desk.bare("--version")
    expect_code(result, 0)
    expect(re.fullmatch(rb"crickets \d+\.\d+\.\d+\n", result.out), result.out)


def unknown_verb_is_a_usage_error(desk):
    result = desk.bare("frobnicate")
    expect_code(result, 2)
    expect(b"frobnicate" in result.err)


def every_verb_has_help_with_examples(desk):
    expect_code(desk.bare("--help"), 0)
    for verb in VERBS:
        result = desk.bare(verb, "--help")
        expect_code(result, 0)
        expect(b"crickets " + verb.encode() in result.out, verb)


def unknown_options_are_refused_even_before_help(desk):
    for verb in VERBS:
        for words in ([verb, "--frob"], [verb, "--frob", "--help"], ["--frob", verb, "--help"], [verb, "--help", "--frob"]):
            result = desk.bare(*words)
            expect_code(result, 2)
            expect(result.out == b"" and b"--frob" in result.err, words)


def options_of_other_verbs_are_refused(desk):
    for words in (["now", "--until", NOW], ["list", "--eml"], ["import", "--all", "x"], ["replay", "--from", NOW, "x"]):
        expect_code(desk.bare(*words), 2)


def wrong_arguments_are_usage_errors(desk):
    desk.set_up()
    for words in (["show"], ["why"], ["log", "1"], ["log", "1", "danced"], ["draft"], ["import"], ["replay"], ["add"],
                  ["now", "1"], ["import", "--as", "novel", "x"], ["parse", "time"], ["parse", "poem", "x"],
                  ["replay", "--until", "tomorrow-ish", str(STORY)], ["parse", "time", "--zone", "Mars/Olympus", "2pm"],
                  ["add", "Dana calls some day"], ["list", "--from", "yesterday-ish"]):
        result = desk.run(*words)
        expect_code(result, 2)
        expect(len(result.err) > 10, words)
    expect_code(desk.bare("--now", "noon", "now"), 2)
    expect(b"sent, rescheduled" in desk.run("log", "1", "danced").err and b"send," not in desk.run("log", "1", "danced").err)
    expect(b"/nowhere/me.ini" in desk.run("setup", "/nowhere/me.ini").err)


def nothing_found_is_1(desk):
    desk.set_up()
    for words in (["now"], ["list"], ["show", "1"], ["why", "7"], ["draft", "1"], ["log", "1", "spoke"],
                  ["show", "one"], ["show", "99999999999999999999"], ["parse", "time", "no hour here"]):
        expect_code(desk.run(*words), 1)
    expect(b"no time found" in desk.run("parse", "time", "no hour here").err)
    expect_code(desk.run("import", str(desk.path("empty.ics", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"))), 1)


def before_the_call(desk):
    desk.set_up()
    mails = sorted(str(path) for path in (STORY / "mail").glob("0[1-4]*.eml"))
    expect_code(desk.run("import", *mails), 0)


def done_is_0(desk):
    before_the_call(desk)
    for words in (["now"], ["list"], ["show", "1"], ["why", "1"], ["draft", "1"], ["draft", "1", "--eml"], ["slots"],
                  ["slots", "1"], ["export"], ["log", "1", "no-answer"]):
        result = desk.run(*words, now="2026-11-24T13:11:00-06:00")
        expect_code(result, 0)
        expect(result.out and not result.err, words, result.err)
        expect_clean(result)


def json_is_one_document(desk):
    before_the_call(desk)
    expect(isinstance(desk.run("import", "--json", str(STORY / "mail" / "01-intro.eml")).json, dict))
    for words in (["now"], ["list"], ["show", "1"], ["why", "1"], ["draft", "1"], ["slots"], ["export"],
                  ["log", "1", "called"], ["add", "Kim of Contoso calls Monday 3pm ET"]):
        result = desk.run("--json", *words, now="2026-11-24T13:11:00-06:00")
        expect_code(result, 0)
        expect(isinstance(json.loads(result.out), (dict, list)), words)
    expect_code(desk.bare("replay", "--json", str(STORY)), 0)


def empty_answers_are_json_too(desk):
    desk.set_up()
    for words in (["now"], ["list"]):
        result = desk.run("--json", *words)
        expect_code(result, 1)
        json.loads(result.out)


def standard_input_is_read(desk):
    desk.set_up()
    mail = (STORY / "mail" / "03-invitation.eml").read_bytes()
    expect_code(desk.run("import", "-", stdin=mail), 0)
    result = desk.run("parse", "mail", "--json", "-", stdin=mail)
    expect_code(result, 0)
    result = desk.run("parse", "time", "-", stdin=b"Tuesday 2pm ET\nnothing\nFriday at noon CT\n")
    expect_code(result, 0)
    lines = [json.loads(line) for line in result.out.splitlines()]
    expect([len(times) for times in lines] == [1, 0, 1], result.out)
    result = desk.run("add", "-", stdin=b"Kim of Contoso rings Monday at half past ten\n")
    expect(b"Kim, Contoso" in result.out, result.out)


def unwritable_output_is_a_failure(desk):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([desk.crickets, "--help"], stdout=full, stderr=subprocess.PIPE, check=False)
    expect(done.returncode == 4, done.returncode)


def replay_writes_letters_where_told(desk):
    result = desk.bare("replay", "--json", "--out", str(desk.folder / "letters"), str(STORY))
    expect_code(result, 0)
    for letter in result.json["outbox"]:
        text = open(letter["file"], "rb").read()
        expect(b"Message-ID: <" + letter["message_id"].encode() in text.replace(b"\r\n ", b" ").replace(b"\n ", b" ").replace(b"Message-Id", b"Message-ID"), text[:600])
        expect(b"From: Jordan Ellis <jordan.ellis@example.com>" in text, text[:400])
    expect_code(desk.bare("replay", "--out", "/proc/nowhere", str(STORY)), 4)


def replay_stops_when_told(desk):
    result = desk.bare("replay", "--json", "--until", "2026-11-24T13:05:30-06:00", str(STORY))
    expect_code(result, 0)
    document = result.json
    expect(document["interviews"][0]["phase"] == "waiting", document["interviews"][0]["phase"])
    expect(document["outbox"] == [], document["outbox"])
    expect(all(row["at"] <= "2026-11-24T13:05:30" for row in document["timeline"]))


def replay_of_nothing_is_a_failure(desk):
    expect_code(desk.bare("replay", str(desk.folder / "nowhere")), 4)
    desk.path("profile.ini", "[candidate]\nname=Jo\nzone=Mars/Olympus\n")
    result = desk.bare("replay", str(desk.folder))
    expect_code(result, 4)
    expect(b"Mars/Olympus" in result.err and len(result.errors) == 1, result.err)


def everyday_verbs_load_no_reader(desk):
    """ldd names what is always loaded; /proc maps of a running "now" would say the same."""
    done = subprocess.run(["ldd", desk.crickets], capture_output=True, check=False)
    libraries = done.stdout.decode()
    for heavy in ("gmime", "libical", "phonenumber", "libicu", "libxml2"):
        expect(heavy not in libraries, libraries)


def the_zone_of_the_machine_does_not_matter(desk):
    outputs = set()
    for zone in ("UTC", "Asia/Kolkata", "America/Los_Angeles"):
        done = subprocess.run([desk.crickets, "replay", "--json", STORY.name], capture_output=True, check=False,
                              cwd=STORY.parent, env={"TZ": zone, "PATH": "/usr/bin:/bin", "LC_ALL": "C"})
        outputs.add(done.stdout)
    expect(len(outputs) == 1)


if __name__ == "__main__":
    main([no_verb_is_a_usage_error, the_version_is_told, unknown_verb_is_a_usage_error, every_verb_has_help_with_examples,
          unknown_options_are_refused_even_before_help, options_of_other_verbs_are_refused,
          wrong_arguments_are_usage_errors, nothing_found_is_1, done_is_0, json_is_one_document,
          empty_answers_are_json_too, standard_input_is_read, unwritable_output_is_a_failure,
          replay_writes_letters_where_told, replay_stops_when_told, replay_of_nothing_is_a_failure,
          everyday_verbs_load_no_reader, the_zone_of_the_machine_does_not_matter])

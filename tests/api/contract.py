#!/usr/bin/env python3
"""Every path and status of docs/openapi.json is asked of a real server, and each answer fits its schema."""

import contextlib
import json
import re
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor

from harness import CONTRACT, EXAMPLES, ROOT, Desk, check_contract, expect, main
from common import until

STORY = EXAMPLES / "late-recruiter"
MISSED = "2026-11-24T13:11:00-06:00"


METHODS = ("get", "post", "put", "delete")


def paths():
    """Those of one account; service.py has the others."""
    for template, item in CONTRACT["paths"].items():
        if "x-service" in item:
            continue
        yield template, {method: item[method] for method in METHODS if method in item}


def story_desk(desk, now=MISSED):
    """The late recruiter, eleven minutes after the agreed time."""
    desk.set_up()
    desk.run("import", *sorted(str(path) for path in (STORY / "mail").glob("0[1-4]*.eml")))
    desk.run("import", "--as", "calendar", str(STORY / "calendar" / "personal.ics"))
    desk.serve(now=now).sign_in()
    until(lambda: desk.ask("GET", "/interviews/1").json["interview"]["phase"] == "missed", "what fell due to be decided")
    return desk


def begin_story(desk):
    begun = desk.ask("POST", "/stories/late-recruiter", status=201)
    desk.cookie += "; " + begun.headers["Set-Cookie"].split(";")[0]


def an_empty_desk(desk):
    desk.serve().sign_in()
    session = desk.ask("GET", "/session").json
    expect(session["empty"] and session["story"] is None, session)
    now = desk.ask("GET", "/now").json
    expect(now["interview"] is None and now["others"] == [] and not now["profile"]["complete"], now)
    for path in ("/interviews", "/timeline", "/calendar", "/slots", "/policy", "/profile", "/export", "/openapi.json"):
        desk.ask("GET", path)
    for path in ("", "/why", "/letter", "/letter.eml", "/slots"):
        desk.ask("GET", "/interviews/1" + path, status=404)
    expect(b"try it with a story" in desk.printed + desk.server.stdout.readline() + desk.server.stdout.readline()
           + desk.server.stdout.readline())


def words_become_a_call(desk):
    desk.set_up().serve().sign_in()
    words = {"text": "Dana Reyes of Northwind calls Tuesday November 24 2pm ET about the Staff Engineer role, 212-555-0117"}
    read = desk.ask("GET", "/read?text=Dana+Reyes+calls+Tuesday%20November%2024%202pm%20ET").json
    expect(read["interview"]["start"] == "2026-11-24T13:00:00-06:00" and read["interview"]["id"] == 0, read)
    expect(desk.ask("GET", "/read?text=nothing").json["problem"], "no problem told")
    desk.ask("GET", "/read", status=400)
    expect(desk.ask("GET", "/interviews").json["interviews"] == [], "reading kept something")
    added = desk.ask("POST", "/interviews", words, status=201)
    expect(added.headers["Location"] == "/api/v1/interviews/1", added.headers)
    expect(desk.ask("POST", "/interviews", words).json["known"] == 1)
    expect(len(desk.ask("GET", "/interviews").json["interviews"]) == 1)
    desk.ask("POST", "/interviews", {"text": "Dana calls some day"}, status=422)
    for wrong in ({}, {"text": ""}, {"text": 7}, {"text": "x" * 1001}, {"words": "x"}, {"text": "x", "more": 1}):
        desk.ask("POST", "/interviews", wrong, status=400)
    desk.ask("POST", "/interviews", status=415, body="text=x", headers={"Content-Type": "application/x-www-form-urlencoded"})
    for bad in ("", "{", "[]", '"x"', '{"text": "a", "text": "b"}', "[" * 5000):
        desk.ask("POST", "/interviews", status=400, body=bad, headers={"Content-Type": "application/json"})
    desk.ask("POST", "/interviews", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})


def a_missed_call(desk):
    story_desk(desk)
    now = desk.ask("GET", "/now").json
    call = now["interview"]
    expect(call["phase"] == "missed" and call["step"] == "call" and call["who"] == "Dana Reyes", call)
    expect(call["there"]["start"] == "2026-11-24T14:00:00-05:00" and call["there"]["short"] == "EST", call["there"])
    expect(call["grace"]["hard"] == "2026-11-24T13:10:00-06:00" and call["acts"][0] == "no-answer", call)
    expect(now["voicemail"]["seconds"] in range(12, 32) and len(now["slots"]) > 3, now["voicemail"])
    for slot in now["letter"]["slots"]:
        expect("- " + slot["line"] in now["letter"]["body"], slot["line"], now["letter"]["body"])
    shown = desk.ask("GET", "/interviews/1").json
    expect([row["event"] for row in shown["timeline"]][:1] == ["watching"], shown["timeline"])
    expect(sum(r["p"] for r in desk.ask("GET", "/interviews/1/why").json["reasons"]) > 0.999)
    expect(len(desk.ask("GET", "/interviews/1/slots?limit=5").json["slots"]) == 5)
    eml = desk.ask("GET", "/interviews/1/letter.eml")
    expect(("Message-Id: <" + now["letter"]["message_id"]).lower().encode() in eml.body.lower(), eml.body[:900])
    desk.ask("POST", "/interviews/1/send", status=409)
    desk.ask("POST", "/interviews/9/send", status=404)


def acts_and_their_undoing(desk):
    story_desk(desk)
    told = desk.ask("POST", "/interviews/1/acts", {"act": "no-answer"}).json
    expect(told["interview"]["undo"] == "no-answer" and told["timeline"], told)
    told = desk.ask("POST", "/interviews/1/acts", {"act": "undo"}).json
    expect(told["interview"]["step"] == "call" and told["interview"]["undo"] is None, told)
    desk.ask("POST", "/interviews/1/acts", {"act": "undo"}, status=409)
    desk.ask("POST", "/interviews/1/acts", {"act": "danced"}, status=400)
    desk.ask("POST", "/interviews/1/acts", {"act": "rescheduled", "text": "one day"}, status=422)
    desk.ask("POST", "/interviews/7/acts", {"act": "spoke"}, status=404)
    desk.ask("POST", "/interviews/1/acts", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    desk.ask("POST", "/interviews/1/acts", status=415, body="{}", headers={"Content-Type": "text/plain"})
    told = desk.ask("POST", "/interviews/1/acts", {"act": "rescheduled", "text": "Thursday 10am ET"}).json
    expect(told["interview"]["phase"] == "rescheduled" and told["interview"]["successor"] == 2, told)


def a_letter_is_edited(desk):
    story_desk(desk)
    letter = desk.ask("GET", "/interviews/1/letter")
    slots = desk.ask("GET", "/interviews/1/slots").json["slots"]
    two = [{"start": s["start"], "end": s["end"]} for s in slots[3:5]]
    edited = desk.ask("PUT", "/interviews/1/letter", {"slots": two}, headers={"If-Match": letter.headers["ETag"]}).json
    expect(all("- " + s["line"] in edited["body"] for s in slots[3:5]) and len(edited["slots"]) == 2, edited)
    late = desk.ask("PUT", "/interviews/1/letter", {"body": "x"}, status=412, headers={"If-Match": letter.headers["ETag"]}).json
    expect(late["letter"] == edited and "now" in late["detail"], late)
    desk.ask("DELETE", "/interviews/1/letter", status=412, headers={"If-Match": letter.headers["ETag"]})
    edited = desk.ask("PUT", "/interviews/1/letter", {"subject": "Hello", "body": "Hello <b>Dana</b>,\r\nlet us talk."}).json
    expect(edited["body"] == "Hello <b>Dana</b>,\nlet us talk.\n" and edited["edited"], edited)
    expect(edited["message_id"] == letter.json["message_id"], "another message")
    expect(desk.ask("GET", "/now").json["letter"]["body"] == edited["body"], "now shows another letter")
    expect(b"Hello <b>Dana</b>," in desk.ask("GET", "/interviews/1/letter.eml").body)
    for wrong in ({"body": ""}, {"slots": [{"start": "soon", "end": "later"}]}, {"slots": [{}] * 9}, {"to": "x@y.example"}):
        desk.ask("PUT", "/interviews/1/letter", wrong, status=422 if wrong == {"body": ""} else 400)
    past = [{"start": "2026-11-01T10:00:00Z", "end": "2026-11-01T10:30:00Z"}]
    desk.ask("PUT", "/interviews/1/letter", {"slots": past}, status=422)
    desk.ask("PUT", "/interviews/9/letter", {"body": "x"}, status=404)
    desk.ask("PUT", "/interviews/1/letter", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("PUT", "/interviews/1/letter", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    expect(desk.ask("DELETE", "/interviews/1/letter").json["body"] == letter.json["body"], "not as before")
    desk.ask("DELETE", "/interviews/9/letter", status=404)
    desk.ask("POST", "/interviews/1/acts", {"act": "they-called"})
    desk.ask("PUT", "/interviews/1/letter", {"body": "x"}, status=409)
    desk.ask("DELETE", "/interviews/1/letter", status=409)


def a_letter_without_an_address(desk):
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/interviews", {"text": "Dana Reyes calls Tuesday November 24 2pm ET"}, status=201)
    desk.ask("GET", "/interviews/1/letter.eml", status=409)


def files_are_taken_in(desk):
    desk.set_up().serve().sign_in()
    for number, name in enumerate(("01-intro.eml", "03-invitation.eml", "04-confirmation.eml")):
        done = desk.ask("POST", "/import?name=" + name, body=(STORY / "mail" / name).read_bytes()).json
        expect(done["kind"] == "mail" and done["skipped"] == [] and done["inputs"] == 1, done)
    expect(desk.ask("GET", "/interviews").json["interviews"][0]["company"] == "Northwind")
    again = desk.ask("POST", "/import?name=x", body=(STORY / "mail" / "03-invitation.eml").read_bytes()).json
    expect(again["taken"] == 0 and again["known"] > 0 and again["timeline"] == [], again)
    busy = desk.ask("POST", "/import?as=calendar&name=mine.ics", body=(STORY / "calendar" / "personal.ics").read_bytes()).json
    expect(busy["kind"] == "calendar" and busy["busy"] > 0, busy)
    week = desk.ask("GET", "/calendar?from=2026-11-23&to=2026-11-30").json
    expect(len(week["interviews"]) == 1 and week["busy"] and week["hours"]["from_min"] == 540, week)
    nothing = desk.ask("POST", "/import?name=a%0Ab.bin", body=b"\x00\x01\x02 neither").json
    expect(nothing["kind"] == "unknown" and len(nothing["skipped"]) == 1 and "/" not in nothing["skipped"][0], nothing)
    desk.ask("POST", "/import", status=400)
    desk.ask("POST", "/import?as=novel", status=400, body=b"x")
    desk.ask("POST", "/import?color=blue", status=400, body=b"x")


def settings_change(desk):
    desk.set_up().serve().sign_in()
    profile = desk.ask("GET", "/profile")
    changed = {**profile.json, "name": "Jo Ellis", "phone": "(312) 555-0143"}
    kept = desk.ask("PUT", "/profile", changed, headers={"If-Match": profile.headers["ETag"]}).json
    expect(kept["phone"] == "+13125550143" and kept["name"] == "Jo Ellis", kept)
    desk.ask("PUT", "/profile", changed, status=412, headers={"If-Match": profile.headers["ETag"]})
    for wrong in ({**changed, "zone": "Mars/Olympus"}, {**changed, "emails": ["nobody"]}, {**changed, "phone": "12"}):
        desk.ask("PUT", "/profile", wrong, status=422)
    for wrong in ({**changed, "emails": "a@b.example"}, {**changed, "name": 7}, {**changed, "shoe": 44}):
        desk.ask("PUT", "/profile", wrong, status=400)
    desk.ask("PUT", "/profile", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("PUT", "/profile", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    expect("Jo Ellis" in desk.run("export"), "another process does not see it")
    policy = desk.ask("GET", "/policy")
    expect(desk.ask("PUT", "/policy", {"grace_hard_min": 12, "hours": "08:00-17:30"}).json["hours"] == "08:00-17:30")
    desk.ask("PUT", "/policy", {"slots": 4}, status=412, headers={"If-Match": policy.headers["ETag"]})
    for wrong in ({"grace_hard_min": 0}, {"hours": "late"}, {"mood": "good"}):
        desk.ask("PUT", "/policy", wrong, status=422)
    desk.ask("PUT", "/policy", status=400, body="[", headers={"Content-Type": "application/json"})
    desk.ask("PUT", "/policy", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("PUT", "/policy", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})


def of_many_who_saw_the_same_one_changes_it(desk):
    story_desk(desk)
    desk.ask("POST", "/applications", {"company": "Contoso", "role": "Engineer"}, status=201)
    profile = desk.ask("GET", "/profile").json
    headers = {"Cookie": desk.cookie, "Origin": desk.origin, "Content-Type": "application/json"}
    changes = {"/policy": lambda n: {"letter_after_min": 20 + n}, "/profile": lambda n: {**profile, "name": f"Jo {n}"},
               "/interviews/1/letter": lambda n: {"body": f"Hello Dana, {n}\n"}, "/applications/2": lambda n: {"salary": str(n)}}
    with ThreadPoolExecutor(6) as pool:
        def at_once(*asked, **more):
            return list(pool.map(lambda one: desk.send("PUT", "/api/v1" + one[0], json.dumps(one[1]), {**headers, **more}), asked))

        for n in range(0, 90, 6):
            for path, change in changes.items():
                seen = {"If-Match": desk.ask("GET", path).headers["ETag"]}
                told = [answer.status for answer in at_once(*((path, change(n + i)) for i in range(6)), **seen)]
                expect(sorted(told) == [200] + [412] * 5, path, told)
        # Who names no version takes back nothing that they have not touched.
        for n in range(1, 20):
            at_once(("/policy", {"letter_after_min": 20 + n}), ("/policy", {"slot_buffer_min": n}), ("/profile", {**profile, "name": f"Kim {n}"}))
            policy = desk.ask("GET", "/policy").json
            expect((policy["letter_after_min"], policy["slot_buffer_min"]) == (20 + n, n), n, policy)
            expect(desk.ask("GET", "/profile").json["name"] == f"Kim {n}", n)


def lists_have_pages(desk):
    desk.set_up()
    for hour in range(1, 8):
        desk.run("add", f"Dana{'abcdefgh'[hour]} Reyes of Northwind calls Tuesday November 24 {hour}pm ET")
    desk.serve().sign_in()
    for path, name in (("/interviews?limit=3", "interviews"), ("/timeline?after=0&limit=3", "timeline")):
        rows, next_page = [], ""
        while next_page is not None:
            page = desk.ask("GET", path.replace("after=0&", "") + f"&after={next_page}" if next_page else path).json
            rows += page[name]
            next_page = page["next"]
        whole = desk.ask("GET", path.split("?")[0] + ("?after=0" if name == "timeline" else "")).json[name]
        expect([r["id"] for r in rows] == [r["id"] for r in whole] and len(rows) >= 7, rows)
    rows = desk.ask("GET", "/interviews?view=row&limit=5000").json["interviews"]
    whole = desk.ask("GET", "/interviews").json["interviews"]
    shown = [key for key in rows[0] if key != "contact"]
    expect([[row[key] for key in shown] for row in rows] == [[call[key] for key in shown] for call in whole], rows)
    expect("diagnosis" in whole[0] and "diagnosis" not in rows[0], rows[0])
    desk.ask("GET", "/interviews?view=odd", status=400)
    desk.ask("GET", "/interviews?limit=0", status=400)
    desk.ask("GET", "/interviews?limit=9999", status=400)
    desk.ask("GET", "/interviews?after=x", status=400)
    desk.ask("GET", "/interviews?from=yesterday", status=400)
    desk.ask("GET", "/interviews?state=odd", status=400)
    desk.ask("GET", "/interviews?state=all&from=2026-11-24T00:00:00Z&to=2026-11-24T19:30:00Z")
    desk.ask("GET", "/timeline?after=-1", status=400)
    desk.ask("GET", "/slots?limit=99", status=400)
    desk.ask("GET", "/interviews/1/slots?limit=many", status=400)
    for query in ("from=2026-11-24&to=2026-11-23", "from=2026-13-01", "to=soon", "from=2026-01-01&to=2026-12-31"):
        desk.ask("GET", "/calendar?" + query, status=400)


def unchanged_is_told_in_a_word(desk):
    story_desk(desk)
    for path in ("/now", "/interviews", "/interviews/1", "/interviews/1/why", "/interviews/1/slots",
                 "/slots", "/calendar", "/timeline", "/profile", "/policy", "/connections"):
        tag = desk.ask("GET", path).headers["ETag"]
        again = desk.ask("GET", path, status=304, headers={"If-None-Match": tag})
        expect(again.headers["ETag"] == tag, path)
        desk.ask("GET", path, headers={"If-None-Match": '"another"'})
    # What is said beside a letter changes without it.
    desk.ask("GET", "/interviews/1/letter", headers={"If-None-Match": desk.ask("GET", "/interviews/1/letter").headers["ETag"]})


HUNTR = b"""Job Title,Outfit,Status,Date Applied,Mood
Staff Engineer,Northwind,Applied,2026-11-05,good
Cook,Contoso,Purring,2026-11-06,
,,Applied,,
"""


def applications_go_their_way(desk):
    desk.set_up().serve().sign_in()
    expect(desk.ask("GET", "/applications").json == {"applications": [], "total": 0, "next": None})
    new = {"company": "Northwind", "role": "Staff Engineer", "url": "https://jobs.northwind.example/7", "stage": "applied",
           "contact": {"name": "Dana Reyes", "email": "dana.reyes@gmail.com"}}
    made = desk.ask("POST", "/applications", new, status=201)
    expect(made.headers["Location"] == "/api/v1/applications/1" and made.json["stage"] == "applied", made.json)
    expect([c["kind"] for c in made.json["cautions"]] == ["personal-mail"], made.json["cautions"])
    expect(desk.ask("POST", "/applications", {"company": "Northwind Inc.", "role": "Staff engineer"}).json["id"] == 1)
    for wrong in ({}, {"company": ""}, {"company": "X", "stage": "purring"}, {"company": "X", "at": "soon"}):
        desk.ask("POST", "/applications", wrong, status=422)
    for wrong in ({"company": 7}, {"company": "x" * 401}, {"company": "X", "mood": "good"}, {"company": "X", "contact": {"shoe": "44"}}):
        desk.ask("POST", "/applications", wrong, status=400)
    one = desk.ask("GET", "/applications/1")
    desk.ask("GET", "/applications/1", status=304, headers={"If-None-Match": one.headers["ETag"]})
    desk.ask("GET", "/applications/9", status=404)
    edited = desk.ask("PUT", "/applications/1", {"salary": "100", "url": ""}, headers={"If-Match": one.headers["ETag"]}).json
    expect(edited["salary"] == "100" and edited["url"] is None and edited["role"] == "Staff Engineer", edited)
    desk.ask("PUT", "/applications/1", {"salary": "1"}, status=412, headers={"If-Match": one.headers["ETag"]})
    desk.ask("PUT", "/applications/9", {"salary": "1"}, status=404)
    desk.ask("PUT", "/applications/1", {"stage": "offer"}, status=400)
    desk.ask("PUT", "/applications/1", {"company": "", "role": None}, status=422)
    desk.ask("PUT", "/applications/1", {"contact": {"name": "A" * 401}}, status=400)
    for method, path in (("POST", "/applications"), ("PUT", "/applications/1"), ("POST", "/applications/1/acts")):
        desk.ask(method, path, status=415, body="{}", headers={"Content-Type": "text/plain"})
        desk.ask(method, path, status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})


def acts_on_an_application(desk):
    desk.set_up()
    desk.run("add", "Dana Reyes of Northwind calls Tuesday November 24 2pm ET about the Staff Engineer role")
    desk.serve().sign_in()

    def act(name, status=200, of=1, **members):
        return desk.ask("POST", f"/applications/{of}/acts", {"act": name, **members}, status=status)

    expect(desk.ask("GET", "/applications/1").json["interviews"][0]["who"] == "Dana Reyes")
    expect(act("move", stage="interview", at="2026-11-19T10:00:00Z").json["since"] == "2026-11-19T04:00:00-06:00")
    expect(act("note", text="they are kind").json["notes"] == "they are kind")
    expect(act("plan", text="send it", at="+3").json["planned_at"] == "2026-11-23T09:00:00-06:00")
    planned = act("plan", text="send the portfolio", at="2026-11-20").json
    expect(planned["next"] == "planned" and planned["planned"] == "send the portfolio", planned)
    expect(desk.ask("GET", "/today").json["due"][0]["asks"] == "send the portfolio")
    expect(act("plan").json["planned"] is None and act("wrote").json["undo"] == "you followed up")
    expect(act("unlink", interview=1).json["interviews"] == [] and len(act("link", interview=1).json["interviews"]) == 1)
    expect(b"there is no call 77" in act("link", interview=77, status=404).body)
    act("note", text="x")
    expect(act("undo").json["undone"] == "noted: x")
    people = desk.ask("PUT", "/applications/1", {"contact": {"name": "Sam Ortiz", "email": "sam@northwind.example"}}).json["contacts"]
    expect([p["name"] for p in people] == ["Dana Reyes", "Sam Ortiz"], people)
    expect(len(act("forget", contact={"email": "sam@northwind.example"}).json["contacts"]) == 1)
    expect(act("move", stage="rejected").json["stage"] == "closed")
    act("accept", 409)
    act("dismiss", 409)
    for name, members in (("move", {}), ("move", {"stage": "purring"}), ("note", {}), ("dance", {}), ("plan", {"text": "x", "at": "soon"}), ("plan", {"text": "x", "at": "2026-13-27"}),
                          ("merge", {"other": 1})):
        act(name, 422, **members)
    for members in ({"text": 7}, {"interview": "1"}, {"mood": "good"}, {"other": 0}):
        act("note", 400, **members)
    act("note", 404, of=9, text="x")
    key = {"Idempotency-Key": "note-1"}
    first = desk.ask("POST", "/applications/1/acts", {"act": "note", "text": "once"}, headers=key)
    again = desk.ask("POST", "/applications/1/acts", {"act": "note", "text": "once"}, headers=key)
    expect(again.body == first.body and again.headers["Idempotency-Replayed"] == "true", again.body)
    desk.ask("POST", "/interviews/1/send", status=422, headers=key)
    desk.ask("POST", "/interviews/1/send", status=400, headers={"Idempotency-Key": "two words"})
    expect(desk.ask("GET", "/applications/1").json["notes"] == "they are kind\nonce")
    desk.ask("POST", "/applications", {"company": "Fabrikam"}, status=201)
    act("undo", 204, of=2)
    desk.ask("GET", "/applications/2", status=404)


def two_are_the_same(desk):
    desk.set_up().serve().sign_in()
    desk.ask("POST", "/applications", {"company": "Northwind", "role": "Staff Engineer", "stage": "screen", "notes": "one"}, status=201)
    desk.ask("POST", "/applications", {"company": "Northwind Traders", "role": "Staff Engineer, Platform", "salary": "100",
                                       "notes": "two", "contact": {"name": "Sam Ortiz"}}, status=201)
    expect([a["id"] for a in desk.ask("GET", "/applications/1").json["alike"]] == [2])
    whole = desk.ask("POST", "/applications/1/acts", {"act": "merge", "other": 2}).json
    expect(whole["stage"] == "screen" and whole["salary"] == "100" and whole["notes"] == "one\ntwo", whole)
    expect(whole["contacts"][0]["name"] == "Sam Ortiz" and whole["alike"] == [], whole)
    expect(whole["extras"]["company (application 2)"] == "Northwind Traders", whole["extras"])
    expect("part of application 1" in desk.ask("GET", "/applications/2", status=404).json["detail"])
    expect(desk.ask("GET", "/applications").json["total"] == 1)
    desk.ask("POST", "/applications/2/acts", {"act": "undo"}, status=409)
    parted = desk.ask("POST", "/applications/1/acts", {"act": "undo"}).json
    expect(parted["salary"] is None and parted["notes"] == "one" and parted["extras"] == {}, parted)
    expect(desk.ask("GET", "/applications/2").json["salary"] == "100")


def a_table_of_applications(desk):
    desk.set_up().serve().sign_in()
    looked = desk.ask("POST", "/applications/import?preview=true&name=huntr.csv", body=HUNTR).json
    fields = {c["column"]: c["field"] for c in looked["columns"]}
    expect(fields == {"Job Title": "role", "Outfit": None, "Status": "stage", "Date Applied": "applied", "Mood": None}, fields)
    expect(looked["preview"] and len(looked["problems"]) == 2 and "company" in looked["fields"], looked)
    expect(desk.ask("GET", "/applications").json["total"] == 0, "a preview kept something")
    path = "/applications/import?name=huntr.csv&map=%7B%22Outfit%22%3A%22company%22%7D"
    taken = desk.ask("POST", path, body=HUNTR, headers={"Idempotency-Key": "k"}).json
    expect(taken["added"] == 2 and [a["company"] for a in taken["applications"]] == ["Northwind", "Contoso"], taken)
    desk.ask("POST", "/applications/import?preview=true", status=422, body=HUNTR, headers={"Idempotency-Key": "k"})
    again = desk.ask("POST", path.replace("?", "?preview=true&"), body=HUNTR).json
    expect(again["known"] == 2 and [a["id"] for a in again["applications"]] == [1, 2], again)
    desk.ask("POST", "/applications/import", status=422, body=b"{}")
    desk.ask("POST", "/applications/import", status=400)
    for query in ("preview=perhaps", "map=7", "map=%7B%22Outfit%22%3A7%7D", "colour=blue"):
        desk.ask("POST", "/applications/import?" + query, status=400, body=HUNTR)
    out = desk.ask("GET", "/applications/export")
    expect(out.headers["Content-Disposition"] == 'attachment; filename="applications.csv"' and b"Mood" in out.body, out.body)
    expect(len(desk.ask("GET", "/applications/export?as=json").json["applications"]) == 2)
    expect(desk.ask("GET", "/applications/export?as=ics").body.startswith(b"BEGIN:VCALENDAR"))
    desk.ask("GET", "/applications/export?as=pdf", status=400)
    pages, after = [], ""
    while after is not None:
        page = desk.ask("GET", "/applications?limit=1&order=company" + (f"&after={after}" if after else "")).json
        pages, after = pages + [a["company"] for a in page["applications"]], page["next"]
    expect(pages == ["Contoso", "Northwind"], pages)
    for query, count in (("stage=applied", 2), ("stage=saved", 0), ("state=open&words=north", 1), ("order=silence", 2),
                         ("order=due", 2), ("order=applied&words=cook", 1)):
        expect(desk.ask("GET", "/applications?" + query).json["total"] == count, query)
    for query in ("stage=purring", "state=odd", "order=mood", "limit=0", "after=x"):
        desk.ask("GET", "/applications?" + query, status=400)
    desk.ask("GET", "/applications?after=77", status=422)
    board = desk.ask("GET", "/board?limit=5").json
    expect([s["total"] for s in board["stages"]] == [0, 2, 0, 0, 0, 0, 0], board)
    desk.ask("GET", "/board?limit=x", status=400)


def the_search_in_views(desk):
    story_desk(desk)
    odds = desk.ask("GET", "/odds").json
    expect(odds["missed_calls"]["own"] == {"missed": 1, "of": 1} and odds["missed_calls"]["published"] is None, odds)
    expect(desk.ask("GET", "/review").json["calls"]["missed"] == 1 and desk.ask("GET", "/today").json["calls"][0]["step"] == "call")
    found = desk.ask("GET", "/search?q=northwind").json["found"]
    expect({"application", "interview", "mail"} <= {f["kind"] for f in found}, found)
    expect(desk.ask("GET", "/search?q=").json["found"] == [])
    for query in ("", "?q=" + "x" * 201, "?q=x&limit=0"):
        desk.ask("GET", "/search" + query, status=400)
    for name in ("funnel", "weeks", "stages"):
        expect(b"<desc" in desk.ask("GET", "/pictures/" + name).body)
    desk.ask("GET", "/pictures/cat", status=404)
    for path in ("/today", "/review", "/odds", "/board", "/applications", "/search?q=x", "/pictures/funnel"):
        tag = desk.ask("GET", path).headers["ETag"]
        desk.ask("GET", path, status=304, headers={"If-None-Match": tag})


def connections_come_and_go(desk):
    desk.set_up().serve().sign_in()
    expect(desk.ask("GET", "/connections").json["connections"] == [])
    new = {"name": "work", "kind": "imap", "url": "imaps://127.0.0.1:9", "user": "jo", "secret": "hunter2-secret"}
    made = desk.ask("POST", "/connections", new, status=201, headers={"Idempotency-Key": "connect-1"})
    expect(made.headers["Location"] == "/api/v1/connections/work" and b"hunter2" not in made.body, made.body)
    desk.ask("POST", "/connections", {"name": "out", "kind": "smtp", "url": "smtps://127.0.0.1:9", "user": "jo"}, status=201)
    expect(desk.ask("GET", "/now").json["can_send"], "it cannot send")
    listed = desk.ask("GET", "/connections").json["connections"]
    expect([c["name"] for c in listed] == ["work", "out"], listed)
    until(lambda: any(not s["ok"] and s["error"] for s in desk.ask("GET", "/now").json["sources"]), "the source's trouble")
    stored = b"".join(p.read_bytes() for p in desk.folder.rglob("*") if p.is_file())
    expect(b"hunter2-secret" not in stored, "the secret lies open")
    with contextlib.closing(sqlite3.connect(desk.folder / "crickets.db")) as kept:
        expect(kept.execute("SELECT count(*) FROM answer").fetchone() == (0,), "who reads its digest can try out passwords")
    for wrong in ({**new, "url": "http://x.example"}, {**new, "name": "A B"}, {**new, "url": "imaps://a:b@x.example"}):
        desk.ask("POST", "/connections", wrong, status=422)
    for wrong in ({**new, "kind": "sendmail"}, {**new, "kind": "calls", "url": "/etc/passwd"}, {**new, "command": "id"},
                  {**new, "auth": "xoauth2"}, {**new, "kind": "pigeon"}, {**new, "window_days": -1}, {**new, "writes": 1}):
        desk.ask("POST", "/connections", wrong, status=400)
    desk.ask("POST", "/connections", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("POST", "/connections", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    desk.ask("DELETE", "/connections/work", status=204)
    desk.ask("DELETE", "/connections/work", status=404)
    expect([c["name"] for c in desk.ask("GET", "/connections").json["connections"]] == ["out"])
    (desk.folder / "crickets" / "connections.ini").write_text("[x]\nkind=pigeon\n")
    broken = desk.ask("POST", "/connections", new, status=409)
    expect(str(desk.folder).encode() not in broken.body, broken.body)


def a_mailbox_is_found_by_its_address(desk):
    desk.serve().sign_in()
    known = desk.ask("GET", "/servers?address=jordan%40GMX.net").json
    expect(known["imap"] == "imaps://imap.gmx.net" and known["smtp"].startswith("smtp") and not known["guessed"] and known["meant"] is None, known)
    slip = desk.ask("GET", "/servers?address=jordan%40gmial.com").json
    expect(slip["meant"] == "jordan@gmail.com" and slip["imap"] is None, slip)
    for wrong in ("", "?address=jordan", "?address=jordan%40gmx.net&more=1"):
        desk.ask("GET", "/servers" + wrong, status=400)
    begin_story(desk)
    desk.ask("GET", "/servers?address=jordan%40gmx.net", status=409)


def connections_are_tried(desk):
    desk.serve().sign_in()
    free = socket.create_server(("127.0.0.1", 0))
    url = f"imaps://127.0.0.1:{free.getsockname()[1]}"
    free.close()
    desk.ask("POST", "/connections", {"name": "work", "kind": "imap", "url": url, "user": "jo", "secret": "x"}, status=201)
    tried = desk.ask("POST", "/connections/work/check").json
    expect(not tried["ok"] and any(not one["ok"] and one["text"] and one["remedy"] for one in tried["checks"]), tried)
    desk.ask("POST", "/connections/play/check", status=404)
    begin_story(desk)
    desk.ask("POST", "/connections/work/check", status=409)


def a_feed_to_subscribe_to(desk):
    story_desk(desk)
    expect(desk.ask("GET", "/feed").json == {"open": False})
    url = desk.ask("POST", "/feed", status=201).json["url"]
    expect(url.startswith(desk.origin + "/feed/") and url.endswith(".ics"), url)
    state = desk.ask("GET", "/feed")
    expect(state.json == {"open": True})
    desk.ask("GET", "/feed", status=304, headers={"If-None-Match": state.headers["ETag"]})
    cookie, desk.cookie = desk.cookie, None  # a calendar has none
    path = url.removeprefix(desk.origin)
    feed = desk.ask("GET", path)
    expect(feed.body.startswith(b"BEGIN:VCALENDAR") and feed.body.count(b"BEGIN:VEVENT") == 1, feed.body)
    expect(feed.headers["Cache-Control"] == "private, no-cache", feed.headers)
    desk.ask("GET", path, status=304, headers={"If-None-Match": feed.headers["ETag"]})
    for wrong in (path[:-5] + "x.ics", path.removesuffix(".ics"), "/feed/.ics", "/feed/1-" + "0" * 64 + ".ics"):
        desk.ask("GET", wrong, status=404)
    expect(desk.send("POST", path, headers={"Origin": desk.origin}).status == 405)
    desk.cookie = cookie
    renewed = desk.ask("POST", "/feed", status=201).json["url"].removeprefix(desk.origin)
    desk.ask("GET", path, status=404)
    desk.ask("GET", renewed)
    desk.ask("DELETE", "/feed", status=204)
    desk.ask("GET", renewed, status=404)
    desk.ask("DELETE", "/feed", status=204)  # there is none any more: nothing was done
    said = [f"{deed['action']} {deed['object']}" for deed in json.loads(desk.run("audit", "--json"))["rows"]]
    address = "the calendar's address"
    expect(said[-4:] == [f"connection-added {address}", f"connection-removed {address}"] * 2, said)
    everything = desk.run("export", now=MISSED)
    expect(path.split("/")[-1][:-4] not in everything and "feed.secret" not in everything, "the export tells the secret")
    begin_story(desk)
    desk.ask("POST", "/feed", status=409)
    desk.ask("DELETE", "/feed", status=409)


def phones_come_and_go(desk):
    desk.set_up().serve().sign_in()
    expect(desk.ask("GET", "/hooks").json["hooks"] == [])
    made = desk.ask("POST", "/hooks", {"name": "my-phone", "kind": "bearer"}, status=201)
    expect(made.json["url"] == f"{desk.origin}/hook/call?device=my-phone" and len(made.json["secret"]) == 64, made.json)
    expect(made.headers["Location"] == "/api/v1/hooks/my-phone", made.headers)
    twilio = {"name": "twilio", "kind": "twilio", "token": "0123456789abcdef0123456789abcdef"}
    expect(desk.ask("POST", "/hooks", twilio, status=201).json["secret"] is None)
    desk.ask("POST", "/hooks", {"name": "twilio", "kind": "twilio"}, status=422)
    desk.ask("POST", "/hooks", {"name": "My Phone", "kind": "bearer"}, status=422)
    for wrong in ({}, {"name": "x"}, {"name": "x", "kind": "pigeon"}, {"name": "x", "kind": "hmac", "more": 1}):
        desk.ask("POST", "/hooks", wrong, status=400)
    desk.ask("POST", "/hooks", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("POST", "/hooks", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})

    def call(body, status=200, secret=made.json["secret"], path="/hook/call", **more):
        answer = desk.send("POST", path, body, {"Authorization": f"Bearer {secret}", **more})
        expect(answer.status == status, body, answer.status, answer.body)
        check_contract(answer)
        return answer

    expect(call('{"kind": "missed", "number": "+12125550117"}').json == {"calls": 1, "new": 1})
    expect([h["last"] is None for h in desk.ask("GET", "/hooks").json["hooks"]] == [False, True])
    call("kind=danced", 422)
    call("kind=missed", 400, path="/hook/call?color=blue")
    call("kind=missed", 401, secret="x")
    call(b" " * 70000, 413)
    call("kind=missed", 403, Origin="https://evil.example")
    tag = desk.ask("GET", "/hooks").headers["ETag"]
    desk.ask("GET", "/hooks", status=304, headers={"If-None-Match": tag})
    own = desk.cookie
    begin_story(desk)
    desk.ask("POST", "/hooks", {"name": "other", "kind": "bearer"}, status=409)
    desk.ask("DELETE", "/hooks/my-phone", status=409)
    desk.cookie = own
    desk.ask("DELETE", "/hooks/my-phone", status=204)
    desk.ask("DELETE", "/hooks/my-phone", status=404)
    call("kind=missed", 401)
    for n in range(200):
        answer = desk.send("POST", f"/hook/call?account={n}", "kind=missed")  # there is but one, whatever is said
        if answer.status == 429:
            break
    check_contract(answer)
    expect(answer.status == 429, answer.status)


def what_is_paused_goes_on_when_confirmed(desk):
    story_desk(desk)
    expect(desk.ask("GET", "/now").json["paused"] is None)
    desk.stop()
    desk.serve(now="2026-11-24T18:00:00-06:00").sign_in()  # the clock was set, says the machine's own
    expect("the clock was set" in desk.ask("GET", "/now").json["paused"])
    desk.ask("POST", "/confirm", status=204)
    until(lambda: desk.ask("GET", "/now").json["paused"] is None, "what was paused to go on")
    begin_story(desk)
    desk.ask("POST", "/confirm", status=409)


def erased_is_gone(desk):
    story_desk(desk)
    desk.ask("DELETE", "/account", {"confirm": "yes"}, status=400)
    desk.ask("DELETE", "/account", status=415, body="{}", headers={"Content-Type": "text/plain"})
    desk.ask("DELETE", "/account", status=413, body=b" " * 70000, headers={"Content-Type": "application/json"})
    expect(json.loads(desk.run("export", now=MISSED))["interviews"], "there was nothing")
    gone = desk.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    old, desk.cookie = desk.cookie, gone.headers["Set-Cookie"].split(";")[0]
    expect(desk.ask("GET", "/now").json["interview"] is None and desk.ask("GET", "/session").json["empty"])
    everything = json.loads(desk.run("export", now=MISSED))
    expect(everything["interviews"] == everything["facts"] == everything["timeline"] == [], everything)
    desk.cookie = old
    desk.ask("GET", "/now", status=401)


def without_a_session(desk):
    """Every operation but the contract itself says 401; from another page, 403."""
    desk.serve().sign_in()
    cookie = desk.cookie
    for template, operations in paths():
        path = template.replace("{id}", "1").replace("{name}", "late-recruiter")
        for method in operations:
            body = operations[method].get("requestBody")
            more = {"body": "{}", "headers": {"Content-Type": "application/json"}} if body else {}
            desk.cookie = None
            if "401" in operations[method]["responses"]:
                desk.ask(method.upper(), path, status=401, **more)
            desk.cookie = cookie
            more.setdefault("headers", {})["Origin"] = "http://127.0.0.1:1"
            desk.ask(method.upper(), path, status=403, **more)
    desk.ask("DELETE", "/session", status=204)
    desk.ask("GET", "/session", status=401)


FLAG = re.compile(r"^#define (\w+) (.+)$", re.MULTILINE)
ROUTE = re.compile(r'^    \{"([A-Z]+)", (?:"([^"]+)"|CR_HOOK_PATH),\s*"([^"]*)",\s*CR_BODY_(\w+),\s*([\w| ]+),', re.MULTILINE)
# What a route's flags and words make of it: a refusal that must stand at it.
REFUSALS = (("CR_ROUTE_KEYED", {"400", "409", "422"}), ("CR_ROUTE_SLOW", {"409"}), ("CR_ROUTE_ADMIN", {"404"}), ("CR_ROUTE_COACH", {"404"}))


def every_route_says_how_it_refuses(desk):
    """By the table of the program itself, also those of a service."""
    source = (ROOT / "src" / "api" / "routes.c").read_text()
    names = dict(FLAG.findall(source))
    routes = ROUTE.findall(source)
    expect(len(routes) == len(re.findall(r"\bcr_handle_\w+", source)) > 80, len(routes))

    def flags(words):
        return {flag for word in re.findall(r"\w+", words) for flag in (flags(names[word]) if word in names else {word})}
    for method, pattern, query, body, words in routes:
        template = "/" + (pattern or "hook/call").lstrip("/")
        said, has = CONTRACT["paths"][template][method.lower()]["responses"].keys(), flags(words)
        wanted = {"403"}.union(*(statuses for flag, statuses in REFUSALS if flag in has and "CR_ROUTE_OPEN" not in has))
        wanted |= {"401"} if "CR_ROUTE_OPEN" not in has else set()
        wanted |= {"413"} if body != "NONE" else set()
        wanted |= {"400", "415"} if body == "JSON" else set()
        wanted |= {"400"} if query.strip() else set()
        wanted |= {"404"} if "{" in template else set()
        expect(wanted <= said, method, template, "does not say", wanted - said)
    described = {(method.upper(), template) for template, item in CONTRACT["paths"].items() for method in METHODS if method in item}
    expect(described == {(method, "/" + (pattern or "hook/call").lstrip("/")) for method, pattern, *_ in routes}, "other paths")


def every_status_was_seen(desk):
    """What the tests above did not bring about: nothing, save what a test of its own does."""
    elsewhere = {("GET", "/events", "200"), ("GET", "/events", "503"), ("POST", "/import", "413"), ("POST", "/import", "422"),
                 ("POST", "/interviews", "409"), ("POST", "/import", "409"), 
                 ("POST", "/interviews/{id}/send", "200"), ("POST", "/interviews/{id}/send", "412"), ("DELETE", "/account", "409"),
                 ("POST", "/applications", "409"), ("POST", "/applications/import", "409"),
                 ("POST", "/applications/import", "413"), ("POST", "/hook/call", "409")}
    stories = ("/stories", "/story")  # see live.py
    for template, operations in paths():
        for method, operation in operations.items():
            for status in operation["responses"]:
                key = (method.upper(), template, status)
                expect(key in Desk.seen or key in elsewhere or template.startswith(stories), "never seen:", key)


if __name__ == "__main__":
    main([an_empty_desk, words_become_a_call, a_missed_call, acts_and_their_undoing, a_letter_is_edited,
          a_letter_without_an_address, files_are_taken_in, settings_change, of_many_who_saw_the_same_one_changes_it, lists_have_pages, unchanged_is_told_in_a_word,
          applications_go_their_way, acts_on_an_application, two_are_the_same, a_table_of_applications, the_search_in_views,
          connections_come_and_go, a_mailbox_is_found_by_its_address, connections_are_tried, a_feed_to_subscribe_to, phones_come_and_go,
          what_is_paused_goes_on_when_confirmed, erased_is_gone, without_a_session, every_route_says_how_it_refuses, every_status_was_seen])

#!/usr/bin/env python3
"""Coaches see what a candidate lets them, and nothing else. Run by with_postgres.py."""

import json
import re
import subprocess

from harness import CONTRACT, check_contract, expect, main
from common import ago, until
from members import PASSWORD, sessions
from service import BODIES, CALL, as_service, listen, sql

OPENED = {"/now", "/session", "/interviews", "/interviews/{id}", "/interviews/{id}/why", "/interviews/{id}/letter",
          "/interviews/{id}/letter.eml", "/interviews/{id}/slots", "/slots", "/timeline", "/applications", "/applications/{id}",
          "/board", "/today", "/review", "/odds", "/pictures/{name}", "/events"}


def coach_of(service, address="coach@north.example", name="Dana Coach"):
    coach = service.browser()
    coach.sign_up(service.invitation(address, "--as", "coach"), name)
    return coach


def raw(browser, method, path, body=None):
    headers = {"Cookie": browser.cookie, "Origin": browser.origin, "Content-Type": "application/json"}
    return browser.send(method, "/api/v1" + path, json.dumps(body) if body is not None else None, headers)


def visit(coach, candidate, path, method="GET", body=None, status=200):
    answer = raw(coach, method, f"/candidates/{candidate}{path}", body)
    expect(answer.status == status, method, path, answer.status, answer.body[:300])
    if status == 200:
        expect(answer.headers["Cache-Control"] == "no-store", answer.headers)
        answer.path = answer.path.replace(f"/candidates/{candidate}", "")
        check_contract(answer)
    return answer


def told(answer):
    """All of it but the number that each request has of its own."""
    return {key: value for key, value in answer.json.items() if key != "request"}


def looks(candidate):
    return [(look["who"], look["what"]) for look in candidate.ask("GET", "/grants").json["looks"]]


def number_of(coach, index=0):
    return coach.ask("GET", "/candidates").json["candidates"][index]["id"]


def given_seen_taken_back(desk):
    service = as_service(desk).found("coached").serve()
    candidate, other = sessions(service, 2)
    coach = coach_of(service)
    candidate.ask("POST", "/interviews", CALL, status=201)
    expect(coach.ask("GET", "/candidates").json == {"candidates": []})
    # Nobody's address, a member's who is no coach: the same words.
    for address in ("nobody@north.example", "member-2@north.example"):
        refused = candidate.ask("POST", "/grants", {"email": address, "scope": "view"}, status=404)
        expect("no coach here" in refused.json["detail"], refused.json)
    for wrong in ({"scope": "view"}, {"email": "coach@north.example", "scope": "all"}, {"email": "coach@north.example", "scope": "view",
                  "until": "2020-01-01"}, {"email": "coach@north.example", "scope": "view", "until": "2030-02-30"}):
        candidate.ask("POST", "/grants", wrong, status=400)
    given = candidate.ask("POST", "/grants", {"email": "Coach@North.example", "scope": "view", "until": "2090-12-24"}).json["grants"]
    expect([(g["email"], g["name"], g["scope"]) for g in given] == [("coach@north.example", "Dana Coach", "view")], given)
    expect(given[0]["ends"] == "2090-12-25T00:00:00-06:00", given)  # the day still counts, in the candidate's zone
    shown = coach.ask("GET", "/candidates").json["candidates"]
    expect([(c["name"], c["scope"]) for c in shown] == [("Member 1", "view")], shown)
    number = shown[0]["id"]
    expect(looks(candidate) == [])
    session = visit(coach, number, "/session").json
    expect(session["visit"] == {"name": "Member 1", "scope": "view"}, session)
    expect(looks(candidate) == [])  # nothing of theirs was shown
    expect("Northwind" in visit(coach, number, "/now").body.decode())
    visit(coach, number, "/interviews")
    visit(coach, number, "/interviews/1")
    visit(coach, number, "/interviews/1")
    expect(looks(candidate) == [("Dana Coach", "call 1"), ("Dana Coach", "calls")], looks(candidate))
    # It is the candidate's to say, at once, whatever page is open.
    stream = listen(coach, f"/candidates/{number}/events")
    candidate.ask("DELETE", "/grants/" + given[0]["id"], status=204)
    candidate.ask("DELETE", "/grants/" + given[0]["id"], status=404)
    access = candidate.ask("GET", "/export").json["access"]
    expect([(row["action"], row["who"], row["object"].split(":")[0]) for row in access] == [
        ("granted", "", "Dana Coach"), ("viewed", "Dana Coach", "calls"), ("viewed", "Dana Coach", "call 1"), ("revoked", "", "Dana Coach")], access)
    expect(access[0]["actor"] == access[3]["actor"] != access[1]["actor"] and access[0]["at"] <= access[3]["at"], access)
    until(lambda: stream.more() is not None and stream.ended, "the end of the stream")
    stream.close()
    candidate.ask("POST", "/interviews", {**CALL, "text": CALL["text"].replace("11-24", "11-25")}, status=201)
    expect(b"November 25" not in stream.got and b"event: line" not in stream.got, stream.got)
    visit(coach, number, "/now", status=404)
    expect(coach.ask("GET", "/candidates").json == {"candidates": []})
    expect(candidate.ask("GET", "/grants").json["grants"] == [] and len(looks(candidate)) == 2)
    # The record says all of it, and holds.
    rows = json.loads(crickets(service, "audit", "--account", number, "--json", "--all").stdout)["rows"]
    actions = [row["action"] for row in rows]
    expect([a for a in actions if a in ("granted", "viewed", "revoked")] == ["granted", "viewed", "viewed", "revoked"], actions)
    expect({"invited", "joined", "signed-in"} <= set(actions), actions)
    expect(crickets(service, "audit", "verify").returncode == 0)
    del other


def crickets(service, *words):
    return subprocess.run([service.crickets, "--db", service.db, *words], capture_output=True, env=service.environment, check=False)


def look_or_draft(desk):
    """Who may draft edits the letter, as themselves; nobody but the candidate sends it."""
    service = as_service(desk).found("drafted").serve()
    candidate, = sessions(service, 1)
    coach = coach_of(service)
    candidate.ask("POST", "/interviews", {"text": f"Dana Reyes of Northwind calls {ago(60)}"}, status=201)
    letter = candidate.ask("GET", "/interviews/1/letter").json
    candidate.ask("POST", "/grants", {"email": "coach@north.example", "scope": "view"})
    number = number_of(coach)
    words = {"subject": "Our call", "body": "Dear Dana, as we could not speak, may I suggest tomorrow?"}
    refused = visit(coach, number, "/interviews/1/letter", "PUT", words, status=403)
    expect(refused.json["code"] == "look-only", refused.json)
    visit(coach, number, "/interviews/1/letter", "DELETE", status=403)
    expect(looks(candidate) == [], looks(candidate))
    candidate.ask("POST", "/grants", {"email": "coach@north.example", "scope": "draft"})
    visit(coach, number, "/interviews/1/letter", "PUT", {**words, "letter": "?"}, status=400)
    visit(coach, number, "/interviews/2/letter", "PUT", words, status=404)
    expect(looks(candidate) == [], looks(candidate))
    visit(coach, number, "/interviews/1/letter", "PUT", words)
    expect(candidate.ask("GET", "/interviews/1/letter").json["subject"] == "Our call")
    rows = json.loads(crickets(service, "audit", "--account", number, "--json").stdout)["rows"]
    expect([row["who"] for row in rows if row["action"] == "letter-edited"] == ["Dana Coach"], rows)
    for method, path, body in (("POST", "/interviews/1/send", None), ("POST", "/interviews/1/acts", {"act": "called"}),
                               ("POST", "/interviews", CALL), ("PUT", "/policy", {"autopilot": True})):
        visit(coach, number, path, method, body, status=404)
    del letter


def nothing_else_is_opened(desk):
    """Every path of the contract, by a coach with a grant, one without, another candidate and an administrator."""
    service = as_service(desk).found("probed").serve()
    candidate, stranger = sessions(service, 2)
    coach, idle = coach_of(service), coach_of(service, "idle@north.example", "Idle")
    admin = service.browser()
    admin.sign_up(service.invitation("kim@north.example", "--as", "administrator"), "Kim")
    candidate.ask("POST", "/interviews", CALL, status=201)
    candidate.ask("POST", "/applications", {"company": "Fabrikam", "role": "Engineer"}, status=201)
    candidate.ask("POST", "/grants", {"email": "coach@north.example", "scope": "draft"})
    number, before = number_of(coach), candidate.ask("GET", "/export").json["interviews"]
    missing = told(raw(coach, "GET", "/nothing"))
    probes = 0
    for template, item in CONTRACT["paths"].items():
        if "servers" in item:
            continue
        for method in ("get", "post", "put", "delete"):
            if method not in item:
                continue
            path = template.replace("{id}", "1").replace("{name}", "funnel")
            body = BODIES.get(template, {}) if "requestBody" in item[method] else None
            opened = template in OPENED and (method == "get" or template == "/interviews/{id}/letter")
            for browser, whom in ((coach, number), (idle, number), (stranger, number), (admin, number), (coach, "99"), (coach, "1")):
                if browser is coach and whom == number and opened:
                    continue
                answer = raw(browser, method.upper(), f"/candidates/{whom}{path}", body)
                expect(answer.status == 404 and told(answer) == missing, method, template, whom, answer.status, answer.body[:200])
                probes += 1
    expect(probes > 300, probes)
    for path in ("/interviews/1", "/applications/1", "/board", "/timeline", "/pictures/funnel", "/odds", "/review", "/today", "/slots"):
        expect(raw(coach, "GET", f"/candidates/{number}{path}").status == 200, path)
    for path in ("", "/", "/candidates/" + number + "/now", "/now/", "/../export", "/%2e%2e/export"):
        expect(raw(coach, "GET", f"/candidates/{number}{path}").status in (400, 404), path)
    expect(raw(service.browser(), "GET", f"/candidates/{number}/now").status == 401 if service.cookie else True)
    now = visit(coach, number, "/now").json
    expect(now["sources"] == [] and not now["can_send"], now)
    expect(candidate.ask("GET", "/export").json["interviews"] == before)
    for browser in (stranger, admin):
        expect(told(browser.ask("GET", "/candidates", status=404)) == missing)


def what_is_refused_is_no_look(desk):
    """Only who was shown something has looked at it, whatever they asked for."""
    service = as_service(desk).found("unseen").serve()
    candidate, = sessions(service, 1)
    coach = coach_of(service)
    candidate.ask("POST", "/interviews", CALL, status=201)
    candidate.ask("POST", "/grants", {"email": "coach@north.example", "scope": "draft"})
    number, refused = number_of(coach), 0
    for template in sorted(OPENED):
        path = template.replace("{name}", "funnel").replace("{id}", "1") + "?nonsense=1"
        visit(coach, number, path, status=400)
        for missing in {"{id}", "{name}"}.intersection(re.findall(r"{\w+}", template)):
            visit(coach, number, template.replace(missing, "99"), status=404)
            refused += 1
    visit(coach, number, "/interviews?limit=0", status=400)
    visit(coach, number, "/interviews/1/letter", "PUT", {"subject": "x", "body": "y"}, status=409)  # none is due
    visit(coach, number, "/interviews/1/letter", "DELETE", status=409)
    expect(refused > 5 and looks(candidate) == [], refused, looks(candidate))
    rows = json.loads(crickets(service, "audit", "--account", number, "--json", "--all").stdout)["rows"]
    expect(not [row for row in rows if row["action"] in ("viewed", "letter-edited")], rows)
    listen(coach, f"/candidates/{number}/events").close()  # it shows, from its first word on
    expect(looks(candidate) == [("Dana Coach", "calls")], looks(candidate))


def who_is_no_coach_any_more(desk):
    service = as_service(desk).found("former").serve()
    candidate, second = sessions(service, 2)
    coach = coach_of(service)
    for browser in (candidate, second):
        browser.ask("POST", "/grants", {"email": "coach@north.example", "scope": "view"})
    numbers = [c["id"] for c in coach.ask("GET", "/candidates").json["candidates"]]
    expect(len(numbers) == 2, numbers)
    service.accounts("suspend", "member-1@north.example")
    expect([c["name"] for c in coach.ask("GET", "/candidates").json["candidates"]] == ["Member 2"])
    visit(coach, numbers[0], "/now", status=404)
    service.accounts("resume", "member-1@north.example")
    visit(coach, numbers[0], "/now")
    service.accounts("role", "--as", "candidate", "coach@north.example")
    visit(coach, numbers[0], "/now", status=404)
    service.accounts("role", "--as", "coach", "coach@north.example")
    stream = listen(coach, f"/candidates/{numbers[1]}/events")
    service.accounts("suspend", "coach@north.example")  # and what is new is not told them any more
    second.ask("POST", "/interviews", CALL, status=201)
    until(lambda: stream.more() is not None and stream.ended, "the end of the stream")
    expect(b"event: line" not in stream.got, stream.got)
    stream.close()
    expect(raw(coach, "GET", f"/candidates/{numbers[1]}/now").status == 401)
    service.accounts("resume", "coach@north.example")
    coach.come_in("coach@north.example")
    second.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    expect([c["name"] for c in coach.ask("GET", "/candidates").json["candidates"]] == ["Member 1"])
    visit(coach, numbers[1], "/now", status=404)


def who_may_listen_no_more_hears_nothing(desk):
    """Nor who is no coach any more, with their session as it was; nor a coach of who is suspended, who had no session that could end."""
    service = as_service(desk).found("unheard").serve()
    candidate, = sessions(service, 1)
    coach = coach_of(service)
    candidate.ask("POST", "/grants", {"email": "coach@north.example", "scope": "view"})
    number = number_of(coach)
    stream = listen(coach, f"/candidates/{number}/events")
    service.accounts("role", "--as", "candidate", "coach@north.example")
    candidate.ask("POST", "/interviews", CALL, status=201)
    until(lambda: stream.more() is not None and stream.ended, "the end of the stream")
    expect(b"event: line" not in stream.got, stream.got)
    stream.close()
    service.accounts("role", "--as", "coach", "coach@north.example")
    service.accounts("sign-out", "member-1@north.example")
    stream = listen(coach, f"/candidates/{number}/events")
    service.accounts("suspend", "member-1@north.example")
    until(lambda: stream.more() is not None and stream.ended, "the end of the stream")
    expect(len(set(re.findall(rb'"version":(\d+)', stream.got))) == 1, stream.got)  # what it began with
    stream.close()


def nobody_keeps_who_is_erased(desk):
    """Of a coach who is gone the candidate has the record alone, and of a candidate the coach has nothing."""
    service = as_service(desk).found("gone").serve()
    candidate, second = sessions(service, 2)
    coach, other = coach_of(service), coach_of(service, "other@north.example", "Other")
    for browser in (candidate, second):
        for address in ("coach@north.example", "other@north.example"):
            browser.ask("POST", "/grants", {"email": address, "scope": "view"})
    number = number_of(coach)
    coach.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    expect([grant["email"] for grant in candidate.ask("GET", "/grants").json["grants"]] == ["other@north.example"])
    expect(sql("gone", "SELECT count(*) FROM crickets.access WHERE body LIKE '%coach@north.example%'") == "0")
    rows = json.loads(crickets(service, "audit", "--account", number, "--json", "--all").stdout)["rows"]
    expect([row["who"] for row in rows if row["action"] == "revoked"] == ["Dana Coach"], rows)
    expect(crickets(service, "audit", "verify").returncode == 0)
    second.ask("DELETE", "/account", {"confirm": "erase everything"}, status=204)
    expect(sql("gone", "SELECT count(*) FROM crickets.access") == "2")  # one grant, and its coach's note of it
    expect([c["name"] for c in other.ask("GET", "/candidates").json["candidates"]] == ["Member 1"])


def failures_are_written_down(desk):
    service = as_service(desk).found("failures").serve()
    dana, = sessions(service, 1)
    service.browser().come_in("member-1@north.example", "not the password", status=401)
    service.browser().come_in("nobody@north.example", "not the password", status=401)
    account = dana.ask("POST", "/login/passkeys/begin").json["user"]

    def failed():
        rows = json.loads(crickets(service, "audit", "--account", account, "--json", "--all").stdout)["rows"]
        return [row for row in rows if row["action"] == "sign-in-failed"]
    until(failed, "the row")
    expect([(row["actor"], row["who"], row["object"].split(" ")[0]) for row in failed()] == [(0, "somebody", "password")], failed())
    expect(sql("failures", "SELECT count(DISTINCT account_id) FROM crickets.audit") == "1")
    dana.ask("PUT", "/login/password", {"password": PASSWORD + " battery"}, status=204)
    rows = json.loads(crickets(service, "audit", "--account", account, "--json", "--all").stdout)["rows"]
    expect("password-set" in [row["action"] for row in rows], rows)
    expect(PASSWORD not in json.dumps(rows) and "member-1" not in json.dumps(rows), rows)


TESTS = [given_seen_taken_back, look_or_draft, nothing_else_is_opened, what_is_refused_is_no_look, who_is_no_coach_any_more, who_may_listen_no_more_hears_nothing,
         nobody_keeps_who_is_erased, failures_are_written_down]
if __name__ == "__main__":
    main(TESTS)
